"""The addresses of the square's pages."""

from datetime import timedelta

from django.utils.text import slugify

from parvis.conversations.models import Post, Thread
from parvis.kit.paging import write_cursor


def slug_of(thread: Thread) -> str:
    """The readable end of a thread's address, from its heading or the article's headline; empty without one."""
    said = thread.heading or (thread.article.headline if thread.article else "")
    return slugify(said)[:80].strip("-")


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
