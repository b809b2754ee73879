"""A WSGI environ made from an ASGI scope, and who the client really is behind a trusted proxy."""

import io
import ipaddress
import sys
from collections.abc import Iterator
from functools import lru_cache
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from parvis.kit.asgi import Scope


class FileWrapper:
    """What Django hands files to (`wsgi.file_wrapper`): read by large blocks, in one go when short."""

    BLOCK = 256 * 1024

    def __init__(self, file: IO[bytes], block_size: int = BLOCK) -> None:
        self._file = file
        self._first = file.read(self.BLOCK)
        #: Whether the file is worth several blocks.
        self.is_long = len(self._first) == self.BLOCK
        self.close = file.close

    def __iter__(self) -> Iterator[bytes]:
        block = self._first
        while block:
            yield block
            block = self._file.read(self.BLOCK)


def wsgi_environ(scope: Scope, body: IO[bytes] | None, *, trust_proxy: bool) -> dict[str, Any]:
    """The environ of one HTTP request whose whole `body` (None: empty) has been read."""
    server, client = scope.get("server") or ("localhost", 80), scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope.get("root_path", ""),
        "PATH_INFO": _path_info(scope),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO() if body is None else body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileWrapper,
    }
    _add_headers(environ, scope["headers"], trust_proxy)
    if body is not None:
        environ["CONTENT_LENGTH"] = str(_size(body))
    return environ


def behind_proxy(scope: Scope) -> Scope:
    """The scope with the client and the scheme that the proxy in front tells (the nearest one, last in X-Forwarded-For)."""
    given = {name: value for name, value in scope["headers"] if name in (b"x-forwarded-for", b"x-forwarded-proto")}
    changed = dict(scope)
    told = given.get(b"x-forwarded-for", b"").rpartition(b",")[2].strip().decode("latin-1").strip("[]")
    if _is_address(told):
        changed["client"] = (told, 0)
    if (scheme := given.get(b"x-forwarded-proto", b"").strip()) in (b"http", b"https"):
        changed["scheme"] = scheme.decode()
    return changed


def _path_info(scope: Scope) -> str:
    """The path's bytes, each as one character: what PEP 3333 wants, and the only form that keeps invalid UTF-8."""
    raw: bytes | None = scope.get("raw_path")
    if raw is None:
        return str(scope["path"]).encode().decode("latin-1")
    path = raw.partition(b"?")[0]
    return (unquote_to_bytes(path) if b"%" in path else path).decode("latin-1")


def _add_headers(environ: dict[str, Any], headers: list[tuple[bytes, bytes]], trust_proxy: bool) -> None:
    for name, value in headers:
        key = _key(name)
        if key is None or (not trust_proxy and key.startswith(("HTTP_X_FORWARDED", "HTTP_FORWARDED"))):
            continue
        text = value.decode("latin-1")
        if key in environ:
            text = f"{environ[key]}{';' if key == 'HTTP_COOKIE' else ','}{text}"
        environ[key] = text


@lru_cache(maxsize=512)
def _key(name: bytes) -> str | None:
    """None for a name with an underscore: X_Forwarded_For would pass for X-Forwarded-For."""
    if b"_" in name:
        return None
    key = name.decode("latin-1").upper().replace("-", "_")
    return key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"


def _size(body: IO[bytes]) -> int:
    size = body.seek(0, io.SEEK_END)
    body.seek(0)
    return size


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
