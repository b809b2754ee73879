"""The charter and the texts kept for decisions, changed by machine."""

from typing import Annotated, Any

from ninja import Query, Router

from parvis.api.articles import charter_data
from parvis.api.doors import KeyDoor, KeyRequest, title_of
from parvis.api.settings import place_at
from parvis.api.shapes.articles import CharterOut
from parvis.api.shapes.charter import ReasonIn, Reasons, RuleIn
from parvis.api.shapes.shared import Level
from parvis.moderation.acts import drop_reason, keep_reason, take_rule_out, write_rule
from parvis.moderation.canned import reasons_in_force
from parvis.publishers.models import Title

router = Router(tags=["charter"])
RuleNumber = Annotated[int, Query(ge=1, le=1000)]
ReasonKey = Annotated[str, Query(min_length=1, max_length=40, pattern=r"^[a-z0-9_-]+$")]


@router.put("/titles/{title_key}/charter/rules", response=CharterOut, auth=KeyDoor("manage:settings"))
def put_rule(request: KeyRequest, title_key: str, body: RuleIn, level: Level = "title") -> dict[str, Any]:
    """Adds a rule to the title's additions (or to the group's charter), or writes the one of that `number` anew."""
    group, title = place_at(request, title_key, level)
    write_rule(group=group, title=title, account_id=request.account_id, **body.dict())
    return charter_data(title_of(request, title_key))


@router.delete("/titles/{title_key}/charter/rules", response=CharterOut, auth=KeyDoor("manage:settings"))
def delete_rule(request: KeyRequest, title_key: str, number: RuleNumber, level: Level = "title") -> dict[str, Any]:
    """Takes a rule out of the title's additions (or of the group's charter); those after it move up."""
    group, title = place_at(request, title_key, level)
    take_rule_out(group=group, title=title, number=number, account_id=request.account_id)
    return charter_data(title_of(request, title_key))


@router.get("/titles/{title_key}/reasons", response=Reasons, auth=KeyDoor("read:settings"))
def list_reasons(request: KeyRequest, title_key: str) -> dict[str, Any]:
    """The texts kept for decisions at the title, its group's included."""
    return _reasons_data(title_of(request, title_key))


@router.put("/titles/{title_key}/reasons", response=Reasons, auth=KeyDoor("manage:settings"))
def put_reason(request: KeyRequest, title_key: str, body: ReasonIn, level: Level = "title") -> dict[str, Any]:
    """Keeps a text for decisions; with the `key` of one that is there, it stands in its place."""
    group, title = place_at(request, title_key, level)
    keep_reason(group=group, title=title, account_id=request.account_id, **body.dict())
    return _reasons_data(title_of(request, title_key))


@router.delete("/titles/{title_key}/reasons", response=Reasons, auth=KeyDoor("manage:settings"))
def delete_reason(request: KeyRequest, title_key: str, key: ReasonKey, level: Level = "title") -> dict[str, Any]:
    """Keeps a text no more; at a title, the group's of the same key is back."""
    group, title = place_at(request, title_key, level)
    drop_reason(group=group, title=title, key=key, account_id=request.account_id)
    return _reasons_data(title_of(request, title_key))


def _reasons_data(title: Title) -> dict[str, Any]:
    names = ("key", "name", "rule_number", "words_fr", "words_en")
    kept = reasons_in_force(title.group_id, title.pk)
    return {"reasons": [{"of_group": one.title_id is None, **{name: getattr(one, name) for name in names}} for one in kept]}
