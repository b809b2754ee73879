"""What a title's discussions come to: its threads, counts, imports and figures."""

from typing import Any

from ninja import Router

from parvis.api.doors import KeyDoor, KeyRequest, title_of
from parvis.api.paged import page_of
from parvis.api.shapes.shared import Addresses, Cursor
from parvis.api.shapes.threads import Counts, FiguresOut, Imports, Threads
from parvis.conversations.models import ImportRun, Thread
from parvis.conversations.reads import counts_of, threads_with_places, title_totals
from parvis.moderation.queue import Filters, day_of, waiting_count

router = Router(tags=["threads"])


@router.get("/titles/{title_key}/threads", response=Threads, auth=KeyDoor("read:threads"))
def list_threads(request: KeyRequest, title_key: str, after: Cursor = "") -> dict[str, Any]:
    """The title's threads, the last opened first, fifty a page."""
    rows, following = page_of(threads_with_places().filter(title=title_of(request, title_key)), after)
    return {"threads": [thread_head(row) for row in rows], "next": following}


@router.get("/titles/{title_key}/counts", response=Counts, auth=KeyDoor("read:threads"))
def get_counts(request: KeyRequest, title_key: str, address: Addresses) -> dict[str, Any]:
    """Visible posts under each address, at most a hundred; zero where nobody wrote."""
    title = title_of(request, title_key)
    return {"counts": counts_of(title_key=title.key, addresses=address)}


def thread_head(thread: Thread) -> dict[str, Any]:
    """A thread as plain values, without its posts."""
    article = thread.article
    return {
        "id": thread.pk,
        "address": article.address if article else None,
        "headline": article.headline if article else thread.heading,
        "version": thread.version,
        "count": thread.visible_posts,
        "open": thread.closure is None,
    }


@router.get("/titles/{title_key}/imports", response=Imports, auth=KeyDoor("read:figures"), tags=["figures"])
def list_imports(request: KeyRequest, title_key: str) -> dict[str, Any]:
    """The last thirty imports of archives, and how far each is."""
    runs = ImportRun.objects.filter(title=title_of(request, title_key)).order_by("-pk")[:30]
    names = ("format", "source", "done", "counts", "started_at", "finished_at")
    return {"imports": [{"id": run.pk, **{name: getattr(run, name) for name in names}} for run in runs]}


@router.get("/titles/{title_key}/figures", response=FiguresOut, auth=KeyDoor("read:figures"), tags=["figures"])
def get_figures(request: KeyRequest, title_key: str) -> dict[str, Any]:
    """Today's figures (since midnight, local time) and totals."""
    title = title_of(request, title_key)
    day, totals = day_of(request.account_id, title.key), title_totals(title)
    waiting = waiting_count(account_id=request.account_id, filters=Filters(title=title.key))
    decided = {f"{name}_today": getattr(day, name) for name in ("decided", "approved", "refused", "hidden")}
    return {"threads": totals.threads, "posts": totals.posts, "held": totals.held, "waiting": waiting, **decided}
