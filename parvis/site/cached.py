"""Pages for readers: kept one second in memory for those who are not signed in, with a strong tag; never kept for others.

Under load, anonymous reading costs a dictionary look-up; nobody reads a page older than a second.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

SECONDS = 1.0
MOST_BYTES = 32_000_000
#: Browsers ask again each time (304 when nothing changed); a shared cache may answer for a few seconds, or while we cannot.
PUBLIC = "public, max-age=0, s-maxage=2, stale-while-revalidate=30, stale-if-error=86400"
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class _Kept:
    body: bytes
    kind: str
    tag: str
    until: float


class _Pages:
    """The pages of one process, the oldest given up first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, ...], _Kept] = OrderedDict()
        self._size, self._lock = 0, Lock()

    def at_hand(self, key: tuple[str, ...]) -> _Kept | None:
        kept = self._kept.get(key)
        return kept if kept and kept.until > time.monotonic() else None

    def keep(self, key: tuple[str, ...], kept: _Kept) -> None:
        with self._lock:
            former = self._kept.pop(key, None)
            self._kept[key] = kept
            self._size += len(kept.body) - (len(former.body) if former else 0)
            while self._size > MOST_BYTES:
                self._size -= len(self._kept.popitem(last=False)[1].body)

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()
            self._size = 0


pages = _Pages()


def for_readers(view: View) -> View:
    """Opens a view to anyone; what it shows to the anonymous is kept a second, tagged, and answered 304 when unchanged."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_known(request) or request.method not in ("GET", "HEAD") or "lang" in request.GET:
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "private, no-cache")
            return response
        key = (str(request.scheme), request.get_host(), request.get_full_path(), getattr(request, "LANGUAGE_CODE", ""))
        kept = pages.at_hand(key)
        if kept is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or response.streaming or response.cookies:
                return response
            kept = _kept(response)
            pages.keep(key, kept)
        return _answered(request, kept)

    answer.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it
    return answer


def is_known(request: HttpRequest) -> bool:
    """Whether the request says who it comes from, or is owed a message: its page is its own."""
    return any(name in request.COOKIES for name in (settings.SESSION_COOKIE_NAME, "messages"))


def _kept(response: HttpResponse) -> _Kept:
    tag = f'"{sha256(response.content).hexdigest()[:24]}"'
    return _Kept(response.content, response["Content-Type"], tag, time.monotonic() + SECONDS)


def _answered(request: HttpRequest, kept: _Kept) -> HttpResponse:
    response = HttpResponse(kept.body, content_type=kept.kind)
    response["ETag"], response["Cache-Control"] = kept.tag, PUBLIC
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    found: HttpResponse = get_conditional_response(request, etag=kept.tag, response=response) or response
    return found
