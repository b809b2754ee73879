"""What a title's discussions come to: its threads, and how many posts are under its articles."""

from typing import Any

from ninja import Router

from parvis.api.doors import KeyDoor, KeyRequest, title_of
from parvis.api.shapes import Addresses, Counts, Cursor, Threads
from parvis.conversations.models import Thread
from parvis.conversations.reads import counts_of, threads_with_places
from parvis.kit.paging import read_cursor, write_cursor

PAGE = 50
router = Router(tags=["threads"])


@router.get("/titles/{title_key}/threads", response=Threads, auth=KeyDoor("read"))
def list_threads(request: KeyRequest, title_key: str, after: Cursor = "") -> dict[str, Any]:
    """The title's threads, the last opened first, fifty a page."""
    threads = threads_with_places().filter(title=title_of(request.auth, title_key)).order_by("-pk")
    rows = list((threads.filter(pk__lt=read_cursor(after)[1]) if after else threads)[: PAGE + 1])
    more = write_cursor((None, rows[PAGE - 1].pk)) if len(rows) > PAGE else None
    return {"threads": [_thread_data(row) for row in rows[:PAGE]], "next": more}


@router.get("/titles/{title_key}/counts", response=Counts, auth=KeyDoor("read"))
def get_counts(request: KeyRequest, title_key: str, address: Addresses) -> dict[str, Any]:
    """Visible posts under each address, at most a hundred; zero where nobody wrote."""
    title = title_of(request.auth, title_key)
    return {"counts": counts_of(title_key=title.key, addresses=address)}


def _thread_data(thread: Thread) -> dict[str, Any]:
    article = thread.article
    return {
        "id": thread.pk,
        "address": article.address if article else None,
        "headline": article.headline if article else thread.heading,
        "version": thread.version,
        "count": thread.visible_posts,
        "open": thread.closure is None,
    }
