"""Pages are fetched within bounds of size, time and place."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from parvis.kit.fetching import fetch_document, fetch_page, unpacked
from parvis.kit.refusals import ServiceDown

ACCENTS = "<title>Été</title>"
PAGES = {
    "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, ACCENTS.encode()),
    "/latin": (200, {"Content-Type": "text/html; charset=iso-8859-1"}, ACCENTS.encode("latin-1")),
    "/declared": (200, {"Content-Type": "text/html"}, b'<meta charset="windows-1252">' + ACCENTS.encode("cp1252")),
    "/unknown": (200, {"Content-Type": "text/html; charset=klingon"}, ACCENTS.encode()),
    "/packed": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(ACCENTS.encode())),
    "/bomb": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(b"a" * 50_000_000)),
    "/brotli": (200, {"Content-Type": "text/html", "Content-Encoding": "br"}, b"x"),
    "/garbled": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, b"not gzip at all"),
    "/moved": (301, {"Location": "/page?utm_source=x"}, b""),
    "/loop": (302, {"Location": "/loop"}, b""),
    "/astray": (302, {"Location": "file:///etc/passwd"}, b""),
    "/broken": (302, {"Location": "http://[oops/"}, b""),
    "/gone": (404, {}, b""),
    "/busy": (503, {}, b""),
    "/hurried": (429, {}, b""),
    "/image": (200, {"Content-Type": "image/png"}, b"x"),
    "/feed": (
        200,
        {"Content-Type": "application/rss+xml", "ETag": '"a"', "Last-Modified": "Fri, 02 Jan 2026 12:00:00 GMT"},
        b"<rss/>",
    ),
    "/map.gz": (200, {"Content-Type": "application/gzip"}, gzip.compress(b"<urlset/>")),
    "/long": (200, {"Content-Type": "text/html"}, b"a" * 5_000_000),
}


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.hosts.append(self.headers["Host"])
        if self.path == "/drip":
            return self._drip()
        status, headers, body = PAGES[self.path.partition("?")[0]]
        if self.headers["If-None-Match"] == headers.get("ETag", "none"):
            status, body = 304, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return None  # The reader had enough.

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.server.is_closing.wait(0.05):
            try:
                self.wfile.write(b"a")
            except OSError:
                return

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def site() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.hosts, server.is_closing = [], threading.Event()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.is_closing.set()
    server.shutdown()
    server.server_close()


def address(site: ThreadingHTTPServer, path: str) -> str:
    return f"http://127.0.0.1:{site.server_port}{path}"


def fetch(site: ThreadingHTTPServer, path: str, seconds: float = 5) -> str:
    return fetch_page(address(site, path), limit_bytes=100_000, seconds=seconds, allow_private=True).html


@pytest.mark.parametrize("path", ["/page", "/latin", "/declared", "/unknown", "/packed"])
def test_a_page_is_read_in_its_own_encoding(site: ThreadingHTTPServer, path: str) -> None:
    assert fetch(site, path).endswith(ACCENTS)


def test_redirects_are_followed_to_the_final_address(site: ThreadingHTTPServer) -> None:
    page = fetch_page(address(site, "/moved"), limit_bytes=1000, seconds=5, allow_private=True)
    assert page.html == ACCENTS
    assert page.final_address == address(site, "/page")


@pytest.mark.parametrize("path", ["/long", "/bomb"])
def test_a_page_is_cut_at_the_limit(site: ThreadingHTTPServer, path: str) -> None:
    assert fetch(site, path) == "a" * 100_000


def test_a_page_that_never_ends_is_left(site: ThreadingHTTPServer) -> None:
    started = time.monotonic()
    with pytest.raises(ServiceDown) as down:
        fetch(site, "/drip", seconds=0.3)
    assert not down.value.permanent
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    ("path", "permanent"),
    [
        *((path, True) for path in ("/gone", "/image", "/loop", "/astray", "/broken", "/brotli", "/garbled")),
        *((path, False) for path in ("/busy", "/hurried")),
    ],
)
def test_what_is_no_page_says_whether_to_ask_again(site: ThreadingHTTPServer, path: str, permanent: bool) -> None:
    with pytest.raises(ServiceDown) as down:
        fetch(site, path)
    assert down.value.permanent == permanent


def test_nobody_answering_is_worth_asking_again() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(ServiceDown) as down:
            fetch_page(f"http://127.0.0.1:{unused.getsockname()[1]}/", limit_bytes=10, seconds=5, allow_private=True)
    assert not down.value.permanent


@pytest.mark.parametrize("port", ["", ":8080", ":22"])
@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "169.254.169.254", "2130706433", "[::ffff:127.0.0.1]"]
)
def test_machines_of_the_house_are_never_asked(host: str, port: str) -> None:
    with pytest.raises(ServiceDown) as down:
        fetch_page(f"http://{host}{port}/", limit_bytes=10, seconds=5)
    assert down.value.permanent


@pytest.mark.parametrize("wrong", ["", "ftp://a.fr/", "javascript:1", "http://moi@127.0.0.1/", "/page"])
def test_what_is_no_address_is_not_asked(wrong: str) -> None:
    with pytest.raises(ServiceDown) as down:
        fetch_page(wrong, limit_bytes=10, seconds=5, allow_private=True)
    assert down.value.permanent


def test_the_ip_that_was_checked_is_the_one_connected_to(site: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    resolve = socket.getaddrinfo

    def resolve_once_right(host: str, *others: object, **named: object) -> object:
        if host != "courrier.example":
            return resolve(host, *others, **named)
        asked.append(host)
        return resolve("127.0.0.1" if len(asked) == 1 else "192.0.2.1", *others, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve_once_right)
    name = f"courrier.example:{site.server_port}"
    assert fetch_page(f"http://{name}/page", limit_bytes=1000, seconds=5, allow_private=True).html == ACCENTS
    assert asked == ["courrier.example"]
    assert site.hosts[-1] == name


def test_a_redirect_into_the_house_is_not_followed(site: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parvis.kit.addresses.is_public", lambda ip: ip == "127.0.0.1")
    monkeypatch.setattr("parvis.kit.fetching.PORTS", {site.server_port, 80})
    monkeypatch.setitem(PAGES, "/inside", (302, {"Location": "http://127.0.0.2/secret"}, b""))
    assert fetch_page(address(site, "/page"), limit_bytes=1000, seconds=5).html == ACCENTS
    with pytest.raises(ServiceDown, match=r"127\.0\.0\.2 is not on the open Internet"):
        fetch_page(address(site, "/inside"), limit_bytes=1000, seconds=5)


def test_a_document_is_fetched_whole_and_not_again_while_it_is_the_same(site):
    address = f"http://127.0.0.1:{site.server_port}/feed"
    given = {"limit_bytes": 1000, "seconds": 5, "allow_private": True}
    first = fetch_document(address, **given)
    assert (first.body, first.kind, first.etag, first.is_same) == (b"<rss/>", "application/rss+xml", '"a"', False)
    again = fetch_document(address, etag=first.etag, last_modified=first.last_modified, **given)
    assert (again.body, again.is_same) == (b"", True)


def test_a_document_too_long_or_gone_is_not_given(site):
    base, given = f"http://127.0.0.1:{site.server_port}", {"limit_bytes": 1000, "seconds": 5, "allow_private": True}
    for path in ("/long", "/gone", "/loop"):
        with pytest.raises(ServiceDown) as down:
            fetch_document(base + path, **given)
        assert down.value.permanent
    with pytest.raises(ServiceDown):
        fetch_document(base + "/feed", limit_bytes=1000, seconds=5)


def test_a_packed_file_is_unpacked_within_bounds(site):
    packed = fetch_document(f"http://127.0.0.1:{site.server_port}/map.gz", limit_bytes=1000, seconds=5, allow_private=True)
    assert unpacked(packed.body, 1000) == b"<urlset/>"
    assert unpacked(b"plain", 1000) == b"plain"
    for body in (gzip.compress(b"a" * 5000), b"\x1f\x8bnot"):
        with pytest.raises(ServiceDown):
            unpacked(body, 1000)
