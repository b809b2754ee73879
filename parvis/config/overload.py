"""What readers without an account get while every thread of Django is busy and the line is full: the page as it was a moment ago.

Only pages of the square, only as a visitor without a session sees them; a thread's page is forgotten as soon as the thread
changes, others after a minute. Served only then: whoever comes in a calmer moment always has a page made for them.
"""

import re
import time
from collections import OrderedDict
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any

from parvis.kit.asgi import Scope, Send
from parvis.kit.listening import Listener

#: Bytes kept by a process, and the largest page worth keeping.
MOST_BYTES, LARGEST = 16 * 1024 * 1024, 512 * 1024
MOST_THREADS = 10_000
#: Seconds for which a page may be shown: one that no change of a thread makes us forget, and one of a thread.
SECONDS, THREAD_SECONDS = 60.0, 600.0
PLACES = (b"/t/", b"/charte/")
_THREAD = re.compile(r"^/t/[\w-]+/(\d+)/")
_SESSION = (b"sessionid=", b"messages=")
#: What makes the same address another page.
_LANGUAGE = re.compile(rb"django_language=(\w+)")

Key = tuple[str, bytes, bytes]


@dataclass(frozen=True, slots=True)
class Kept:
    """One page, as it was sent."""

    until: float
    thread_id: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


@dataclass(slots=True)
class Watched:
    """One answer on its way, watched in case it is worth keeping."""

    key: Key
    send: Send
    began: float = field(default_factory=time.monotonic)
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: list[bytes] = field(default_factory=list)
    size: int = 0
    is_worth: bool = True

    async def __call__(self, message: MutableMapping[str, Any]) -> None:
        """Passes a message on, and remembers it."""
        if message["type"] == "http.response.start":
            self.headers = list(message["headers"])
            self.is_worth = message["status"] == 200 and _is_for_anyone(self.headers)
        elif self.is_worth:
            self.body.append(bytes(message.get("body", b"")))
            self.size += len(self.body[-1])
            self.is_worth = self.size <= LARGEST
        await self.send(message)


class LastPages:
    """The last pages of the square that one process has sent to visitors without a session. Used from the event loop only."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._of_thread: dict[int, set[Key]] = {}
        self._size = 0
        #: When each thread last changed: a change heard while a page was being made may not be in it.
        self._changed: OrderedDict[int, float] = OrderedDict()
        listener.on_change(lambda thread_id, *_rest: self.drop(thread_id))
        listener.on_gap(self.drop_all)

    def key_of(self, scope: Scope) -> Key | None:
        """By what the page asked for is known; None when it is not one to keep."""
        if scope["method"] != "GET" or not scope["path"].encode().startswith(PLACES):
            return None
        cookies, language = b"", b""
        for name, value in scope["headers"]:
            if name == b"cookie":
                cookies = value
            elif name == b"accept-language":
                language = value[:2].lower()
            elif name in (b"authorization", b"hx-request"):
                return None
        if any(word in cookies for word in _SESSION):
            return None
        chosen = _LANGUAGE.search(cookies)
        return (scope["path"], scope["query_string"], chosen[1] if chosen else language)

    def keep(self, watched: Watched) -> None:
        """Remembers a whole answer in case the next visitor cannot have one made."""
        if not watched.is_worth or not self._listener.is_fresh():
            return
        found = _THREAD.match(watched.key[0])
        thread_id = int(found[1]) if found else 0
        if self._changed.get(thread_id, 0.0) >= watched.began:
            return
        until = time.monotonic() + (THREAD_SECONDS if thread_id else SECONDS)
        self._forget(watched.key)
        self._kept[watched.key] = Kept(until, thread_id, watched.headers, b"".join(watched.body))
        self._of_thread.setdefault(thread_id, set()).add(watched.key)
        self._size += watched.size
        while self._size > MOST_BYTES:
            self._forget(next(iter(self._kept)))

    async def answer(self, key: Key, send: Send) -> bool:
        """Sends the page kept under this key; False when there is none that may be shown."""
        kept = self._kept.get(key)
        if kept is None or kept.until < time.monotonic() or not self._listener.is_fresh():
            return False
        await send({"type": "http.response.start", "status": 200, "headers": [*kept.headers, (b"x-parvis-page", b"kept")]})
        await send({"type": "http.response.body", "body": kept.body})
        return True

    def drop(self, thread_id: int) -> None:
        """Forgets the pages of a thread that changed; thread 0 stands for all."""
        if thread_id == 0:
            self.drop_all()
        self._changed.pop(thread_id, None)
        self._changed[thread_id] = time.monotonic()
        if len(self._changed) > MOST_THREADS:
            self._changed.popitem(last=False)
        for key in tuple(self._of_thread.get(thread_id, ())):
            self._forget(key)

    def drop_all(self) -> None:
        """Forgets everything: changes may have been missed."""
        self._kept.clear()
        self._of_thread.clear()
        self._size = 0

    def _forget(self, key: Key) -> None:
        kept = self._kept.pop(key, None)
        if kept is None:
            return
        self._size -= len(kept.body)
        keys = self._of_thread.get(kept.thread_id, set())
        keys.discard(key)
        if not keys:
            self._of_thread.pop(kept.thread_id, None)


def _is_for_anyone(headers: list[tuple[bytes, bytes]]) -> bool:
    told = {name.lower(): value for name, value in headers}
    return told.get(b"content-type", b"").startswith(b"text/html") and b"set-cookie" not in told
