"""The bridge from ASGI to WSGI: what reaches the application, what comes back, what is refused."""

import asyncio
import io
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.kit.asgi import Scope
from parvis.kit.bridge import SPOOL, Bridge, WSGIApplication
from parvis.kit.environ import FileWrapper, behind_proxy, wsgi_environ
from parvis.kit.tests.asgi_client import Client, http_scope

Exchanges = Callable[[Bridge], Awaitable[None]]


def with_bridge(application: WSGIApplication, exchanges: Exchanges, **options: Any) -> None:
    async def all_of_it() -> None:
        bridge = Bridge(application, **options)
        try:
            await asyncio.wait_for(exchanges(bridge), 15)
        finally:
            bridge.close()

    asyncio.run(all_of_it())


def exchange(application: WSGIApplication, scope: Scope, chunks: Iterable[bytes] = (), **options: Any) -> Client:
    clients: list[Client] = []

    async def one(bridge: Bridge) -> None:
        client = Client(list(chunks))
        clients.append(client)
        await bridge(scope, client.receive, client.send)

    with_bridge(application, one, **options)
    return clients[0]


def answering(body: Iterable[bytes], headers: Iterable[tuple[str, str]] = ()) -> WSGIApplication:
    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", list(headers))
        return body

    return application


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [("X-Length", environ.get("CONTENT_LENGTH", "none"))])
    return [environ["wsgi.input"].read()]


def post(length: int | None = None) -> Scope:
    return http_scope(method="POST", headers=[] if length is None else [(b"content-length", str(length).encode())])


def test_a_whole_response_crosses_with_its_status_and_headers() -> None:
    client = exchange(answering([b"Bonjour ", b"Lison"], [("Content-Type", "text/plain")]), http_scope())
    assert (client.status, client.headers, client.body) == (200, {b"content-type": b"text/plain"}, b"Bonjour Lison")
    assert len(client.sent) == 2


def test_a_head_request_gets_headers_and_no_body() -> None:
    client = exchange(answering([b"body"], [("Content-Length", "4")]), http_scope(method="HEAD"))
    assert (client.headers[b"content-length"], client.body, client.is_whole) == (b"4", b"", True)


def test_a_body_longer_than_the_spool_arrives_whole() -> None:
    chunks = [b"a" * SPOOL, b"b" * SPOOL, b"c"]
    client = exchange(echo, post(2 * SPOOL + 1), chunks)
    assert client.body == b"".join([b"a" * SPOOL, b"b" * SPOOL, b"c"])


def test_a_chunked_body_is_given_its_length() -> None:
    assert exchange(echo, post(), [b"ab", b"c"]).headers[b"x-length"] == b"3"


def test_a_body_beyond_the_bound_is_refused() -> None:
    client = exchange(echo, post(5), [b"abc", b"de"], largest_body=4)
    assert client.status == 413


def test_a_client_gone_before_the_end_of_its_body_reaches_nothing() -> None:
    reached: list[str] = []

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        reached.append("application")
        return []

    async def one(bridge: Bridge) -> None:
        async def receive() -> dict[str, Any]:
            return {"type": "http.disconnect"}

        await bridge(post(10), receive, Client().send)

    with_bridge(application, one)
    assert reached == []


def test_a_stream_is_sent_chunk_by_chunk_as_it_is_made() -> None:
    asked = threading.Semaphore(0)

    def chunks() -> Iterator[bytes]:
        for number in range(3):
            assert asked.acquire(timeout=10)
            yield f"{number};".encode()

    async def one(bridge: Bridge) -> None:
        client = Client()
        task = asyncio.create_task(bridge(http_scope(), client.receive, client.send))
        for number in range(3):
            asked.release()
            while not client.sent or client.body.count(b";") != number + 1:
                await asyncio.sleep(0)
            assert not client.is_whole
        await task
        assert client.is_whole

    with_bridge(answering(chunks()), one)


def test_a_stream_stops_and_is_closed_when_its_client_leaves() -> None:
    closed = threading.Event()

    class Endless:
        def __iter__(self) -> Iterator[bytes]:
            while True:
                yield b"more"

        def close(self) -> None:
            closed.set()

    async def one(bridge: Bridge) -> None:
        client = Client()
        task = asyncio.create_task(bridge(http_scope(), client.receive, client.send))
        while len(client.sent) < 3:
            await asyncio.sleep(0)
        client.left.set()
        await task

    with_bridge(answering(Endless()), one)
    assert closed.is_set()


def test_a_stream_that_fails_cuts_the_connection() -> None:
    def chunks() -> Iterator[bytes]:
        yield b"half"
        raise ValueError("the disk is gone")

    async def one(bridge: Bridge) -> None:
        client = Client()
        with pytest.raises(ValueError, match="disk"):
            await bridge(http_scope(), client.receive, client.send)
        assert not client.is_whole

    with_bridge(answering(chunks()), one)


def test_an_application_that_fails_answers_500_and_leaves_its_thread_alive() -> None:
    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/bad":
            raise ValueError("a bug")
        start_response("200 OK", [])
        return [b"fine"]

    async def two(bridge: Bridge) -> None:
        bad, good = Client(), Client()
        await bridge(http_scope("/bad"), bad.receive, bad.send)
        await bridge(http_scope("/good"), good.receive, good.send)
        assert (bad.status, good.status) == (500, 200)

    with_bridge(application, two, threads=1)


class Gate:
    """An application that waits until it is opened, and counts who reached it."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.reached: list[str] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.reached.append(environ["PATH_INFO"])
        assert self.open.wait(10)
        start_response("200 OK", [])
        return [b"ok"]


def test_beyond_the_line_the_answer_is_503_with_a_time_to_come_back() -> None:
    gate = Gate()

    async def many(bridge: Bridge) -> None:
        clients = [Client() for _ in range(4)]
        tasks = []
        for client in clients:
            tasks.append(asyncio.create_task(bridge(http_scope("/"), client.receive, client.send)))
            while not gate.reached:
                await asyncio.sleep(0)
            await asyncio.sleep(0)
        await tasks[3]
        assert (clients[3].status, clients[3].headers[b"retry-after"]) == (503, b"2")
        gate.open.set()
        await asyncio.gather(*tasks)
        assert [client.status for client in clients[:3]] == [200, 200, 200]

    with_bridge(gate, many, threads=1, waiting=2)


def test_a_client_that_leaves_while_waiting_in_line_costs_nothing() -> None:
    gate = Gate()

    async def many(bridge: Bridge) -> None:
        clients = [Client() for _ in range(5)]
        tasks = [asyncio.create_task(bridge(http_scope(f"/{n}"), c.receive, c.send)) for n, c in enumerate(clients)]
        while not gate.reached:
            await asyncio.sleep(0)
        clients[4].left.set()
        await tasks[4]
        gate.open.set()
        await asyncio.gather(*tasks)

    with_bridge(gate, many, threads=1)
    assert gate.reached == ["/0", "/1", "/2", "/3"]


def environ_of(scope: Scope, *, trust_proxy: bool = False) -> dict[str, Any]:
    return wsgi_environ(scope, None, trust_proxy=trust_proxy)


def test_a_header_with_an_underscore_is_dropped() -> None:
    environ = environ_of(http_scope(headers=[(b"x_forwarded_for", b"6.6.6.6"), (b"x-real", b"1")]), trust_proxy=True)
    assert environ["HTTP_X_REAL"] == "1"
    assert "HTTP_X_FORWARDED_FOR" not in environ


def test_repeated_headers_are_joined_and_cookies_by_semicolons() -> None:
    environ = environ_of(http_scope(headers=[(b"a", b"1"), (b"cookie", b"x=1"), (b"a", b"2"), (b"cookie", b"y=2")]))
    assert (environ["HTTP_A"], environ["HTTP_COOKIE"]) == ("1,2", "x=1;y=2")


def test_forwarded_headers_are_believed_only_from_a_trusted_proxy() -> None:
    headers = [
        (b"x-forwarded-for", b"203.0.113.9, 198.51.100.4"),
        (b"x-forwarded-proto", b"https"),
        (b"x-forwarded-host", b"evil.example"),
    ]
    plain = environ_of(http_scope(headers=headers))
    assert plain["REMOTE_ADDR"] == "192.0.2.7"
    assert not [key for key in plain if "FORWARDED" in key]
    trusted = environ_of(behind_proxy(http_scope(headers=headers)), trust_proxy=True)
    assert (trusted["REMOTE_ADDR"], trusted["wsgi.url_scheme"]) == ("198.51.100.4", "https")


def test_a_proxy_that_says_nonsense_changes_nothing() -> None:
    scope = behind_proxy(http_scope(headers=[(b"x-forwarded-for", b"unknown"), (b"x-forwarded-proto", b"gopher")]))
    assert (scope["client"][0], scope["scheme"]) == ("192.0.2.7", "http")


@given(st.binary(max_size=40))
def test_any_path_reaches_the_application_byte_for_byte(raw: bytes) -> None:
    encoded = "/" + "".join(f"%{byte:02X}" for byte in raw)
    assert environ_of(http_scope(encoded))["PATH_INFO"].encode("latin-1") == b"/" + raw


def test_a_short_file_is_read_in_one_go_and_a_long_one_by_blocks() -> None:
    assert list(FileWrapper(io.BytesIO(b"short"))) == [b"short"]
    long = FileWrapper(io.BytesIO(b"x" * (FileWrapper.BLOCK + 1)))
    assert [len(block) for block in long] == [FileWrapper.BLOCK, 1]
    assert long.is_long
