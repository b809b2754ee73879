"""Spaces, restrictions, notes in files, feeds of articles, moves, signatures and looks."""

from datetime import UTC, datetime
from typing import Any

from ninja import Path, Router, Status

from parvis.api.articles import article_data, section_in
from parvis.api.doors import KeyDoor, KeyRequest, title_of
from parvis.api.people import member_in
from parvis.api.settings import cleaned_settings, policy_data
from parvis.api.shapes.articles import ArticleOut
from parvis.api.shapes.hosting import (
    AddressIn,
    BylineIn,
    BylineOut,
    Bylines,
    FeedIn,
    FeedOut,
    Feeds,
    LookIn,
    LookOut,
    MemberNoteIn,
    OrderIn,
    RestrictionIn,
    RestrictionOut,
    Restrictions,
    SpaceIn,
    SpaceOut,
    Spaces,
)
from parvis.api.shapes.settings import PolicyIn, PolicyOut
from parvis.api.shapes.shared import Done, Number
from parvis.conversations.acts import archive_space, change_space, open_space, order_spaces, restore_space, set_space_policy
from parvis.conversations.models import Space
from parvis.conversations.policies import space_settings
from parvis.members.badges.acts import claim_byline, end_byline
from parvis.members.badges.reads import bylines_of
from parvis.members.models import Restriction
from parvis.members.restrictions.acts import lift_restriction, restrict_member
from parvis.members.restrictions.reads import restrictions_at
from parvis.moderation.acts import write_member_note
from parvis.publishers.acts.feeds import ask_feed_now, declare_feed, end_feed
from parvis.publishers.acts.moving import move_article
from parvis.publishers.looks.acts import change_look
from parvis.publishers.models import Article, ArticleFeed, Site, Title
from parvis.publishers.reads import feeds_of
from parvis.publishers.rights import nothing_here

router = Router()


@router.get("/titles/{title_key}/spaces", response=Spaces, auth=KeyDoor("read:threads"), tags=["spaces"])
def list_spaces(request: KeyRequest, title_key: str) -> dict[str, Any]:
    """The spaces of the title, and those its group shares among its titles, in their order."""
    return {"spaces": [_space_data(space) for space in Space.objects.of(title_of(request, title_key))]}


@router.post("/titles/{title_key}/spaces", response={201: SpaceOut}, auth=KeyDoor("manage:settings"), tags=["spaces"])
def add_space(request: KeyRequest, title_key: str, body: SpaceIn) -> Any:
    """Opens a space of the title, after those there are."""
    title = title_of(request, title_key)
    said = {"name": body.name, "key": body.key or "", "description": body.description}
    return Status(201, _space_data(open_space(group=title.group, title=title, account_id=request.account_id, **said)))


@router.put("/titles/{title_key}/spaces", response=Spaces, auth=KeyDoor("manage:settings"), tags=["spaces"])
def put_order(request: KeyRequest, title_key: str, body: OrderIn) -> dict[str, Any]:
    """Puts the title's own spaces in this order; those not named come after."""
    title = title_of(request, title_key)
    order_spaces(group=title.group, title=title, space_ids=body.spaces, account_id=request.account_id)
    return {"spaces": [_space_data(space) for space in Space.objects.of(title)]}


@router.put("/titles/{title_key}/spaces/{space_id}", response=SpaceOut, auth=KeyDoor("manage:settings"), tags=["spaces"])
def put_space(request: KeyRequest, title_key: str, space_id: Path[Number], body: SpaceIn) -> dict[str, Any]:
    """Changes what a space of the title is called; its former address goes on leading to it."""
    space = _space(title_of(request, title_key), space_id)
    said = {"name": body.name, "description": body.description} | ({"key": body.key} if body.key else {})
    return _space_data(change_space(space_id=space.pk, account_id=request.account_id, **said))


@router.put("/titles/{title_key}/spaces/{space_id}/archive", response=SpaceOut, auth=KeyDoor("manage:settings"), tags=["spaces"])
def put_archive(request: KeyRequest, title_key: str, space_id: Path[Number]) -> dict[str, Any]:
    """Leaves the space to be read only."""
    space = _space(title_of(request, title_key), space_id)
    archive_space(space_id=space.pk, account_id=request.account_id)
    space.refresh_from_db()
    return _space_data(space)


@router.delete(
    "/titles/{title_key}/spaces/{space_id}/archive", response=SpaceOut, auth=KeyDoor("manage:settings"), tags=["spaces"]
)
def delete_archive(request: KeyRequest, title_key: str, space_id: Path[Number]) -> dict[str, Any]:
    """Opens an archived space again."""
    space = _space(title_of(request, title_key), space_id)
    restore_space(space_id=space.pk, account_id=request.account_id)
    space.refresh_from_db()
    return _space_data(space)


@router.get("/titles/{title_key}/spaces/{space_id}/policy", response=PolicyOut, auth=KeyDoor("read:settings"), tags=["spaces"])
def get_space_policy(request: KeyRequest, title_key: str, space_id: Path[Number]) -> dict[str, Any]:
    """Every setting of a space of the title."""
    title = title_of(request, title_key)
    return policy_data(space_settings(_space(title, space_id), title))


@router.patch(
    "/titles/{title_key}/spaces/{space_id}/policy", response=PolicyOut, auth=KeyDoor("manage:settings"), tags=["spaces"]
)
def patch_space_policy(request: KeyRequest, title_key: str, space_id: Path[Number], body: PolicyIn) -> dict[str, Any]:
    """Changes settings of a space; null means: as above."""
    title = title_of(request, title_key)
    space = _space(title, space_id)
    set_space_policy(account_id=request.account_id, space_id=space.pk, **cleaned_settings(body.settings))
    return policy_data(space_settings(_space(title, space_id), title))


def _space(title: Title, space_id: int) -> Space:
    """A space of the title's own. Raises Refusal 404."""
    space = Space.objects.filter(pk=space_id, title=title).first()
    if space is None:
        raise nothing_here()
    return space


def _space_data(space: Space) -> dict[str, Any]:
    names = ("key", "name", "description", "archived_at")
    return {"id": space.pk, "shared": space.title_id is None} | {name: getattr(space, name) for name in names}


@router.get(
    "/titles/{title_key}/members/{member_id}/restrictions", response=Restrictions, auth=KeyDoor("read:members"), tags=["members"]
)
def list_restrictions(request: KeyRequest, title_key: str, member_id: Path[Number]) -> dict[str, Any]:
    """What holds for a member at the title, or in the whole group."""
    member, title = member_in(request, title_key, member_id), title_of(request, title_key)
    return {"restrictions": [_restriction_data(one) for one in restrictions_at(member, title.pk)]}


@router.post(
    "/titles/{title_key}/members/{member_id}/restrictions",
    response={201: RestrictionOut},
    auth=KeyDoor("watch:members"),
    tags=["members"],
)
def add_restriction(request: KeyRequest, title_key: str, member_id: Path[Number], body: RestrictionIn) -> Any:
    """Restricts a member at the title; one of the same kind is replaced. The member is told."""
    member, title = member_in(request, title_key, member_id), title_of(request, title_key)
    said: dict[str, Any] = body.dict() | {"until": _aware(body.until)}
    return Status(201, _restriction_data(restrict_member(member=member, title=title, account_id=request.account_id, **said)))


@router.delete(
    "/titles/{title_key}/members/{member_id}/restrictions/{restriction_id}",
    response=Done,
    auth=KeyDoor("watch:members"),
    tags=["members"],
)
def delete_restriction(
    request: KeyRequest, title_key: str, member_id: Path[Number], restriction_id: Path[Number]
) -> dict[str, Any]:
    """Lets go of a restriction at the title."""
    member, title = member_in(request, title_key, member_id), title_of(request, title_key)
    restriction = Restriction.objects.filter(pk=restriction_id, member=member, title=title).first()
    if restriction is None:
        raise nothing_here()
    lift_restriction(restriction=restriction, account_id=request.account_id)
    return {"id": restriction.pk, "standing": "lifted"}


def _aware(at: datetime | None) -> datetime | None:
    return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)


def _restriction_data(one: Restriction) -> dict[str, Any]:
    names = ("kind", "amount", "reason", "told", "at", "until")
    return {"id": one.pk} | {name: getattr(one, name) for name in names}


@router.post("/titles/{title_key}/members/{member_id}/notes", response=Done, auth=KeyDoor("watch:members"), tags=["members"])
def add_member_note(request: KeyRequest, title_key: str, member_id: Path[Number], body: MemberNoteIn) -> dict[str, Any]:
    """Writes a note that colleagues of the title read in the member's file."""
    member = member_in(request, title_key, member_id)
    said: dict[str, Any] = {"member_id": member.pk, "words": body.words, "title_key": title_key}
    return {"id": write_member_note(account_id=request.account_id, **said).pk, "standing": "noted"}


@router.get("/titles/{title_key}/feeds", response=Feeds, auth=KeyDoor("read:settings"), tags=["articles"])
def list_feeds(request: KeyRequest, title_key: str) -> dict[str, Any]:
    """The feeds and sitemaps asked for the title."""
    return {"feeds": [_feed_data(feed) for feed in feeds_of(title_of(request, title_key))]}


@router.post("/titles/{title_key}/feeds", response={201: FeedOut}, auth=KeyDoor("manage:settings"), tags=["articles"])
def add_feed(request: KeyRequest, title_key: str, body: FeedIn) -> Any:
    """Has a feed or sitemap asked from now on."""
    title = title_of(request, title_key)
    site = Site.objects.select_related("title").filter(pk=body.site, title=title).first()
    if site is None:
        raise nothing_here()
    section = section_in(title, body.section) if body.section else None
    said: dict[str, Any] = {"address": body.address, "every_minutes": body.every_minutes, "section": section}
    return Status(201, _feed_data(declare_feed(site=site, account_id=request.account_id, **said)))


@router.post("/titles/{title_key}/feeds/{feed_id}/asking", response=Done, auth=KeyDoor("manage:settings"), tags=["articles"])
def add_asking(request: KeyRequest, title_key: str, feed_id: Path[Number]) -> dict[str, Any]:
    """Has the feed asked within a minute."""
    feed = _feed(request, title_key, feed_id)
    ask_feed_now(feed=feed, account_id=request.account_id)
    return {"id": feed.pk, "standing": "asked"}


@router.delete("/titles/{title_key}/feeds/{feed_id}", response=Done, auth=KeyDoor("manage:settings"), tags=["articles"])
def delete_feed(request: KeyRequest, title_key: str, feed_id: Path[Number]) -> dict[str, Any]:
    """Asks it no more; the articles it brought stay."""
    feed = _feed(request, title_key, feed_id)
    end_feed(feed=feed, account_id=request.account_id)
    return {"id": feed.pk, "standing": "ended"}


def _feed(request: KeyRequest, title_key: str, feed_id: int) -> ArticleFeed:
    feed = next((one for one in feeds_of(title_of(request, title_key)) if one.pk == feed_id), None)
    if feed is None:
        raise nothing_here()
    return feed


def _feed_data(feed: ArticleFeed) -> dict[str, Any]:
    return {"id": feed.pk, "address": feed.address, "every_minutes": feed.every_minutes}


@router.put(
    "/titles/{title_key}/articles/{article_id}/address", response=ArticleOut, auth=KeyDoor("write:articles"), tags=["articles"]
)
def put_address(request: KeyRequest, title_key: str, article_id: Path[Number], body: AddressIn) -> dict[str, Any]:
    """Gives the article another address of its title; the former one goes on leading to its discussion."""
    title = title_of(request, title_key)
    known = Article.objects.select_related("title__group", "section", "thread").filter(pk=article_id, title=title)
    article = known.first()
    if article is None:
        raise nothing_here()
    return article_data(move_article(article=article, address=body.address, account_id=request.account_id))


@router.get("/titles/{title_key}/bylines", response=Bylines, auth=KeyDoor("read:team"), tags=["articles"])
def list_bylines(request: KeyRequest, title_key: str) -> dict[str, Any]:
    """The names that sign at the title, and whose they are."""
    rows = bylines_of(title_of(request, title_key))
    return {"bylines": [{"id": one.pk, "name": one.name, "member": one.member_id} for one in rows]}


@router.post("/titles/{title_key}/bylines", response={201: BylineOut}, auth=KeyDoor("manage:settings"), tags=["articles"])
def add_byline(request: KeyRequest, title_key: str, body: BylineIn) -> Any:
    """Says that articles signed with that name are a member's: their posts under them wear the author's badge."""
    member, title = member_in(request, title_key, body.member), title_of(request, title_key)
    made = claim_byline(title=title, name=body.name, by=request.account_id, member=member)
    return Status(201, {"id": made.pk, "name": made.name, "member": made.member_id})


@router.delete("/titles/{title_key}/bylines/{byline_id}", response=Done, auth=KeyDoor("manage:settings"), tags=["articles"])
def delete_byline(request: KeyRequest, title_key: str, byline_id: Path[Number]) -> dict[str, Any]:
    """The name is no longer that person's."""
    byline = next((one for one in bylines_of(title_of(request, title_key)) if one.pk == byline_id), None)
    if byline is None:
        raise nothing_here()
    end_byline(byline=byline, by=request.account_id)
    return {"id": byline.pk, "standing": "ended"}


@router.patch("/titles/{title_key}/look", response=LookOut, auth=KeyDoor("manage:settings"), tags=["settings"])
def patch_look(request: KeyRequest, title_key: str, body: LookIn) -> dict[str, Any]:
    """Gives the title its colours, ground and face; a colour that cannot be read is refused with the nearest that can."""
    given = {name: value for name, value in body.dict().items() if value is not None}
    look = change_look(title=title_of(request, title_key), account_id=request.account_id, **given)
    return {name: getattr(look, name) for name in ("accent_day", "accent_night", "ground", "face")}
