"""Defining the badges a group shows, and saying who signs the articles."""

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from parvis.journal.acts import record
from parvis.journal.facts import BadgeDefined, BadgeRetired, BylineClaimed, BylineEnded
from parvis.kit import clock
from parvis.kit.announcing import announce
from parvis.kit.refusals import Refusal
from parvis.kit.remembered import forget
from parvis.members.badges.reads import HOUSE, folded_byline
from parvis.members.models import Badge, Byline, Member, Tone
from parvis.publishers.models import Group, Title
from parvis.publishers.rights import covers, ensure_may, ensure_may_in_group, seats_of

MOST_BADGES = 12
#: Words with a meaning of their own here.
RESERVED = frozenset({"staff", "author"})


@transaction.atomic
def define_badge(
    *,
    group: Group,
    key: str,
    label_fr: str,
    label_en: str,
    account_id: int | None,
    said_fr: str = "",
    said_en: str = "",
    tone: str = Tone.PLAIN,
    is_subscription: bool = False,
    rank: int = 50,
) -> Badge:
    """Words and shows a badge of the publisher's tokens; saying it again changes it. `rank` 0 to 99: the lowest is worn first.

    Raises Refusal 404 or 403 (right), 422 (key, labels, tone, rank), 409 beyond twelve badges.
    """
    _ensure_may_configure(account_id, group)
    words = {name: " ".join(text.split()) for name, text in (("label_fr", label_fr), ("label_en", label_en))}
    words |= {name: " ".join(text.split()) for name, text in (("said_fr", said_fr), ("said_en", said_en))}
    _ensure_sensible(group, key, words, tone, rank)
    kept = words | {"tone": tone, "is_subscription": is_subscription, "rank": rank}
    kept |= {"account_id": account_id, "at": clock.now(), "retired_at": None}
    badge, _made = Badge.objects.update_or_create(group=group, key=key, defaults=kept)
    record(BadgeDefined(group_id=group.pk, account_id=account_id, key=key))
    _told()
    return badge


@transaction.atomic
def retire_badge(*, group: Group, key: str, account_id: int | None) -> None:
    """Shows the badge no more, on old posts either; twice changes nothing. Raises Refusal 404 or 403 (right)."""
    _ensure_may_configure(account_id, group)
    house = next((badge for badge in HOUSE if badge.key == key), None)
    made = {"label_fr": house.labels[0], "label_en": house.labels[1], "at": clock.now()} if house else None
    if made:
        Badge.objects.get_or_create(group=group, key=key, defaults=made)
    current = Badge.objects.filter(group=group, key=key, retired_at__isnull=True)
    if current.update(retired_at=clock.now(), account_id=account_id):
        record(BadgeRetired(group_id=group.pk, account_id=account_id, key=key))
        _told()


@transaction.atomic
def claim_byline(
    *, title: Title, name: str, by: int | None, account_id: int | None = None, member: Member | None = None
) -> Byline:
    """Says that articles signed `name` are those of an account, or of a member; said twice, it is written once.

    Whoever hosts at the title claims their own name, if nobody has; for others, it takes who gives seats there. `by` None is
    the operator. Raises Refusal 404 or 403 (right), 409 (already someone else's), 422 (no name, not exactly one person).
    """
    name = " ".join(name.split())
    if not 2 <= len(name) <= 120 or not folded_byline(name):
        raise Refusal("bad_name", 422, _("Give the name as the articles write it."), field="name")
    if (account_id is None) == (member is None):
        raise Refusal("whose_name", 422, _("Say whose name it is."), field="whose")
    _ensure_is_of_the_title(title, account_id, member)
    current = Byline.objects.filter(title=title, folded=folded_byline(name), ended_at__isnull=True)
    known = next((one for one in current if (one.account_id, one.member_id) == (account_id, member.pk if member else None)), None)
    _ensure_may_claim(title, by, account_id, taken=known is None and bool(current))
    if known:
        return known
    row = Byline.objects.create(
        title=title, name=name, folded=folded_byline(name), account_id=account_id, member=member, by_id=by, at=clock.now()
    )
    where = {"group_id": title.group_id, "title_id": title.pk, "account_id": by}
    record(BylineClaimed(**where, member_id=member.pk if member else None, byline_id=row.pk, name=name))
    forget()
    return row


@transaction.atomic
def end_byline(*, byline: Byline, by: int | None) -> None:
    """The name is no longer that person's; posts already written keep what they wore. Raises Refusal 404 or 403."""
    if by is not None and by != byline.account_id:
        ensure_may(by, "invite", title=byline.title)
    if Byline.objects.filter(pk=byline.pk, ended_at__isnull=True).update(ended_at=clock.now()):
        where = {"group_id": byline.title.group_id, "title_id": byline.title_id, "account_id": by}
        record(BylineEnded(**where, member_id=byline.member_id, byline_id=byline.pk, name=byline.name))
        forget()


def _ensure_may_configure(account_id: int | None, group: Group) -> None:
    if account_id is not None:
        ensure_may_in_group(account_id, "configure", group=group)


def _ensure_sensible(group: Group, key: str, words: dict[str, str], tone: str, rank: int) -> None:
    if not key or slugify(key) != key or len(key) > 30 or key in RESERVED:
        said = _("The key is what your tokens say: small letters, digits and dashes; “staff” and “author” are kept.")
        raise Refusal("bad_key", 422, said, field="key")
    for name, most in (("label_fr", 30), ("label_en", 30), ("said_fr", 160), ("said_en", 160)):
        if len(words[name]) > most or (name.startswith("label") and not words[name]):
            raise Refusal("bad_words", 422, _("Between 1 and %(most)s characters are expected.") % {"most": most}, field=name)
    if tone not in Tone.values:
        raise Refusal("bad_tone", 422, _("This look does not exist."), field="tone")
    if not 0 <= rank <= 99:
        raise Refusal("bad_rank", 422, _("A number between 0 and 99 is expected."), field="rank")
    others = Badge.objects.filter(group=group, retired_at__isnull=True).exclude(key=key)
    if others.count() >= MOST_BADGES:
        raise Refusal("too_many_badges", 409, _("A group shows at most %(most)s badges.") % {"most": MOST_BADGES}, field="key")


def _ensure_may_claim(title: Title, by: int | None, account_id: int | None, *, taken: bool) -> None:
    if by is None:
        return
    ensure_may(by, "host" if by == account_id and not taken else "invite", title=title)


def _ensure_is_of_the_title(title: Title, account_id: int | None, member: Member | None) -> None:
    if member is not None and member.group_id != title.group_id:
        raise Refusal("whose_name", 422, _("This member belongs to another newspaper."), field="whose")
    if account_id is not None and not any(covers(seat, title, seat.section_id) for seat in seats_of(account_id)):
        raise Refusal("whose_name", 422, _("This person has no seat at this title."), field="whose")


def _told() -> None:
    announce(thread_id=0, version=0, change="settings")
    forget()
