"""The first page of a thread, from memory: bytes made and compressed once, dropped the moment something changes."""

import asyncio
import gzip
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256

from django.db import close_old_connections
from django.http import QueryDict
from django.utils import timezone

from parvis.embed.reading import page_asked
from parvis.embed.reads import PageAnswer, page_answer
from parvis.kit.asgi import Headers, Receive, Scope, Send
from parvis.kit.live import listener
from parvis.kit.refusals import Refusal

PATH = "/embed/thread"
#: Memory given to pages in one process; the page least recently made goes first.
MOST_BYTES = 64_000_000
#: A page without a thread has nothing that would drop it: it is made again after this many seconds.
UNTHREADED_SECONDS = 0.5
#: A page that no change drops is made again after this many seconds all the same.
LONGEST_SECONDS = 300.0
_ANY_ORIGIN = (b"access-control-allow-origin", b"*")


@dataclass(slots=True)
class Kept:
    """One page ready to be sent, plain and compressed, with the tags that name each."""

    thread_id: int | None
    until: float
    plain: bytes
    packed: bytes
    plain_tag: bytes
    packed_tag: bytes
    plain_headers: list[tuple[bytes, bytes]]
    packed_headers: list[tuple[bytes, bytes]]

    @property
    def size(self) -> int:
        """Bytes it holds."""
        return len(self.plain) + len(self.packed)


class Pages:
    """The pages one process keeps. Used from the event loop only, except `_make`, which runs in the pool."""

    def __init__(self) -> None:
        self._kept: dict[bytes, Kept] = {}
        self._of_thread: dict[int, set[bytes]] = {}
        self._empty: set[bytes] = set()
        self._newest: dict[int, int] = {}
        self._gaps = 0
        self._changes = 0
        self._size = 0
        self._making: dict[bytes, asyncio.Future[Kept | None]] = {}
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="pages")
        listener.on_change(self.drop)
        listener.on_gap(self.drop_all)

    def drop(self, thread_id: int, version: int, _change: str, _post: int | None, _root: int | None) -> None:
        """Forgets every page of the thread; thread 0 stands for all."""
        if thread_id == 0:
            self.drop_all()
            return
        self._changes += 1
        # It may be the first post under an article whose empty page is kept.
        for query in tuple(self._empty):
            self._forget(query)
        self._newest.pop(thread_id, None)
        self._newest[thread_id] = version
        if len(self._newest) > 100_000:
            del self._newest[next(iter(self._newest))]
        for query in self._of_thread.pop(thread_id, ()):
            self._forget(query)

    def drop_all(self) -> None:
        """Forgets everything: changes may have been missed."""
        self._gaps += 1
        self._kept.clear()
        self._of_thread.clear()
        self._empty.clear()
        self._newest.clear()
        self._size = 0

    def at_hand(self, query: bytes) -> Kept | None:
        """The page kept for this query string, if it may be served: the listener hears, and time has not changed it."""
        kept = self._kept.get(query)
        if kept is None or not listener.is_fresh() or kept.until < time.monotonic():
            return None
        return kept

    async def made(self, query: bytes) -> Kept | None:
        """The page made now, once for all who ask at the same time; None when Django must say why it cannot be."""
        if (making := self._making.get(query)) is not None:
            return await asyncio.shield(making)
        making = asyncio.ensure_future(self._make_and_keep(query))
        self._making[query] = making
        making.add_done_callback(lambda _done: self._making.pop(query, None))
        return await asyncio.shield(making)

    async def _make_and_keep(self, query: bytes) -> Kept | None:
        gaps, changes = self._gaps, self._changes
        made = await asyncio.get_running_loop().run_in_executor(self._pool, _make, query)
        if made is None:
            return None
        answer, kept = made
        # A change heard while the page was being made may not be in it.
        newest = self._newest.get(answer.thread_id, 0) if answer.thread_id else 0
        overtaken = answer.version < newest if answer.thread_id else changes != self._changes
        if gaps == self._gaps and not overtaken and listener.is_fresh():
            self._keep(query, kept)
        return kept

    def _keep(self, query: bytes, kept: Kept) -> None:
        self._forget(query)
        while self._size + kept.size > MOST_BYTES and self._kept:
            self._forget(next(iter(self._kept)))
        self._kept[query] = kept
        self._size += kept.size
        if kept.thread_id is None:
            self._empty.add(query)
        else:
            self._of_thread.setdefault(kept.thread_id, set()).add(query)

    def _forget(self, query: bytes) -> None:
        kept = self._kept.pop(query, None)
        if kept is None:
            return
        self._size -= kept.size
        self._empty.discard(query)
        if kept.thread_id is not None and (queries := self._of_thread.get(kept.thread_id)):
            queries.discard(query)
            if not queries:
                del self._of_thread[kept.thread_id]


pages = Pages()


async def answer(scope: Scope, receive: Receive, send: Send) -> bool:
    """Answers `GET /embed/thread` for a first page; False leaves the request to Django (other pages, refusals)."""
    if scope["path"] != PATH or scope["method"] not in ("GET", "HEAD"):
        return False
    query: bytes = scope["query_string"]
    kept = pages.at_hand(query)
    if kept is None:
        if b"after=" in query or b"v=" in query or len(query) > 3000:
            return False
        kept = await pages.made(query)
        if kept is None:
            return False
    await _send(kept, scope, send)
    return True


async def _send(kept: Kept, scope: Scope, send: Send) -> None:
    takes_gzip, tags = _asked(scope["headers"])
    if tags and (kept.packed_tag in tags or kept.plain_tag in tags):
        tag = kept.packed_tag if takes_gzip else kept.plain_tag
        headers: Headers = [(b"etag", tag), (b"cache-control", b"no-cache"), _ANY_ORIGIN]
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    headers, body = (kept.packed_headers, kept.packed) if takes_gzip else (kept.plain_headers, kept.plain)
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def _asked(headers: Headers) -> tuple[bool, bytes]:
    takes_gzip, tags = False, b""
    for name, value in headers:
        if name == b"accept-encoding":
            takes_gzip = b"gzip" in value
        elif name == b"if-none-match":
            tags = value
    return takes_gzip, tags


def _make(query: bytes) -> tuple[PageAnswer, Kept] | None:
    close_old_connections()
    try:
        asked = page_asked(QueryDict(query).dict())
        made = page_answer(asked)
    except Refusal:
        return None
    finally:
        close_old_connections()
    return made, _kept(made)


def _kept(made: PageAnswer) -> Kept:
    packed = gzip.compress(made.body, 6, mtime=0)
    digest = sha256(made.body).hexdigest()[:24].encode()
    plain_tag, packed_tag = b'"%s"' % digest, b'"%s-gz"' % digest
    return Kept(
        thread_id=made.thread_id,
        until=time.monotonic() + _seconds(made),
        plain=made.body,
        packed=packed,
        plain_tag=plain_tag,
        packed_tag=packed_tag,
        plain_headers=_headers(made.body, plain_tag, []),
        packed_headers=_headers(packed, packed_tag, [(b"content-encoding", b"gzip")]),
    )


def _seconds(made: PageAnswer) -> float:
    if made.thread_id is None:
        return UNTHREADED_SECONDS
    if made.until is None:
        return LONGEST_SECONDS
    return max(0.0, min(LONGEST_SECONDS, (made.until - timezone.now()).total_seconds()))


def _headers(body: bytes, tag: bytes, more: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"etag", tag),
        (b"cache-control", b"no-cache"),
        (b"vary", b"accept-encoding"),
        _ANY_ORIGIN,
        *more,
    ]
