"""The forms of the settings pages. Bounds and rights are the acts' own; here stand only the fields."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from parvis.desk.configuration.sentences import CHECKS, LEVELS, MODES, OUTCOMES, ROLES, SETTINGS, setting_in_words, tongue
from parvis.language.tongues import TONGUES
from parvis.moderation.tables import Row, Table
from parvis.publishers.models import Pictures, Role, Section, Title, WhoPosts
from parvis.publishers.reads import Setting


class SettingsForm(forms.Form):
    """The policy of one level; an empty field inherits."""

    def __init__(self, settings: dict[str, Setting], *arguments: Any, **options: Any) -> None:
        own = {name: setting.own for name, setting in settings.items() if setting.own is not None}
        options["initial"] = {"mode": ""} | own
        super().__init__(*arguments, **options)
        for name, setting in settings.items():
            self.fields[name] = _setting_field(setting)

    def values(self) -> dict[str, Any]:
        """What set_policy takes: None for an emptied field."""
        return {name: None if value in ("", []) else value for name, value in self.cleaned_data.items()}


def _setting_field(setting: Setting) -> forms.Field:
    label, explained = SETTINGS[setting.name]
    above = {"value": setting_in_words(setting.name, setting.inherited), "source": LEVELS[setting.inherited_from]}
    as_above = _now("As above: %(value)s, %(source)s.") % above
    if setting.name == "mode":
        choices = [("", as_above), *((mode, _named(name, sentence)) for mode, (name, sentence) in MODES.items())]
        return forms.ChoiceField(label=str(label), required=False, widget=forms.RadioSelect, choices=choices)
    if setting.name in _CHOICES:
        choices = [("", as_above), *_CHOICES[setting.name](setting)]
        return forms.ChoiceField(label=str(label), help_text=str(explained), required=False, choices=choices)
    emptied = _now("Left empty: %(value)s, %(source)s.") % above if setting.own is not None else ""
    said: dict[str, Any] = {"label": label, "required": False, "help_text": f"{explained} {emptied}".strip()}
    if setting.name in _SEVERAL:
        return forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, choices=_SEVERAL[setting.name](), **said)
    if setting.name == "opening_hours":
        above_hours = forms.TextInput(attrs={"placeholder": setting_in_words("opening_hours", setting.inherited)})
        return forms.CharField(max_length=30, widget=above_hours, **said)
    return forms.IntegerField(widget=forms.NumberInput(attrs={"placeholder": setting.inherited}), **said)


#: The zones of the French press and its neighbours; another one, set by the API, stays offered where it is set.
ZONES = (
    "Europe/Paris", "Europe/Brussels", "Europe/Luxembourg", "Europe/Zurich", "Europe/London", "Europe/Berlin",
    "America/Guadeloupe", "America/Martinique", "America/Cayenne", "America/Miquelon", "America/Montreal",
    "Indian/Reunion", "Indian/Mayotte", "Pacific/Noumea", "Pacific/Tahiti", "Pacific/Wallis",
)  # fmt: skip


def _zones(setting: Setting) -> list[tuple[str, str]]:
    known = [*ZONES, *([setting.own] if setting.own and setting.own not in ZONES else [])]
    return [(zone, zone.replace("_", " ")) for zone in known]


_CHOICES: dict[str, Callable[[Setting], list[tuple[str, Any]]]] = {
    "who_posts": lambda _setting: list(WhoPosts.choices),
    "time_zone": _zones,
    "pictures": lambda _setting: list(Pictures.choices),
}
_SEVERAL: dict[str, Callable[[], list[tuple[Any, str]]]] = {
    "languages": lambda: [(code, tongue(code)) for code in TONGUES],
    "opening_days": lambda: [(day, str(name)) for day, name in WEEKDAYS.items()],
}


def _named(name: object, sentence: object) -> str:
    return _now("%(name)s: %(sentence)s") % {"name": name, "sentence": sentence}


class WordsForm(forms.Form):
    """One list, as lines; lines of a file are added; a text to try."""

    entries = forms.CharField(
        label=_("One entry a line"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "autocapitalize": "off", "class": "lines"}),
    )
    file = forms.FileField(
        label=_("Add the lines of a file"), help_text=_("Text in UTF-8, one entry a line, 1 MB at most."), required=False
    )
    sample = forms.CharField(
        label=_("Try a text"),
        help_text=_("Judged with the list as it stands above, saved or not. Nothing is kept."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_file(self) -> str:
        """The file's text."""
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > 1_000_000:
            raise forms.ValidationError(_now("This file is larger than 1 MB."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(_now("This file is not text in UTF-8.")) from None

    def lines(self) -> list[str]:
        """The entries wished, those of the file last."""
        written = f"{self.cleaned_data.get('entries', '')}\n{self.cleaned_data.get('file', '')}"
        return [line.strip() for line in written.splitlines() if line.strip()]


class RowForm(forms.Form):
    """A row of the decision table."""

    check = forms.ChoiceField(label=_("When"), choices=[("", "—"), *CHECKS.items()])
    percent = forms.FloatField(
        label=_("Certainty (%)"), min_value=0, max_value=100, widget=forms.NumberInput(attrs={"step": "any"})
    )
    outcome = forms.ChoiceField(label=_("Then"), choices=list(OUTCOMES.items()))
    risk = forms.IntegerField(
        label=_("Risk"), help_text=_("0 to 100: what is read first in the queue."), min_value=0, max_value=100
    )
    advise = forms.BooleanField(label=_("Tell the author what to mend"), required=False)

    def row(self) -> dict[str, Any]:
        """Plain values of a Row."""
        said = self.cleaned_data
        kept = {name: said[name] for name in ("check", "outcome", "risk", "advise")}
        return kept | {"at_least": round(said["percent"] / 100, 4)}


RowFormSet = forms.formset_factory(RowForm, extra=1, can_delete=True, max_num=200)
NEW_ROW = {"percent": 90, "outcome": "hold", "risk": 30}


def table_forms(table: Table, data: Any = None) -> Any:
    """The forms of a table's rows, and an empty one to add a row."""
    formset = RowFormSet(data, prefix="rows", initial=[_initial(row) for row in table.rows])
    for form in formset.extra_forms:
        form.initial = dict(NEW_ROW)
        form.empty_permitted = True
    return formset


def _initial(row: Row) -> dict[str, Any]:
    return {
        "check": row.check,
        "percent": f"{row.at_least * 100:g}",
        "outcome": row.outcome,
        "risk": row.risk,
        "advise": row.advise,
    }


class InviteForm(forms.Form):
    """A seat offered by mail."""

    mail = forms.EmailField(label=_("Mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    where = forms.ChoiceField(label=_("Where"))
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect, initial=Role.MODERATOR)

    def __init__(self, places: list[tuple[str, str]], *arguments: Any, whole_group: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["where"].choices = places  # type: ignore[attr-defined]  # a ChoiceField
        roles = [role for role in Role if role != Role.OUTSIDE and (whole_group or role != Role.GROUP_MANAGER)]
        choices = [(role.value, _named(role.label, ROLES[role])) for role in roles]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


def places_of_title(title: Title, sections: Iterable[Section]) -> list[tuple[str, str]]:
    """The places of a title where a seat may be given."""
    whole = _now("The whole title")
    return [(f"title:{title.pk}", f"{title.name} · {whole}"), *((f"section:{one.pk}", one.name) for one in sections)]


class FactorForm(forms.Form):
    """Whether staff must have a second factor, and how long they have to get one."""

    asked = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda said: said == "yes")
    grace_days = forms.IntegerField(
        label=_("Days left to activate it"),
        help_text=_("Until then the desk stays open, and says the date to whoever has none. 0: at once."),
        initial=7,
        required=False,
        min_value=0,
        max_value=30,
    )

    def clean_grace_days(self) -> int:
        """The days; none said is none left."""
        return int(self.cleaned_data["grace_days"] or 0)


class SiteForm(forms.Form):
    """A site and its first origin."""

    name = forms.CharField(label=_("Name of the site"), max_length=120)
    origin = forms.CharField(
        label=_("Its address"), help_text=_("For instance https://www.example.org"), max_length=200, widget=forms.URLInput
    )


class OriginForm(forms.Form):
    """One more origin of a site."""

    origin = forms.CharField(label=_("One more address"), max_length=200, widget=forms.URLInput)
