"""Addresses of what a reader is told: the bell's list, and how each kind is told."""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from parvis.conversations.pages import moment
from parvis.embed.doors import body_of, for_pages, json_answer
from parvis.members.models import Member
from parvis.members.sessions import ensure_member
from parvis.members.sso import BadToken, read_token
from parvis.members.telling.acts import choose_way, keep_mail, see_notices, stop_mail
from parvis.members.telling.letters import words_of
from parvis.members.telling.reads import choices_of, kept_mail_of, told_to, unread_of
from parvis.publishers.rights import nothing_here
from parvis.publishers.titles import title_keyed


def member_here(request: HttpRequest) -> Member:
    """The member of the request, at a title of their own group (`title=`). Raises Refusal 401, and 404 elsewhere."""
    member = ensure_member(request)
    if title_keyed(request.GET.get("title", "")).group_id != member.group_id:
        raise nothing_here()
    return member


class UpTo(msgspec.Struct):
    """The newest notice that was shown."""

    up_to: int


class Way(msgspec.Struct):
    """How a kind of thing is to be told."""

    kind: str
    way: str


class Mail(msgspec.Struct):
    """Whether the address of the publisher's token may be kept; the token, where the page still has it, brings it now."""

    on: bool
    token: str = ""


@for_pages("GET", right="member")
def notices(request: HttpRequest) -> HttpResponse:
    """What the reader has been told, newest first, and how many they have not read."""
    member = member_here(request)
    found = told_to([member])
    words = words_of(found)
    said = [
        {
            "id": notice.pk,
            "kind": notice.kind,
            "text": words[notice.pk].said,
            "heading": words[notice.pk].heading,
            "excerpt": words[notice.pk].excerpt,
            "link": words[notice.pk].link,
            "at": moment(notice.made_at),
            "seen": notice.seen_at is not None,
        }
        for notice in found
        if notice.pk in words
    ]
    return json_answer({"unread": unread_of([member]), "notices": said})


@for_pages("GET", right="member")
def unread(request: HttpRequest) -> HttpResponse:
    """How many notices the reader has not read: what the bell asks when its page comes back before their eyes."""
    return json_answer({"unread": unread_of([member_here(request)])})


@for_pages("PUT", right="member")
def notices_seen(request: HttpRequest) -> HttpResponse:
    """The reader has had the list before their eyes."""
    see_notices(member=member_here(request), up_to=body_of(request, UpTo).up_to)
    return HttpResponse(status=204)


@for_pages("GET", "PUT", right="member")
def choices(request: HttpRequest) -> HttpResponse:
    """How each kind of thing is told to the reader, and changing it."""
    member = member_here(request)
    if request.method == "PUT":
        form = body_of(request, Way)
        choose_way(member=member, kind=form.kind, way=form.way)
    return json_answer(choices_data(member))


@for_pages("PUT", right="member")
def mail(request: HttpRequest) -> HttpResponse:
    """Agrees to letters at the address that the publisher's token carries, or no longer."""
    member, form = member_here(request), body_of(request, Mail)
    if form.on:
        keep_mail(member=member, mail=_mail_in(form.token, request.GET["title"], member))
    else:
        stop_mail(member=member)
    return json_answer(choices_data(member))


def _mail_in(token: str, title_key: str, member: Member) -> str:
    """The address in the member's own token; empty when it is stale, another's, or carries none: the next one will bring it."""
    try:
        claims = read_token(token, title_keyed(title_key))
    except BadToken:
        return ""
    theirs = member.identities.filter(issuer=claims.issuer, subject=claims.subject)
    return claims.mail if theirs.exists() else ""


def choices_data(member: Member) -> dict[str, Any]:
    """The choices as plain values; `mail` says whether letters can leave, and why not."""
    kept = None if member.account_id else kept_mail_of(member)
    state = "on" if member.account_id or (kept and kept.mail) else "awaited" if kept else "off"
    chosen = [
        {"kind": choice.kind.key, "label": str(choice.kind.label), "way": choice.way, "ways": choice.ways}
        for choice in choices_of(member)
    ]
    words = {
        "on": _("Letters go to the address of your account."),
        "awaited": _("Letters will leave once the newspaper has given us your address, at your next visit."),
        "off": _("Your address is not kept here: no letter leaves until you ask for them."),
    }[state]
    return {"choices": chosen, "mail": {"state": state, "words": words, "own": member.account_id is not None}}
