"""Telling those who follow topics that something in them changed: the same streams as for threads, behind a pass."""

import json
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from parvis.kit.asgi import Receive, Scope, Send, respond
from parvis.kit.listening import Listener
from parvis.kit.live import Hub, listener

#: What a reader is told when anything may have changed: look at everything again.
ALL = b'event: touch\ndata: {"topic":0,"kind":"all","number":0}\n\n'


class TopicHub(Hub):
    """The streams of those who follow topics in one web process; which ones is in the pass they show."""

    def __init__(self, topics_of: Callable[[str], tuple[int, ...]], *, most: int = 500, waiting: int = 64) -> None:
        """`topics_of(pass)` gives the topics a pass opens, none for one that is false or too old; it must not ask a database."""
        super().__init__(most=most, waiting=waiting)
        self._topics_of = topics_of

    def hear(self, listener: Listener) -> None:
        """Has the hub told by `listener`."""
        listener.on_touch(self.touch)
        listener.on_gap(self.catch_up_all)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answers `GET ?pass=…` with a stream; 403 for a pass that opens nothing, 405 for another method, 503 when full."""
        shown = parse_qs(scope["query_string"].decode("latin-1")).get("pass", [""])[0]
        if scope["method"] != "GET":
            return respond(send, 405, b"Only GET.\n", [(b"allow", b"GET")])
        topics = self._topics_of(shown)
        if not topics:
            return respond(send, 403, b"This pass opens nothing: ask for another.\n")
        if self._is_closed or self.readers >= self._most:
            return respond(send, 503, b"Too many readers here.\n", [(b"retry-after", b"30")])
        return self._stream(topics, b"retry: 3000\n\n", receive, send)

    def touch(self, topic: int, kind: str, number: int) -> None:
        """Tells every follower of the topic."""
        if readers := self._threads.get(topic):
            data = json.dumps({"topic": topic, "kind": kind, "number": number}, separators=(",", ":"))
            for reader in readers:
                reader.push(f"event: touch\ndata: {data}\n\n".encode(), ALL)

    def catch_up_all(self) -> None:
        """Asks everyone to look at everything again: changes may have been missed."""
        for reader in {reader for readers in self._threads.values() for reader in readers}:
            reader.push(ALL, ALL)


def heard_hub(topics_of: Callable[[str], tuple[int, ...]]) -> TopicHub:
    """A hub told by this process's own listener."""
    hub = TopicHub(topics_of)
    hub.hear(listener)
    return hub
