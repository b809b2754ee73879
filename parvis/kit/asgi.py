"""The words of ASGI, and the whole answers that the front gives without Django."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = Iterable[tuple[bytes, bytes]]


async def respond(
    send: Send, status: int, body: bytes, headers: Headers = (), *, kind: bytes = b"text/plain; charset=utf-8"
) -> None:
    """Sends a whole response: `body` as it is, `headers` (lower-case names), its length and its content type `kind`."""
    all_headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), *headers]
    await send({"type": "http.response.start", "status": status, "headers": all_headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
