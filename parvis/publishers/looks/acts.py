"""Giving a title its look."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.journal.acts import record
from parvis.journal.facts import LookChanged
from parvis.kit import clock
from parvis.kit.announcing import announce
from parvis.kit.colours import nearest_readable, normal_colour
from parvis.kit.pictures import picture_of
from parvis.kit.refusals import Refusal
from parvis.kit.remembered import forget
from parvis.publishers.looks.models import Look
from parvis.publishers.looks.offered import GROUNDS, checked, papers
from parvis.publishers.models import Title
from parvis.publishers.rights import ensure_may


@transaction.atomic
def change_look(*, title: Title, account_id: int | None, **values: Any) -> Look:
    """Gives the title its colours (`accent_day`, `accent_night`), `ground` and `face`; those absent stay as they are.

    Raises Refusal 404 or 403, 422 as `looks.checked`: a colour that cannot be read comes with the nearest that can.
    """
    if account_id is not None:
        ensure_may(account_id, "configure", title=title)
    look = _look(title)
    kept = {name: getattr(look, name) for name in ("accent_day", "accent_night", "ground", "face")}
    given = checked(kept | _moved_with_the_ground(kept, values) | values)
    changed = [name for name, value in given.items() if kept[name] != value]
    return _saved(look, given, changed, account_id)


def _moved_with_the_ground(kept: dict[str, Any], values: dict[str, Any]) -> dict[str, str]:
    """Colours nobody gives again, moved to what can be read on the new ground."""
    ground = values.get("ground", kept["ground"])
    if ground not in GROUNDS:
        return {}
    return {f"accent_{light}": nearest_readable(kept[f"accent_{light}"], papers(ground, light)) for light in ("day", "night")}


@transaction.atomic
def set_logo(*, title: Title, account_id: int | None, picture: bytes | None, words: str = "", on_dark: bool = True) -> Look:
    """Gives the title a logo (PNG, WebP or JPEG bytes), or takes it away (None); `on_dark`: it may stand on a dark ground.

    Raises Refusal 404 or 403, 413 or 422 (not a picture, no alternative text).
    """
    if account_id is not None:
        ensure_may(account_id, "configure", title=title)
    given: dict[str, Any] = {"logo": None, "logo_width": 0, "logo_height": 0, "logo_words": "", "logo_on_dark": on_dark}
    if picture is not None:
        said = " ".join(words.split())[:120]
        if not said:
            raise Refusal("no_words", 422, _("Say in words what the logo shows: usually the name of the title."), field="words")
        drawn = picture_of(picture, widest=960, highest=240, field="logo")
        given |= {"logo": drawn.webp, "logo_width": drawn.width, "logo_height": drawn.height, "logo_words": said}
    return _saved(_look(title), given, ["logo"], account_id)


def _look(title: Title) -> Look:
    known = Look.objects.select_for_update().filter(title=title).first()
    if known:
        return known
    day = nearest_readable(normal_colour(title.accent) or "#8a3324", papers("paper", "day"))
    return Look(title=title, version=0, accent_day=day, accent_night=nearest_readable(day, papers("paper", "night")))


def _saved(look: Look, given: dict[str, Any], changed: list[str], account_id: int | None) -> Look:
    if not changed and look.version:
        return look
    for name, value in given.items():
        setattr(look, name, value)
    look.version += 1
    look.changed_at = clock.now()
    look.save()
    Title.objects.filter(pk=look.title_id).update(accent=look.accent_day)
    place = {"group_id": look.title.group_id, "title_id": look.title_id, "account_id": account_id}
    record(LookChanged(**place, fields=", ".join(changed)))
    announce(thread_id=0, version=0, change="settings")
    forget()
    return look
