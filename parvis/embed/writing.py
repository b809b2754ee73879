"""Addresses through which readers write under an article."""

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from parvis.conversations.acts import edit_post, publish_post, react, take_reaction_back, withdraw_post
from parvis.conversations.acts.publishing import Published
from parvis.conversations.limits import Tally, seconds_left
from parvis.conversations.models import Thread
from parvis.conversations.pages import own_row, post_data, reactions_data
from parvis.conversations.policies import policy_of
from parvis.conversations.reads import LARGEST, thread_at, thread_numbered, unsaved_thread
from parvis.embed.doors import body_of, for_pages, json_answer
from parvis.kit.refusals import Refusal
from parvis.kit.visitors import address_of
from parvis.members.sessions import ensure_member, member_of
from parvis.moderation.acts import signal_subject
from parvis.moderation.models import Standing
from parvis.publishers.acts import allowed_address, ensure_own_page, find_article
from parvis.publishers.rights import nothing_here
from parvis.publishers.titles import title_keyed


class NewPost(msgspec.Struct):
    """A post as the element sends it, under the article of that address or in the thread of that number."""

    text: str
    title: str = ""
    url: str = ""
    thread: int | None = None
    parent: int | None = None
    quote: int | None = None
    advised: bool = False
    key: str = ""
    picture: str = ""


class NewWords(msgspec.Struct):
    """A post's words, changed."""

    text: str
    advised: bool = True


class NewSignal(msgspec.Struct):
    """A reader's signal."""

    reason: str
    words: str = ""
    visitor: str = ""


@for_pages("POST", right="member")
def posts(request: HttpRequest) -> HttpResponse:
    """Publishes a post under the article, whose page must belong to the title."""
    member = ensure_member(request)
    form = body_of(request, NewPost)
    thread = thread_for_writing(form.thread, form.title, form.url, asking_page(request))
    published = publish_post(
        member=member,
        thread=thread,
        source=form.text,
        parent_id=form.parent,
        quoted_id=form.quote,
        advised=form.advised,
        key=form.key,
        picture=form.picture,
    )
    return json_answer(_published(published, is_new=True), 200 if published.is_repeat else 201)


def asking_page(request: HttpRequest) -> str:
    """The origin of the page that asks; empty for the square's own pages, which stand on no site of the title."""
    origin = request.headers.get("Origin", "")
    return "" if origin == f"{request.scheme}://{request.get_host()}" else origin


def thread_for_writing(number: int | None, title_key: str, address: str, origin: str) -> Thread:
    """The thread of that number, or under the article of that address (not stored while nobody has written there).

    Raises Refusal 404, 403 for a page or an address of elsewhere.
    """
    if number is not None:
        return _numbered(number, origin)
    title = title_keyed(title_key)
    address = allowed_address(title=title, address=address, asked_from=origin)
    known = thread_at(title_key=title.key, address=address)
    return known or unsaved_thread(title=title, article=find_article(title=title, address=address, asked_from=origin))


def _numbered(number: int, origin: str) -> Thread:
    """The thread of that number, for a page of its title or of this house. Raises Refusal 404, 403 `origin_not_allowed`."""
    thread = thread_numbered(number) if 0 < number <= LARGEST else None
    if thread is None or not thread.is_shown:
        raise nothing_here()
    ensure_own_page(title=thread.title, asked_from=origin)
    return thread


def _published(published: Published, *, is_new: bool = False) -> dict[str, object]:
    post = published.post
    answer: dict[str, object] = {"ok": True, "version": published.version, "post": post_data(own_row(post), own=True)}
    is_paced = is_new and not any(badge.startswith("staff:") for badge in post.badges)
    answer["wait"] = seconds_left(policy_of(post.thread), Tally(last_at=post.written_at)) if is_paced else 0
    if post.standing != Standing.PUBLISHED:
        answer["message"] = _("Thank you. The newsroom reads this post before it appears; you will be told.")
    return answer


@for_pages("PATCH", "DELETE", right="member")
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Changes or withdraws one's own post."""
    member = ensure_member(request)
    if request.method == "DELETE":
        return json_answer({"ok": True, "version": withdraw_post(member=member, post_id=post_id)})
    form = body_of(request, NewWords)
    return json_answer(_published(edit_post(member=member, post_id=post_id, source=form.text, advised=form.advised)))


@for_pages("PUT", "DELETE", right="member")
def reaction(request: HttpRequest, post_id: int, kind: str) -> HttpResponse:
    """Adds a reaction, or takes it back."""
    member = ensure_member(request)
    act = react if request.method == "PUT" else take_reaction_back
    reacted = act(member=member, post_id=post_id, kind=kind)
    return json_answer({"ok": True, "reactions": reactions_data(reacted.reactions), "version": reacted.version})


@for_pages("POST")
def signal(request: HttpRequest, post_id: int) -> HttpResponse:
    """Receives a signal, with or without account."""
    form = body_of(request, NewSignal)
    member = member_of(request)
    visitor = f"{form.visitor[:100]}|{address_of(request)}"
    if len(form.words) > 5000:
        raise Refusal("too_long", 422, _("This text is too long to be read here."), field="words")
    signal_subject(
        subject=f"post:{post_id}", reason=form.reason, words=form.words, member_id=member.pk if member else None, visitor=visitor
    )
    return json_answer({"ok": True, "message": _("Thank you. The newsroom will look at this post.")}, 202)
