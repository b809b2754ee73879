"""A group's charter: the first one, and each new version as rules are written, changed or taken out.

A version is never edited: what a decision cited stays as it was read that day.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.journal.acts import record
from parvis.journal.facts import CharterChanged
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.moderation.models import Charter, Rule
from parvis.moderation.models.charters import Ground
from parvis.moderation.starter_charter import RULES
from parvis.publishers.models import Group, Title
from parvis.publishers.rights import ensure_may, ensure_may_in_group, nothing_here

MOST, LONGEST_NAME, LONGEST_TEXT, LONGEST_BASIS = 60, 120, 5000, 300
WRITTEN = ("title_fr", "title_en", "text_fr", "text_en", "ground", "legal_basis", "severity")


@transaction.atomic
def adopt_starter_charter(*, group: Group) -> Charter:
    """The group's charter, made from the starter rules when it has none."""
    known = Charter.objects.filter(group=group).order_by("-version").first()
    if known:
        return known
    charter = Charter.objects.create(group=group, version=1, in_force_from=clock.now())
    Rule.objects.bulk_create(Rule(charter=charter, **rule) for rule in RULES)
    return charter


@transaction.atomic
def write_rule(
    *, group: Group, title: Title | None, title_fr: str, text_fr: str, title_en: str = "", text_en: str = "",
    ground: str = "terms", legal_basis: str = "", number: int | None = None, account_id: int,
) -> Charter:  # fmt: skip
    """Adds a rule to the group's charter, or to a title's additions, or writes the one of that `number` anew; a new version.

    What is not said in English is as in French. Raises Refusal 403 or 404 (right: `configure`), 404 (no such rule there), 409
    (too many), 422 naming the field.
    """
    said = _said(title_fr, text_fr, title_en, text_en, ground, legal_basis)

    def changed(rules: list[Rule]) -> list[Rule]:
        if number is None:
            return [*rules, Rule(title=title, number=0, **said)]
        found = _of(rules, title, number)
        for name, value in said.items():
            setattr(found, name, value)
        return rules

    return _published(group, title, account_id, changed)


@transaction.atomic
def take_rule_out(*, group: Group, title: Title | None, number: int, account_id: int) -> Charter:
    """Takes a rule out of the group's charter, or of a title's additions; those after it move up. Raises Refusal."""

    def without(rules: list[Rule]) -> list[Rule]:
        gone = _of(rules, title, number)
        return [rule for rule in rules if rule is not gone]

    return _published(group, title, account_id, without)


def _published(group: Group, title: Title | None, account_id: int, changed: Callable[[list[Rule]], list[Rule]]) -> Charter:
    if title is None:
        ensure_may_in_group(account_id, "configure", group=group)
    else:
        ensure_may(account_id, "configure", title=title)
    Group.objects.select_for_update().get(pk=group.pk)
    last = Charter.objects.filter(group=group).order_by("-version").first()
    rules = changed(list(last.rules.order_by("number", "pk")) if last else [])
    if len(rules) > MOST:
        raise Refusal("too_many_rules", 409, _("A charter holds at most %(most)s rules.") % {"most": MOST})
    charter = Charter.objects.create(group=group, version=last.version + 1 if last else 1, in_force_from=clock.now())
    Rule.objects.bulk_create(_numbered(charter, rules))
    where = {"group_id": group.pk, "title_id": title.pk if title else None, "account_id": account_id}
    record(CharterChanged(**where, version=charter.version))
    return charter


def _numbered(charter: Charter, rules: list[Rule]) -> list[Rule]:
    """The rules copied into the version: the group's from 1, each title's additions after them."""
    of_group = [rule for rule in rules if rule.title_id is None]
    counts: dict[int | None, int] = {}
    numbered = []
    for rule in [*of_group, *(one for one in rules if one.title_id is not None)]:
        counts[rule.title_id] = counts.get(rule.title_id, 0 if rule.title_id is None else len(of_group)) + 1
        copied: dict[str, Any] = {name: getattr(rule, name) for name in WRITTEN}
        numbered.append(Rule(charter=charter, title_id=rule.title_id, number=counts[rule.title_id], **copied))
    return numbered


def _of(rules: list[Rule], title: Title | None, number: int) -> Rule:
    own = title.pk if title else None
    found = next((rule for rule in rules if rule.number == number and rule.title_id == own), None)
    if found is None:
        raise nothing_here()
    return found


def _said(title_fr: str, text_fr: str, title_en: str, text_en: str, ground: str, legal_basis: str) -> dict[str, Any]:
    said = {"title_fr": title_fr.strip(), "text_fr": text_fr.strip(), "title_en": title_en.strip(), "text_en": text_en.strip()}
    for field, most in (
        ("title_fr", LONGEST_NAME),
        ("title_en", LONGEST_NAME),
        ("text_fr", LONGEST_TEXT),
        ("text_en", LONGEST_TEXT),
    ):
        if len(said[field]) > most:
            raise Refusal("too_long", 422, _("At most %(most)s characters.") % {"most": most}, field=field)
    for field in ("title_fr", "text_fr"):
        if not said[field]:
            raise Refusal("no_words", 422, _("A rule is written in French at least."), field=field)
    if ground not in Ground.values:
        raise Refusal("unknown_ground", 422, _("Say whether the law or the house stands behind the rule."), field="ground")
    said["title_en"], said["text_en"] = said["title_en"] or said["title_fr"], said["text_en"] or said["text_fr"]
    return said | {"ground": ground, "legal_basis": legal_basis.strip()[:LONGEST_BASIS]}
