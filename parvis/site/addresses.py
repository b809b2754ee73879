"""The addresses of the square's pages."""

from django.utils.text import slugify

from parvis.conversations.models import Thread


def slug_of(thread: Thread) -> str:
    """The readable end of a thread's address, from the headline; empty without one."""
    return slugify(thread.article.headline)[:80].strip("-") if thread.article else ""


def thread_address(thread: Thread) -> str:
    """The path of a thread's page; its title and article must be at hand."""
    slug = slug_of(thread)
    return f"/t/{thread.title.key}/{thread.pk}/" + (f"{slug}/" if slug else "")


def branch_address(thread: Thread, root_id: int, after: str = "") -> str:
    """The path of a branch's page."""
    return f"/t/{thread.title.key}/{thread.pk}/replies/{root_id}/" + (f"?after={after}" if after else "")
