"""Articles brought by the thousand from an archive."""

from datetime import UTC, datetime

from parvis.publishers.acts import find_article
from parvis.publishers.bulk import Brought, bring_articles, origins_of
from parvis.publishers.models import Article, Section

NOON = datetime(2020, 1, 2, 12, tzinfo=UTC)


def brought(house, *articles, **options):
    return bring_articles(title=house.daily, brought=articles, **options)


def test_articles_are_made_once_with_their_site(house):
    address = f"{origins_of(house.daily)[0]}/pont"
    first = brought(house, Brought(address, "Le pont", NOON))[address]
    again = brought(house, Brought(address, "Un autre titre"))[address]
    assert first.pk == again.pk
    assert (again.headline, again.published_at, again.site.title_id) == ("Le pont", NOON, house.daily.pk)


def test_what_is_empty_here_is_filled_and_nothing_else_changes(house):
    known = find_article(title=house.daily, address=f"{origins_of(house.daily)[0]}/pont")
    brought(house, Brought(known.address, "Le pont", NOON))
    known.refresh_from_db()
    assert (known.headline, known.published_at) == ("Le pont", NOON)


def test_sections_are_found_by_name_and_made_only_when_asked(house):
    origin = origins_of(house.daily)[0]
    articles = [Brought(f"{origin}/1", section="politique"), Brought(f"{origin}/2", section="Vie des quais")]
    found = brought(house, *articles)
    assert [found[one.address].section_id for one in articles] == [house.politics.pk, None]
    assert Section.objects.filter(title=house.daily).count() == 1
    brought(house, Brought(f"{origin}/3", section="Vie des quais"), opens_sections=True)
    assert Article.objects.get(address=f"{origin}/3").section.name == "Vie des quais"
