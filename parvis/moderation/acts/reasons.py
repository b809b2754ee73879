"""Writing the texts kept for decisions, at a group or at one of its titles."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from parvis.journal.acts import record
from parvis.journal.facts import ReasonsChanged
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.moderation.models import CannedReason
from parvis.publishers.models import Group, Title
from parvis.publishers.rights import ensure_may, ensure_may_in_group

LONGEST, LONGEST_NAME, MOST = 2000, 80, 100


@transaction.atomic
def keep_reason(
    *, group: Group, title: Title | None, name: str, words_fr: str, words_en: str = "", rule_number: int | None = None,
    key: str = "", account_id: int | None,
) -> CannedReason:  # fmt: skip
    """Keeps a text for decisions; with the `key` of one that is there, or of the group's at a title, it stands in its place.

    Raises Refusal 403 or 404 (right: `configure`), 409 (too many), 422 naming the field.
    """
    _ensure_may(account_id, group, title)
    said = {"name": " ".join(name.split()), "words_fr": words_fr.strip(), "words_en": words_en.strip()}
    _ensure_said(said)
    place: dict[str, Any] = {"group": group, "title": title, "key": key or slugify(said["name"])[:40] or "text"}
    if not key and CannedReason.objects.filter(**place).exists():
        raise Refusal("reason_known", 409, _("A text of this name is there already: change it."), field="name")
    if CannedReason.objects.filter(group=group, title=title).count() >= MOST:
        raise Refusal("too_many_reasons", 409, _("At most %(most)s texts are kept.") % {"most": MOST}, field="name")
    given = said | {"rule_number": rule_number, "is_left_out": False, "written_by_id": account_id, "written_at": clock.now()}
    reason, _made = CannedReason.objects.update_or_create(**place, defaults=given)
    _tell(group, title, account_id)
    return reason


@transaction.atomic
def drop_reason(*, group: Group, title: Title | None, key: str, account_id: int | None) -> None:
    """Keeps a text no more. At a title, its own goes and the group's is back; asked of the group's, it is left out there."""
    _ensure_may(account_id, group, title)
    gone, _rows = CannedReason.objects.filter(group=group, title=title, key=key).delete()
    above = CannedReason.objects.filter(group=group, title=None, key=key).first() if title else None
    if not gone and above:
        given = {"name": above.name, "is_left_out": True, "written_by_id": account_id, "written_at": clock.now()}
        CannedReason.objects.create(group=group, title=title, key=key, **given)
    _tell(group, title, account_id)


def _ensure_said(said: dict[str, str]) -> None:
    if not said["name"] or len(said["name"]) > LONGEST_NAME:
        words = _("Give the text a name of at most %(most)s characters.") % {"most": LONGEST_NAME}
        raise Refusal("reason_name", 422, words, field="name")
    if not said["words_fr"] and not said["words_en"]:
        raise Refusal("no_words", 422, _("Write the text in one language at least."), field="words_fr")
    for field in ("words_fr", "words_en"):
        if len(said[field]) > LONGEST:
            raise Refusal("too_long", 422, _("At most %(most)s characters.") % {"most": LONGEST}, field=field)


def _tell(group: Group, title: Title | None, account_id: int | None) -> None:
    record(ReasonsChanged(group_id=group.pk, title_id=title.pk if title else None, account_id=account_id))


def _ensure_may(account_id: int | None, group: Group, title: Title | None) -> None:
    if account_id is None:
        return
    if title is None:
        ensure_may_in_group(account_id, "configure", group=group)
    else:
        ensure_may(account_id, "configure", title=title)
