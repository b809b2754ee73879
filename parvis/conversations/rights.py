"""Who may write, change and host; posts and threads fetched through the right."""

from datetime import timedelta

from django.utils.translation import gettext as _

from parvis.conversations.models import Opener, Post, Space, Thread
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.models import Member
from parvis.moderation.models import Standing
from parvis.publishers.models import Group, Seat, Title
from parvis.publishers.policies import EffectivePolicy
from parvis.publishers.rights import covers, ensure_may, ensure_may_in_group, may, nothing_here, seats_of


def ensure_may_write(member: Member, title: Title) -> None:
    """Raises Refusal 403 for a member of another group, or one who has not chosen a name yet."""
    if member.group_id != title.group_id:
        raise Refusal("other_group", 403, _("Your session belongs to another newspaper. Sign in again here."))
    if not member.is_named:
        raise Refusal("name_first", 403, _("Choose the name you will write under."))


def ensure_in_sight(thread: Thread) -> None:
    """Raises Refusal 404 for a thread that readers no longer find, its first words being out of sight."""
    if not thread.is_shown:
        raise nothing_here()


def ensure_may_open(member: Member, title: Title, space: Space) -> None:
    """Raises Refusal 404 for a space of elsewhere, 403 when the member may not open a thread there, 409 when it is archived."""
    ensure_may_write(member, title)
    if space.group_id != title.group_id or space.title_id not in (None, title.pk):
        raise nothing_here()
    if space.is_archived:
        raise Refusal("archived", 409, archived_said())
    if space.opens == Opener.NOBODY:
        raise Refusal("nobody_opens", 403, _("Nobody opens discussions in this space for now."))
    if space.opens == Opener.STAFF and not staff_badge(member, title):
        raise Refusal("staff_opens", 403, _("In this space, the newsroom opens the discussions; everyone may answer."))


def may_open(member: Member | None, title: Title, space: Space) -> bool:
    """Whether a button to open a thread there is worth showing; a visitor is taken for a member to be."""
    if space.is_archived or space.opens == Opener.NOBODY:
        return False
    return space.opens == Opener.MEMBERS or (member is not None and bool(staff_badge(member, title)))


def ensure_may_arrange(account_id: int | None, *, group: Group, title: Title | None) -> None:
    """Raises Refusal 404 or 403 unless the account configures the title, or the whole group; None is the machine's operator."""
    if account_id is None:
        return
    if title is None:
        ensure_may_in_group(account_id, "configure", group=group)
    else:
        ensure_may(account_id, "configure", title=title)


def space_arranged(account_id: int | None, space_id: int) -> Space:
    """The space, its row locked, if the account may arrange it. Raises Refusal 404 or 403."""
    space = Space.objects.select_for_update(of=("self",)).select_related("group", "title__group").filter(pk=space_id).first()
    if space is None:
        raise nothing_here()
    ensure_may_arrange(account_id, group=space.group, title=space.title)
    return space


def own_post(member: Member, post_id: int) -> Post:
    """The member's own post, its row locked. Raises Refusal 404 when it is not theirs."""
    locked = Post.objects.select_for_update(of=("self",)).select_related(
        "thread__title__group", "thread__article", "thread__space__own_policy", "thread__own_policy"
    )
    post = locked.filter(pk=post_id, author=member).first()
    if post is None:
        raise nothing_here()
    return post


def ensure_may_edit(post: Post, policy: EffectivePolicy) -> None:
    """Raises Refusal 409 when the post is out of sight for good, or its edit window has passed."""
    if post.standing not in (Standing.PUBLISHED, Standing.HELD):
        raise Refusal("not_editable", 409, _("This post can no longer be changed."))
    if clock.now() - post.written_at > timedelta(minutes=policy.edit_minutes):
        words = _("A post can be changed for %(minutes)s minutes after it is published.") % {"minutes": policy.edit_minutes}
        raise Refusal("too_late", 409, words)


def visible_post(member: Member, post_id: int) -> Post:
    """A post the member can see in their own group. Raises Refusal 404."""
    post = Post.objects.visible().select_related("thread__title").filter(pk=post_id, thread__title__group=member.group_id).first()
    if post is None:
        raise nothing_here()
    return post


def hosted_post(account_id: int, post_id: int) -> Post:
    """A visible post that the account may pin or select. Raises Refusal 404 or 403."""
    post = Post.objects.visible().select_related("thread__title").filter(pk=post_id).first()
    if post is None:
        raise nothing_here()
    ensure_may_host(account_id, post.thread)
    return post


def hosted_thread(account_id: int, thread_id: int, capability: str = "host") -> Thread:
    """The thread, if the account holds the capability there. Raises Refusal 404 or 403."""
    near = ("title__group", "section", "article", "space__own_policy", "first", "own_policy", "note")
    thread = Thread.objects.select_related(*near).filter(pk=thread_id).first()
    if thread is None:
        raise nothing_here()
    ensure_may_host(account_id, thread, capability)
    return thread


def ensure_may_host(account_id: int, thread: Thread, capability: str = "host") -> None:
    """Raises Refusal 404 to someone without a seat there, 403 to a seat without the capability.

    A space's host hosts its threads, whatever the role of the seat.
    """
    seats = seats_of(account_id)
    if may(seats, capability, title=thread.title, section_id=thread.section_id):
        return
    if capability == "host" and _hosts_the_space(account_id, thread, seats):
        return
    if not any(covers(seat, thread.title, thread.section_id) for seat in seats):
        raise nothing_here()
    raise Refusal("not_your_role", 403, _("Your role does not allow this here."))


def _hosts_the_space(account_id: int, thread: Thread, seats: list[Seat]) -> bool:
    is_host = thread.space is not None and thread.space.host_id == account_id
    return is_host and any(covers(seat, thread.title, seat.section_id) for seat in seats)


def staff_badge(member: Member, title: Title) -> str:
    """`staff:<role>` when the member's own account holds a seat covering the title; else empty."""
    return badge_of_account(member.account_id, title) if member.account_id else ""


def badge_of_account(account_id: int, title: Title) -> str:
    """`staff:<role>` for the most telling of the account's seats that cover the title; empty without one."""
    seats = [seat for seat in seats_of(account_id) if covers(seat, title, seat.section_id) and seat.role != "guest"]
    return f"staff:{min(seats, key=_rank).role}" if seats else ""


def _rank(seat: Seat) -> int:
    order = ["journalist", "community_manager", "moderator", "mediator", "group_manager", "marketing"]
    return order.index(seat.role)


def archived_said() -> str:
    """Why nobody writes in an archived space."""
    return _("This space is archived: one reads it, and no longer writes there.")
