"""The addresses of the square's pages."""

from datetime import timedelta

from django.utils.text import slugify

from parvis.conversations.models import Post, Space, Thread
from parvis.kit.paging import write_cursor
from parvis.members.models import Member
from parvis.publishers.models import Title


def slug_of(thread: Thread) -> str:
    """The readable end of a thread's address, from its heading or the article's headline; empty without one."""
    said = thread.heading or (thread.article.headline if thread.article else "")
    slug = slugify(said)[:80].strip("-")
    return "" if slug in ("reply", "new") or slug.isdecimal() else slug


def title_address(title: Title) -> str:
    """The path of a title's home on the square."""
    return f"/t/{title.key}/"


def thread_address(thread: Thread) -> str:
    """The path of a thread's page; its title and article must be at hand."""
    slug = slug_of(thread)
    return f"/t/{thread.title.key}/{thread.pk}/" + (f"{slug}/" if slug else "")


def branch_address(thread: Thread, root_id: int, after: str = "") -> str:
    """The path of a branch's page."""
    return f"/t/{thread.title.key}/{thread.pk}/replies/{root_id}/" + (f"?after={after}" if after else "")


def found_address(post: Post) -> str:
    """The path of the page where a post is shown, in its branch; its thread and title must be at hand."""
    # A cursor just before a reply makes it the first of the page, however long the branch.
    after = write_cursor((post.written_at - timedelta(microseconds=1), post.pk)) if post.root_id else ""
    return f"{branch_address(post.thread, post.root_or_self_id, after)}#parvis-{post.pk}"


def space_address(title: Title, space: Space) -> str:
    """The path of a space's page at a title."""
    return f"/t/{title.key}/s/{space.key}/"


def member_address(title: Title, member_id: int, pseudonym: str) -> str:
    """The path of a member's page at a title."""
    slug = slugify(pseudonym)[:60].strip("-")
    return f"/t/{title.key}/members/{member_id}/" + (f"{slug}/" if slug else "")


def member_slug(member: Member) -> str:
    """The readable end of a member's address; empty without a letter of ours."""
    return slugify(member.pseudonym)[:60].strip("-")


def post_address(post: Post) -> str:
    """The path of a post in its place; its thread and title must be at hand."""
    return f"/t/{post.thread.title.key}/{post.thread_id}/posts/{post.pk}/#parvis-{post.pk}"
