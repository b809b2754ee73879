"""The member's file: fetching one through the right, and what this room knows of them."""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.models import Identity, Member, Restriction, RestrictionKind
from parvis.members.pseudonyms import folded_pseudonym
from parvis.publishers.models import Group, Seat
from parvis.publishers.rights import nothing_here, roles_with

PAGE = 40


def members_for(account_id: int | None) -> QuerySet[Member]:
    """The members of every group where the account may open files."""
    held = Seat.objects.current().filter(account_id=account_id or 0, role__in=roles_with("members"))
    return Member.objects.filter(group__in=held.values("group"))


def member_for(account_id: int | None, member_id: int) -> Member:
    """The member, fetched through the right. Raises Refusal 404."""
    member = members_for(account_id).select_related("group").filter(pk=member_id).first()
    if member is None:
        raise nothing_here()
    return member


@dataclass(frozen=True, slots=True)
class MembersPage:
    """A page of members, the last to join first; `before` is the identifier beyond which the next page starts, or None."""

    members: list[Member]
    before: int | None


def members_page(*, account_id: int, search: str = "", watched: bool = False, before: int | None = None) -> MembersPage:
    """Forty members whose pseudonym contains the search, whatever case, accents or look-alikes. One query."""
    found = members_for(account_id).filter(erased_at__isnull=True)
    if search.strip():
        found = found.filter(Q(folded__contains=folded_pseudonym(search)) | Q(pseudonym__icontains=search.strip()))
    if watched:
        found = found.filter(is_premoderated=True)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.select_related("group").order_by("-pk")[: PAGE + 1])
    return MembersPage(rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None)


def watch_of(member: Member) -> Restriction | None:
    """What has the member's posts read beforehand now, the widest first; one query, none when nothing does."""
    if not member.is_premoderated:
        return None
    rows = Restriction.objects.in_force(clock.now()).filter(member=member, kind=RestrictionKind.PREMODERATION)
    return rows.select_related("account", "title").order_by(F("title").asc(nulls_first=True)).first()


def ways_in(member: Member) -> list[Identity]:
    """By what ways the member comes in, oldest first. One query."""
    return list(member.identities.order_by("pk"))


def member_named(group: Group, pseudonym: str) -> Member:
    """The group's member of that pseudonym, whatever case or accents. Raises Refusal 422 when there is none."""
    known = Member.objects.filter(group=group, folded=folded_pseudonym(pseudonym), erased_at__isnull=True)
    member = known.first() if pseudonym.strip() else None
    if member is None:
        raise Refusal("unknown_member", 422, _("No member of that name here."), field="pseudonym")
    return member
