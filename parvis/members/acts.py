"""Welcoming members, naming them, telling them things, and the keys of single sign-on."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import IntegrityError, connection, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from parvis.journal.acts import record
from parvis.journal.facts import MemberRenamed, MemberWatched, MemberWelcomed, SigningKeyMade, SigningKeyRetired
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.models import Account, Identity, IdentityKind, Member, Restriction, RestrictionKind, SigningKey
from parvis.members.pseudonyms import clean_pseudonym, folded_pseudonym
from parvis.members.restrictions.acts import begin_restriction, mark_restricted
from parvis.members.rights import ensure_may_configure
from parvis.members.sealing import seal
from parvis.members.sso import Claims
from parvis.members.telling.acts import follow_mail
from parvis.publishers.models import Group, Title
from parvis.publishers.rights import ensure_may_somewhere


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made; its secret is shown once and never again."""

    key: SigningKey
    secret: str


@transaction.atomic
def enter_by_token(*, group: Group, claims: Claims) -> Member:
    """The member a publisher's token names, welcomed at the first visit; badges and language follow the token."""
    identity = _identity(group, IdentityKind.SSO, claims.issuer, claims.subject)
    member = identity.member if identity else _welcome(group, claims.name, IdentityKind.SSO, claims.issuer, claims.subject)
    member.badges, member.language, member.seen_at = list(claims.badges), claims.language, clock.now()
    member.save(update_fields=["badges", "language", "seen_at"])
    follow_mail(member=member, mail=claims.mail)
    return member


@transaction.atomic
def enter_by_account(*, group: Group, account: Account, pseudonym: str = "") -> Member:
    """The account's member in this group, welcomed at the first visit."""
    member = Member.objects.select_related("group").filter(group=group, account=account).first()
    if member is None:
        member = _welcome(group, pseudonym, IdentityKind.ACCOUNT, "parvis", str(account.pk), account=account)
    Member.objects.filter(pk=member.pk).update(seen_at=clock.now())
    return member


@transaction.atomic
def account_for_mail(*, mail: str) -> Account | None:
    """The account of that mail, made without password when there is none; None when it has been closed.

    It gives nothing by itself: one comes in with the code mailed there, which is what proves the address.
    """
    known = Account.objects.filter(mail=mail.strip().lower()).first()
    made = known or Account.objects.create_user(mail, language="en" if (get_language() or "fr").startswith("en") else "fr")
    if not made.is_active:
        return None
    EmailAddress.objects.get_or_create(user=made, email=made.mail, defaults={"primary": True, "verified": False})
    return made


@transaction.atomic
def forget_unproved_accounts(*, before: datetime) -> int:
    """Erases the accounts made before that moment with an address nobody has proved, and nothing else; gives how many.

    An address typed by mistake, or by someone else, is not ours to keep.
    """
    unproved = Account.objects.filter(made_at__lt=before, last_login__isnull=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    unproved = unproved.filter(members__isnull=True, seats__isnull=True).exclude(emailaddress__verified=True)
    forgotten = list(unproved.values_list("pk", flat=True)[:1000])
    Account.objects.filter(pk__in=forgotten).delete()
    return len(forgotten)


def _identity(group: Group, kind: str, issuer: str, subject: str) -> Identity | None:
    known = Identity.objects.select_related("member__group")
    return known.filter(group=group, kind=kind, issuer=issuer, subject=subject).first()


def _welcome(group: Group, name: str, kind: str, issuer: str, subject: str, account: Account | None = None) -> Member:
    member = _first_free_name(group, name, account)
    identity = {"group": group, "kind": kind, "issuer": issuer, "subject": subject}
    row, made = Identity.objects.get_or_create(**identity, defaults={"member": member, "since": clock.now()})
    if not made:  # the same reader came in twice at once: the first member stays
        member.delete()
        return row.member
    record(MemberWelcomed(group_id=group.pk, member_id=member.pk, pseudonym=member.pseudonym))
    return member


def _first_free_name(group: Group, name: str, account: Account | None) -> Member:
    wished = _wished(name)
    for candidate in (wished, *(f"{_wished(name) or _('Reader')} {secrets.randbelow(90_000) + 10_000}" for _n in range(8))):
        if not candidate:
            continue
        try:
            with transaction.atomic():
                return Member.objects.create(
                    group=group,
                    account=account,
                    pseudonym=candidate,
                    folded=folded_pseudonym(candidate),
                    is_named=bool(wished) and candidate == wished,
                    joined_at=clock.now(),
                )
        except IntegrityError:
            continue
    raise Refusal("no_free_name", 409, _("This name is taken. Choose another one."))


def _wished(name: str) -> str:
    try:
        return clean_pseudonym(name)
    except Refusal:
        return ""


@transaction.atomic
def choose_pseudonym(*, member: Member, name: str) -> Member:
    """Gives the member the pseudonym they chose. Raises Refusal 422 (not a name) or 409 (taken in this group)."""
    wished = clean_pseudonym(name)
    try:
        with transaction.atomic():
            changes = {"pseudonym": wished, "folded": folded_pseudonym(wished), "is_named": True}
            Member.objects.filter(pk=member.pk).update(**changes)
    except IntegrityError:
        raise Refusal("name_taken", 409, _("This name is taken. Choose another one."), field="name") from None
    member.refresh_from_db(fields=["pseudonym", "folded", "is_named"])
    record(MemberRenamed(group_id=member.group_id, member_id=member.pk, pseudonym=wished))
    return member


@transaction.atomic
def hold_every_post(*, member: Member, held: bool, account_id: int | None = None) -> None:
    """Has every post of the member seen by the desk before publication in the whole group, or no longer; twice changes nothing.

    `account_id` None is the operator of the machine. Raises Refusal 404 or 403 when the account may not judge in that group.
    """
    if account_id is not None:
        ensure_may_somewhere(account_id, "moderate", group=member.group)
    kept = Restriction.objects.filter(member=member, kind=RestrictionKind.PREMODERATION, title=None, ended_at__isnull=True)
    if kept.in_force(clock.now()).exists() == held:
        return
    if held:
        begin_restriction(member=member, kind=RestrictionKind.PREMODERATION, account_id=account_id)
    else:
        kept.update(ended_at=clock.now(), ended_by_id=account_id)
        mark_restricted(member)
    record(MemberWatched(group_id=member.group_id, member_id=member.pk, account_id=account_id, held=held))


def count_published(*, member_id: int, by: int) -> None:
    """Adds to (or takes from) the member's count of published posts, in the caller's transaction."""
    with connection.cursor() as cursor:  # at every post: the ORM takes four times as long to say it
        cursor.execute(_COUNT_PUBLISHED, [by, member_id])


_COUNT_PUBLISHED = "UPDATE members_member SET published_posts = greatest(published_posts + %s, 0) WHERE id = %s"


@transaction.atomic
def choose_language(*, account: Account, language: str) -> None:
    """The language an account is written to in, in every group. Raises Refusal 422 for one the house does not speak."""
    if language not in dict(settings.LANGUAGES):
        raise Refusal("unknown_language", 422, _("This language is not spoken here."), field="language")
    Account.objects.filter(pk=account.pk).update(language=language)
    Member.objects.filter(account=account).update(language=language)


@transaction.atomic
def make_signing_key(
    *, group: Group, title: Title | None, issuer: str, account_id: int | None, replay_minutes: int = 15
) -> NewKey:
    """A new single sign-on key for a title, or the whole group. Raises Refusal when the account may not configure there."""
    ensure_may_configure(account_id, group, title)
    secret = secrets.token_urlsafe(48)
    key = SigningKey.objects.create(
        group=group,
        title=title,
        kid=f"{(title or group).key}-{secrets.token_hex(4)}",
        issuer=issuer,
        sealed_secret=seal(secret),
        replay_minutes=replay_minutes,
        made_at=clock.now(),
    )
    record(SigningKeyMade(group_id=group.pk, title_id=key.title_id, account_id=account_id, kid=key.kid))
    return NewKey(key, secret)


@transaction.atomic
def retire_signing_key(*, key: SigningKey, account_id: int | None) -> None:
    """No longer believes tokens of this key. Raises Refusal when the account may not configure there."""
    ensure_may_configure(account_id, key.group, key.title)
    SigningKey.objects.filter(pk=key.pk, retired_at__isnull=True).update(retired_at=clock.now())
    record(SigningKeyRetired(group_id=key.group_id, title_id=key.title_id, account_id=account_id, kid=key.kid))
