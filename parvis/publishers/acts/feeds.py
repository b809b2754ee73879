"""Feeds and sitemaps: declared, asked, ended; and the articles they list, found or told anew."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from parvis.journal.acts import record
from parvis.journal.facts import FeedDeclared, FeedEnded
from parvis.kit import clock
from parvis.kit.addresses import normal_address
from parvis.kit.fetching import Document
from parvis.kit.metadata import ArticleMetadata
from parvis.kit.refusals import Refusal
from parvis.publishers.acts import describe_article, find_article
from parvis.publishers.listings import Listed
from parvis.publishers.models import Article, ArticleFeed, Section, Site, Title
from parvis.publishers.rights import ensure_may, nothing_here

#: A feed that fails is asked again after twice as long each time, at most this long.
LONGEST_WAIT = timedelta(hours=24)
BOUNDS = (5, 1440)
MOST_FEEDS = 50
#: New articles taken from one answer: what is older than the newest ones is an archive, found when somebody reads it.
MOST_NEW = 200
FRESH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a listing: articles found for the first time, told anew, and addresses of no site of the title."""

    found: int = 0
    told: int = 0
    elsewhere: int = 0


@transaction.atomic
def declare_feed(
    *, site: Site, address: str, every_minutes: int = 10, section: Section | None = None, account_id: int | None
) -> ArticleFeed:
    """Has a feed or sitemap asked every so many minutes, from now on; its articles with no section get this one.

    Raises Refusal 403 or 404 (right), 409 (already declared, too many), 422 (address, minutes, section of another title).
    """
    ensure_may(account_id, "configure", title=site.title)
    normal = normal_address(address)
    if not BOUNDS[0] <= every_minutes <= BOUNDS[1]:
        words = _("A number between %(least)s and %(most)s is expected.") % {"least": BOUNDS[0], "most": BOUNDS[1]}
        raise Refusal("bad_minutes", 422, words, field="every_minutes")
    if section and section.title_id != site.title_id:
        raise Refusal("other_title", 422, _("This section belongs to another title."), field="section")
    current = ArticleFeed.objects.filter(title=site.title, ended_at__isnull=True)
    if current.filter(address=normal).exists():
        raise Refusal("feed_known", 409, _("This feed is already asked."), field="address")
    if current.count() >= MOST_FEEDS:
        raise Refusal("too_many_feeds", 409, _("A title has at most %(most)s feeds.") % {"most": MOST_FEEDS})
    now = clock.now()
    feed = ArticleFeed.objects.create(
        title=site.title, site=site, section=section, address=normal, every_minutes=every_minutes, declared_by_id=account_id,
        declared_at=now, next_at=now,
    )  # fmt: skip
    record(FeedDeclared(**_where(feed, account_id), feed_id=feed.pk, address=normal))
    return feed


@transaction.atomic
def end_feed(*, feed: ArticleFeed, account_id: int) -> None:
    """Asks it no more; the articles it brought stay. Raises Refusal 403 or 404; ending it twice changes nothing."""
    ensure_may(account_id, "configure", title=feed.title)
    if ArticleFeed.objects.filter(pk=feed.pk, ended_at__isnull=True).update(ended_at=clock.now()):
        record(FeedEnded(**_where(feed, account_id), feed_id=feed.pk, address=feed.address))


@transaction.atomic
def ask_feed_now(*, feed: ArticleFeed, account_id: int) -> None:
    """Has the feed asked within a minute, whole, whatever its failures. Raises Refusal 403 or 404."""
    ensure_may(account_id, "configure", title=feed.title)
    if feed.ended_at is not None:
        raise nothing_here()
    ArticleFeed.objects.filter(pk=feed.pk).update(next_at=clock.now(), etag="", last_modified="")


@transaction.atomic
def feeds_to_ask(*, most: int) -> list[int]:
    """Takes the feeds that are due, and puts their next asking off: two workers never ask one at once."""
    now = clock.now()
    due = ArticleFeed.objects.select_for_update(skip_locked=True).filter(ended_at__isnull=True, next_at__lte=now)
    feeds = list(due.order_by("next_at")[:most])
    for feed in feeds:
        feed.next_at = now + timedelta(minutes=feed.every_minutes)
        feed.asked_at = now
    ArticleFeed.objects.bulk_update(feeds, ["next_at", "asked_at"])
    return [feed.pk for feed in feeds]


@transaction.atomic
def note_answer(*, feed: ArticleFeed, document: Document, listed: int = 0, taken: Taken | None = None) -> None:
    """Keeps what the feed answered; an answer that says nothing changed keeps the counts of the last one."""
    changed: dict[str, object] = {"answered_at": clock.now(), "failures": 0, "error": ""}
    if taken is not None:
        changed |= {"etag": document.etag, "last_modified": document.last_modified, "listed": listed}
        changed |= {"elsewhere": taken.elsewhere, "found": F("found") + taken.found}
    ArticleFeed.objects.filter(pk=feed.pk).update(**changed)


@transaction.atomic
def note_failure(*, feed: ArticleFeed, why: str) -> None:
    """Keeps why the feed could not be read, and lets it rest: longer at each failure, a day at most."""
    failures = feed.failures + 1
    wait = min(timedelta(minutes=feed.every_minutes) * 2 ** min(failures, 12), LONGEST_WAIT)
    ArticleFeed.objects.filter(pk=feed.pk).update(failures=failures, error=why[:300], next_at=clock.now() + wait)


def take_listed(*, title: Title, listed: Sequence[Listed], section: Section | None = None) -> Taken:
    """Finds the articles that are listed, and tells anew those that changed since they were last described.

    Each is a transaction of its own: a listing cut short is taken up at the next asking. New ones are the newest
    MOST_NEW, of the last thirty days when a date is said.
    """
    ours, elsewhere = _ours(title, listed)
    known = {row.address: row for row in Article.objects.filter(title=title, address__in=ours)}
    sections = {row.name.casefold(): row for row in Section.objects.filter(title=title)}
    found = told = 0
    for address, one in ours.items():
        article = known.get(address)
        if article is None:
            if found >= MOST_NEW or _is_old(one):
                continue
            article = find_article(title=title, address=address)
            found += 1
        elif not _says_more(article, one):
            continue
        else:
            told += 1
        _describe(article, one, _section(article, one, sections, section))
    return Taken(found, told, elsewhere)


def _ours(title: Title, listed: Iterable[Listed]) -> tuple[dict[str, Listed], int]:
    origins = set(title.origins.values_list("origin", flat=True))
    ours: dict[str, Listed] = {}
    elsewhere = 0
    for one in listed:
        try:
            address = normal_address(one.address)
        except Refusal:
            address = ""
        if not any(address.startswith(f"{origin}/") for origin in origins):
            elsewhere += 1
        elif address not in ours:
            ours[address] = one
    return ours, elsewhere


def _is_old(one: Listed) -> bool:
    said = one.published_at or one.changed_at
    return said is not None and said < clock.now() - FRESH


def _says_more(article: Article, one: Listed) -> bool:
    if article.enriched_at is None or (one.headline and not article.headline):
        return bool(one.headline)
    return one.changed_at is not None and one.changed_at > article.enriched_at


def _section(article: Article, one: Listed, sections: dict[str, Section], fallback: Section | None) -> Section | None:
    if article.section_id:
        return None
    return next((sections[name.casefold()] for name in one.section if name.casefold() in sections), fallback)


def _describe(article: Article, one: Listed, section: Section | None) -> None:
    described = ArticleMetadata(
        headline=one.headline, summary=one.summary, published_at=one.published_at, authors=one.authors
    )  # fmt: skip
    describe_article(article=article, described=described, section=section)


def _where(feed: ArticleFeed, account_id: int | None) -> dict[str, int | None]:
    return {"group_id": feed.title.group_id, "title_id": feed.title_id, "account_id": account_id}
