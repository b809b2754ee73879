"""Telling thousands of idle readers that their thread changed: Server-Sent Events, bare ASGI, memory only."""

import asyncio
import json
import random
from collections.abc import Awaitable
from urllib.parse import parse_qs

from parvis.kit.asgi import Headers, Receive, Scope, Send, respond
from parvis.kit.listening import Listener

#: A comment keeps proxies from closing an idle stream; it goes out in slices, one a second, to spread the work.
HEARTBEAT_SECONDS = 20
HEARTBEAT = b":\n\n"
ANY_ORIGIN: Headers = [(b"access-control-allow-origin", b"*")]
STREAM_HEADERS: Headers = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    *ANY_ORIGIN,
]


class Reader:
    """One open stream: what it has not been sent yet, and how to wake it."""

    __slots__ = ("_most", "_waiting", "_wake", "is_leaving")

    def __init__(self, most: int) -> None:
        self._most = most
        self._waiting: list[bytes] | None = None
        self._wake: asyncio.Future[None] | None = None
        self.is_leaving = False

    def push(self, message: bytes, catch_up: bytes) -> None:
        """Queues `message`; a reader already too far behind gets `catch_up` alone instead of all it missed."""
        waiting = self._waiting
        if waiting is None:
            self._waiting = [message]
        elif len(waiting) >= self._most:
            self._waiting = [catch_up]
        else:
            waiting.append(message)
        self._awake()

    def beat(self) -> None:
        """Queues a heartbeat if nothing else is on its way."""
        if self._waiting is None:
            self._waiting = [HEARTBEAT]
            self._awake()

    def leave(self, _: object = None) -> None:
        """Ends the stream: the reader hung up or the process stops."""
        self.is_leaving = True
        self._awake()

    async def take(self) -> bytes:
        """Waits for something to send; gives all that waits, empty when leaving."""
        while self._waiting is None and not self.is_leaving:
            self._wake = asyncio.get_running_loop().create_future()
            await self._wake
        taken, self._waiting = self._waiting, None
        return b"".join(taken or ())

    def _awake(self) -> None:
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)


class Hub:
    """The streams of one web process: at most `most` readers, each with at most `waiting` messages kept for it."""

    def __init__(self, *, most: int = 10_000, waiting: int = 16) -> None:
        self._most = most
        self._waiting = waiting
        self._threads: dict[int, set[Reader]] = {}
        self._slices: list[set[Reader]] = [set() for _ in range(HEARTBEAT_SECONDS)]
        self._latest: dict[int, int] = {}
        self._opened = 0
        self._beating: asyncio.Task[None] | None = None
        self._is_closed = False

    @property
    def readers(self) -> int:
        """How many streams are open."""
        return sum(map(len, self._slices))

    def hear(self, listener: Listener) -> None:
        """Has the hub told by `listener`. Called once, before it starts."""
        listener.on_change(self.tell)
        listener.on_gap(self.catch_up_all)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answers `GET ?thread=ID[&version=V]` with a stream; 400 without a thread, 405 for another method, 503 when full.

        A reader that says which version its page has is told at once if this process knows a later one.
        Not a coroutine itself, so that a stream does not keep the scope in memory.
        """
        thread_id, version = _number(scope, "thread"), _number(scope, "version")
        if scope["method"] != "GET":
            return respond(send, 405, b"Only GET.\n", [(b"allow", b"GET"), *ANY_ORIGIN])
        if thread_id is None:
            return respond(send, 400, b"Which thread? ?thread=NUMBER\n", ANY_ORIGIN)
        if self._is_closed or self.readers >= self._most:
            return respond(send, 503, b"Too many readers here.\n", [(b"retry-after", b"30"), *ANY_ORIGIN])
        return self._stream((thread_id,), self._welcome(thread_id, version), receive, send)

    def tell(self, thread_id: int, version: int, change: str, post: int | None, root: int | None) -> None:
        """Sends a change to every reader of the thread."""
        self._remember(thread_id, version)
        if readers := self._threads.get(thread_id):
            message = _message(version, change, post, root)
            catch_up = _look_again(version)
            for reader in readers:
                reader.push(message, catch_up)

    def catch_up_all(self) -> None:
        """Asks every reader to look again: changes may have been missed."""
        self._latest.clear()
        message = _look_again(0)
        for readers in self._threads.values():
            for reader in readers:
                reader.push(message, message)

    def close(self) -> None:
        """Ends every stream, telling each reader to come back after a pause of its own. New ones are refused."""
        self._is_closed = True
        if self._beating is not None:
            self._beating.cancel()
        for readers in self._threads.values():
            for reader in readers:
                pause = b"retry: %d\n\n" % random.randint(1500, 8000)  # noqa: S311  # not a secret
                reader.push(pause, pause)
                reader.leave()

    async def _stream(self, keys: tuple[int, ...], welcome: bytes, receive: Receive, send: Send) -> None:
        reader = Reader(self._waiting)
        slice_ = self._enter(keys, reader)
        await receive()
        hung_up = asyncio.ensure_future(receive())
        hung_up.add_done_callback(reader.leave)
        try:
            await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS})
            await send(_chunk(welcome))
            while not reader.is_leaving:
                await send(_chunk(await reader.take()))
            await send({"type": "http.response.body", "body": await reader.take(), "more_body": False})
        finally:
            hung_up.cancel()
            self._leave(keys, reader, slice_)

    def _enter(self, keys: tuple[int, ...], reader: Reader) -> set[Reader]:
        if self._beating is None:
            self._beating = asyncio.get_running_loop().create_task(self._beat_forever(), name="heartbeats")
        for key in keys:
            self._threads.setdefault(key, set()).add(reader)
        self._opened += 1
        slice_ = self._slices[self._opened % HEARTBEAT_SECONDS]
        slice_.add(reader)
        return slice_

    def _leave(self, keys: tuple[int, ...], reader: Reader, slice_: set[Reader]) -> None:
        slice_.discard(reader)
        for key in keys:
            readers = self._threads[key]
            readers.discard(reader)
            if not readers:
                del self._threads[key]

    def _welcome(self, thread_id: int, version: int | None) -> bytes:
        known = self._latest.get(thread_id, 0)
        return b"retry: 3000\n\n" + (_look_again(known) if version is not None and known > version else b"")

    def _remember(self, thread_id: int, version: int) -> None:
        self._latest.pop(thread_id, None)
        self._latest[thread_id] = version
        if len(self._latest) > 2 * self._most:
            del self._latest[next(iter(self._latest))]

    async def _beat_forever(self) -> None:
        turn = 0
        while True:
            await asyncio.sleep(1)
            turn = (turn + 1) % HEARTBEAT_SECONDS
            for reader in self._slices[turn]:
                reader.beat()


def _message(version: int, change: str, post: int | None = None, root: int | None = None) -> bytes:
    data = json.dumps({"version": version, "change": change, "post": post, "root": root}, separators=(",", ":"))
    return f"event: thread\ndata: {data}\n\n".encode()


def _look_again(version: int) -> bytes:
    """What a reader that missed something gets: the thread's state changed, ask for the page (`version` 0: not known)."""
    return _message(version, "state")


def _chunk(body: bytes) -> dict[str, object]:
    return {"type": "http.response.body", "body": body, "more_body": True}


def _number(scope: Scope, name: str) -> int | None:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get(name, [""])[0]
    return int(asked) if asked.isdecimal() and len(asked) < 19 else None


#: The ear and the hub of this process; started by config/asgi.py, relied on by whoever keeps pages in memory.
listener = Listener()
hub = Hub()
hub.hear(listener)
