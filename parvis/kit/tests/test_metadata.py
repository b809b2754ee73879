"""Pages speak of themselves in many ways; what they say is read, what they garble is left."""

import json
from datetime import UTC, datetime

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from parvis.kit.metadata import ArticleMetadata, read_metadata

ADDRESS = "https://courrier.fr/politique/le-pont?id=3"
EVENING = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)


def page(*head: str, data: object = None, lang: str = "fr-FR") -> str:
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data is not None else ""
    return f'<!doctype html><html lang="{lang}"><head>{"".join(head)}{script}</head><body><p>Le pont</p></body></html>'


def test_json_ld_tells_all() -> None:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Le pont rouvre &eacute;nfin",
        "description": "Après\n deux ans.",
        "image": [{"@type": "ImageObject", "url": "/i/pont.jpg"}],
        "datePublished": "2026-11-24T18:30:00+01:00",
        "dateModified": "2026-11-24T17:30:00.000Z",
        "author": [{"@type": "Person", "name": "Lison B."}, {"name": "Karim D."}],
        "articleSection": ["Politique", "Ville"],
        "mainEntityOfPage": {"@id": "https://courrier.fr/politique/le-pont?utm_source=x"},
    }
    assert read_metadata(page(data=data), ADDRESS) == ArticleMetadata(
        headline="Le pont rouvre énfin",
        summary="Après deux ans.",
        image="https://courrier.fr/i/pont.jpg",
        published_at=EVENING,
        modified_at=EVENING,
        authors=("Lison B.", "Karim D."),
        section="Politique",
        language="fr",
        canonical="https://courrier.fr/politique/le-pont",
    )


def test_open_graph_speaks_when_json_ld_does_not() -> None:
    head = """
        <title>Le pont | Le Courrier</title><meta property="og:title" content="Le pont rouvre">
        <meta name=author content="Lison B."><meta property="article:section" content="Ville">
        <meta property="og:image" content="https://img.courrier.fr/p.jpg?w=1&amp;h=2">
        <meta property="article:published_time" content="2026-11-24T17:30:00Z"><meta name="description" content="Deux ans.">
        <link rel="canonical" href="/le-pont"><meta property="article:author" content="https://facebook.com/lison">
    """
    assert read_metadata(page(head, data={"@type": "Organization", "name": "Le Courrier"}), ADDRESS) == ArticleMetadata(
        headline="Le pont rouvre",
        summary="Deux ans.",
        image="https://img.courrier.fr/p.jpg?w=1&h=2",
        published_at=EVENING,
        authors=("Lison B.",),
        section="Ville",
        language="fr",
        canonical="https://courrier.fr/le-pont",
    )


def test_a_bare_page_has_its_title() -> None:
    assert read_metadata("<title> Le\n pont </title>", ADDRESS) == ArticleMetadata(headline="Le pont")


@pytest.mark.parametrize(
    "data",
    [
        {"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": ["NewsArticle", "Thing"], "headline": "Le pont"}]},
        [{"@type": "BreadcrumbList"}, {"@type": "http://schema.org/OpinionNewsArticle", "headline": "Le pont"}],
        {"@type": "WebPage", "mainEntity": {"@type": "LiveBlogPosting", "headline": ["Le pont"]}},
        {"@type": "ReportageNewsArticle", "headline": {"@value": "Le pont"}, "author": 3, "image": None, "datePublished": []},
    ],
)
def test_the_article_is_found_where_it_is(data: object) -> None:
    assert read_metadata(page(data=data), ADDRESS).headline == "Le pont"


def test_json_ld_with_mistakes_is_read_or_left() -> None:
    broken = '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
    comment = '<script type="application/ld+json"><!-- {"@type": "NewsArticle", "headline": "Le\npont"}; --></script>'
    assert read_metadata(f"<title>x</title>{broken}", ADDRESS).headline == "x"
    assert read_metadata(broken + comment.replace("; -->", " -->"), ADDRESS).headline == "Le pont"
    deep = '<script type="application/ld+json">' + "[" * 100_000 + "</script>"
    assert read_metadata(deep, ADDRESS) == ArticleMetadata()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Tue, 24 Nov 2026 18:30:00 +0100", EVENING),
        ("2026-11-24T18:30:00+0100", EVENING),
        ("hier", None),
        ("0001-01-01T00:00:00", None),
        ("2026-13-45", None),
    ],
)
def test_dates_are_aware(written: str, read: datetime | None) -> None:
    published = read_metadata(page(data={"@type": "NewsArticle", "datePublished": written}), ADDRESS).published_at
    assert published == read


def test_a_date_without_a_zone_is_in_ours() -> None:
    published = read_metadata(page(data={"@type": "NewsArticle", "datePublished": "2026-11-24"}), ADDRESS).published_at
    assert published == timezone.make_aware(datetime(2026, 11, 24))


def test_addresses_that_are_not_of_the_web_are_left() -> None:
    head = '<link rel=canonical href="javascript:alert(1)"><meta property="og:image" content="data:image/png;base64,x">'
    assert read_metadata(page(head), ADDRESS) == ArticleMetadata(language="fr")


def test_long_texts_are_cut() -> None:
    assert len(read_metadata(f"<title>{'a' * 5000}</title>", ADDRESS).headline) == 300


KEYS = "@type @graph headline name url image author datePublished mainEntityOfPage inLanguage"
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["NewsArticle", "https://[", "2026", "fr"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS.split()), inner, max_size=5),
    max_leaves=12,
)


@given(json_values, st.text(max_size=20))
def test_no_page_is_too_strange(data: object, noise: str) -> None:
    said = read_metadata(page(noise, data=[{"@type": "NewsArticle"}, data]), ADDRESS)
    article = read_metadata(
        page(data={"@type": "NewsArticle", "headline": data, "author": data, "datePublished": data, "url": data, "image": data}),
        ADDRESS,
    )
    for found in (said, article):
        assert isinstance(found.headline, str)
        assert found.published_at is None or found.published_at.tzinfo


@given(st.text())
def test_any_text_is_read(html: str) -> None:
    assert read_metadata(html, ADDRESS).canonical == ""
