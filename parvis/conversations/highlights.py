"""What a title shows of its discussions elsewhere: the latest posts, the most active discussions, the selection."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from parvis.conversations.models import Post, Thread
from parvis.conversations.pages import moment
from parvis.kit import clock
from parvis.moderation.models import Standing, StandingChange
from parvis.publishers.models import Title
from parvis.publishers.rights import nothing_here

KINDS = ("latest", "active", "selected")
#: Hours over which activity is counted, and characters kept of a post.
ACTIVE_HOURS, EXCERPT = 48, 240
_PLACES = ("author", "thread__article", "thread__title", "thread__section")


def highlights(*, title: Title, kind: str, count: int = 5, section: str = "") -> list[dict[str, Any]]:
    """Up to `count` posts (`latest`, `selected`) or discussions (`active`) of a title, or of one of its sections.

    Two queries at most. Only what readers see. Raises Refusal 404 for another kind.
    """
    if kind not in KINDS:
        raise nothing_here()
    threads = Thread.objects.public().filter(title=title)
    threads = threads.filter(section__key=section) if section else threads
    if kind == "active":
        return [_thread_data(thread) for thread in _active(threads, count)]
    return [_post_data(post) for post in (_latest(threads, count) if kind == "latest" else _selected(threads, count))]


def _latest(threads: QuerySet[Thread], count: int) -> list[Post]:
    # The latest posts of all are in the threads last written in: an index gives these.
    lively = list(threads.filter(last_post_at__isnull=False).order_by("-last_post_at").values_list("pk", flat=True)[:count])
    posts = Post.objects.visible().filter(thread__in=lively).select_related(*_PLACES)
    return list(posts.order_by("-written_at", "-pk")[:count])


def _selected(threads: QuerySet[Thread], count: int) -> list[Post]:
    chosen = Post.objects.visible().filter(selections__ended_at__isnull=True, selections__isnull=False, thread__in=threads)
    return list(chosen.select_related(*_PLACES).order_by("-selections__at", "-pk")[:count])


def _active(threads: QuerySet[Thread], count: int) -> list[Thread]:
    since = clock.now() - timedelta(hours=ACTIVE_HOURS)
    written = Count("posts", filter=Q(posts__written_at__gte=since, posts__standing=Standing.PUBLISHED))
    lively = threads.filter(last_post_at__gte=since).annotate(lately=written).order_by("-lately", "-last_post_at")
    found: list[Thread] = [*lively.select_related("article", "title", "section")[:count]]
    if len(found) < count:
        known = [thread.pk for thread in found]
        rest = threads.exclude(pk__in=known).filter(last_post_at__isnull=False).order_by("-last_post_at")
        found += [*rest.select_related("article", "title", "section")[: count - len(found)]]
    return found


def _post_data(post: Post) -> dict[str, Any]:
    text = excerpt(post.text)
    said = {"id": post.pk, "author": post.author.pseudonym, "at": moment(post.written_at), "text": text, "html": post.html}
    return said | {"language": post.language, "address": post_address(post), "thread": _head(post.thread)}


def _thread_data(thread: Thread) -> dict[str, Any]:
    at = moment(thread.last_post_at) if thread.last_post_at else None
    lately = getattr(thread, "lately", 0)
    return {"id": thread.pk, "at": at, "lately": lately, "address": _home(thread), "thread": _head(thread)}


def _head(thread: Thread) -> dict[str, Any]:
    section = thread.section.name if thread.section else ""
    return {"id": thread.pk, "name": thread.name, "count": thread.visible_posts, "section": section, "address": _home(thread)}


def _home(thread: Thread) -> str:
    """Where a discussion is read: its article, or its own page."""
    return thread.article.address if thread.article else f"{settings.PARVIS_ADDRESS}/t/{thread.title.key}/{thread.pk}/"


def post_address(post: Post) -> str:
    """Where a post is read among the others; its thread, article and title should be at hand."""
    return f"{_home(post.thread)}#parvis-{post.pk}"


def permanent_address(post_id: int) -> str:
    """The post's own address, whatever becomes of its thread."""
    return f"{settings.PARVIS_ADDRESS}/p/{post_id}/"


def excerpt(text: str, most: int = EXCERPT) -> str:
    """The beginning of a text on one line, at most `most` characters, cut at a word and ended by an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[:most]
    kept = cut if line[most - 1] == " " else cut[: cut.rfind(" ")] if " " in cut else cut[:-1]
    return re.sub(r"[\s,;:.!?…–—-]+$", "", kept[: most - 1]) + "…"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A post shown alone; `gone` (removed, withdrawn) when readers no longer see it, and then without its words."""

    post: Post
    gone: str

    @property
    def text(self) -> str:
        """Its words, on one line a paragraph; empty once gone."""
        return "" if self.gone else self.post.text

    @property
    def version(self) -> str:
        """What changes whenever its picture would."""
        post, title = self.post, self.post.thread.title
        return f"{post.pk}.{post.revision}.{self.gone}.{post.author.pseudonym}.{title.accent}.{title.name}.{post.thread.name}"


def quoted(post_id: int) -> Quoted:
    """A post shown alone, if readers see it or once did. Raises Refusal 404: what was never seen does not exist."""
    places = ("author", "thread__article", "thread__title__group", "thread__section")
    post = Post.objects.select_related(*places).filter(pk=post_id).first() if post_id < 2**63 else None
    if post is None:
        raise nothing_here()
    if post.is_visible:
        return Quoted(post, "" if post.thread.is_shown else "removed")
    if not StandingChange.objects.filter(subject=post.subject, after=Standing.PUBLISHED).exists():
        raise nothing_here()
    return Quoted(post, "withdrawn" if post.standing == Standing.WITHDRAWN else "removed")


def post_shown_for(thread: Thread) -> int | None:
    """The post that stands for a whole thread: its first words, else the newsroom's choice, else the most reacted to."""
    if thread.first_id:
        return thread.first_id
    shown = Post.objects.visible().filter(thread=thread)
    chosen = shown.filter(selections__ended_at__isnull=True, selections__isnull=False).order_by("-selections__at")
    best = shown.filter(parent__isnull=True).order_by("-reacted", "-pk")
    return chosen.values_list("pk", flat=True).first() or best.values_list("pk", flat=True).first()
