"""Live streams: hearing PostgreSQL, telling readers, knowing when we no longer hear."""

import asyncio
import json
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from parvis.kit.listening import Change, Listener, read_change
from parvis.kit.live import HEARTBEAT, Hub
from parvis.kit.postgres import embedded_address, release
from parvis.kit.postgres_server import Server
from parvis.kit.tests.asgi_client import Client, http_scope


def in_loop(story: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        await asyncio.wait_for(story(), 20)

    asyncio.run(bounded())


async def until(condition: Callable[[], object]) -> None:
    while not condition():
        await asyncio.sleep(0.005)


def messages(client: Client) -> list[dict[str, Any]]:
    lines = client.body.decode().splitlines()
    return [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]


def scope_of(query: bytes) -> Any:
    return http_scope("/embed/live", query=query)


async def reading(hub: Hub, query: bytes = b"thread=12") -> tuple[Client, "asyncio.Future[None]"]:
    client = Client()
    task = asyncio.ensure_future(hub(scope_of(query), client.receive, client.send))
    await until(lambda: len(client.sent) >= 2 or task.done())
    return client, task


def test_a_reader_is_told_of_its_thread_and_of_no_other() -> None:
    async def story() -> None:
        hub = Hub()
        client, task = await reading(hub)
        assert (client.status, client.headers[b"access-control-allow-origin"]) == (200, b"*")
        assert client.body.startswith(b"retry: 3000\n\n")
        hub.tell(13, 5, "post", 1, 1)
        hub.tell(12, 8, "post", 91, 90)
        await until(lambda: messages(client))
        assert messages(client) == [{"version": 8, "change": "post", "post": 91, "root": 90}]
        client.left.set()
        await task
        assert hub.readers == 0

    in_loop(story)


def test_a_reader_too_slow_is_told_once_to_look_again() -> None:
    async def story() -> None:
        hub = Hub(waiting=3)
        client, task = await reading(hub)
        for version in range(1, 5):
            hub.tell(12, version, "reaction", 7, 7)
        await until(lambda: messages(client))
        assert messages(client) == [{"version": 4, "change": "state", "post": None, "root": None}]
        client.left.set()
        await task

    in_loop(story)


def test_a_reader_whose_page_is_older_is_told_at_once() -> None:
    async def story() -> None:
        hub = Hub()
        hub.tell(12, 8, "post", 91, 91)
        late, late_task = await reading(hub, b"thread=12&version=7")
        current, current_task = await reading(hub, b"thread=12&version=8")
        assert [message["version"] for message in messages(late)] == [8]
        assert messages(current) == []
        hub.close()
        await asyncio.gather(late_task, current_task)

    in_loop(story)


@pytest.mark.parametrize("query", [b"", b"thread=", b"thread=abc", b"thread=-1", b"thread=" + b"9" * 40])
def test_a_stream_without_a_thread_is_refused(query: bytes) -> None:
    async def story() -> None:
        client, _ = await reading(Hub(), query)
        assert client.status == 400

    in_loop(story)


def test_beyond_its_readers_a_process_refuses() -> None:
    async def story() -> None:
        hub = Hub(most=1)
        _, task = await reading(hub)
        refused, _ = await reading(hub)
        assert (refused.status, refused.headers[b"retry-after"]) == (503, b"30")
        hub.close()
        await task

    in_loop(story)


def test_closing_ends_every_stream_with_a_time_to_come_back() -> None:
    async def story() -> None:
        hub = Hub()
        client, task = await reading(hub)
        hub.close()
        await task
        assert client.is_whole
        assert client.body.rsplit(b"retry: ", 1)[1].strip().isdigit()
        refused, _ = await reading(hub)
        assert refused.status == 503

    in_loop(story)


def test_an_idle_stream_has_a_heartbeat_and_a_busy_one_needs_none() -> None:
    async def story() -> None:
        hub = Hub()
        client, task = await reading(hub)
        for slice_ in hub._slices:
            for reader in slice_:
                reader.beat()
                reader.beat()
        await until(lambda: client.body.endswith(HEARTBEAT + HEARTBEAT) or len(client.sent) >= 3)
        assert client.body == b"retry: 3000\n\n" + HEARTBEAT
        hub.close()
        await task

    in_loop(story)


def test_a_change_is_read_and_nonsense_is_not() -> None:
    assert read_change("12:8:post:91:90") == Change(12, 8, "post", 91, 90)
    assert read_change("12:9:state::") == Change(12, 9, "state", None, None)
    assert [read_change(text) for text in ("", "12", "12:x:post::", "1:2:post:3:4:5")] == [None] * 4


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("live") / "postgres"
    yield path
    release(path)


def notify(address: str, payload: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SELECT pg_notify('parvis_thread', %s)", [payload])


def test_a_committed_change_is_heard_and_a_listener_that_hears_is_fresh(folder: Path) -> None:
    address = embedded_address(folder)

    async def story() -> None:
        heard: list[Change] = []
        listener = Listener()
        listener.on_change(lambda *change: heard.append(Change(*change)))
        assert not listener.is_fresh()
        listener.start(address)
        await until(listener.is_fresh)
        await asyncio.to_thread(notify, address, "12:8:gone:91:90")
        await until(lambda: heard)
        assert heard == [Change(12, 8, "gone", 91, 90)]
        await listener.stop()
        assert not listener.is_fresh()

    in_loop(story)


def test_a_lost_database_makes_the_listener_stale_and_its_return_says_there_was_a_gap(folder: Path) -> None:
    address = embedded_address(folder)

    async def story() -> None:
        gaps: list[str] = []
        heard: list[int] = []
        listener = Listener()
        listener.on_gap(lambda: gaps.append("gap"))
        listener.on_change(lambda thread, *rest: heard.append(thread))
        listener.start(address)
        await until(listener.is_fresh)
        assert gaps == ["gap"]
        await asyncio.to_thread(Server(folder).stop)
        await until(lambda: not listener.is_fresh())
        await asyncio.to_thread(embedded_address, folder)
        await until(listener.is_fresh)
        assert gaps == ["gap", "gap"]
        await asyncio.to_thread(notify, address, "5:1:post:1:1")
        await until(lambda: heard)
        await listener.stop()

    in_loop(story)


def test_a_server_that_hangs_makes_the_listener_stale(folder: Path) -> None:
    """The process is stopped, not ended: connections stay open and nothing answers."""
    address = embedded_address(folder)

    async def story() -> None:
        listener = Listener()
        listener.start(address)
        await until(listener.is_fresh)
        with psycopg.connect(address, autocommit=True) as connection:
            found = connection.execute("SELECT pid FROM pg_stat_activity WHERE application_name = 'parvis live'").fetchone()
            assert found is not None
            with Stopped(int(found[0])):
                await until(lambda: not listener.is_fresh())
        await until(listener.is_fresh)
        await listener.stop()

    in_loop(story)


class Stopped:
    """A process held by SIGSTOP for the length of a block."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def __enter__(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)

    def __exit__(self, *_: object) -> None:
        os.kill(self.pid, signal.SIGCONT)
