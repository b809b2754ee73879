"""What signed-in members do on the square, by plain forms: open, answer, change, withdraw, react, signal."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parvis.conversations.acts import edit_post, open_thread, publish_post, react, take_reaction_back, withdraw_post
from parvis.conversations.acts.publishing import Published
from parvis.conversations.models import Post, Reaction, Thread
from parvis.conversations.policies import policy_of
from parvis.conversations.reads import LARGEST
from parvis.conversations.rights import ensure_may_open
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.kit.visitors import address_of
from parvis.members.models import Member
from parvis.moderation.acts import signal_subject
from parvis.publishers.models import Title
from parvis.publishers.rights import nothing_here
from parvis.site.addresses import post_address, space_address, thread_address
from parvis.site.composing import Composed, composed
from parvis.site.forms import SignalForm, ThreadForm, WordsForm
from parvis.site.frames import of_title
from parvis.site.places import space_keyed
from parvis.site.reads import ensure_shown, thread_of, title_keyed
from parvis.site.visitors import for_members, visitor_of

FORMS = ["GET", "HEAD", "POST"]


@require_http_methods(FORMS)
@for_members
def new(request: HttpRequest, title: Title, member: Member, space_key: str) -> HttpResponse:
    """A thread of its own: a heading and its first words."""
    space = space_keyed(title, space_key)
    if isinstance(space, str):
        return redirect("site:new", title.key, space)
    ensure_may_open(member, title, space)
    opening: dict[str, Any] = {"member": member, "title": title, "space": space}
    made = composed(
        request,
        ThreadForm,
        member=member,
        thread=lambda values: Thread(title=title, space=space, heading=values["heading"], opened_at=clock.now()),
        send=lambda values: open_thread(**opening, heading=values["heading"], source=values["text"], **_sent(values)),
    )
    if made.published:
        return _followed(request, made.published)
    context: dict[str, Any] = {"space": space, "made": made, "back": space_address(title, space)}
    context["takes_pictures"] = _takes_pictures(Thread(title=title, space=space, opened_at=clock.now()))
    return render(request, "site/new.html", of_title(request, title) | context, status=made.status)


@require_http_methods(FORMS)
@for_members
def reply(request: HttpRequest, title: Title, member: Member, thread_id: int) -> HttpResponse:
    """An answer to the thread, or to one of its posts (`?to=`)."""
    thread = thread_of(title.key, thread_id)
    ensure_shown(thread, member)
    parent = _answered(thread, request.GET.get("to", ""))
    answering: dict[str, Any] = {"member": member, "thread": thread, "parent_id": parent.pk if parent else None}
    made = composed(
        request,
        WordsForm,
        member=member,
        thread=lambda _values: thread,
        send=lambda values: publish_post(**answering, source=values["text"], **_sent(values)),
    )
    if made.published:
        return _followed(request, made.published)
    context: dict[str, Any] = {"thread": thread, "parent": parent, "made": made, "back": thread_address(thread)}
    context["takes_pictures"] = _takes_pictures(thread)
    return render(request, "site/reply.html", of_title(request, title) | context, status=made.status)


@require_http_methods(FORMS)
@for_members
def edit(request: HttpRequest, title: Title, member: Member, post_id: int) -> HttpResponse:
    """One's own words, changed within the time given for it; with the heading of the thread they open."""
    post = _own(title, member, post_id)
    form = ThreadForm if post.is_first else WordsForm
    made = composed(
        request,
        form,
        member=member,
        thread=lambda _values: post.thread,
        send=lambda values: edit_post(
            member=member, post_id=post.pk, source=values["text"], heading=values.get("heading"), advised=values["advised"]
        ),
    )
    if made.published:
        return _followed(request, made.published)
    if request.method != "POST":
        made = Composed(form(initial={"text": post.source, "heading": post.thread.heading}))
    context = {"post": post, "made": made, "back": post_address(post)}
    return render(request, "site/edit.html", of_title(request, title) | context, status=made.status)


@require_http_methods(FORMS)
@for_members
def withdraw(request: HttpRequest, title: Title, member: Member, post_id: int) -> HttpResponse:
    """Asks, then takes one's own words out of sight for good."""
    post = _own(title, member, post_id)
    if request.method == "POST":
        withdraw_post(member=member, post_id=post.pk)
        messages.success(request, _("Your message is withdrawn."))
        post.thread.refresh_from_db(fields=["is_shown", "heading"])
        there = post.thread.is_shown or post.thread.space is None
        return redirect(thread_address(post.thread) if there else space_address(title, post.thread.space))  # type: ignore[arg-type]  # a thread out of sight has a space
    context = {"post": post, "back": post_address(post)}
    return render(request, "site/withdraw.html", of_title(request, title) | context)


@require_POST
@for_members
def react_to(request: HttpRequest, title: Title, member: Member, post_id: int) -> HttpResponse:
    """Adds a reaction, or takes it back when it was already there."""
    post, kind = _post(title, post_id), request.POST.get("kind", "")
    known = Reaction.objects.filter(post=post, member=member, kind=kind).exists()
    (take_reaction_back if known else react)(member=member, post_id=post.pk, kind=kind)
    return redirect(post_address(post))


@require_http_methods(FORMS)
def signal(request: HttpRequest, key: str, post_id: int) -> HttpResponse:
    """A signal to the newsroom, with or without an account."""
    title = title_keyed(key)
    post, form = _post(title, post_id), SignalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        member = visitor_of(request, title).member
        told = form.cleaned_data | {"member_id": member.pk if member else None, "visitor": address_of(request)}
        signal_subject(subject=post.subject, **told)
        messages.success(request, _("Thank you. The newsroom will look at this message."))
        return redirect(post_address(post))
    context = {"post": post, "form": form, "back": post_address(post)}
    status = 422 if form.errors else 200
    return render(request, "site/signal.html", of_title(request, title) | context, status=status)


signal.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


def _sent(values: dict[str, Any]) -> dict[str, Any]:
    return {"advised": values["advised"], "key": values["key"], "picture": values["hung"]}


def _takes_pictures(thread: Thread) -> bool:
    return policy_of(thread).pictures != "none"


def _followed(request: HttpRequest, published: Published) -> HttpResponse:
    post = published.post
    if not post.is_visible:
        messages.info(request, _("Thank you. The newsroom reads this message before it appears; you will be told."))
        return redirect(thread_address(post.thread))
    return redirect(post_address(post))


def _answered(thread: Thread, asked: str) -> Post | None:
    if not asked:
        return None
    number = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
    parent = Post.objects.visible().select_related("author").filter(pk=number, thread=thread).first()
    if parent is None:
        raise Refusal("parent_gone", 404, _("The message you are replying to is no longer there."))
    return parent


def _post(title: Title, post_id: int) -> Post:
    found = Post.objects.visible().select_related("thread__article", "thread__title__group", "thread__space", "author")
    post = found.filter(pk=post_id, thread__title=title, thread__is_shown=True).first() if post_id <= LARGEST else None
    if post is None:
        raise nothing_here()
    return post


def _own(title: Title, member: Member, post_id: int) -> Post:
    found = Post.objects.select_related("thread__article", "thread__title__group", "thread__space", "author")
    post = found.filter(pk=post_id, thread__title=title, author=member).first() if post_id <= LARGEST else None
    if post is None:
        raise nothing_here()
    return post
