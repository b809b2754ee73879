"""Atom feeds: of a title, a space, a thread, the selection, a member; the full text of posts in sight, and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from feedgen.feed import FeedGenerator

from parvis.conversations.models import Post, Thread
from parvis.moderation.models import Standing
from parvis.publishers.models import Title
from parvis.publishers.rights import nothing_here
from parvis.site.addresses import post_address, space_address, thread_address
from parvis.site.cached import for_readers
from parvis.site.places import chosen_at, space_keyed
from parvis.site.profiles import member_of_title, posts_in_sight, profile_of
from parvis.site.reads import ensure_shown, thread_of, title_keyed

ENTRIES = 30
KIND = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class _Feed:
    title: Title
    name: str
    path: str
    posts: list[Post]


@require_safe
@for_readers
def of_title(request: HttpRequest, key: str) -> HttpResponse:
    """The discussions of their own opened at the title, the last opened first."""
    title = title_keyed(key)
    opened = Thread.objects.public().filter(title=title, first__isnull=False).order_by("-opened_at")
    posts = _posts(Post.objects.filter(pk__in=[row.first_id for row in opened[:ENTRIES]]))
    return _answer(request, _Feed(title, _("Discussions of %(title)s") % {"title": title.name}, f"/t/{key}/", posts))


@require_safe
@for_readers
def of_space(request: HttpRequest, key: str, space_key: str) -> HttpResponse:
    """The discussions of a space, the last opened first."""
    title = title_keyed(key)
    space = space_keyed(title, space_key)
    if isinstance(space, str):
        raise nothing_here()
    opened = Thread.objects.public().filter(space=space, first__isnull=False).order_by("-opened_at")
    posts = _posts(Post.objects.filter(pk__in=[row.first_id for row in opened[:ENTRIES]]))
    return _answer(request, _Feed(title, f"{space.name} · {title.name}", space_address(title, space), posts))


@require_safe
@for_readers
def of_thread(request: HttpRequest, key: str, thread_id: int) -> HttpResponse:
    """The posts of a thread, the last written first."""
    thread = thread_of(key, thread_id)
    ensure_shown(thread, None)
    posts = _posts(Post.objects.filter(thread=thread).order_by("-pk"))
    return _answer(request, _Feed(thread.title, thread.name, thread_address(thread), posts))


@require_safe
@for_readers
def of_selection(request: HttpRequest, key: str) -> HttpResponse:
    """The posts the newsroom chose, the last chosen first."""
    title = title_keyed(key)
    posts = []
    for chosen in chosen_at(title)[:ENTRIES]:
        chosen.post.thread = chosen.thread
        posts.append(chosen.post)
    name = _("Chosen by the newsroom") + f" · {title.name}"
    return _answer(request, _Feed(title, name, f"/t/{key}/selection/", posts))


@require_safe
@for_readers
def of_member(request: HttpRequest, key: str, member_id: int) -> HttpResponse:
    """What a member wrote at the title, unless they keep the list for themself."""
    title = title_keyed(key)
    member = member_of_title(title, member_id)
    profile = profile_of(member)
    if profile is not None and not profile.shows_posts:
        raise nothing_here()
    posts = list(posts_in_sight(title, member).select_related("author", "thread__article", "thread__title")[:ENTRIES])
    return _answer(request, _Feed(title, f"{member.pseudonym} · {title.name}", f"/t/{key}/members/{member_id}/", posts))


def _posts(wanted: Any) -> list[Post]:
    shown = wanted.filter(standing=Standing.PUBLISHED).select_related("author", "thread__article", "thread__title")
    return list(shown.order_by("-written_at", "-pk")[:ENTRIES])


def _answer(request: HttpRequest, feed: _Feed) -> HttpResponse:
    return HttpResponse(_written(request, feed), content_type=KIND)


def _written(request: HttpRequest, feed: _Feed) -> bytes:
    whole = request.build_absolute_uri
    made = FeedGenerator()
    made.id(whole(feed.path))
    made.title(feed.name)
    made.language(feed.title.language)
    made.link(href=whole(feed.path), rel="alternate", type="text/html")
    made.link(href=whole(request.path), rel="self", type="application/atom+xml")
    made.updated(_latest(feed.posts))
    # feedgen would sign each entry with the time it was made; ours say when their words were.
    made.generator("Parvis")
    for post in feed.posts:
        _add(made, post, whole)
    return bytes(made.atom_str(pretty=False))


def _add(made: FeedGenerator, post: Post, whole: Any) -> None:
    entry = made.add_entry(order="append")
    address = whole(post_address(post))
    entry.id(address.split("#")[0])
    name = post.thread.name
    entry.title(name if post.pk == post.thread.first_id else f"{post.author.pseudonym} · {name}")
    entry.link(href=address, rel="alternate", type="text/html")
    entry.author(name=post.author.pseudonym)
    entry.published(post.written_at)
    entry.updated(post.edited_at or post.written_at)
    entry.content(post.html, type="html")


def _latest(posts: Iterable[Post]) -> datetime:
    return max((post.edited_at or post.written_at for post in posts), default=datetime(2000, 1, 1, tzinfo=UTC))
