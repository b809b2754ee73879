"""The directory of members for the desk: found, narrowed, sorted, forty at a time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db.models import Count, F, Q, QuerySet

from parvis.kit import clock
from parvis.kit.filters import AddressFilters
from parvis.kit.paging import read_cursor, write_cursor
from parvis.members.files import members_for
from parvis.members.models import Member
from parvis.members.pseudonyms import folded_pseudonym
from parvis.moderation.models import Decision, Verdict
from parvis.publishers.rights import titles_for

PAGE = 40
#: A newcomer joined within this; refusals are counted over this; a regular not seen for this has gone quiet.
NEW, COUNTED, QUIET = timedelta(days=30), timedelta(days=90), timedelta(days=60)
#: How many published posts make a regular.
REGULAR = 10
#: Each sort: the column it compares, and whether it is a date.
SORTS: dict[str, tuple[str, type[datetime] | type[int]]] = {
    "": ("joined_at", datetime),
    "published": ("published_posts", int),
    "seen": ("seen_at", datetime),
    "refused": ("refused", int),
}


@dataclass(frozen=True, slots=True)
class MemberFilters(AddressFilters):
    """What the address of the directory narrows and sorts it to."""

    CHOICES: ClassVar[Mapping[str, Collection[str]]] = {"kind": ("new", "watched", "refused", "quiet"), "sort": SORTS}

    title: str = ""
    kind: str = ""
    sort: str = ""
    search: str = ""

    @property
    def order(self) -> str:
        """The sort in force: those most refused come by how often they were, unless another order is asked."""
        return self.sort or ("refused" if self.kind == "refused" else "")


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """A page of members; how many refusals each had in ninety days; the cursor of the next page, or empty."""

    members: list[Member]
    after: str
    refused: dict[int, int] = field(default_factory=dict)


def directory_page(*, account_id: int, filters: MemberFilters | None = None, after: str = "") -> DirectoryPage:
    """Forty members; two queries. Raises Refusal 422 for a bad cursor."""
    filters = filters or MemberFilters()
    column, kind = SORTS[filters.order]
    found = members_found(account_id=account_id, filters=filters)
    if after:
        value, pk = read_cursor(after, kind)
        found = found.filter(Q(**{f"{column}__lt": value}) | Q(**{column: value, "pk__lt": pk}))
    rows = list(found.select_related("group").order_by(F(column).desc(), "-pk")[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    more = write_cursor((getattr(last, column), last.pk)) if last else ""
    return DirectoryPage(rows[:PAGE], more, _refusals(account_id, rows[:PAGE]))


def members_found(*, account_id: int, filters: MemberFilters) -> QuerySet[Member]:
    """The members that the filters keep, in no order; with `refused` when the order asks for it."""
    found = _searched(members_for(account_id).filter(erased_at__isnull=True), filters.search)
    if filters.title:
        found = found.filter(group__titles__key=filters.title)
    found = found.filter(**_kinds().get(filters.kind, {}))
    if filters.order == "seen":
        found = found.filter(seen_at__isnull=False)
    if filters.order == "refused" or filters.kind == "refused":
        found = _with_refusals(found, account_id)
    return found


def _searched(members: QuerySet[Member], search: str) -> QuerySet[Member]:
    """By a part of the pseudonym, whatever case, accents or look-alikes; by the beginning of a mail when it has an @."""
    if "@" in search:
        return members.filter(account__mail__startswith=search.lower())
    if search.isdecimal() and len(search) < 19:
        return members.filter(Q(pk=int(search)) | Q(folded__contains=search))
    if search:
        folded = folded_pseudonym(search)
        return members.filter(folded__contains=folded) if folded else members.filter(pseudonym__contains=search)
    return members


def _kinds() -> dict[str, dict[str, Any]]:
    now = clock.now()
    return {
        "new": {"joined_at__gte": now - NEW},
        "watched": {"is_premoderated": True},
        "quiet": {"published_posts__gte": REGULAR, "seen_at__lt": now - QUIET},
    }


def _with_refusals(members: QuerySet[Member], account_id: int) -> QuerySet[Member]:
    since = clock.now() - COUNTED
    counted = Q(decisions__verdict=Verdict.REFUSE, decisions__undone_at__isnull=True, decisions__decided_at__gte=since)
    titles = list(titles_for(account_id, "members").values_list("pk", flat=True))
    return members.filter(counted, decisions__title__in=titles).annotate(refused=Count("decisions")).filter(refused__gt=0)


def _refusals(account_id: int, members: list[Member]) -> dict[int, int]:
    since, titles = clock.now() - COUNTED, titles_for(account_id, "members")
    refused = Decision.objects.filter(verdict=Verdict.REFUSE, undone_at__isnull=True, decided_at__gte=since, title__in=titles)
    counts = refused.filter(author__in=[member.pk for member in members]).values_list("author").annotate(n=Count("pk"))
    return dict(counts.order_by())


@dataclass(frozen=True, slots=True)
class Alike:
    """A member who may be the same person, and what says so."""

    member: Member
    why: list[str]


MOST_ALIKE = 8
#: A shorter stem would bring half the newspaper.
SHORTEST_STEM = 4


def alike(member: Member, *, account_id: int) -> list[Alike]:
    """Other members of the group whose name or mail is nearly this one's; two queries.

    Only what the house has: the pseudonym without its figures and look-alikes, and the mail without what follows a `+`.
    No network address, no device is kept, and so none is compared.
    """
    others = members_for(account_id).filter(group=member.group_id, erased_at__isnull=True).exclude(pk=member.pk)
    found: dict[int, Alike] = {}
    stem = _stem(member.pseudonym)
    if len(stem) >= SHORTEST_STEM:
        near = others.filter(folded__startswith=stem).order_by("folded")[:200]
        found = {other.pk: Alike(other, ["name"]) for other in near if _stem(other.pseudonym) == stem}
    for other in _of_the_same_mail(member, others):
        found.setdefault(other.pk, Alike(other, [])).why.append("mail")
    return list(found.values())[:MOST_ALIKE]


def _stem(pseudonym: str) -> str:
    return folded_pseudonym(pseudonym.rstrip("0123456789 _-."))


def _of_the_same_mail(member: Member, others: QuerySet[Member]) -> list[Member]:
    mail = member.account.mail if member.account else ""
    local, at, domain = mail.partition("@")
    stem = local.partition("+")[0]
    if not at or len(stem) < SHORTEST_STEM:
        return []
    near = others.filter(account__mail__startswith=stem).select_related("account")[:50]
    return [other for other in near if other.account and _plain(other.account.mail) == f"{stem}@{domain}"]


def _plain(mail: str) -> str:
    local, _at, domain = mail.partition("@")
    return f"{local.partition('+')[0]}@{domain}"
