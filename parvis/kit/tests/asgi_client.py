"""A client that calls an ASGI application in memory, for tests of the front."""

import asyncio
from dataclasses import dataclass, field

from parvis.kit.asgi import Message, Scope


def http_scope(
    path: str = "/", *, method: str = "GET", query: bytes = b"", headers: list[tuple[bytes, bytes]] | None = None
) -> Scope:
    """The scope a server gives for a request from 192.0.2.7 to `path` (percent-encoded)."""
    return {
        "type": "http", "http_version": "1.1", "method": method, "scheme": "http", "root_path": "",
        "path": path, "raw_path": path.encode(), "query_string": query, "headers": headers or [],
        "server": ("127.0.0.1", "8000"), "client": ("192.0.2.7", 50000),
    }  # fmt: skip


@dataclass
class Client:
    """One exchange: `body` goes in by `chunks`; what the application sends is in `sent`. Made inside a running loop."""

    chunks: list[bytes] = field(default_factory=list)
    sent: list[Message] = field(default_factory=list)
    left: asyncio.Event = field(default_factory=asyncio.Event)
    moved: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self) -> Message:
        """The body's chunks, an empty end, then the disconnection once `left` is set."""
        if self.chunks:
            return {"type": "http.request", "body": self.chunks.pop(0), "more_body": bool(self.chunks)}
        if not self.moved.is_set():
            self.moved.set()
            return {"type": "http.request", "body": b"", "more_body": False}
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        self.sent.append(message)
        # A real socket gives the hand back to the loop; so do we.
        await asyncio.sleep(0)

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def headers(self) -> dict[bytes, bytes]:
        return dict(self.sent[0]["headers"])

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent[1:])

    @property
    def is_whole(self) -> bool:
        return bool(self.sent) and self.sent[-1].get("more_body") is False
