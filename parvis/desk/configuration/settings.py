"""The page of the policy: each setting at a group, a title or a section, and where it comes from."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from parvis.conversations.acts import set_space_policy
from parvis.conversations.models import Space
from parvis.conversations.policies import space_settings
from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.configuration.forms import SettingsForm
from parvis.desk.configuration.frame import page
from parvis.desk.configuration.place import Place, place_of, section_of, space_of, spaces_of
from parvis.desk.configuration.refusals import refusals_into
from parvis.desk.configuration.sentences import LEVELS, SUBJECTS, setting_in_words
from parvis.publishers.acts import set_policy
from parvis.publishers.models import Section
from parvis.publishers.reads import Setting, sections_with_settings, settings_at


@for_seats("configure")
def settings(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """The settings of a title, its section `?section=` or space `?space=`, or of the group; POST writes them."""
    place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    section, space = section_of(place, request.GET.get("section", "")), space_of(place, request.GET.get("space", ""))
    known = _known(place, section, space)
    form = SettingsForm(known, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            _set(request.user.pk, place, section, space, form.values())
            messages.success(request, _("The settings are in force."))
            return redirect(request.get_full_path())
    shown = {"form": form, "section": section, "space": space, "subjects": subjects(form, known), **_others(place)}
    return page(request, place, "settings", status=422 if form.errors else 200, **shown)


def _known(place: Place, section: Section | None, space: Space | None) -> dict[str, Setting]:
    if space is not None:
        return space_settings(space, place.title)
    return settings_at(group=place.group, title=place.title, section=section)


def _set(account_id: int, place: Place, section: Section | None, space: Space | None, values: dict[str, Any]) -> None:
    if space is not None:
        set_space_policy(account_id=account_id, space_id=space.pk, **values)
    else:
        level: dict[str, Any] = {"group": place.group, "title": place.title, "section": section}
        set_policy(**level, account_id=account_id, **values)


def _others(place: Place) -> dict[str, Any]:
    """The parts of the place that may have settings of their own."""
    return {"sections": sections_with_settings(place.title) if place.title else [], "spaces": spaces_of(place)}


def subjects(form: SettingsForm, known: dict[str, Setting]) -> list[dict[str, Any]]:
    """The settings known, by what they are about, each with its field, what is in force and where it comes from."""
    parts = [(name, [known[one] for one in names if one in known]) for name, names in SUBJECTS]
    return [{"name": name, "rows": [_row(form, setting) for setting in part]} for name, part in parts if part]


def _row(form: SettingsForm, setting: Setting) -> dict[str, Any]:
    return {
        "field": form[setting.name],
        "value": setting_in_words(setting.name, setting.value),
        "source": LEVELS[setting.source],
        "is_own": setting.own is not None,
    }
