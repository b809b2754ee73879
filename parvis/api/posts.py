"""Posts: written in a reader's name or one's own, changed, withdrawn, reported, read with all they have been."""

from typing import Annotated, Any

from ninja import Path, Query, Router, Status

from parvis.api.doors import KeyDoor, KeyRequest, title_of
from parvis.api.paged import page_of
from parvis.api.readers import maker_as_member, reader_known, reader_named
from parvis.api.shapes.shared import Cursor, Done, Number
from parvis.api.shapes.threads import (
    Author,
    EditIn,
    FullPost,
    HistoryOut,
    PostIn,
    PostMade,
    Posts,
    SignalIn,
    SpokenIn,
)
from parvis.conversations.acts import edit_post, publish_post, withdraw_post
from parvis.conversations.acts.publishing import Published
from parvis.conversations.models import Post
from parvis.conversations.pages import moment, own_row, post_data
from parvis.conversations.reads import thread_at, thread_numbered, unsaved_thread
from parvis.members.models import Member
from parvis.moderation.acts import signal_subject
from parvis.moderation.models import Standing, StandingChange
from parvis.moderation.queue import open_cases_on
from parvis.moderation.reads import last_evidence
from parvis.publishers.acts import allowed_address, find_article
from parvis.publishers.models import Title
from parvis.publishers.rights import nothing_here

router = Router(tags=["posts"])


@router.get("/titles/{title_key}/posts", response=Posts, auth=KeyDoor("read:posts"))
def list_posts(
    request: KeyRequest,
    title_key: str,
    standing: Annotated[Standing | None, Query(description="Only the posts of that standing.")] = None,
    after: Cursor = "",
) -> dict[str, Any]:
    """The title's posts, the last written first, fifty a page, whatever their standing: to mirror them elsewhere."""
    posts = Post.objects.filter(thread__title=title_of(request, title_key)).select_related("author")
    rows, following = page_of(posts.filter(standing=standing) if standing else posts, after)
    cases = open_cases_on([row.subject for row in rows])
    return {"posts": [full_data(row, cases.get(row.subject)) for row in rows], "next": following}


@router.post("/titles/{title_key}/posts", response={201: PostMade}, auth=KeyDoor("write:posts"))
def add_post(request: KeyRequest, title_key: str, body: PostIn) -> Any:
    """Publishes (or holds) a post in the name of a reader, through every screen. The answer says its standing."""
    title = title_of(request, title_key)
    address = allowed_address(title=title, address=body.address)
    member = reader_named(title, body.author)
    known = thread_at(title_key=title.key, address=address)
    thread = known or unsaved_thread(title=title, article=find_article(title=title, address=address))
    return _made(publish_post(member=member, thread=thread, source=body.text, parent_id=body.parent))


@router.post("/titles/{title_key}/threads/{thread_id}/replies", response={201: PostMade}, auth=KeyDoor("speak:posts"))
def add_reply(request: KeyRequest, title_key: str, thread_id: Path[Number], body: SpokenIn) -> Any:
    """Publishes a post of the person who made the key, with the badge of their seat, in a thread that exists."""
    title, thread = title_of(request, title_key), thread_numbered(thread_id)
    if thread is None or thread.title_id != title.pk:
        raise nothing_here()
    member = maker_as_member(request, title)
    return _made(publish_post(member=member, thread=thread, source=body.text, parent_id=body.parent))


def _made(made: Published) -> Status[dict[str, Any]]:
    return Status(201, {"ok": True, "post": post_data(own_row(made.post), own=True), "version": made.version})


@router.get("/titles/{title_key}/posts/{post_id}", response=FullPost, auth=KeyDoor("read:posts"))
def get_post(request: KeyRequest, title_key: str, post_id: Path[Number]) -> dict[str, Any]:
    """A post, whatever its standing, and the number of its open case if it has one."""
    post = post_in(title_of(request, title_key), post_id)
    return full_data(post, open_cases_on([post.subject]).get(post.subject))


@router.patch("/titles/{title_key}/posts/{post_id}", response=PostMade, auth=KeyDoor("write:posts"))
def patch_post(request: KeyRequest, title_key: str, post_id: Path[Number], body: EditIn) -> dict[str, Any]:
    """Changes the words of a post within the time the title gives its readers, in its author's name."""
    title = title_of(request, title_key)
    post = post_in(title, post_id)
    made = edit_post(member=_in_the_name_of(request, title, body.author), post_id=post.pk, source=body.text)
    return {"ok": True, "post": post_data(own_row(made.post), own=True), "version": made.version}


@router.delete("/titles/{title_key}/posts/{post_id}", response=Done, auth=KeyDoor("write:posts"))
def delete_post(
    request: KeyRequest,
    title_key: str,
    post_id: Path[Number],
    subject: Annotated[
        str, Query(max_length=150, pattern=r"^[^\x00]*$", description="Its author, as your system knows them.")
    ] = "",
    issuer: Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$")] = "",
) -> dict[str, Any]:
    """Withdraws a post in its author's name (none: the person who made the key). Its replies keep their place."""
    title = title_of(request, title_key)
    post = post_in(title, post_id)
    author = Author(subject=subject, issuer=issuer) if subject else None
    version = withdraw_post(member=_in_the_name_of(request, title, author), post_id=post.pk)
    return {"id": post.pk, "standing": "withdrawn", "version": version}


@router.get("/titles/{title_key}/posts/{post_id}/history", response=HistoryOut, auth=KeyDoor("read:posts"))
def get_history(request: KeyRequest, title_key: str, post_id: Path[Number]) -> dict[str, Any]:
    """All a post has been: its former words, each step of its standing, and what the screens saw the last time."""
    post = post_in(title_of(request, title_key), post_id)
    words = ("number", "source", "html", "text")
    revisions = [
        {name: getattr(row, name) for name in words} | {"written_at": moment(row.written_at)} for row in _revisions(post)
    ]
    changes = StandingChange.objects.filter(subject=post.subject).order_by("pk")[:200]
    steps = [{"before": row.before, "after": row.after, "cause": row.cause, "at": moment(row.at)} for row in changes]
    return {"revisions": revisions, "standings": steps, "evidence": last_evidence(post.subject)}


def _revisions(post: Post) -> Any:
    return post.revisions.order_by("number")


@router.post("/titles/{title_key}/posts/{post_id}/signals", response=Done, auth=KeyDoor("write:posts"))
def add_signal(request: KeyRequest, title_key: str, post_id: Path[Number], body: SignalIn) -> dict[str, Any]:
    """Reports a post, in a reader's name or your system's own; a second report by the same changes nothing."""
    title = title_of(request, title_key)
    post = post_in(title, post_id)
    member_id = reader_named(title, body.author).pk if body.author else None
    said: dict[str, Any] = {
        "reason": body.reason,
        "words": body.words,
        "member_id": member_id,
        "visitor": f"key:{request.auth.prefix}",
    }
    signal = signal_subject(subject=post.subject, **said)
    return {"id": signal.pk if signal else post.pk, "standing": "signalled" if signal else "already_signalled"}


def _in_the_name_of(request: KeyRequest, title: Title, author: Author | None) -> Member:
    return reader_known(title, author) if author else maker_as_member(request, title)


def post_in(title: Title, post_id: int) -> Post:
    """A post of that title, whatever its standing. Raises Refusal 404."""
    post = Post.objects.select_related("author", "thread").filter(pk=post_id, thread__title=title).first()
    if post is None:
        raise nothing_here()
    return post


def full_data(post: Post, case_id: int | None = None) -> dict[str, Any]:
    """A post as the desk sees it, as plain values; `post.author` should be at hand."""
    names = ("standing", "revision", "source", "html", "text", "language", "reactions", "replies")
    author = {"id": post.author_id, "name": post.author.pseudonym, "badges": post.badges}
    when = {"at": moment(post.written_at), "edited": moment(post.edited_at) if post.edited_at else None}
    places = {"id": post.pk, "thread": post.thread_id, "parent": post.parent_id, "author": author, "case": case_id}
    return places | when | {name: getattr(post, name) for name in names}
