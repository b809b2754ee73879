"""The pages of the lists: banned and watched words, banned and allowed domains."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.configuration.forms import WordsForm
from parvis.desk.configuration.frame import page
from parvis.desk.configuration.place import Place, place_of
from parvis.desk.configuration.refusals import refusals_into
from parvis.desk.configuration.trial import try_text
from parvis.moderation.acts import set_domains, set_words
from parvis.moderation.listed import LISTS, OF_A_TITLE, entries_of, entry_counts, search_entries
from parvis.publishers.rights import nothing_here

NAMES: dict[str, tuple[Promise, Promise]] = {
    "banned-words": (
        gettext_lazy("Banned words"),
        gettext_lazy("Words and phrases nobody may print here. A final * takes any ending: “encul*”."),
    ),
    "watched-words": (gettext_lazy("Watched words"), gettext_lazy("Words that draw the desk’s eye, without being forbidden.")),
    "excepted-words": (
        gettext_lazy("Excepted words"),
        gettext_lazy("Entries of the group’s lists that do not hold at this title, written as they are there."),
    ),
    "banned-domains": (gettext_lazy("Banned domains"), gettext_lazy("Sites nobody may link to; each stands for its subdomains.")),
    "allowed-domains": (gettext_lazy("Allowed domains"), gettext_lazy("Sites whose links never count as too many.")),
}


@for_seats("configure")
def words(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """One list of a place (`?list=`), to read, search (`?q=`), change and try; POST tries or writes it."""
    place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    name = _chosen(request, place)
    before, trial = entries_of(name, group=place.group, title=place.title), None
    form = WordsForm(request.POST or None, request.FILES or None, initial={"entries": "\n".join(before)})
    if request.method == "POST" and form.is_valid():
        if request.POST.get("verb") == "try":
            trial = try_text(place, form.cleaned_data["sample"], list_name=name, entries=form.lines())
        elif _written(request, place, name, form, before):
            return redirect(f"{place.at['words']}?list={name}")
    if request.htmx:
        return render(request, "desk/configuration/_trial.html", {"trial": trial, "form": form})
    return page(request, place, "words", status=_status(form), form=form, trial=trial, **_shown(request, place, name))


@for_seats("configure")
def words_file(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """One list of a place as a text file, one entry a line; what the page takes back."""
    place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    name = _chosen(request, place)
    lines = entries_of(name, group=place.group, title=place.title)
    response = HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{(place.title or place.group).key}-{name}.txt"'
    return response


def _status(form: WordsForm) -> int:
    return 422 if form.errors else 200


def _chosen(request: DeskRequest, place: Place) -> str:
    name = request.GET.get("list", "banned-words")
    if name not in LISTS or (name in OF_A_TITLE and place.title is None):
        raise nothing_here()
    return name


def _written(request: DeskRequest, place: Place, name: str, form: WordsForm, before: list[str]) -> bool:
    write = set_domains if name.endswith("domains") else set_words
    with refusals_into(form, "entries"):
        write(group=place.group, title=place.title, kind=LISTS[name].kind, account_id=request.user.pk, **_given(name, form))
        _say_what_changed(request, before, entries_of(name, group=place.group, title=place.title))
        return True
    return False


def _given(name: str, form: WordsForm) -> dict[str, Any]:
    return {"domains" if name.endswith("domains") else "patterns": form.lines()}


def _say_what_changed(request: DeskRequest, before: list[str], after: list[str]) -> None:
    added, removed = len(set(after) - set(before)), len(set(before) - set(after))
    held = ngettext("The list holds %(n)s entry.", "The list holds %(n)s entries.", len(after)) % {"n": len(after)}
    changed = _("%(added)s added, %(removed)s removed.") % {"added": added, "removed": removed}
    messages.success(request, f"{held} {changed}")


def _shown(request: DeskRequest, place: Place, name: str) -> dict[str, Any]:
    own, of_group = (entry_counts(group=place.group, title=title) for title in (place.title, None))
    counts = {one: own[one] + (of_group[one] if place.title else 0) for one in LISTS}
    address, asked = place.at["words"], request.GET.get("q", "").strip()
    above = entries_of(name, group=place.group, title=None) if place.title else []
    return {
        "list_name": name,
        "list_label": NAMES[name][0],
        "explained": NAMES[name][1],
        "lists": [_tab(address, one, counts[one], one == name) for one in LISTS if place.title or one not in OF_A_TITLE],
        "above": above,
        "asked": asked,
        "found": [_found(one) for one in search_entries(asked, group=place.group, title=place.title)] if asked else None,
    }


def _tab(address: str, name: str, count: int, current: bool) -> dict[str, Any]:
    return {"label": NAMES[name][0], "url": f"{address}?list={name}", "count": count, "current": current}


def _found(one: Any) -> dict[str, Any]:
    return {"text": one.text, "list": NAMES[one.list_name][0], "is_of_group": one.is_of_group}
