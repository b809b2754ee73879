"""The front of one web process: live streams and hot paths answered here, everything else by Django.

`application` is the ASGI callable; `HOT` are tried in order before Django, each says whether it has answered.
"""

import asyncio
import gc
import logging
import os
import signal
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings
from django.urls import get_resolver
from psycopg.conninfo import make_conninfo

from parvis.config.database import hearing_settings
from parvis.config.lifeline import WEB_PARENT, die_with
from parvis.config.metrics import ANSWERED_FROM_MEMORY, ANSWERED_LATE, STREAMS, count_answer
from parvis.config.overload import LastPages, Watched
from parvis.config.wsgi import application as django_application
from parvis.desk.live import hub as desk_hub
from parvis.embed import hot
from parvis.kit.asgi import Receive, Scope, Send, respond
from parvis.kit.bridge import Bridge
from parvis.kit.environ import behind_proxy
from parvis.kit.live import hub, listener

logger = logging.getLogger("parvis.web")

HotPath = Callable[[Scope, Receive, Send], Awaitable[bool]]
HOT: tuple[HotPath, ...] = (hot.answer,)
LIVE, DESK_LIVE, HEALTH = "/embed/live", "/desk/live", "/health"

if WEB_PARENT in os.environ:
    die_with(int(os.environ[WEB_PARENT]))


class Front:
    """One web process's ASGI application."""

    def __init__(self) -> None:
        self._bridge: Bridge | None = None
        self._trust_proxy = settings.ENVIRONMENT.PARVIS_TRUST_PROXY
        self._last = LastPages(listener)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answers a request, or lives through the process's lifespan.

        Not a coroutine itself: an idle stream would keep this frame and the whole scope in memory for hours.
        """
        if scope["type"] == "lifespan":
            return self._live(receive, send)
        if self._trust_proxy:
            scope = behind_proxy(scope)
        path = scope["path"]
        if path == LIVE:
            return hub(scope, receive, send)
        if path == DESK_LIVE:
            return desk_hub(scope, receive, send)
        if path == HEALTH:
            return _tell_health(send)
        return self._loudly(scope, receive, send)

    async def _loudly(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The server would answer 500 to an error of ours and say nothing."""
        try:
            await self._answer(scope, receive, send)
        except Exception:
            logger.exception("a request failed before Django")
            raise

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        for answer in HOT:
            if await answer(scope, receive, send):
                ANSWERED_FROM_MEMORY.inc()
                return
        if self._bridge is None:
            self._bridge = Bridge(django_application, trust_proxy=self._trust_proxy)
        key = self._last.key_of(scope)
        if key is None:
            await _counted(self._bridge, scope, receive, send)
        elif self._bridge.is_full and await self._last.answer(key, send):
            ANSWERED_LATE.inc()
        else:
            watched = Watched(key, send)
            await _counted(self._bridge, scope, receive, watched)
            self._last.keep(watched)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            listener.start(_database())
            _close_streams_on_signal()
            _warm_up()
        except Exception:
            # Without this word the server would go on, deaf to the database.
            logger.exception("this web process cannot start")
            await send({"type": "lifespan.startup.failed", "message": "this web process cannot start"})
            return
        await send({"type": "lifespan.startup.complete"})
        counting = asyncio.create_task(_count_streams(), name="streams counted")
        await receive()
        counting.cancel()
        _close_streams()
        await listener.stop()
        if self._bridge is not None:
            self._bridge.close()
        await send({"type": "lifespan.shutdown.complete"})


async def _counted(bridge: Bridge, scope: Scope, receive: Receive, send: Send) -> None:
    """Has Django answer, and counts it: its status, and how long it took."""
    began, status = time.perf_counter(), 499  # nobody was there any more

    async def counted(message: MutableMapping[str, Any]) -> None:
        nonlocal status
        status = message.get("status", status)
        await send(message)

    try:
        await bridge(scope, receive, counted)
    finally:
        count_answer(status, time.perf_counter() - began)


def _database() -> str:
    """The address by which changes are heard, in libpq's form."""
    told = hearing_settings(settings.ENVIRONMENT, settings.DATABASES["default"])
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {name: told[key] for name, key in names.items() if told[key]}
    return make_conninfo(**told["OPTIONS"], **given)


async def _tell_health(send: Send) -> None:
    """200 while this process hears the database; 503 otherwise, so that a balancer looks elsewhere."""
    if listener.is_fresh():
        await respond(send, 200, b"ok\n")
    else:
        await respond(send, 503, b"the database does not answer\n", [(b"retry-after", b"1")])


async def _count_streams() -> None:
    while True:
        STREAMS.set(hub.readers + desk_hub.readers)
        await asyncio.sleep(5)


def _close_streams() -> None:
    hub.close()
    desk_hub.close()


def _close_streams_on_signal() -> None:
    """The server waits for open requests before it ends the lifespan: streams must end as soon as the signal arrives.

    The server's own way of hearing signals (the loop's wakeup descriptor) still works beside this.
    """
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(_close_streams))
        signal.siginterrupt(number, False)


def _warm_up() -> None:
    """Loads every page's code before the first visitor, then takes it all out of the garbage collector's rounds."""
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()


application = Front()
