"""Threads: read, opened and closed, their posts pinned and selected."""

from typing import Annotated, Any, Literal

from ninja import Path, Query, Router

from parvis.api.doors import KeyDoor, KeyRequest, title_of
from parvis.api.posts import full_data
from parvis.api.shapes.shared import Cursor, Done, Number
from parvis.api.shapes.threads import ClosingIn, Posts, ThreadPage
from parvis.conversations.acts import close_thread, pin_post, reopen_thread, select_post, unpin_post, unselect_post
from parvis.conversations.hosting_reads import hosted_page
from parvis.conversations.models import Post, Thread
from parvis.conversations.reads import thread_numbered, thread_page
from parvis.kit.paging import write_cursor
from parvis.publishers.rights import nothing_here

router = Router(tags=["threads"])
Sort = Literal["newest", "oldest", "reacted", "discussed", "worth"]


@router.get("/titles/{title_key}/threads/{thread_id}", response=ThreadPage, auth=KeyDoor("read:threads"))
def get_thread(
    request: KeyRequest, title_key: str, thread_id: Path[Number], sort: Sort = "newest", after: Cursor = ""
) -> dict[str, Any]:
    """A page of a thread, as readers see it: twenty roots with their first replies."""
    thread = thread_in(request, title_key, thread_id)
    page = thread_page(thread_id=thread.pk, sort=sort, after=after, first_id=thread.first_id)
    head: dict[str, Any] = {
        "id": thread.pk,
        "version": thread.version,
        "count": thread.visible_posts,
        "open": thread.closure is None,
    }
    head |= {"heading": thread.heading, "first": page.first} if thread.is_own else {}
    return {"thread": head, "posts": page.posts, "pinned": page.pinned, "next": write_cursor(page.after) if page.after else None}


@router.get("/titles/{title_key}/threads/{thread_id}/posts", response=Posts, auth=KeyDoor("read:posts"))
def list_thread_posts(
    request: KeyRequest,
    title_key: str,
    thread_id: Path[Number],
    show: Annotated[Literal["", "held", "gone", "honoured"], Query()] = "",
    after: Cursor = "",
) -> dict[str, Any]:
    """The posts of a thread as the desk sees them, newest first, thirty a page: held and removed included."""
    page = hosted_page(thread=thread_in(request, title_key, thread_id), show=show, before=after)
    return {"posts": [full_data(one.post) for one in page.posts], "next": page.older or None}


@router.post("/titles/{title_key}/threads/{thread_id}/closing", response=Done, auth=KeyDoor("host:threads"))
def add_closing(request: KeyRequest, title_key: str, thread_id: Path[Number], body: ClosingIn) -> dict[str, Any]:
    """Closes the thread; its reason is shown to readers."""
    thread = thread_in(request, title_key, thread_id)
    version = close_thread(account_id=request.account_id, thread_id=thread.pk, reason=body.reason)
    return {"id": thread.pk, "standing": "closed", "version": version}


@router.delete("/titles/{title_key}/threads/{thread_id}/closing", response=Done, auth=KeyDoor("host:threads"))
def delete_closing(request: KeyRequest, title_key: str, thread_id: Path[Number]) -> dict[str, Any]:
    """Opens the thread again."""
    thread = thread_in(request, title_key, thread_id)
    version = reopen_thread(account_id=request.account_id, thread_id=thread.pk)
    return {"id": thread.pk, "standing": "open", "version": version}


@router.put("/titles/{title_key}/posts/{post_id}/pin", response=Done, auth=KeyDoor("host:threads"))
def put_pin(request: KeyRequest, title_key: str, post_id: Path[Number]) -> dict[str, Any]:
    """Keeps the post at the top of its thread."""
    post = visible_in(request, title_key, post_id)
    return {"id": post.pk, "standing": "pinned", "version": pin_post(account_id=request.account_id, post_id=post.pk)}


@router.delete("/titles/{title_key}/posts/{post_id}/pin", response=Done, auth=KeyDoor("host:threads"))
def delete_pin(request: KeyRequest, title_key: str, post_id: Path[Number]) -> dict[str, Any]:
    """Lets the post go back to its place."""
    post = visible_in(request, title_key, post_id)
    return {"id": post.pk, "standing": "unpinned", "version": unpin_post(account_id=request.account_id, post_id=post.pk)}


@router.put("/titles/{title_key}/posts/{post_id}/selection", response=Done, auth=KeyDoor("host:threads"))
def put_selection(request: KeyRequest, title_key: str, post_id: Path[Number]) -> dict[str, Any]:
    """Makes the post one of the newsroom's selection."""
    post = visible_in(request, title_key, post_id)
    return {"id": post.pk, "standing": "selected", "version": select_post(account_id=request.account_id, post_id=post.pk)}


@router.delete("/titles/{title_key}/posts/{post_id}/selection", response=Done, auth=KeyDoor("host:threads"))
def delete_selection(request: KeyRequest, title_key: str, post_id: Path[Number]) -> dict[str, Any]:
    """Takes the post out of the selection."""
    post = visible_in(request, title_key, post_id)
    return {"id": post.pk, "standing": "unselected", "version": unselect_post(account_id=request.account_id, post_id=post.pk)}


def thread_in(request: KeyRequest, title_key: str, thread_id: int) -> Thread:
    """The thread, if it is one of that title. Raises Refusal 404."""
    title, thread = title_of(request, title_key), thread_numbered(thread_id)
    if thread is None or thread.title_id != title.pk:
        raise nothing_here()
    return thread


def visible_in(request: KeyRequest, title_key: str, post_id: int) -> Post:
    """A post readers see, if it is one of that title. Raises Refusal 404."""
    post = Post.objects.visible().filter(pk=post_id, thread__title=title_of(request, title_key)).first()
    if post is None:
        raise nothing_here()
    return post
