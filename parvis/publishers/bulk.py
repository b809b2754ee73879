"""Articles brought by the thousand from an archive. Relied on by the import of the conversations room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from parvis.kit import clock
from parvis.kit.addresses import origin_of
from parvis.publishers.models import Article, Origin, Section, Title


@dataclass(frozen=True, slots=True)
class Brought:
    """What an archive says of an article; `address` is already normal and of an allowed origin."""

    address: str
    headline: str = ""
    published_at: datetime | None = None
    section: str = ""


def origins_of(title: Title) -> list[str]:
    """The allowed origins of the title's sites."""
    return list(Origin.objects.filter(title=title).order_by("origin").values_list("origin", flat=True))


@transaction.atomic
def bring_articles(*, title: Title, brought: Sequence[Brought], opens_sections: bool = False) -> dict[str, Article]:
    """Finds or makes each article, by address; fills what is empty in those already there, changes nothing else.

    A section is the title's own of that name, or is made when `opens_sections`. No fact is recorded for each article:
    the import records one for all.
    """
    sections = _sections(title, {one.section for one in brought if one.section}, opens_sections)
    sites = dict(Origin.objects.filter(title=title).values_list("origin", "site_id"))
    now = clock.now()
    Article.objects.bulk_create(
        (
            Article(
                title=title,
                site_id=sites.get(origin_of(one.address)),
                section=sections.get(one.section),
                address=one.address,
                headline=one.headline[:300],
                published_at=one.published_at,
                found_at=now,
            )
            for one in brought
        ),
        ignore_conflicts=True,
    )
    found = {row.address: row for row in Article.objects.filter(title=title, address__in={one.address for one in brought})}
    _fill(found, brought)
    return found


def _fill(found: dict[str, Article], brought: Sequence[Brought]) -> None:
    filled = []
    for one in brought:
        row = found[one.address]
        if (one.headline and not row.headline) or (one.published_at and not row.published_at):
            row.headline = row.headline or one.headline[:300]
            row.published_at = row.published_at or one.published_at
            filled.append(row)
    Article.objects.bulk_update(filled, ["headline", "published_at"])


def _sections(title: Title, names: set[str], opens: bool) -> dict[str, Section]:
    known = {row.name.casefold(): row for row in Section.objects.filter(title=title)}
    missing = {name: slugify(name)[:60] for name in names if name.casefold() not in known}
    if opens:
        made = (Section(title=title, key=key, name=name[:120]) for name, key in missing.items() if key)
        Section.objects.bulk_create(made, ignore_conflicts=True)
    by_key = {row.key: row for row in Section.objects.filter(title=title, key__in=missing.values())}
    found = {name: known.get(name.casefold()) or by_key.get(missing.get(name, "")) for name in names}
    return {name: section for name, section in found.items() if section}
