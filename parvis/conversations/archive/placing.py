"""Gives each article of an archive its thread here, and each author their member."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from parvis.conversations.acts.indexing import index_headlines
from parvis.conversations.archive.moved import Moves
from parvis.conversations.archive.records import ArchivedArticle, ArchivedMember, Place, Repaired, Untaken
from parvis.conversations.archive.refs import OWN_SOURCE, parted
from parvis.conversations.archive.runs import note
from parvis.conversations.archived import ImportedArticle, ImportRun
from parvis.conversations.models import Closure, Thread
from parvis.kit import clock
from parvis.kit.addresses import normal_address
from parvis.kit.refusals import Refusal
from parvis.members.bulk import Newcomer, bring_members
from parvis.members.models import Identity, IdentityKind
from parvis.publishers.bulk import Brought, bring_articles
from parvis.publishers.models import Title

LONGEST_ADDRESS = 1000
Placed = tuple[Place, ArchivedArticle]


def place_articles(run: ImportRun, title: Title, moves: Moves, articles: Sequence[Placed]) -> int:
    """Finds or makes the article and the thread of each, in the caller's transaction; returns how many are new to imports.

    One already placed under its ref is left as it is, so that what the desk did since is kept.
    """
    refs = [article.ref for _place, article in articles]
    known = set(ImportedArticle.objects.filter(title=title, ref__in=refs).values_list("ref", flat=True))
    fresh: dict[str, Placed] = {}
    for place, article in articles:
        if article.ref not in known:
            fresh.setdefault(article.ref, (place, article))
    moved = _moved(run, moves, list(fresh.values()))
    if moved:
        _place(run, title, moved)
    return len(moved)


def bring_authors(run: ImportRun, title: Title, members: Sequence[ArchivedMember]) -> int:
    """Makes a member of each author not yet known, in the caller's transaction; returns how many."""
    newcomers = [Newcomer(*parted(one.ref), name=one.name.strip(), mail=one.mail, joined_at=one.joined_at) for one in members]
    with translation.override(title.group.language):
        made, renamed = bring_members(group=title.group, newcomers=newcomers)
    note(run, [
        Repaired(where="", kind="member", ref=f"{one.newcomer.issuer}/{one.newcomer.subject}", reason="renamed",
                 detail=f"{one.newcomer.name} → {one.pseudonym}")
        for one in renamed
    ])  # fmt: skip
    return made


def nobody_of(run: ImportRun, title: Title) -> int:
    """The member who stands for those an archive does not name."""
    issuer = run.source if run.format != OWN_SOURCE else OWN_SOURCE
    with translation.override(title.group.language):
        bring_members(group=title.group, newcomers=[Newcomer(issuer, "anonymous", _("Anonymous reader"))])
    known = Identity.objects.filter(group=title.group, kind=IdentityKind.IMPORT, issuer=issuer, subject="anonymous")
    return known.values_list("member_id", flat=True).get()


def _moved(run: ImportRun, moves: Moves, articles: Sequence[Placed]) -> list[tuple[ArchivedArticle, str]]:
    moved, lost = [], []
    for place, article in articles:
        address, reason = today_of(article, moves)
        if address:
            moved.append((article, address))
        else:
            lost.append(Untaken(where=place, kind="article", ref=article.ref, reason=reason, detail=article.address[:300]))
    note(run, lost)
    return moved


def today_of(article: ArchivedArticle, moves: Moves) -> tuple[str, str]:
    """Today's normal address of an article and an empty reason, or an empty address and the reason."""
    address, reason = moves.today(article.address)
    try:
        normal = normal_address(address) if address else ""
    except Refusal:
        return "", "unmapped_address"
    return (normal, reason) if len(normal) <= LONGEST_ADDRESS else ("", "unwritable")


def _place(run: ImportRun, title: Title, moved: list[tuple[ArchivedArticle, str]]) -> None:
    brought = [
        Brought(address, headline=one.headline, published_at=one.published_at, section=one.section) for one, address in moved
    ]
    found = bring_articles(title=title, brought=brought, opens_sections=run.format == OWN_SOURCE)
    now = clock.now()
    Thread.objects.bulk_create(
        (
            Thread(title=title, section_id=row.section_id, article=row, opened_at=row.published_at or now)
            for row in found.values()
        ),
        ignore_conflicts=True,
    )
    threads = dict(Thread.objects.filter(article__in=found.values()).values_list("article_id", "pk"))
    index_headlines(title, [(threads[row.pk], row.headline, row.summary) for row in found.values()])
    placed = [(one, threads[found[address].pk]) for one, address in moved]
    ImportedArticle.objects.bulk_create(ImportedArticle(title=title, ref=one.ref, thread_id=thread) for one, thread in placed)
    closed = (Closure(thread_id=thread, at=now) for one, thread in placed if one.closed)
    Closure.objects.bulk_create(closed, ignore_conflicts=True)
