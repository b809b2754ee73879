"""The key itself, articles, sections, sites and the charter."""

from datetime import UTC, datetime
from typing import Annotated, Any

from ninja import Path, Query, Router, Status

from parvis.api.doors import KeyDoor, KeyRequest, title_of
from parvis.api.paged import page_of
from parvis.api.shapes.articles import (
    ArticleIn,
    ArticleOut,
    Articles,
    CharterOut,
    OriginIn,
    Section,
    SectionIn,
    Sections,
    Site,
    SiteIn,
    Sites,
)
from parvis.api.shapes.shared import Cursor, Key, Me, Number
from parvis.conversations.pages import moment
from parvis.kit.metadata import ArticleMetadata
from parvis.moderation.reads import rules_in_force
from parvis.publishers.acts import allow_origin, describe_article, find_article, forbid_origin, open_section, open_site
from parvis.publishers.models import Article, Title
from parvis.publishers.models import Section as SectionRow
from parvis.publishers.models import Site as SiteRow
from parvis.publishers.reads import sites_of
from parvis.publishers.rights import covers, nothing_here

router = Router(tags=["articles"])


@router.get("/me", response=Me, auth=KeyDoor(), tags=["key"])
def get_me(request: KeyRequest) -> dict[str, Any]:
    """What this key is: the titles it opens, what it may do, who made it, until when."""
    key = request.auth
    titles = [key.title] if key.title else list(key.group.titles.order_by("key"))
    opened = [title.key for title in titles if any(covers(seat, title, seat.section_id) for seat in request.seats)]
    told = {"name": key.name, "prefix": key.prefix, "group": key.group.key, "titles": opened, "scopes": key.scopes}
    return told | {"made_by": str(key.made_by), "expires_at": moment(key.expires_at) if key.expires_at else None}


@router.put("/titles/{title_key}/articles", response=ArticleOut, auth=KeyDoor("write:articles"))
def put_article(request: KeyRequest, title_key: str, body: ArticleIn) -> dict[str, Any]:
    """Makes the article known, or says more of it. Its address must belong to a site of the title."""
    title = title_of(request, title_key)
    article = find_article(title=title, address=body.address)
    said = ArticleMetadata(
        headline=body.headline,
        summary=body.summary,
        image=body.image,
        authors=tuple(body.authors),
        published_at=_aware(body.published_at),
    )
    section = _section(title, body.section) if body.section else None
    return article_data(describe_article(article=article, described=said, reference=body.reference, section=section))


def _section(title: Title, key: str) -> SectionRow:
    return open_section(title=title, key=key, name=key.replace("-", " ").capitalize())


def _aware(at: datetime | None) -> datetime | None:
    return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)


@router.get("/titles/{title_key}/articles", response=Articles, auth=KeyDoor("read:articles"))
def list_articles(request: KeyRequest, title_key: str, after: Cursor = "") -> dict[str, Any]:
    """The title's articles, the last found first, fifty a page."""
    known = Article.objects.filter(title=title_of(request, title_key)).select_related("section", "thread")
    rows, following = page_of(known, after)
    return {"articles": [article_data(row) for row in rows], "next": following}


@router.get("/titles/{title_key}/articles/{article_id}", response=ArticleOut, auth=KeyDoor("read:articles"))
def get_article(request: KeyRequest, title_key: str, article_id: Path[Number]) -> dict[str, Any]:
    """An article."""
    known = Article.objects.filter(title=title_of(request, title_key), pk=article_id)
    article = known.select_related("section", "thread").first()
    if article is None:
        raise nothing_here()
    return article_data(article)


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


@router.get("/titles/{title_key}/sections", response=Sections, auth=KeyDoor("read:articles"))
def list_sections(request: KeyRequest, title_key: str) -> dict[str, Any]:
    """The sections of the title, by name."""
    rows = title_of(request, title_key).sections.order_by("name")
    return {"sections": [{"key": row.key, "name": row.name} for row in rows]}


@router.get("/titles/{title_key}/sections/{section_key}", response=Section, auth=KeyDoor("read:articles"))
def get_section(request: KeyRequest, title_key: str, section_key: Path[Key]) -> dict[str, Any]:
    """A section."""
    row = section_in(title_of(request, title_key), section_key)
    return {"key": row.key, "name": row.name}


def section_in(title: Title, key: str) -> SectionRow:
    """The section of that key. Raises Refusal 404."""
    section = title.sections.filter(key=key).first()
    if section is None:
        raise nothing_here()
    return section


@router.put("/titles/{title_key}/sections/{section_key}", response=Section, auth=KeyDoor("write:articles"))
def put_section(request: KeyRequest, title_key: str, section_key: Path[Key], body: SectionIn) -> dict[str, Any]:
    """Opens a section; one that exists keeps its name."""
    row = open_section(title=title_of(request, title_key), key=section_key, name=body.name)
    return {"key": row.key, "name": row.name}


@router.get("/titles/{title_key}/charter", response=CharterOut, auth=KeyDoor("read:articles"))
def get_charter(request: KeyRequest, title_key: str) -> dict[str, Any]:
    """The rules in force, as decisions cite them, in the language asked (`Accept-Language`)."""
    return charter_data(title_of(request, title_key))


def charter_data(title: Title) -> dict[str, Any]:
    """The rules in force at a title as plain values, in the language in force."""
    names = ("number", "name", "text", "ground", "legal_basis", "severity")
    rules = rules_in_force(title.group_id, title.pk)
    return {"rules": [{name: getattr(rule, name) for name in names} for rule in rules]}


@router.get("/titles/{title_key}/sites", response=Sites, auth=KeyDoor("read:articles"), tags=["settings"])
def list_sites(request: KeyRequest, title_key: str) -> dict[str, Any]:
    """The title's sites, and the origins its articles are believed from."""
    return {"sites": [_site_data(site) for site in sites_of(title_of(request, title_key))]}


@router.post("/titles/{title_key}/sites", response={201: Site}, auth=KeyDoor("manage:settings"), tags=["settings"])
def add_site(request: KeyRequest, title_key: str, body: SiteIn) -> Any:
    """Opens a site of the title."""
    made = open_site(title=title_of(request, title_key), name=body.name, origins=body.origins)
    return Status(201, _site_data(made))


@router.post("/titles/{title_key}/sites/{site_id}/origins", response=Site, auth=KeyDoor("manage:settings"), tags=["settings"])
def add_origin(request: KeyRequest, title_key: str, site_id: Path[Number], body: OriginIn) -> dict[str, Any]:
    """Lets the site's articles come from one more origin."""
    site = _site(request, title_key, site_id)
    allow_origin(site=site, origin=body.origin)
    return _site_data(site)


@router.delete("/titles/{title_key}/sites/{site_id}/origins", response=Site, auth=KeyDoor("manage:settings"), tags=["settings"])
def delete_origin(
    request: KeyRequest, title_key: str, site_id: Path[Number], origin: Annotated[str, Query(min_length=1, max_length=200)]
) -> dict[str, Any]:
    """No longer believes articles from this origin; those already known stay."""
    site = _site(request, title_key, site_id)
    forbid_origin(title=site.title, origin=origin)
    return _site_data(site)


def _site(request: KeyRequest, title_key: str, site_id: int) -> SiteRow:
    site = SiteRow.objects.select_related("title").filter(pk=site_id, title=title_of(request, title_key)).first()
    if site is None:
        raise nothing_here()
    return site


def _site_data(site: SiteRow) -> dict[str, Any]:
    return {"id": site.pk, "name": site.name, "origins": sorted(one.origin for one in site.origins.all())}
