"""The page of the policy: each setting at a group, a title or a section, and where it comes from."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.configuration.forms import SettingsForm
from parvis.desk.configuration.frame import page
from parvis.desk.configuration.place import Place, place_of, section_of
from parvis.desk.configuration.refusals import refusals_into
from parvis.desk.configuration.sentences import LEVELS, SUBJECTS, setting_in_words
from parvis.publishers.acts import set_policy
from parvis.publishers.models import Section
from parvis.publishers.reads import Setting, sections_with_settings, settings_at


@for_seats("configure")
def settings(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """The settings of a title, of its section `?section=`, or of the group; POST writes them."""
    place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    section = section_of(place, request.GET.get("section", ""))
    known = settings_at(group=place.group, title=place.title, section=section)
    form = SettingsForm(known, request.POST or None)
    if request.method == "POST" and form.is_valid():
        level: dict[str, Any] = {"group": place.group, "title": place.title, "section": section}
        with refusals_into(form):
            set_policy(**level, account_id=request.user.pk, **form.values())
            messages.success(request, _("The settings are in force."))
            return redirect(request.get_full_path())
    shown = _shown(place, section, form, known)
    return page(request, place, "settings", status=422 if form.errors else 200, **shown)


def _shown(place: Place, section: Section | None, form: SettingsForm, known: dict[str, Setting]) -> dict[str, Any]:
    return {
        "form": form,
        "section": section,
        "sections": sections_with_settings(place.title) if place.title else [],
        "subjects": subjects(form, known),
    }


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
