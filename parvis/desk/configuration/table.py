"""The page of the decision table: its rows as sentences, a trial, its versions."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.configuration.forms import table_forms
from parvis.desk.configuration.frame import page
from parvis.desk.configuration.place import place_of
from parvis.desk.configuration.sentences import OUTCOMES, difference, row_sentence
from parvis.desk.configuration.trial import Trial, try_table
from parvis.moderation.acts import set_table
from parvis.moderation.listed import table_versions
from parvis.moderation.screening import table_in_force
from parvis.moderation.tables import DEFAULT_TABLE, Table, parse_table
from parvis.publishers.models import Title
from parvis.publishers.rights import nothing_here

SHOWN = 30  # versions in the list; older ones stay in the database, to explain old outcomes


@for_seats("configure")
def table(request: DeskRequest, title_key: str) -> HttpResponse:
    """The title's decision table; POST tries it on the last posts, or makes it a new version."""
    place = place_of(request, "configure", title_key=title_key)
    title = _title(place.title)
    formset, trial = table_forms(table_in_force(title.pk), request.POST or None), None
    if request.method == "POST" and formset.is_valid():
        if request.POST.get("verb") == "try":
            trial = _told(try_table(title, parse_table({"version": 0, "rows": _rows(formset)})))
        else:
            set_table(title=title, rows=_rows(formset), account_id=request.user.pk)
            messages.success(request, _("The new table judges from now on."))
            return redirect(place.at["table"])
    if request.htmx:
        return render(request, "desk/configuration/_table_trial.html", {"trial": trial, "formset": formset})
    return page(request, place, "table", status=422 if any(formset.errors) else 200, trial=trial, **_shown(title, formset))


@for_seats("configure")
@require_POST
def table_restore(request: DeskRequest, title_key: str) -> HttpResponse:
    """Makes an old version (0: the house's own) a new one."""
    place = place_of(request, "configure", title_key=title_key)
    title = _title(place.title)
    old = _version(title, request.POST.get("version", ""))
    set_table(title=title, rows=old.as_json()["rows"], account_id=request.user.pk)
    messages.success(request, _("The old table judges again, as a new version."))
    return redirect(place.at["table"])


def _title(title: Title | None) -> Title:
    if title is None:  # tables belong to titles only
        raise nothing_here()
    return title


def _version(title: Title, wished: str) -> Table:
    found = next((one for one in _versions(title) if str(one["number"]) == wished), None)
    if found is None:
        raise nothing_here()
    return found["table"]  # type: ignore[no-any-return]  # put there below


def _versions(title: Title) -> list[dict[str, Any]]:
    """Newest first, the house's own last, each with what it changed from the one before."""
    rows = table_versions(title, SHOWN + 1)
    tables = [parse_table({"version": row.version, "rows": row.rows}) for row in rows]
    older = [*tables[1:], DEFAULT_TABLE][: len(tables)]
    made = [
        {"number": row.version, "at": row.made_at, "by": row.made_by, "table": new, "changes": difference(old.rows, new.rows)}
        for row, new, old in list(zip(rows, tables, older, strict=True))[:SHOWN]
    ]
    return [*made, {"number": 0, "table": DEFAULT_TABLE}]


def _rows(formset: Any) -> list[dict[str, Any]]:
    kept = [form for form in formset.forms if form.has_changed() or (form.initial and form not in formset.extra_forms)]
    return [form.row() for form in kept if not form.cleaned_data.get("DELETE")]


def _shown(title: Title, formset: Any) -> dict[str, Any]:
    now = table_in_force(title.pk)
    sentences = [row_sentence(row) for row in now.rows]
    rows = [{"form": form, "sentence": sentence} for form, sentence in zip(formset.initial_forms, sentences, strict=False)]
    return {"formset": formset, "rows": rows, "versions": _versions(title), "version": now.version}


def _told(trial: Trial) -> dict[str, Any]:
    return {
        "tried": trial.tried,
        "is_whole": trial.is_whole,
        "changed": len(trial.changes),
        "counts": [
            {"before": OUTCOMES[before], "after": OUTCOMES[after], "n": n}
            for (before, after), n in sorted(trial.counts.items(), key=lambda pair: -pair[1])
        ],
        "changes": [
            {"one": change, "before": OUTCOMES[change.before], "after": OUTCOMES[change.after]} for change in trial.changes[:20]
        ],
    }
