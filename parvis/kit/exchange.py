"""One request handed to a WSGI application in a thread, and the way its response comes back to the event loop."""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from parvis.kit.asgi import Receive, Send
from parvis.kit.environ import FileWrapper

logger = logging.getLogger(__name__)

WSGIApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Start = tuple[int, list[tuple[bytes, bytes]]]

#: Seconds that a client may take to take each chunk of a stream.
SLOWEST_CHUNK = 60.0
#: A whole response needs no wait between its first bytes and the rest.
_ALREADY = threading.Event()
_ALREADY.set()


class Exchange:
    """One request and the way its response comes back from a thread to the event loop."""

    __slots__ = ("_environ", "_finished", "_loop", "_opened", "_send", "_start", "_started", "_watched", "_written", "is_gone")

    def __init__(self, environ: dict[str, Any], send: Send) -> None:
        self._environ = environ
        self._send = send
        self._loop = asyncio.get_running_loop()
        self._started: asyncio.Future[tuple[Start, bytes, bool] | None] = self._loop.create_future()
        self._finished: asyncio.Future[None] | None = None
        self._opened = _ALREADY
        self._watched: asyncio.Future[Any] | None = None
        self._start: Start | None = None
        self._written: list[bytes] = []
        self.is_gone = False

    # On the event loop.

    async def watch(self, receive: Receive, *, has_body: bool) -> None:
        """From now on `is_gone` tells whether the client has hung up. It costs a little: only for those who wait or stream."""
        if self._watched is not None:
            return
        if not has_body:
            await receive()
        self._watched = asyncio.ensure_future(receive())
        self._watched.add_done_callback(self._hung_up)

    async def answer(self, receive: Receive, *, has_body: bool) -> None:
        """Sends the response as the thread gives it."""
        given = await self._started
        if given is None:
            return
        (status, headers), chunk, more = given
        if more:
            await self.watch(receive, has_body=has_body)
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._send_more(chunk, more)
        self._opened.set()
        if self._finished is not None:
            await self._finished

    def end(self) -> None:
        """Frees what the exchange holds; a thread still streaming stops at its next chunk."""
        self.is_gone = True
        self._opened.set()
        if self._watched is not None:
            self._watched.cancel()

    def _hung_up(self, _: object) -> None:
        self.is_gone = True
        if not self._started.done():
            self._started.set_result(None)

    def _resolve(self, start: Start, chunk: bytes, more: bool) -> None:
        if more:
            self._finished = self._loop.create_future()
        if not self._started.done():
            self._started.set_result((start, chunk, more))

    def _finish(self, error: Exception | None) -> None:
        if self._finished is not None and not self._finished.done():
            if error:
                self._finished.set_exception(error)
            else:
                self._finished.set_result(None)

    async def _send_more(self, chunk: bytes, more: bool) -> None:
        await self._send({"type": "http.response.body", "body": chunk, "more_body": more})

    # In a thread of the pool.

    def run(self, application: WSGIApplication) -> None:
        """Calls the application and passes its response back; closes it in this thread, where its database connection is."""
        result: Iterable[bytes] | None = None
        try:
            result = application(self._environ, self._start_response)
            self._pass_back(result)
        except Exception:
            logger.exception("the application failed")
            self._tell(self._resolve, (500, [(b"content-type", b"text/plain")]), b"Internal error\n", False)
        finally:
            close = getattr(result, "close", None)
            if close is not None:
                close()
            self.drop()

    def drop(self) -> None:
        """Frees the request's body; a client that hung up while waiting in line costs nothing more."""
        self._environ["wsgi.input"].close()

    def _start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], None]:
        pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        self._start = (int(status[:3]), pairs)
        return self._written.append

    def _pass_back(self, result: Iterable[bytes]) -> None:
        """A whole response crosses to the loop once; a stream crosses chunk by chunk, none kept back."""
        is_head = self._environ["REQUEST_METHOD"] == "HEAD"
        if is_head or not _is_stream(result):
            chunk = b"" if is_head else b"".join([*self._written, *result])
            self._tell(self._resolve, self._need_start(), chunk, False)
            return
        chunks = iter(result)
        first = b"".join(self._written) + next(chunks, b"")
        self._opened = threading.Event()
        self._tell(self._resolve, self._need_start(), first, True)
        self._opened.wait(SLOWEST_CHUNK)
        self._stream(chunks)

    def _stream(self, chunks: Iterator[bytes]) -> None:
        try:
            for chunk in chunks:
                if self.is_gone:
                    break
                self._send_and_wait(chunk, True)
            self._send_and_wait(b"", False)
        except Exception as error:
            # Headers are gone already: the connection is cut so that the client knows the body is not whole.
            self._tell(self._finish, error)
        else:
            self._tell(self._finish, None)

    def _send_and_wait(self, chunk: bytes, more: bool) -> None:
        if not self.is_gone:
            asyncio.run_coroutine_threadsafe(self._send_more(chunk, more), self._loop).result(SLOWEST_CHUNK)

    def _need_start(self) -> Start:
        if self._start is None:
            raise RuntimeError("the application returned before calling start_response")
        return self._start

    def _tell(self, callback: Callable[..., None], *arguments: Any) -> None:
        try:
            self._loop.call_soon_threadsafe(callback, *arguments)
        except RuntimeError:
            # The loop is closed: the process is stopping and nobody waits for the answer any more.
            self.is_gone = True


def _is_stream(result: Iterable[bytes]) -> bool:
    if isinstance(result, FileWrapper):
        return result.is_long
    return bool(getattr(result, "streaming", not isinstance(result, (list, tuple))))
