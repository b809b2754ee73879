"""The front: what it answers itself, what it leaves to Django."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from pytest_django import Settings

from parvis.config.asgi import Front
from parvis.kit.live import hub
from parvis.kit.tests.asgi_client import Client, http_scope

pytestmark = pytest.mark.django_db(transaction=True)


def in_loop(story: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        await asyncio.wait_for(story(), 20)

    asyncio.run(bounded())


async def answer(front: Front, path: str, query: bytes = b"") -> Client:
    client = Client()
    await front(http_scope(path, query=query, headers=[(b"host", b"localhost")]), client.receive, client.send)
    return client


def test_a_process_that_does_not_hear_the_database_says_so() -> None:
    async def story() -> None:
        client = await answer(Front(), "/health")
        assert (client.status, client.headers[b"retry-after"]) == (503, b"1")

    in_loop(story)


def test_live_streams_are_answered_before_django() -> None:
    async def story() -> None:
        client = await answer(Front(), "/embed/live")
        assert client.status == 400

    in_loop(story)


def test_what_no_hot_path_answers_goes_to_django() -> None:
    async def story() -> None:
        client = await answer(Front(), "/no/such/page")
        assert client.status == 404
        assert b"content-security-policy" in client.headers

    in_loop(story)


def test_a_trusted_proxy_is_believed_and_another_is_not(settings: Settings) -> None:
    seen: list[str] = []

    async def watch(scope, receive, send) -> bool:  # type: ignore[no-untyped-def]  # a hot path of the test
        seen.append(scope["client"][0])
        await Client().send({})
        return True

    async def story() -> None:
        front = Front()
        scope = http_scope("/", headers=[(b"x-forwarded-for", b"203.0.113.9")])
        for trusted in (False, True):
            front._trust_proxy = trusted
            client = Client()
            await front(scope, client.receive, client.send)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("parvis.config.asgi.HOT", (watch,))
        in_loop(story)
    assert seen == ["192.0.2.7", "203.0.113.9"]


def test_a_front_that_cannot_start_says_so_rather_than_serve_deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ImportError("a page that does not load")

    monkeypatch.setattr("parvis.config.asgi._close_streams_on_signal", broken)

    async def story() -> None:
        client = Client()
        await Front()({"type": "lifespan"}, client.receive, client.send)
        assert [message["type"] for message in client.sent] == ["lifespan.startup.failed"]

    in_loop(story)


def test_a_front_lives_from_startup_to_shutdown(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr("parvis.config.asgi._close_streams_on_signal", lambda: told.append("signals"))
    monkeypatch.setattr(hub, "close", lambda: told.append("streams closed"))

    async def story() -> None:
        events = iter(["lifespan.startup", "lifespan.shutdown"])

        async def receive() -> dict[str, str]:
            return {"type": next(events)}

        client = Client()
        await Front()({"type": "lifespan"}, receive, client.send)
        assert [message["type"] for message in client.sent] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]

    in_loop(story)
    assert told == ["signals", "streams closed"]
