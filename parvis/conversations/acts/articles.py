"""Articles that move or are found to be one: their discussions follow."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from parvis.conversations.acts.joining import join_threads, part_threads
from parvis.conversations.acts.threads import thread_under, touch_thread
from parvis.conversations.archive.moved import Moves
from parvis.conversations.models import Thread, ThreadJoin
from parvis.kit.refusals import Refusal
from parvis.publishers.acts.moving import fold_article, move_article, unfold_article
from parvis.publishers.finding import article_at
from parvis.publishers.models import Article, ArticleMerge, Title
from parvis.publishers.rights import ensure_may, nothing_here

#: Of a map put to the test, as many of each kind are shown.
EXAMPLES = 20


@transaction.atomic
def merge_articles(*, article: Article, into: Article, account_id: int | None) -> ArticleMerge:
    """Makes one article of two: the first's address and discussion, posts and all, go to the second.

    Both with their title at hand. Raises Refusal 403 or 404 (right), 409 when they are one, of two titles, or merged before.
    """
    _ensure_may(account_id, article.title)
    merge = fold_article(article=article, into=into, account_id=account_id)
    gone = Thread.objects.filter(article=article, moved_to__isnull=True).first()
    if gone:
        join_threads(account_id=None, thread_id=gone.pk, into_id=thread_under(article=into).pk)
    return merge


@transaction.atomic
def part_articles(*, merge_id: int, account_id: int | None) -> None:
    """Undoes a merge of articles, and of their discussions. Raises Refusal 403 or 404 (right), 409 when it no longer can be."""
    merge = ArticleMerge.objects.select_for_update(of=("self",)).select_related("article__title").filter(pk=merge_id).first()
    if merge is None:
        raise nothing_here()
    _ensure_may(account_id, merge.article.title)
    unfold_article(merge=merge, account_id=account_id)
    join = ThreadJoin.objects.filter(thread__article=merge.article_id, undone_at__isnull=True).first()
    if join:
        part_threads(account_id=None, join_id=join.pk)


@dataclass(slots=True)
class Moved:
    """What became, or would become, of articles by a map of addresses; pairs are (old, new), `refused` adds the reason."""

    moved: int = 0
    merged: int = 0
    unknown: int = 0
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    examples: list[tuple[str, str]] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)


def move_addresses(*, title: Title, moves: Moves, account_id: int | None, is_rehearsal: bool = False) -> Moved:
    """Moves every article that a map or rules of addresses give a new address; where another article is, they are merged.

    `title` with its group. Each is a transaction of its own, so that a long map can be run again after anything. A rehearsal
    says the same and changes nothing. Raises Refusal 403 or 404 (right).
    """
    _ensure_may(account_id, title)
    done = Moved()
    for article, address in _moving(title, moves, done):
        if len(done.examples) < EXAMPLES:
            done.examples.append((article.address, address))
        try:
            with transaction.atomic():
                merges = _move(article, address, account_id)
                if is_rehearsal:
                    transaction.set_rollback(True)
        except Refusal as refusal:
            done.refused.append((article.address, address, str(refusal.message)))
            continue
        done.merged += merges
        done.moved += not merges
    return done


def _moving(title: Title, moves: Moves, done: Moved) -> Iterator[tuple[Article, str]]:
    """The articles that a map names, and those that rules fit, each with its new address."""
    for old, new in moves.exact.items():
        article = article_at(title=title, address=old)
        if article is None or new is None:
            done.unknown += 1
            done.strangers += [old] if len(done.strangers) < EXAMPLES else []
        elif article.address != new:
            article.title = title
            yield article, new
    if not moves.rules:
        return
    for article in Article.objects.filter(title=title, merged_into__isnull=True).order_by("pk").iterator(chunk_size=500):
        for rule in moves.rules:
            wished = _wished(rule, article.address)
            if wished is not None:
                article.title = title
                if wished != article.address:
                    yield article, wished
                break


def _wished(rule: Any, address: str) -> str | None:
    try:
        moved: str | None = rule.apply(address)
    except KeyError:
        return None
    return address if moved is None else moved


def _move(article: Article, address: str, account_id: int | None) -> bool:
    """Moves the article, or merges it into the one that is there; says whether it was merged."""
    try:
        with transaction.atomic():
            move_article(article=article, address=address, account_id=account_id)
    except Refusal as refusal:
        if refusal.code != "address_taken":
            raise
    else:
        _tell_readers(article)
        return False
    there = article_at(title=article.title, address=address)
    if there is None:
        raise nothing_here()
    merge_articles(article=article, into=there, account_id=account_id)
    return True


def _tell_readers(article: Article) -> None:
    for thread_id in Thread.objects.filter(article=article).values_list("pk", flat=True):
        touch_thread(thread_id, "state")


def _ensure_may(account_id: int | None, title: Title) -> None:
    if account_id is not None:
        ensure_may(account_id, "configure", title=title)
