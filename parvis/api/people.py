"""Members' files, and the team: seats and invitations."""

from typing import Any

from django.utils.translation import gettext as _
from ninja import Path, Router, Status

from parvis.api.cases import decision_data, note_data
from parvis.api.doors import KeyDoor, KeyRequest, title_of
from parvis.api.posts import full_data
from parvis.api.shapes.cases import MemberFile, MemberOut, Members
from parvis.api.shapes.settings import InvitationIn, InvitationOut, Invitations, Seats
from parvis.api.shapes.shared import Before, Cursor, Done, Number, Search
from parvis.api.shapes.threads import Posts
from parvis.conversations.hosting_reads import posts_of_member
from parvis.kit.refusals import Refusal
from parvis.members.acts import hold_every_post
from parvis.members.files import member_for, members_page, ways_in
from parvis.members.models import Member
from parvis.moderation.queue import history_of, notes_on
from parvis.publishers.acts import end_seat, invite, withdraw_invitation
from parvis.publishers.models import Invitation, Role, Seat
from parvis.publishers.reads import invitations_at, seats_above, seats_at
from parvis.publishers.rights import nothing_here

router = Router()


@router.get("/titles/{title_key}/members", response=Members, auth=KeyDoor("read:members"), tags=["members"])
def list_members(
    request: KeyRequest, title_key: str, search: Search = "", watched: bool = False, after: Before = None
) -> dict[str, Any]:
    """The members of the title's group, the last to join first, forty a page."""
    title = title_of(request, title_key)
    page = members_page(account_id=request.account_id, search=search, watched=watched, before=after)
    shown = [member_data(member) for member in page.members if member.group_id == title.group_id]
    return {"members": shown, "next": page.before}


@router.get("/titles/{title_key}/members/{member_id}", response=MemberFile, auth=KeyDoor("read:members"), tags=["members"])
def getmember_in(request: KeyRequest, title_key: str, member_id: Path[Number]) -> dict[str, Any]:
    """A member's file: ways in, what was decided about them at this title, colleagues' notes there."""
    member, who, title = member_in(request, title_key, member_id), request.account_id, title_of(request, title_key)
    history = history_of(member.pk, account_id=who, capability="members", title_id=title.pk)
    ways = [{"kind": one.kind, "issuer": one.issuer, "subject": one.subject} for one in ways_in(member)]
    counts = {name: getattr(history, name) for name in ("approved", "refused", "hidden", "signalled")}
    notes = [note_data(note) for note in notes_on(member.pk, account_id=who, title_id=title.pk)]
    told = {"member": member_data(member), "ways_in": ways, "notes": notes}
    return told | counts | {"decisions": [decision_data(one) for one in history.last]}


@router.get("/titles/{title_key}/members/{member_id}/posts", response=Posts, auth=KeyDoor("read:members"), tags=["members"])
def list_member_posts(request: KeyRequest, title_key: str, member_id: Path[Number], after: Cursor = "") -> dict[str, Any]:
    """A member's posts at the title, newest first, thirty a page, whatever their standing."""
    member, title = member_in(request, title_key, member_id), title_of(request, title_key)
    page = posts_of_member(member_id=member.pk, title_ids=[title.pk], before=after)
    for post in page.posts:
        post.author = member
    return {"posts": [full_data(post) for post in page.posts], "next": page.older or None}


@router.put("/titles/{title_key}/members/{member_id}/watch", response=MemberOut, auth=KeyDoor("watch:members"), tags=["members"])
def put_watch(request: KeyRequest, title_key: str, member_id: Path[Number]) -> dict[str, Any]:
    """Has every post of the member read before publication."""
    return _watched(request, title_key, member_id, held=True)


@router.delete(
    "/titles/{title_key}/members/{member_id}/watch", response=MemberOut, auth=KeyDoor("watch:members"), tags=["members"]
)
def delete_watch(request: KeyRequest, title_key: str, member_id: Path[Number]) -> dict[str, Any]:
    """Trusts the member again."""
    return _watched(request, title_key, member_id, held=False)


def _watched(request: KeyRequest, title_key: str, member_id: int, *, held: bool) -> dict[str, Any]:
    member = member_in(request, title_key, member_id)
    hold_every_post(member=member, held=held, account_id=request.account_id)
    return member_data(member)


def member_in(request: KeyRequest, title_key: str, member_id: int) -> Member:
    """A member of the title's group whose file the key's maker may open. Raises Refusal 404."""
    title = title_of(request, title_key)
    member = member_for(request.account_id, member_id)
    if member.group_id != title.group_id:
        raise nothing_here()
    return member


def member_data(member: Member) -> dict[str, Any]:
    """A member as plain values."""
    when = {"joined_at": member.joined_at, "seen_at": member.seen_at, "watched": member.is_premoderated}
    return {"id": member.pk, "name": member.pseudonym, "badges": member.badges, "posts": member.published_posts} | when


@router.get("/titles/{title_key}/seats", response=Seats, auth=KeyDoor("read:team"), tags=["team"])
def list_seats(request: KeyRequest, title_key: str) -> dict[str, Any]:
    """Who works at the title, and who covers it from its group."""
    title = title_of(request, title_key)
    return {"seats": [_seat_data(seat) for seat in [*seats_at(group=title.group, title=title), *seats_above(title)]]}


@router.delete("/titles/{title_key}/seats/{seat_id}", response=Done, auth=KeyDoor("manage:team"), tags=["team"])
def delete_seat(request: KeyRequest, title_key: str, seat_id: Path[Number]) -> dict[str, Any]:
    """Ends a seat of the title, at once; the keys it made open nothing any more."""
    title = title_of(request, title_key)
    seat = next((one for one in seats_at(group=title.group, title=title) if one.pk == seat_id), None)
    if seat is None:
        raise nothing_here()
    end_seat(seat=seat, ended_by=request.account_id)
    return {"id": seat.pk, "standing": "ended"}


@router.get("/titles/{title_key}/invitations", response=Invitations, auth=KeyDoor("read:team"), tags=["team"])
def list_invitations(request: KeyRequest, title_key: str) -> dict[str, Any]:
    """The invitations not yet accepted."""
    title = title_of(request, title_key)
    return {"invitations": [_invitation_data(one) for one in invitations_at(group=title.group, title=title)]}


@router.post("/titles/{title_key}/invitations", response={201: InvitationOut}, auth=KeyDoor("manage:team"), tags=["team"])
def add_invitation(request: KeyRequest, title_key: str, body: InvitationIn) -> Any:
    """Offers a seat of the title, or of a section, by mail; it stands for fourteen days."""
    title = title_of(request, title_key)
    section = title.sections.filter(key=body.section).first() if body.section else None
    if body.section and section is None:
        raise nothing_here()
    if body.role == Role.GROUP_MANAGER:
        raise Refusal("unknown_role", 422, _("A group manager is not invited at a title."), field="role")
    who: dict[str, Any] = {"mail": body.mail, "role": body.role, "invited_by": request.account_id}
    return Status(201, _invitation_data(invite(group=title.group, title=title, section=section, **who)))


@router.delete("/titles/{title_key}/invitations/{invitation_id}", response=Done, auth=KeyDoor("manage:team"), tags=["team"])
def delete_invitation(request: KeyRequest, title_key: str, invitation_id: Path[Number]) -> dict[str, Any]:
    """Takes an offer back; its link opens nothing any more."""
    title = title_of(request, title_key)
    found = next((one for one in invitations_at(group=title.group, title=title) if one.pk == invitation_id), None)
    if found is None:
        raise nothing_here()
    withdraw_invitation(invitation=found, withdrawn_by=request.account_id)
    return {"id": found.pk, "standing": "withdrawn"}


def _seat_data(seat: Seat) -> dict[str, Any]:
    who = {"account": seat.account_id, "role": seat.role, "name": str(seat.account), "mail": seat.account.mail}
    where = {"section": seat.section.key if seat.section else "", "of_group": seat.title_id is None}
    return {"id": seat.pk} | who | where


def _invitation_data(one: Invitation) -> dict[str, Any]:
    when = {"invited_at": one.invited_at, "expires_at": one.expires_at}
    return {"id": one.pk, "mail": one.mail, "role": one.role, "section": one.section.key if one.section else ""} | when
