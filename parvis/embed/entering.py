"""How a reader comes in under an article, and what they alone see."""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

from parvis.conversations.pages import moment
from parvis.conversations.reads import mine_in_thread, thread_numbered
from parvis.embed.allowing import may_data
from parvis.embed.doors import body_of, for_pages, json_answer
from parvis.embed.following import reading_data
from parvis.embed.telling import member_here
from parvis.members.acts import choose_pseudonym, enter_by_token
from parvis.members.leaving.persons import way_for
from parvis.members.models import Member, Notice
from parvis.members.reads import member_data, open_notices
from parvis.members.sessions import ensure_member, session_for
from parvis.members.sso import BadToken, read_token
from parvis.members.telling.acts import see_notice
from parvis.members.telling.reads import unread_of
from parvis.moderation.letters import notice_words, rules_cited
from parvis.moderation.models import Rule
from parvis.publishers.titles import title_keyed


class TokenShown(msgspec.Struct):
    """A publisher's token, shown at a title."""

    title: str
    token: str


class NameChosen(msgspec.Struct):
    """A pseudonym."""

    name: str


@for_pages("POST")
def session(request: HttpRequest) -> HttpResponse:
    """Exchanges the publisher's token for a session; a bad or stale one lets its reader read, and says why."""
    form = body_of(request, TokenShown)
    try:
        claims = read_token(form.token, title_keyed(form.title))
    except BadToken as refused:
        nobody = {"session": None, "expires": None, "member": None, "needs_name": False}
        return json_answer({"ok": True, **nobody, "reason": refused.reason})
    member = enter_by_token(group=title_keyed(form.title).group, claims=claims)
    return json_answer({"ok": True, "reason": None, **session_data(member)})


def session_data(member: Member) -> dict[str, Any]:
    """A new session of the member as plain values."""
    made = session_for(member)
    words = {"session": made.bearer, "expires": moment(made.expires)}
    return words | {"member": member_data(member), "needs_name": not member.is_named}


@for_pages("POST", right="member")
def name(request: HttpRequest) -> HttpResponse:
    """Gives the reader the pseudonym they choose."""
    member = choose_pseudonym(member=ensure_member(request), name=body_of(request, NameChosen).name)
    return json_answer({"ok": True, "member": member_data(member)})


@for_pages("GET", right="member")
def mine(request: HttpRequest) -> HttpResponse:
    """The reader's own held posts, reactions and notices, and whether they may write."""
    member = ensure_member(request)
    title = title_keyed(request.GET.get("title", ""))
    number = request.GET.get("thread", "")
    thread = thread_numbered(int(number)) if number.isdecimal() and len(number) < 19 else None
    own = mine_in_thread(member=member, thread_id=thread.pk) if thread else None
    answer = {"member": member_data(member), "needs_name": not member.is_named, "may": may_data(member, title, thread)}
    answer |= {"held": own.held if own else [], "reactions": own.reactions if own else {}}
    return json_answer(answer | {"notices": notices_data(member), "unread": unread_of([member])} | reading_data(member, thread))


@for_pages("POST", right="member")
def notice_seen(request: HttpRequest, notice_id: int) -> HttpResponse:
    """The reader has read the notice."""
    see_notice(members=[ensure_member(request)], notice_id=notice_id)
    return HttpResponse(status=204)


def notices_data(member: Member) -> list[dict[str, Any]]:
    """The reader's open notices in their language, each with the rule it cites; two queries."""
    notices = open_notices(member)
    rules = rules_cited(notices)
    return [_notice_data(notice, rules.get(notice.data.get("rule", 0))) for notice in notices]


def _notice_data(notice: Notice, rule: Rule | None) -> dict[str, Any]:
    _kind, _colon, number = str(notice.data.get("subject", "")).partition(":")
    cited = {"number": rule.number, "title": rule.name} if rule else None
    post = int(number) if number.isdigit() else None
    words = {"text": notice_words(notice), "at": moment(notice.made_at), "rule": cited}
    return {"id": notice.pk, "kind": notice.kind, "post": post, "reason": notice.data.get("reason", ""), **words}


@for_pages("POST", right="member")
def my_data(request: HttpRequest) -> HttpResponse:
    """The address, good for ten minutes, of the page where a reader of the title's publisher copies or erases their data."""
    return json_answer({"ok": True, "address": way_for(member_here(request))})
