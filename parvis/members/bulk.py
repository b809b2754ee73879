"""Members brought by the thousand from an archive. Relied on by the import of the conversations room."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import IntegrityError, connection, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.models import Identity, IdentityKind, Member
from parvis.members.pseudonyms import LONGEST, clean_pseudonym, folded_pseudonym
from parvis.publishers.models import Group

# A mail address is not kept in clear: only this issuer's seal of it, for its owner to claim what they wrote.
MAIL_ISSUER = "mail"
#: Begins the sealed name of somebody erased. No archive's own name begins so: an import would not find them.
ERASED = "erased:"
BLOCK = 2_000
_WELCOME_BACK = """
UPDATE members_member m SET published_posts = m.published_posts + said.posts, joined_at = least(m.joined_at, said.first_at)
FROM unnest(%s::bigint[], %s::integer[], %s::timestamptz[]) AS said(id, posts, first_at) WHERE m.id = said.id
"""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Someone an archive names: under which ref (issuer, subject), their name there, and their mail if it was kept."""

    issuer: str
    subject: str
    name: str
    mail: str = ""
    joined_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Renamed:
    """A newcomer whose name could not be kept, and the one they got."""

    newcomer: Newcomer
    pseudonym: str


@transaction.atomic
def bring_members(*, group: Group, newcomers: Sequence[Newcomer]) -> tuple[int, list[Renamed]]:
    """Makes a member of each newcomer not yet known in the group; returns how many, and who had to change name.

    About 100 µs each. No fact is recorded for each: the import records one for all. Saying it twice changes nothing.
    """
    first_said: dict[tuple[str, str], Newcomer] = {}
    for one in newcomers:
        first_said.setdefault((one.issuer, one.subject), one)
    known = _known(group, first_said)
    unknown = [one for key, one in first_said.items() if key not in known]
    for _attempt in range(4):
        named = _named(group, unknown)
        try:
            with transaction.atomic():
                _create(group, named)
        except IntegrityError:  # someone took one of the names meanwhile
            continue
        return len(named), [Renamed(one, name) for one, name in named if name != one.name]
    raise Refusal("names_taken", 409, _("Names are being taken too quickly: try again."))


def welcome_back(*, counts: Iterable[tuple[int, int, datetime]]) -> None:
    """Adds published posts to members, and sets back when they joined: (member, posts, first post's date) of each."""
    rest = iter(counts)
    with connection.cursor() as cursor:
        while block := list(islice(rest, BLOCK)):
            cursor.execute(_WELCOME_BACK, [list(column) for column in zip(*block, strict=True)])


def name_members(*, group_id: int, member_ids: Sequence[int], issuer: str) -> None:
    """Gives members a lasting name outside this house, under `issuer`. Relied on by the export, for those with none."""
    now = clock.now()
    Identity.objects.bulk_create(
        (
            Identity(member_id=pk, group_id=group_id, kind=IdentityKind.IMPORT, issuer=issuer, subject=str(pk), since=now)
            for pk in member_ids
        ),
        ignore_conflicts=True,
    )


def seal_of(mail: str) -> str:
    """What is kept of a mail address: the same for the same address, whatever its case, and nothing to read back."""
    return salted_hmac("parvis.members.imported-mail", mail.strip().casefold(), algorithm="sha256").hexdigest()


def sealed_subject(issuer: str, subject: str) -> str:
    """What is kept of an archive's name for somebody erased: enough to know it again, nothing to read back."""
    return ERASED + hashlib.sha256(f"{erased_salt()}{issuer}/{subject}".encode()).hexdigest()


def erased_salt() -> str:
    """Told to PostgreSQL by the import, which seals names as `sealed_subject` does."""
    return salted_hmac("parvis.members.erased", "salt", algorithm="sha256").hexdigest()


def has_erased(group_id: int) -> bool:
    """Whether somebody whom an archive had brought in the group was erased since."""
    return Identity.objects.filter(group_id=group_id, kind=IdentityKind.IMPORT, subject__startswith=ERASED).exists()


def _known(group: Group, keys: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    sealed = (
        {(issuer, sealed_subject(issuer, subject)): (issuer, subject) for issuer, subject in keys} if has_erased(group.pk) else {}
    )
    asked = {*keys, *sealed}
    issuers, subjects = {issuer for issuer, _subject in asked}, {subject for _issuer, subject in asked}
    rows = Identity.objects.filter(group=group, kind=IdentityKind.IMPORT, issuer__in=issuers, subject__in=subjects)
    return {sealed.get(found, found) for found in rows.values_list("issuer", "subject")}


def _named(group: Group, newcomers: list[Newcomer]) -> list[tuple[Newcomer, str]]:
    """Each newcomer with a pseudonym free in the group."""
    named: list[tuple[Newcomer, str]] = []
    taken: set[str] = set()
    waiting = [(one, _cleaned(one.name)) for one in newcomers]
    turn = 0
    while waiting:
        wished = [(one, _numbered(one, name, turn)) for one, name in waiting]
        folded = [folded_pseudonym(name) for _one, name in wished]
        taken |= set(Member.objects.filter(group=group, folded__in=folded).values_list("folded", flat=True))
        waiting = [(one, name) for (one, name), fold in zip(waiting, _refused(wished, folded, taken, named), strict=True) if fold]
        turn += 1
    return named


def _refused(
    wished: list[tuple[Newcomer, str]], folded: list[str], taken: set[str], named: list[tuple[Newcomer, str]]
) -> list[bool]:
    refused = []
    for pair, fold in zip(wished, folded, strict=True):
        refused.append(fold in taken)
        if fold not in taken:
            taken.add(fold)
            named.append(pair)
    return refused


def _cleaned(name: str) -> str:
    try:
        return clean_pseudonym("".join(c for c in name if c not in '<>&"\\{}')[:LONGEST])
    except Refusal:
        return ""


def _numbered(newcomer: Newcomer, name: str, turn: int) -> str:
    if turn == 0 and name:
        return name
    # Drawn from the ref, so that the same archive gives the same names in another house.
    drawn = hashlib.sha256(f"{newcomer.issuer}/{newcomer.subject}/{turn}".encode()).hexdigest()
    return f"{(name or _('Reader'))[: LONGEST - 7]} {int(drawn[:8], 16) % 10 ** min(6, 3 + turn) + 1}"


def _create(group: Group, named: list[tuple[Newcomer, str]]) -> None:
    now = clock.now()
    members = Member.objects.bulk_create(
        Member(
            group=group,
            pseudonym=name,
            folded=folded_pseudonym(name),
            is_named=name == one.name,
            language=group.language,
            joined_at=one.joined_at or now,
        )
        for one, name in named
    )
    pairs = [(member, one) for member, (one, _name) in zip(members, named, strict=True)]
    Identity.objects.bulk_create(_identity(member, one.issuer, one.subject, now) for member, one in pairs)
    sealed = (_identity(member, MAIL_ISSUER, seal_of(one.mail), now) for member, one in pairs if one.mail.strip())
    Identity.objects.bulk_create(sealed, ignore_conflicts=True)


def _identity(member: Member, issuer: str, subject: str, since: datetime) -> Identity:
    return Identity(
        member=member, group_id=member.group_id, kind=IdentityKind.IMPORT, issuer=issuer, subject=subject, since=since
    )
