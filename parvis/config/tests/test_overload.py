"""When Django is full, visitors without a session get the square as it was; nobody else does, and nothing that changed."""

import asyncio
import time
from collections.abc import Iterator

import pytest

from parvis.config.overload import LARGEST, THREAD_SECONDS, LastPages, Watched
from parvis.kit.listening import Listener
from parvis.kit.tests.asgi_client import Client, http_scope

PAGE = "/t/courrier/12/le-tram/"
HTML = [(b"content-type", b"text/html; charset=utf-8")]


class Later:
    """The clock of ten minutes from now."""

    @staticmethod
    def monotonic() -> float:
        return time.monotonic() + THREAD_SECONDS + 1


class Ear(Listener):
    """A listener that hears, or does not, as a test wants; what it is told is passed on."""

    hears = True

    def is_fresh(self) -> bool:
        return self.hears

    def change(self, thread_id: int) -> None:
        for callback in self._on_change:
            callback(thread_id, 2, "posted", None, None)


@pytest.fixture
def ear() -> Iterator[Ear]:
    return Ear()


def scope_of(path: str = PAGE, **headers: str):
    told = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return http_scope(path, headers=told)


async def sent(pages: LastPages, scope, body: bytes = b"<h1>Le tram</h1>", status: int = 200, headers=HTML) -> None:
    key = pages.key_of(scope)
    assert key is not None
    watched = Watched(key, Client().send)
    await watched({"type": "http.response.start", "status": status, "headers": headers})
    await watched({"type": "http.response.body", "body": body})
    pages.keep(watched)


async def shown(pages: LastPages, scope) -> bytes | None:
    key, client = pages.key_of(scope), Client()
    return client.body if key and await pages.answer(key, client.send) else None


def run(story) -> None:
    asyncio.run(story)


def test_the_last_page_is_shown_again_to_whoever_has_no_session(ear: Ear) -> None:
    async def story() -> None:
        pages = LastPages(ear)
        assert await shown(pages, scope_of()) is None
        await sent(pages, scope_of(accept_language="fr-FR"))
        assert await shown(pages, scope_of(accept_language="fr,en")) == b"<h1>Le tram</h1>"
        assert await shown(pages, scope_of(accept_language="en")) is None, "another language is another page"
        assert await shown(pages, scope_of(accept_language="fr", cookie="sessionid=abc")) is None
        assert await shown(pages, scope_of("/desk/queue/")) is None

    run(story())


@pytest.mark.parametrize("headers", [[*HTML, (b"set-cookie", b"csrftoken=a")], [(b"content-type", b"application/json")]])
def test_what_was_made_for_one_person_or_is_no_page_is_not_kept(ear: Ear, headers: list[tuple[bytes, bytes]]) -> None:
    async def story() -> None:
        pages = LastPages(ear)
        await sent(pages, scope_of(), headers=headers)
        assert await shown(pages, scope_of()) is None

    run(story())


def test_an_error_or_a_page_too_large_is_not_kept(ear: Ear) -> None:
    async def story() -> None:
        pages = LastPages(ear)
        await sent(pages, scope_of(), status=503)
        await sent(pages, scope_of("/t/courrier/"), body=b"x" * (LARGEST + 1))
        assert await shown(pages, scope_of()) is None
        assert await shown(pages, scope_of("/t/courrier/")) is None

    run(story())


def test_a_thread_that_changed_is_never_shown_as_it_was(ear: Ear) -> None:
    async def story() -> None:
        pages = LastPages(ear)
        await sent(pages, scope_of())
        await sent(pages, scope_of("/t/courrier/13/"))
        ear.change(12)
        assert await shown(pages, scope_of()) is None
        assert await shown(pages, scope_of("/t/courrier/13/")) is not None
        late = Watched(pages.key_of(scope_of()), Client().send)  # type: ignore[arg-type]  # a page to keep
        await late({"type": "http.response.start", "status": 200, "headers": HTML})
        ear.change(12)  # heard while the page was being made
        pages.keep(late)
        assert await shown(pages, scope_of()) is None

    run(story())


def test_nothing_is_shown_by_a_process_that_does_not_hear_or_after_its_time(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        pages = LastPages(ear)
        await sent(pages, scope_of())
        ear.hears = False
        assert await shown(pages, scope_of()) is None
        ear.hears = True
        assert await shown(pages, scope_of()) is not None
        monkeypatch.setattr("parvis.config.overload.time", Later)
        assert await shown(pages, scope_of()) is None

    run(story())
