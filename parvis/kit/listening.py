"""Hearing from PostgreSQL what changed in a thread, and knowing whether we still hear."""

import asyncio
import logging
import random
import time
from collections.abc import Callable
from typing import NamedTuple

import psycopg

logger = logging.getLogger("parvis.kit.listening")

CHANNEL, TOPICS = "parvis_thread", "parvis_topic"
#: Seconds between two questions to the server, and how long its last answer proves that nothing was missed.
BEAT, FRESH = 0.3, 1.0
#: Seconds given to one answer, and the pauses between two tries to connect.
PATIENCE, SHORTEST_PAUSE, LONGEST_PAUSE = 3.0, 0.1, 5.0


class Change(NamedTuple):
    """What a notification says: the thread, its new version, what changed, and the post and its root when one is concerned."""

    thread_id: int
    version: int
    change: str
    post: int | None
    root: int | None


OnChange = Callable[[int, int, str, int | None, int | None], None]


class Touch(NamedTuple):
    """What a notification about a topic says: the topic's number, the kind of thing that changed, and its number."""

    topic: int
    kind: str
    number: int


OnTouch = Callable[[int, str, int], None]


class Listener:
    """One LISTEN connection per web process, on its event loop. Callbacks run on that loop and must be short."""

    def __init__(self) -> None:
        self._on_change: list[OnChange] = []
        self._on_touch: list[OnTouch] = []
        self._on_gap: list[Callable[[], None]] = []
        self._task: asyncio.Task[None] | None = None
        self._asked_at = float("-inf")

    def on_change(self, callback: OnChange) -> None:
        """`callback(thread_id, version, change, post, root)` is called for each change, in order."""
        self._on_change.append(callback)

    def on_touch(self, callback: OnTouch) -> None:
        """`callback(topic, kind, number)` is called for each thing said of a topic (kit/announcing.py), in order."""
        self._on_touch.append(callback)

    def on_gap(self, callback: Callable[[], None]) -> None:
        """`callback()` is called each time the connection is made again: changes may have been missed, forget everything."""
        self._on_gap.append(callback)

    def is_fresh(self) -> bool:
        """Whether every change committed more than a second ago has been heard. While it is not, nobody may serve from memory.

        The second counts from the moment the last answered question was asked, not from its answer.
        """
        return time.monotonic() - self._asked_at < FRESH

    def start(self, address: str) -> None:
        """Begins to listen to the database at `address`, for as long as the running loop lives or until `stop`."""
        self._task = asyncio.get_running_loop().create_task(self._listen_forever(address), name="listening")

    async def stop(self) -> None:
        """Ends the connection."""
        self._asked_at = float("-inf")
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _listen_forever(self, address: str) -> None:
        pause, was_heard = SHORTEST_PAUSE, True
        while True:
            try:
                async with asyncio.timeout(PATIENCE):
                    connection = await psycopg.AsyncConnection.connect(address, autocommit=True, application_name="parvis live")
                async with connection:
                    await self._listen(connection)
            except (psycopg.Error, OSError, TimeoutError) as error:
                if was_heard or self._asked_at > 0:
                    logger.warning("the database no longer answers (%s): trying again", type(error).__name__)
                pause = SHORTEST_PAUSE if self._asked_at > 0 else min(pause * 2, LONGEST_PAUSE)
                self._asked_at, was_heard = float("-inf"), False
            # The pause is uneven so that web processes do not all come back at the same instant.
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311  # not a secret

    async def _listen(self, connection: psycopg.AsyncConnection) -> None:
        await connection.execute(f"LISTEN {CHANNEL}")
        await connection.execute(f"LISTEN {TOPICS}")
        for forget in self._on_gap:
            forget()
        while True:
            asked_at = time.monotonic()
            async with asyncio.timeout(PATIENCE):
                await connection.execute("SELECT 1")
            # What arrived with the answer is told before the answer counts.
            await self._tell(connection, 0.0)
            self._asked_at = asked_at
            await self._tell(connection, BEAT)

    async def _tell(self, connection: psycopg.AsyncConnection, seconds: float) -> None:
        async for notice in connection.notifies(timeout=seconds):
            if notice.channel == TOPICS:
                self._tell_topic(notice.payload)
            elif (change := read_change(notice.payload)) is not None:
                for callback in self._on_change:
                    callback(*change)

    def _tell_topic(self, payload: str) -> None:
        if (touch := read_touch(payload)) is not None:
            for callback in self._on_touch:
                callback(*touch)


def read_change(payload: str) -> Change | None:
    """The change in `thread_id:version:change:post_id:root_id` (the last two may be empty); None if it is not one (logged)."""
    parts = payload.split(":")
    try:
        thread_id, version, change, post, root = parts
        return Change(int(thread_id), int(version), change, int(post) if post else None, int(root) if root else None)
    except ValueError:
        logger.warning("a notification that nobody understands on %s: %.80r", CHANNEL, payload)
        return None


def read_touch(payload: str) -> Touch | None:
    """The touch in `topic:kind:number`; None if it is not one (logged)."""
    try:
        topic, kind, number = payload.split(":")
        return Touch(int(topic), kind, int(number))
    except ValueError:
        logger.warning("a notification that nobody understands on %s: %.80r", TOPICS, payload)
        return None
