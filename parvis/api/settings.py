"""Settings, word lists, the decision table and single sign-on keys."""

from collections.abc import Mapping
from typing import Any, get_type_hints

from django.utils.translation import gettext as _
from ninja import Path, Router, Status

from parvis.api.articles import section_in
from parvis.api.doors import KeyDoor, KeyRequest, group_of, title_of
from parvis.api.shapes.settings import (
    Entries,
    EntriesIn,
    ListName,
    PolicyIn,
    PolicyOut,
    SigningKeyIn,
    SigningKeyOut,
    SigningKeys,
    TableIn,
    TableOut,
)
from parvis.api.shapes.shared import Key, Level
from parvis.kit.refusals import Refusal
from parvis.members.acts import make_signing_key, retire_signing_key
from parvis.members.keys import signing_keys
from parvis.members.models import SigningKey
from parvis.moderation.acts import set_domains, set_table, set_words
from parvis.moderation.listed import LISTS, entries_of
from parvis.moderation.screening import table_in_force
from parvis.publishers.acts import set_policy
from parvis.publishers.models import Group, Section, Title
from parvis.publishers.policies import EffectivePolicy
from parvis.publishers.reads import Setting, settings_at
from parvis.publishers.rights import nothing_here

router = Router(tags=["settings"])


@router.get("/titles/{title_key}/policy", response=PolicyOut, auth=KeyDoor("read:settings"))
def get_policy(request: KeyRequest, title_key: str, level: Level = "title") -> dict[str, Any]:
    """Every setting of the title (or of its group), with what is in force and which level decides."""
    group, title = place_at(request, title_key, level)
    return _policy_data(group, title)


@router.patch("/titles/{title_key}/policy", response=PolicyOut, auth=KeyDoor("manage:settings"))
def patch_policy(request: KeyRequest, title_key: str, body: PolicyIn, level: Level = "title") -> dict[str, Any]:
    """Changes settings of the title (or of its group); null means: as above."""
    group, title = place_at(request, title_key, level)
    set_policy(group=group, title=title, account_id=request.account_id, **cleaned_settings(body.settings))
    return _policy_data(group, title)


@router.get("/titles/{title_key}/sections/{section_key}/policy", response=PolicyOut, auth=KeyDoor("read:settings"))
def get_section_policy(request: KeyRequest, title_key: str, section_key: Path[Key]) -> dict[str, Any]:
    """Every setting of a section."""
    title = title_of(request, title_key)
    return _policy_data(title.group, title, section_in(title, section_key))


@router.patch("/titles/{title_key}/sections/{section_key}/policy", response=PolicyOut, auth=KeyDoor("manage:settings"))
def patch_section_policy(request: KeyRequest, title_key: str, section_key: Path[Key], body: PolicyIn) -> dict[str, Any]:
    """Changes settings of a section; null means: as the title."""
    title = title_of(request, title_key)
    section = section_in(title, section_key)
    set_policy(group=title.group, title=title, section=section, account_id=request.account_id, **cleaned_settings(body.settings))
    return _policy_data(title.group, title, section)


def _policy_data(group: Group, title: Title | None, section: Section | None = None) -> dict[str, Any]:
    return policy_data(settings_at(group=group, title=title, section=section))


def policy_data(found: Mapping[str, Setting]) -> dict[str, Any]:
    """Settings as plain values, by name."""
    return {"settings": {name: {"own": one.own, "value": one.value, "source": one.source} for name, one in found.items()}}


@router.get("/titles/{title_key}/lists/{list_name}", response=Entries, auth=KeyDoor("read:settings"))
def get_list(request: KeyRequest, title_key: str, list_name: ListName, level: Level = "title") -> dict[str, Any]:
    """One of the four lists of the title itself (or of its group): banned and watched words, banned and allowed domains."""
    group, title = place_at(request, title_key, level)
    return {"entries": entries_of(list_name, group=group, title=title)}


@router.put("/titles/{title_key}/lists/{list_name}", response=Entries, auth=KeyDoor("manage:settings"))
def put_list(request: KeyRequest, title_key: str, list_name: ListName, body: EntriesIn, level: Level = "title") -> dict[str, Any]:
    """Makes these the entries of the list; what is not among them is taken out."""
    group, title = place_at(request, title_key, level)
    kind = LISTS[list_name]
    who: dict[str, Any] = {"group": group, "title": title, "account_id": request.account_id}
    if kind.column == "pattern":
        set_words(kind=kind.kind, patterns=body.entries, **who)
    else:
        set_domains(kind=kind.kind, domains=body.entries, **who)
    return {"entries": entries_of(list_name, group=group, title=title)}


@router.get("/titles/{title_key}/table", response=TableOut, auth=KeyDoor("read:settings"))
def get_table(request: KeyRequest, title_key: str) -> dict[str, Any]:
    """The decision table in force: what the screens' evidence leads to."""
    return _table_data(title_of(request, title_key))


@router.put("/titles/{title_key}/table", response=TableOut, auth=KeyDoor("manage:settings"))
def put_table(request: KeyRequest, title_key: str, body: TableIn) -> dict[str, Any]:
    """A new version of the table; the former ones stay, to explain old outcomes."""
    title = title_of(request, title_key)
    set_table(title=title, rows=body.rows, account_id=request.account_id)
    return _table_data(title)


def _table_data(title: Title) -> dict[str, Any]:
    table, names = table_in_force(title.pk), ("check", "at_least", "outcome", "advise", "risk")
    return {"version": table.version, "rows": [{name: getattr(row, name) for name in names} for row in table.rows]}


@router.get("/titles/{title_key}/signing-keys", response=SigningKeys, auth=KeyDoor("manage:keys"), tags=["single sign-on"])
def list_signing_keys(request: KeyRequest, title_key: str) -> dict[str, Any]:
    """The keys whose tokens the title may receive: its own, then its group's. Never their secrets."""
    title = title_of(request, title_key)
    return {"keys": [_signing_key_data(key) for key in signing_keys(group=title.group, title=title)]}


@router.post(
    "/titles/{title_key}/signing-keys", response={201: SigningKeyOut}, auth=KeyDoor("manage:keys"), tags=["single sign-on"]
)
def add_signing_key(request: KeyRequest, title_key: str, body: SigningKeyIn, level: Level = "title") -> Any:
    """Makes a key (of the title, or of its group); its secret is in this answer and nowhere else."""
    group, title = place_at(request, title_key, level)
    said: dict[str, Any] = {"issuer": body.issuer, "replay_minutes": body.replay_minutes}
    made = make_signing_key(group=group, title=title, account_id=request.account_id, **said)
    return Status(201, _signing_key_data(made.key) | {"secret": made.secret})


@router.delete(
    "/titles/{title_key}/signing-keys/{kid}", response=SigningKeyOut, auth=KeyDoor("manage:keys"), tags=["single sign-on"]
)
def delete_signing_key(request: KeyRequest, title_key: str, kid: str) -> dict[str, Any]:
    """No longer believes tokens of this key of the title."""
    title = title_of(request, title_key)
    key = next((one for one in signing_keys(group=title.group, title=title) if one.kid == kid and one.title_id), None)
    if key is None:
        raise nothing_here()
    retire_signing_key(key=key, account_id=request.account_id)
    key.refresh_from_db(fields=["retired_at"])
    return _signing_key_data(key)


def _signing_key_data(key: SigningKey) -> dict[str, Any]:
    names = ("kid", "issuer", "replay_minutes", "made_at", "retired_at")
    return {name: getattr(key, name) for name in names} | {"of_group": key.title_id is None}


def place_at(request: KeyRequest, title_key: str, level: str) -> tuple[Group, Title | None]:
    """The group and the title, or the group alone when it is asked for and the key opens it."""
    title = title_of(request, title_key)
    return (group_of(request, title), None) if level == "group" else (title.group, title)


def cleaned_settings(values: dict[str, Any]) -> dict[str, Any]:
    """Settings of the kind each one is. Raises Refusal 422 naming the first that is not; bounds are the act's own."""
    kinds = get_type_hints(EffectivePolicy)
    for name, value in values.items():
        expected = kinds.get(name)
        if value is None or expected is None:
            continue
        if expected in (int, bool, str):
            is_right = type(value) is expected
        else:
            is_right = isinstance(value, list) and all(isinstance(one, str) and len(one) < 60 for one in value)
        if not is_right or "\x00" in str(value):
            raise Refusal("bad_setting", 422, _("This is not a value this setting can take."), field=f"settings.{name}")
    return values
