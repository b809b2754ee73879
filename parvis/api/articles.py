"""Articles, and the threads under them."""

from datetime import UTC, datetime
from typing import Any

from ninja import Router

from parvis.api.doors import KeyDoor, KeyRequest, title_of
from parvis.api.shapes import ArticleIn, ArticleOut, Articles, Cursor
from parvis.conversations.pages import moment
from parvis.kit.metadata import ArticleMetadata
from parvis.kit.paging import read_cursor, write_cursor
from parvis.publishers.acts import describe_article, find_article, open_section
from parvis.publishers.models import Article, Title

PAGE = 50
router = Router(tags=["articles"])


@router.put("/titles/{title_key}/articles", response=ArticleOut, auth=KeyDoor("write"))
def put_article(request: KeyRequest, title_key: str, body: ArticleIn) -> dict[str, Any]:
    """Makes the article known, or says more of it. Its address must belong to a site of the title."""
    title = title_of(request.auth, title_key)
    article = find_article(title=title, address=body.address)
    section = (
        open_section(title=title, key=body.section, name=body.section.replace("-", " ").capitalize()) if body.section else None
    )
    said = ArticleMetadata(headline=body.headline, summary=body.summary, image=body.image, authors=tuple(body.authors))
    if body.published_at:
        said = _dated(said, body.published_at)
    return article_data(describe_article(article=article, described=said, reference=body.reference, section=section))


def _dated(said: ArticleMetadata, at: datetime) -> ArticleMetadata:
    values = {name: getattr(said, name) for name in ("headline", "summary", "image", "authors")}
    return ArticleMetadata(**values, published_at=at if at.tzinfo else at.replace(tzinfo=UTC))


@router.get("/titles/{title_key}/articles", response=Articles, auth=KeyDoor("read"))
def list_articles(request: KeyRequest, title_key: str, after: Cursor = "") -> dict[str, Any]:
    """The title's articles, the last found first, fifty a page."""
    rows = list(_page(title_of(request.auth, title_key), after))
    more = write_cursor((None, rows[PAGE - 1].pk)) if len(rows) > PAGE else None
    return {"articles": [article_data(row) for row in rows[:PAGE]], "next": more}


def _page(title: Title, after: str) -> Any:
    articles = Article.objects.filter(title=title).select_related("section", "thread").order_by("-pk")
    return (articles.filter(pk__lt=read_cursor(after)[1]) if after else articles)[: PAGE + 1]


def article_data(article: Article) -> dict[str, Any]:
    """An article as plain values."""
    thread = getattr(article, "thread", None)
    return {
        "id": article.pk,
        "address": article.address,
        "headline": article.headline,
        "section": article.section.key if article.section else "",
        "reference": article.reference,
        "published_at": moment(article.published_at) if article.published_at else None,
        "thread": thread.pk if thread else None,
        "count": thread.visible_posts if thread else 0,
    }
