"""Threads and posts: read, written in a reader's name, closed."""

from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from ninja import Header, Path, Router, Status

from parvis.api.doors import KeyDoor, KeyRequest, title_of
from parvis.api.shapes import ClosingIn, Cursor, Done, Number, PostIn
from parvis.conversations.acts import close_thread, publish_post, reopen_thread
from parvis.conversations.models import Post, Thread
from parvis.conversations.pages import own_row, post_data
from parvis.conversations.reads import thread_at, thread_numbered, thread_page, unsaved_thread
from parvis.kit.paging import write_cursor
from parvis.kit.refusals import Refusal
from parvis.members.acts import enter_by_token
from parvis.members.sso import Claims
from parvis.publishers.acts import allowed_address, find_article
from parvis.publishers.rights import nothing_here

router = Router(tags=["threads"])
Sort = Literal["newest", "oldest", "reacted", "discussed"]


@router.get("/titles/{title_key}/threads/{thread_id}", response=dict, auth=KeyDoor("read"))
def get_thread(
    request: KeyRequest, title_key: str, thread_id: Path[Number], sort: Sort = "newest", after: Cursor = ""
) -> dict[str, Any]:
    """A page of a thread, as readers see it: twenty roots with their first replies."""
    thread = _thread(request, title_key, thread_id)
    page = thread_page(thread_id=thread.pk, sort=sort, after=after, first_id=thread.first_id)
    head: dict[str, Any] = {
        "id": thread.pk,
        "version": thread.version,
        "count": thread.visible_posts,
        "open": thread.closure is None,
    }
    head |= {"heading": thread.heading, "first": page.first} if thread.is_own else {}
    return {"thread": head, "posts": page.posts, "pinned": page.pinned, "next": write_cursor(page.after) if page.after else None}


@router.post("/titles/{title_key}/posts", response={200: dict, 201: dict}, auth=KeyDoor("write"))
def add_post(
    request: KeyRequest,
    title_key: str,
    body: PostIn,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", max_length=60, pattern=r"^[\x21-\x7e]*$")] = "",
) -> Status[dict[str, Any]]:
    """Publishes (or holds) a post in the name of a reader, through every screen. The answer says its standing."""
    title = title_of(request.auth, title_key)
    address = allowed_address(title=title, address=body.address)
    claims = Claims(f"api:{request.auth.prefix}", body.author.subject, body.author.name, (), "fr")
    member = enter_by_token(group=title.group, claims=claims)
    if not member.is_named:
        raise Refusal("name_needed", 422, _("Give the author a name that is free in this group."), field="author.name")
    known = thread_at(title_key=title.key, address=address)
    thread = known or unsaved_thread(title=title, article=find_article(title=title, address=address))
    made = publish_post(member=member, thread=thread, source=body.text, parent_id=body.parent, key=idempotency_key)
    told = {"ok": True, "post": post_data(own_row(made.post), own=True), "version": made.version}
    return Status(200 if made.is_repeat else 201, told)


@router.get("/titles/{title_key}/posts/{post_id}", response=dict, auth=KeyDoor("read"))
def get_post(request: KeyRequest, title_key: str, post_id: Path[Number]) -> dict[str, Any]:
    """A post, whatever its standing."""
    title = title_of(request.auth, title_key)
    post = Post.objects.select_related("author").filter(pk=post_id, thread__title=title).first()
    if post is None:
        raise nothing_here()
    return post_data(own_row(post), own=True)


@router.post("/titles/{title_key}/threads/{thread_id}/closing", response=Done, auth=KeyDoor("write"))
def add_closing(request: KeyRequest, title_key: str, thread_id: Path[Number], body: ClosingIn) -> dict[str, Any]:
    """Closes the thread, in the name of whoever made the key."""
    thread = _thread(request, title_key, thread_id)
    version = close_thread(account_id=request.auth.made_by_id, thread_id=thread.pk, reason=body.reason)
    return {"id": thread.pk, "standing": "closed", "version": version}


@router.delete("/titles/{title_key}/threads/{thread_id}/closing", response=Done, auth=KeyDoor("write"))
def delete_closing(request: KeyRequest, title_key: str, thread_id: Path[Number]) -> dict[str, Any]:
    """Opens the thread again."""
    thread = _thread(request, title_key, thread_id)
    version = reopen_thread(account_id=request.auth.made_by_id, thread_id=thread.pk)
    return {"id": thread.pk, "standing": "open", "version": version}


def _thread(request: KeyRequest, title_key: str, thread_id: int) -> Thread:
    title, thread = title_of(request.auth, title_key), thread_numbered(thread_id)
    if thread is None or thread.title_id != title.pk:
        raise nothing_here()
    return thread
