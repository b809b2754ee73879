"""Fetching a page of the open Internet, bounded in size and time, and never a machine of the house.

The address may come from anybody, so each hop is resolved, checked, and connected to by the very IP that was checked:
a name that changes its mind between the two (DNS rebinding) gains nothing.
"""

import re
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx
from django.conf import settings

from parvis.kit.addresses import normal_address, public_ips
from parvis.kit.refusals import Refusal, ServiceDown

MOST_REDIRECTS = 5
MOST_IPS = 4
LONGEST_WAIT = 5.0
#: Elsewhere what answers is seldom a page, and asking would be knocking at a stranger's doors.
PORTS = frozenset({80, 443, 8080, 8443})

_HEADERS = {
    "User-Agent": "Parvis/1 (reads the title and date of an article)",
    "Accept": "text/html, application/xhtml+xml",
    "Accept-Encoding": "gzip",
}
_TRY_LATER = frozenset({408, 425, 429})
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]{1,40})""", re.IGNORECASE)
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was fetched: its HTML, and its normal address after redirects."""

    html: str
    final_address: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was fetched, its bytes as sent; what it says to ask with next time, and its normal address.

    `is_same`: what was asked with is still good, and nothing was sent.
    """

    body: bytes
    kind: str
    etag: str
    last_modified: str
    final_address: str
    is_same: bool = False


def fetch_document(
    address: str, *, limit_bytes: int, seconds: float, etag: str = "", last_modified: str = "", allow_private: bool = False
) -> Document:
    """Give whatever is at an http(s) address, whole or not at all, unless it has not changed since it was last asked for.

    `etag` and `last_modified` are those of a Document before (RFC 9110 §13.1). Bounds, `allow_private` and ServiceDown are
    those of `fetch_page`; over `limit_bytes`, it is not given.
    """
    asked = {"Accept": "application/rss+xml, application/atom+xml, application/xml, text/xml, application/gzip, */*;q=0.1"}
    asked |= {name: value for name, value in (("If-None-Match", etag), ("If-Modified-Since", last_modified)) if value}
    deadline = time.monotonic() + seconds
    with httpx.Client(trust_env=False, headers=_HEADERS | asked) as client, _failures_told(address):
        for _hop in range(MOST_REDIRECTS + 1):
            with closing(_ask(client, address, deadline, allow_private)) as answer:
                if not answer.has_redirect_location:
                    return _document_of(answer, address, limit_bytes, deadline)
            address = urljoin(address, answer.headers["location"])
            client.cookies.clear()
    raise ServiceDown(f"{address} redirects too often", permanent=True)


def unpacked(body: bytes, limit_bytes: int) -> bytes:
    """Give what a gzip file holds, or the bytes themselves. Raises ServiceDown over `limit_bytes`, or for a broken one."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        whole = unpacker.decompress(body, limit_bytes + 1)
    except zlib.error as error:
        raise ServiceDown(f"The file is broken: {error}", permanent=False) from error
    if len(whole) > limit_bytes:
        raise ServiceDown("The file unpacks into too much", permanent=True)
    return whole


def fetch_page(address: str, *, limit_bytes: int, seconds: float, allow_private: bool = False) -> Page:
    """Give the page at an http(s) address, cut after `limit_bytes` (unpacked), in at most about `seconds` + 5.

    `allow_private` lets this machine, private networks and any port be fetched: for the demo and the tests.
    Raises ServiceDown, permanent when asking again would give the same: no page, not found, not of the open Internet.
    """
    return _fetched(address, _HEADERS, "html", limit_bytes, seconds, allow_private)


def fetch_json(address: str, *, limit_bytes: int, seconds: float) -> str:
    """Give the text of a JSON document at an https address (http and private networks: only hosts the operator trusts).

    Bounded as `fetch_page` is; a redirect is not followed, and a document longer than `limit_bytes` cannot be read.
    Raises ServiceDown.
    """
    is_trusted = is_trusted_host(address)
    if not is_trusted and urlsplit(address).scheme.lower() != "https":
        raise ServiceDown(f"{address} is not secured by https", permanent=True)
    page = _fetched(address, _HEADERS | {"Accept": "application/json"}, "json", limit_bytes, seconds, is_trusted, hops=0)
    if len(page.html) >= limit_bytes:
        raise ServiceDown(f"{address} is too long", permanent=True)
    return page.html


def is_trusted_host(address: str) -> bool:
    """Whether the operator said that this host of a private network may be asked (PARVIS_TRUSTED_HOSTS)."""
    return urlsplit(address).netloc.lower() in settings.PARVIS_TRUSTED_HOSTS


def _fetched(
    address: str,
    headers: dict[str, str],
    kind: str,
    limit: int,
    seconds: float,
    allow_private: bool,
    *,
    hops: int = MOST_REDIRECTS,
) -> Page:
    deadline = time.monotonic() + seconds
    with httpx.Client(trust_env=False, headers=headers) as client, _failures_told(address):
        for _hop in range(hops + 1):
            with closing(_ask(client, address, deadline, allow_private)) as answer:
                if not answer.has_redirect_location:
                    return Page(_text_of(answer, kind, limit, deadline), normal_address(address))
            address = urljoin(address, answer.headers["location"])
            client.cookies.clear()
    raise ServiceDown(f"{address} redirects too often", permanent=True)


@contextmanager
def _failures_told(address: str) -> Iterator[None]:
    try:
        yield
    except httpx.TransportError as error:
        raise ServiceDown(f"{address} does not answer: {error}", permanent=False) from error
    except (Refusal, httpx.InvalidURL, zlib.error, ValueError) as error:
        raise ServiceDown(f"{address} gives no page: {error}", permanent=True) from error


def _ask(client: httpx.Client, address: str, deadline: float, allow_private: bool) -> httpx.Response:
    """The answer to one request, its body not read yet."""
    normal_address(address)
    url = httpx.URL(address)
    port = url.port or (443 if url.scheme == "https" else 80)
    if port not in PORTS and not allow_private:
        raise ServiceDown(f"{address} is on an unusual port", permanent=True)
    host = url.raw_host.decode("ascii")
    ips = public_ips(host, port, seconds=_left(deadline), allow_private=allow_private)[:MOST_IPS]
    for ip in ips[:-1]:
        try:
            return _ask_at(client, url, ip, deadline)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            continue  # The next one may answer: many machines have no IPv6.
    return _ask_at(client, url, ips[-1], deadline)


def _ask_at(client: httpx.Client, url: httpx.URL, ip: str, deadline: float) -> httpx.Response:
    """Connect to `ip`, yet name and verify the host of `url`: in the Host header, in TLS and its certificate."""
    request = client.build_request(
        "GET",
        url.copy_with(host=ip),
        headers={"Host": url.netloc.decode("ascii")},
        extensions={"sni_hostname": url.raw_host.decode("ascii")},
        timeout=min(LONGEST_WAIT, _left(deadline)),
    )
    return client.send(request, stream=True, follow_redirects=False)


def _document_of(answer: httpx.Response, address: str, limit: int, deadline: float) -> Document:
    said = answer.headers
    known = {"etag": said.get("etag", "")[:200], "last_modified": said.get("last-modified", "")[:100]}
    kind, where = said.get("content-type", "").split(";")[0].strip().lower(), normal_address(address)
    if answer.status_code == httpx.codes.NOT_MODIFIED:
        return Document(b"", kind, **known, final_address=where, is_same=True)
    _ensure_success(answer)
    body = _body_of(answer, limit + 1, deadline)
    if len(body) > limit:
        raise ServiceDown("The document is too long", permanent=True)
    return Document(body, kind, **known, final_address=where)


def _ensure_success(answer: httpx.Response) -> None:
    status = answer.status_code
    if not answer.is_success:
        is_passing = status >= 500 or status in _TRY_LATER
        raise ServiceDown(f"The page answers {status}", permanent=not is_passing)


def _text_of(answer: httpx.Response, kind: str, limit: int, deadline: float) -> str:
    _ensure_success(answer)
    if kind not in answer.headers.get("content-type", kind).lower():
        raise ServiceDown("What answers is not a page", permanent=True)
    return _decoded(_body_of(answer, limit, deadline), answer.charset_encoding)


def _body_of(answer: httpx.Response, limit: int, deadline: float) -> bytes:
    """Unpacked here piece by piece: a small answer must not unpack into all our memory."""
    encoding = answer.headers.get("content-encoding", "").lower().strip()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise ServiceDown(f"The page is packed as {encoding}", permanent=True)
    unpacker = zlib.decompressobj(_GZIP_OR_ZLIB) if encoding not in ("", "identity") else None
    body = bytearray()
    for piece in answer.iter_raw():
        _left(deadline)
        body += unpacker.decompress(piece, limit - len(body) + 1) if unpacker else piece
        if len(body) > limit:
            break
    return bytes(body[:limit])


def _decoded(body: bytes, told: str | None) -> str:
    if body.startswith(b"\xef\xbb\xbf"):
        return body.decode("utf-8-sig", errors="replace")
    declared = _DECLARED.search(body[:2048])
    encoding = told or (declared[1].decode("ascii") if declared else "utf-8")
    try:
        return body.decode(encoding, errors="replace")
    except LookupError:
        return body.decode("utf-8", errors="replace")


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise ServiceDown("The page takes too long", permanent=False)
    return left
