"""What the desk's views have in common: who asks, with which seats, and what a view declares."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from parvis.members.models import Account
from parvis.publishers.models import Seat


class DeskRequest(HttpRequest):
    """A request that passed the doors: signed in, seats fetched by the middleware."""

    user: Account  # never anonymous behind a `seat:` right
    seats: list[Seat]
    htmx: HtmxDetails


View = Callable[..., HttpResponse]


def for_seats(capability: str) -> Callable[[View], View]:
    """Opens a view to seats that hold the capability somewhere; where exactly is checked by fetching through the right.

    Readers' words and staff's notes stay in no cache.
    """

    def opened(view: View) -> View:
        @wraps(view)
        def answer(*args: Any, **kwargs: Any) -> HttpResponse:
            response = view(*args, **kwargs)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        answer.right = f"seat:{capability}"  # type: ignore[attr-defined]  # read by DenyByDefault
        return answer

    return opened


def number(text: str | None) -> int | None:
    """The whole number written in an address, or None."""
    return int(text) if text and text.isdigit() and len(text) < 19 else None
