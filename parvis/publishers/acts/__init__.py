"""Opening groups, titles, sites and sections, finding articles, and giving seats."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from zoneinfo import available_timezones

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from parvis.journal.acts import record
from parvis.journal.facts import (
    ArticleDescribed,
    ArticleFound,
    InvitationWithdrawn,
    PolicyChanged,
    SeatEnded,
    SeatGiven,
    SeatInvited,
    TitleOpened,
)
from parvis.kit import clock
from parvis.kit.addresses import normal_address, origin_of
from parvis.kit.announcing import announce
from parvis.kit.metadata import ArticleMetadata
from parvis.kit.refusals import Refusal
from parvis.kit.remembered import forget, remembered
from parvis.publishers.finding import article_at
from parvis.publishers.models import Article, Group, Invitation, Origin, Policy, Role, Seat, Section, Site, Title
from parvis.publishers.policies import sensible
from parvis.publishers.rights import ensure_may, ensure_may_in_group, nothing_here

INVITATION_LIFE = timedelta(days=14)
_INVITATIONS = signing.TimestampSigner(salt="parvis.invitation")


@transaction.atomic
def open_group(*, key: str, name: str, language: str = "fr") -> Group:
    """A new group. The key (a slug) is unique."""
    return Group.objects.create(key=key, name=name, language=language, opened_at=clock.now())


@transaction.atomic
def set_time_zone(*, group: Group, zone: str) -> None:
    """The clocks by which a group's digests leave, as an IANA name (`Indian/Reunion`). Raises Refusal 422 for no such zone."""
    if zone not in available_timezones():
        raise Refusal("unknown_zone", 422, _("There is no such time zone: a name like Europe/Paris is expected."))
    Group.objects.filter(pk=group.pk).update(time_zone=zone)


@transaction.atomic
def open_title(*, group: Group, key: str, name: str, language: str = "fr", accent: str = "#8a3324", contact: str = "") -> Title:
    """A new title of the group. The key (a slug) is unique in the installation; `accent` is #rrggbb."""
    title = Title.objects.create(
        group=group, key=key, name=name, language=language, accent=accent, contact=contact, opened_at=clock.now()
    )
    record(TitleOpened(group_id=group.pk, title_id=title.pk, name=name))
    return title


@transaction.atomic
def open_site(*, title: Title, name: str, origins: Iterable[str]) -> Site:
    """A web site of the title, with its allowed origins. Raises Refusal 422 for what is not an http(s) origin."""
    site = Site.objects.create(title=title, name=name)
    for origin in origins:
        allow_origin(site=site, origin=origin)
    return site


@transaction.atomic
def allow_origin(*, site: Site, origin: str) -> Origin:
    """Lets the site's articles come from one more origin; saying it twice changes nothing."""
    row, _made = Origin.objects.get_or_create(title_id=site.title_id, origin=origin_of(origin), defaults={"site": site})
    forget()
    return row


@transaction.atomic
def forbid_origin(*, title: Title, origin: str) -> None:
    """No longer believes articles from this origin; those already known stay."""
    Origin.objects.filter(title=title, origin=origin_of(origin)).delete()
    forget()


@transaction.atomic
def open_section(*, title: Title, key: str, name: str) -> Section:
    """The section of that key, made if need be."""
    section, _made = Section.objects.get_or_create(title=title, key=key, defaults={"name": name})
    return section


def find_article(*, title: Title, address: str, asked_from: str = "") -> Article:
    """The article at this address, or that was there before; created when the address has an allowed origin of the title.

    `asked_from` is the Origin header of the asking page, when there is one: it must be allowed too.
    Raises Refusal 403 `origin_not_allowed` or 422 `bad_address`.
    """
    normal = allowed_address(title=title, address=address, asked_from=asked_from)
    known = article_at(title=title, address=normal)
    return known or _create_article(title, normal, _origins(title)[origin_of(normal)])


def allowed_address(*, title: Title, address: str, asked_from: str = "") -> str:
    """The normal form of an address that may be the title's. Raises Refusal as `find_article`; writes nothing."""
    normal = normal_address(address)
    if origin_of(normal) not in _origins(title):
        raise Refusal("origin_not_allowed", 403, _("This address does not belong to a site of this title."))
    ensure_own_page(title=title, asked_from=asked_from)
    return normal


def ensure_own_page(*, title: Title, asked_from: str) -> None:
    """Raises Refusal 403 `origin_not_allowed` unless the asking page (its Origin header, if any) is of a site of the title."""
    if asked_from and asked_from not in _origins(title):
        raise Refusal("origin_not_allowed", 403, _("This address does not belong to a site of this title."))


def _origins(title: Title) -> dict[str, int]:
    rows = Origin.objects.filter(title=title)
    return remembered("origins", title.pk, lambda: dict(rows.values_list("origin", "site_id")))


@transaction.atomic
def _create_article(title: Title, address: str, site_id: int) -> Article:
    article, made = Article.objects.get_or_create(
        title=title, address=address, defaults={"site_id": site_id, "found_at": clock.now()}
    )
    if made:
        record(ArticleFound(group_id=title.group_id, title_id=title.pk, article_id=article.pk, address=address))
    return article


@transaction.atomic
def describe_article(
    *, article: Article, described: ArticleMetadata, reference: str = "", section: Section | None = None
) -> Article:
    """Writes what the page's own metadata or the publisher's system says; an empty value erases nothing."""
    changed: dict[str, Any] = {
        "headline": described.headline[:300],
        "summary": described.summary,
        "image": described.image[:1000],
    }
    changed |= {"published_at": described.published_at, "authors": list(described.authors), "reference": reference[:200]}
    changed |= {"section": section}
    given = {name: value for name, value in changed.items() if value}
    is_told_anew = any(getattr(article, name) != given[name] for name in ("headline", "summary") if name in given)
    for name, value in given.items():
        setattr(article, name, value)
    article.enriched_at = clock.now()
    article.save(update_fields=[*given, "enriched_at"])
    if is_told_anew:
        place = {"group_id": article.title.group_id, "title_id": article.title_id}
        record(ArticleDescribed(**place, article_id=article.pk, headline=article.headline))
    return article


@transaction.atomic
def set_policy(
    *, group: Group, title: Title | None = None, section: Section | None = None, account_id: int | None = None, **values: Any
) -> Policy:
    """Writes settings at one level; None means: as above. Raises Refusal 422 with the field's name for a senseless value."""
    values = sensible(values)
    level: dict[str, Any] = {"group": group, "title": section.title if section else title, "section": section}
    policy, _made = Policy.objects.update_or_create(**level, defaults=values)
    names = ", ".join(sorted(values))
    record(PolicyChanged(group_id=group.pk, title_id=policy.title_id, account_id=account_id, fields=names))
    announce(thread_id=0, version=0, change="settings")
    forget()
    return policy


@transaction.atomic
def give_seat(
    *,
    account_id: int,
    role: str,
    group: Group,
    title: Title | None = None,
    section: Section | None = None,
    given_by: int | None = None,
) -> Seat:
    """Gives a role at a group, a title or a section; a seat already held is returned as it is.

    `given_by` is the account that gives (None: the operator of the machine, or an accepted invitation).
    Raises Refusal when that account may not.
    """
    ensure_role(role)
    if given_by is not None:
        _ensure_may_give(given_by, group, title)
    seat, made = Seat.objects.get_or_create(
        account_id=account_id,
        group=group,
        title=section.title if section else title,
        section=section,
        role=role,
        ended_at=None,
        defaults={"given_at": clock.now(), "given_by_id": given_by},
    )
    if made:
        record(SeatGiven(group_id=group.pk, title_id=seat.title_id, account_id=given_by, seat_id=seat.pk, role=role))
    return seat


@transaction.atomic
def end_seat(*, seat: Seat, ended_by: int | None) -> None:
    """Ends a seat at once. Raises Refusal when `ended_by` may not, or would end the group's last manager."""
    if ended_by is not None:
        _ensure_may_give(ended_by, seat.group, seat.title)
    others = Seat.objects.current().filter(group=seat.group, role=Role.GROUP_MANAGER).exclude(pk=seat.pk)
    if seat.role == Role.GROUP_MANAGER and not others.exists():
        raise Refusal("last_manager", 409, _("A group keeps at least one manager: give the role to someone else first."))
    Seat.objects.filter(pk=seat.pk, ended_at__isnull=True).update(ended_at=clock.now())
    record(SeatEnded(group_id=seat.group_id, title_id=seat.title_id, account_id=ended_by, seat_id=seat.pk, role=seat.role))


@transaction.atomic
def invite(
    *, mail: str, role: str, group: Group, title: Title | None = None, section: Section | None = None, invited_by: int
) -> Invitation:
    """Offers a seat by mail (sent by a listener). Raises Refusal when the inviter may not, or for an unknown role."""
    ensure_role(role)
    _ensure_may_give(invited_by, group, title)
    now = clock.now()
    invitation = Invitation.objects.create(
        mail=mail.strip().lower(),
        role=role,
        group=group,
        title=section.title if section else title,
        section=section,
        invited_by_id=invited_by,
        invited_at=now,
        expires_at=now + INVITATION_LIFE,
    )
    record(
        SeatInvited(
            group_id=group.pk, title_id=invitation.title_id, account_id=invited_by, invitation_id=invitation.pk, role=role
        )
    )
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, withdrawn_by: int) -> None:
    """Takes back an offer not yet accepted; its link opens nothing any more. Raises Refusal when the account may not."""
    _ensure_may_give(withdrawn_by, invitation.group, invitation.title)
    still_open = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True)
    if still_open.update(withdrawn_at=clock.now()):
        place = {"group_id": invitation.group_id, "title_id": invitation.title_id}
        record(InvitationWithdrawn(**place, account_id=withdrawn_by, invitation_id=invitation.pk, role=invitation.role))


def token_of(invitation: Invitation) -> str:
    """What the link in the mail carries: the invitation's number, signed."""
    return _INVITATIONS.sign(str(invitation.pk))


def invitation_of(token: str) -> Invitation:
    """The invitation a link stands for. Raises Refusal 404 when forged, 410 when used, withdrawn or too old."""
    try:
        pk = int(_INVITATIONS.unsign(token, max_age=INVITATION_LIFE))
    except (signing.BadSignature, ValueError):
        raise nothing_here() from None
    invitation = Invitation.objects.select_related("group", "title", "section").filter(pk=pk).first()
    if invitation is None:
        raise nothing_here()
    if invitation.accepted_at or invitation.withdrawn_at or invitation.expires_at < clock.now():
        raise Refusal("invitation_over", 410, _("This invitation has been used or has expired. Ask for another one."))
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, account_id: int, mail: str) -> Seat:
    """Turns the invitation into a seat for the account whose verified mail it was sent to.

    Raises Refusal 403 when the mail is another one.
    """
    invitation = invitation_of(token)
    if invitation.mail != mail.strip().lower():
        raise Refusal("not_your_invitation", 403, _("This invitation was sent to another address."))
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=clock.now())
    if invitation.firm_id:
        return _seated_in_firm(invitation, account_id)
    place: dict[str, Any] = {"group": invitation.group, "title": invitation.title, "section": invitation.section}
    return give_seat(account_id=account_id, role=invitation.role, **place)


def _seated_in_firm(invitation: Invitation, account_id: int) -> Seat:
    """Imported late: a firm's acts call those of this page."""
    from parvis.publishers.firms.acts import seat_in_firm

    return seat_in_firm(firm=invitation.firm, account_id=account_id)[0]


def ensure_role(role: str) -> None:
    """Raises Refusal 422 for a role that does not exist."""
    if role not in Role.values:
        raise Refusal("unknown_role", 422, _("This role does not exist."))


def _ensure_may_give(account_id: int, group: Group, title: Title | None) -> None:
    if title is None:
        ensure_may_in_group(account_id, "invite", group=group)
    else:
        ensure_may(account_id, "invite", title=title)
