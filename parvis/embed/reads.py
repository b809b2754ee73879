"""The first page of a thread as bytes, and the other answers of the embed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.utils import translation
from django.utils.translation import gettext as _

from parvis.conversations.models import REACTIONS, Thread
from parvis.conversations.pages import moment
from parvis.conversations.reads import thread_at, thread_numbered, thread_page
from parvis.conversations.rights import archived_said, is_too_old
from parvis.kit.addresses import normal_address
from parvis.kit.paging import write_cursor
from parvis.members.reads import has_single_sign_on
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
    until = _closing_moment(thread, _policy_of(thread)) if thread else None
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
    policy = _policy_of(thread)
    closed = closing(thread, policy)
    head = {"id": thread.pk, "version": thread.version, "count": thread.visible_posts, "open": closed is None, "closed": closed}
    return head | {"sort": sort, "address": f"/t/{thread.title.key}/{thread.pk}/"} | _of_title(thread.title, policy)


def _empty_thread(asked: PageAsked) -> dict[str, Any]:
    title = title_keyed(asked.title)
    head = {"id": None, "version": 0, "count": 0, "open": True, "closed": None, "sort": asked.sort, "address": None}
    return head | _of_title(title, policy_in_force(group_id=title.group_id, title_id=title.pk))


def _of_title(title: Title, policy: EffectivePolicy) -> dict[str, Any]:
    limits = {"max_length": policy.max_length, "min_length": policy.min_length, "edit_minutes": policy.edit_minutes}
    return {
        "mode": policy.mode,
        "policy": limits | {"reactions": list(REACTIONS), "guests": False},
        "sso": has_single_sign_on(title),
        "charter": f"/charte/{title.key}/",
    }


def closing(thread: Thread, policy: EffectivePolicy) -> dict[str, Any] | None:
    """Why and since when the thread is closed, as plain values; None when it is open."""
    if thread.space is not None and thread.space.archived_at:
        return {"reason": archived_said(), "at": moment(thread.space.archived_at)}
    if closure := thread.closure:
        return {"reason": closure.reason or _("The newsroom has closed this discussion."), "at": moment(closure.at)}
    if is_too_old(thread, policy):
        return {"reason": _("This discussion closed after %(days)s days.") % {"days": policy.close_after_days}, "at": None}
    return None


def _closing_moment(thread: Thread, policy: EffectivePolicy) -> datetime | None:
    if not policy.close_after_days or is_too_old(thread, policy):
        return None
    born = (thread.article.published_at if thread.article else None) or thread.opened_at
    return born + timedelta(days=policy.close_after_days)


def _policy_of(thread: Thread) -> EffectivePolicy:
    return policy_in_force(group_id=thread.title.group_id, title_id=thread.title_id, section_id=thread.section_id)
