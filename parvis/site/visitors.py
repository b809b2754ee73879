"""Who looks at a page of the square: nobody we know, or an account with (or still without) its member in the group."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from parvis.members.models import Account, Member
from parvis.members.reads import member_of_account
from parvis.publishers.models import Title
from parvis.site.cached import is_known
from parvis.site.reads import title_keyed


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever asks for a page of a title."""

    account: Account | None = None
    member: Member | None = None

    @property
    def name(self) -> str:
        """How the page calls them."""
        return self.member.pseudonym if self.member else str(self.account or "")


def visitor_of(request: HttpRequest, title: Title) -> Visitor:
    """The visitor; no query for the anonymous, three for an account (its session, itself, its member), asked once."""
    known: dict[int, Visitor] = request.__dict__.setdefault("square_visitors", {})
    if title.group_id not in known:
        is_in = is_known(request) and request.user.is_authenticated
        known[title.group_id] = Visitor(request.user, member_of_account(request.user, title.group)) if is_in else Visitor()  # type: ignore[arg-type]  # an account when authenticated
    return known[title.group_id]


View = Callable[..., HttpResponse]


def for_members(view: View) -> View:
    """Opens a view `view(request, title, member, …)` to an account with a named member; others go through the door first.

    What was typed in a form sent too early is not lost: the browser still has it, one page back.
    """

    @wraps(view)
    def answer(request: HttpRequest, key: str, **kwargs: Any) -> HttpResponse:
        title = title_keyed(key)
        member = visitor_of(request, title).member
        if member is None or not member.is_named:
            return redirect(door_to(title, request.get_full_path()))
        response = view(request, title, member, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    answer.right = "account"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it
    return answer


def door_to(title: Title, place: str) -> str:
    """The address of the title's door, which leads to `place` once one is in."""
    return f"{reverse('site:enter', args=[title.key])}?{urlencode({'next': place})}"


def safe_place(request: HttpRequest, otherwise: str) -> str:
    """Where `?next=` leads if it stays in this house, else `otherwise`."""
    asked = request.GET.get("next", "")
    return asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith("/") else otherwise
