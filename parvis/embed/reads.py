"""The first page of a thread as bytes, and the other answers of the embed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.utils import translation

from parvis.conversations.models import REACTIONS, Thread
from parvis.conversations.openness import Openness, openness_of, why_closed
from parvis.conversations.pages import moment, note_data
from parvis.conversations.policies import policy_of
from parvis.conversations.reads import thread_at, thread_numbered, thread_page
from parvis.kit import clock
from parvis.kit.addresses import normal_address
from parvis.kit.paging import write_cursor
from parvis.members.badges.reads import all_said, badges_in_force
from parvis.members.reads import has_single_sign_on
from parvis.publishers.looks.models import look_in_force
from parvis.publishers.models import Title
from parvis.publishers.policies import EffectivePolicy, policy_in_force
from parvis.publishers.rights import nothing_here
from parvis.publishers.titles import title_keyed


@dataclass(frozen=True, slots=True)
class PageAsked:
    """A page of a thread, by number or by the article's address."""

    title: str
    url: str
    thread_id: int | None
    sort: str
    language: str
    after: str = ""


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """The page as JSON bytes. `thread_id` None while nobody has written; `until` is when time alone changes it."""

    body: bytes
    thread_id: int | None
    version: int
    until: datetime | None


def page_answer(asked: PageAsked) -> PageAnswer:
    """The page asked for; at most three queries on a known thread. Raises Refusal 404 (title, thread), 422 (sort, cursor)."""
    thread = thread_asked(asked)
    with translation.override(asked.language):
        data = page_data(asked, thread)
    until = openness_of(thread, policy_of(thread)).changes_at if thread else None
    return PageAnswer(msgspec.json.encode(data), thread.pk if thread else None, thread.version if thread else 0, until)


def page_data(asked: PageAsked, thread: Thread | None) -> dict[str, Any]:
    """The page as plain values, in the language in force."""
    if thread is None:
        return {"thread": _empty_thread(asked), "posts": [], "pinned": [], "next": None}
    page = thread_page(thread_id=thread.pk, sort=asked.sort, after=asked.after, first_id=thread.first_id)
    following = write_cursor(page.after) if page.after else None
    head = thread_data(thread, asked.sort) | ({"heading": thread.heading, "first": page.first} if thread.is_own else {})
    head |= _moved(asked, thread)
    return {"thread": head, "posts": page.posts, "pinned": page.pinned, "next": following}


def _moved(asked: PageAsked, thread: Thread) -> dict[str, str]:
    """Today's address of the article, for a page that asked by a former one."""
    here = thread.article.address if thread.article and asked.thread_id is None else ""
    return {"moved": here} if here and here != normal_address(asked.url) else {}


def thread_asked(asked: PageAsked) -> Thread | None:
    """The thread a page is asked of; None while nobody has written under the article. Refusal 404 for an unknown number."""
    if asked.thread_id is None:
        return thread_at(title_key=asked.title, address=asked.url)
    thread = thread_numbered(asked.thread_id)
    if thread is None or not thread.is_shown:
        raise nothing_here()
    return thread


def thread_data(thread: Thread, sort: str) -> dict[str, Any]:
    """What the element needs to know of a thread."""
    policy = policy_of(thread)
    openness = openness_of(thread, policy)
    head = {"id": thread.pk, "version": thread.version, "count": thread.visible_posts}
    head |= opening_data(thread, policy, openness) | {"note": note_data(thread.note)}
    return head | {"sort": sort, "address": f"/t/{thread.title.key}/{thread.pk}/"} | _of_title(thread.title, policy)


def opening_data(thread: Thread, policy: EffectivePolicy, openness: Openness) -> dict[str, Any]:
    """Whether the thread is open, else why not and since when; when it opens and closes by itself."""
    closed = None
    if not openness.is_open:
        since = thread.closure.at if thread.closure else None
        closed = {"reason": why_closed(thread, policy, openness), "at": moment(since) if since else None}
        closed |= {"state": openness.state}
    times = {"opens_at": openness.opens_at, "closes_at": openness.closes_at, "changes_at": openness.changes_at}
    said = {name: moment(at) if at else None for name, at in times.items()}
    return {"open": openness.is_open, "closed": closed, **said}


def _empty_thread(asked: PageAsked) -> dict[str, Any]:
    title = title_keyed(asked.title)
    policy = policy_in_force(group_id=title.group_id, title_id=title.pk)
    nobody = Thread(title=title, opened_at=clock.now())
    head = {"id": None, "version": 0, "count": 0, "note": None, **opening_data(nobody, policy, openness_of(nobody, policy))}
    return head | {"sort": asked.sort, "address": None} | _of_title(title, policy)


def badges_data(group_id: int) -> dict[str, dict[str, str]]:
    """The badges readers may wear here, by key: label, what it means, its look; in the language in force."""
    said = all_said(badges_in_force(group_id), group_id)
    return {one.key: {"label": one.label, "said": one.said, "tone": one.tone} for one in said}


def _of_title(title: Title, policy: EffectivePolicy) -> dict[str, Any]:
    limits: dict[str, Any] = {
        "max_length": policy.max_length,
        "min_length": policy.min_length,
        "edit_minutes": policy.edit_minutes,
    }
    limits |= {"slow_seconds": policy.slow_seconds, "who": policy.who_posts, "pictures": policy.pictures != "none"}
    look = look_in_force(title.pk)
    return {
        "accent": look.accent_day if look else "",
        "mode": policy.mode,
        "badges": badges_data(title.group_id),
        "policy": limits | {"reactions": list(REACTIONS), "guests": False},
        "sso": has_single_sign_on(title),
        "charter": f"/charte/{title.key}/",
    }
