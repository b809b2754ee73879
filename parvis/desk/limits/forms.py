"""The forms of a discussion's own settings, of notes and of a member's restrictions."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from parvis.conversations.acts.notes import LONGEST_NOTE
from parvis.conversations.models import NoteKind, ThreadPolicy
from parvis.desk.configuration.forms import SettingsForm
from parvis.kit import clock
from parvis.members.models import RestrictionKind
from parvis.members.restrictions.acts import MOST_POSTS
from parvis.publishers.models import Title
from parvis.publishers.reads import Setting

DURATIONS = {
    "1": _("one day"),
    "3": _("three days"),
    "7": _("a week"),
    "30": _("a month"),
    "90": _("three months"),
    "": _("no end"),
}


def _moment(label: Any, help_text: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "step": "60"})
    return forms.DateTimeField(label=label, help_text=help_text, required=False, widget=widget)


class ThreadForm(SettingsForm):
    """A discussion's own settings and schedule; an empty field inherits. Hours are those of the active time zone."""

    def __init__(self, settings: dict[str, Setting], own: ThreadPolicy | None, *arguments: Any, **options: Any) -> None:
        super().__init__(settings, *arguments, **options)
        self.fields["opens_at"] = _moment(_("Opens on"), _("Until then it is only read, and says when it opens."))
        self.fields["closes_at"] = _moment(_("Closes on"), _("It closes by itself, and readers see it live."))
        self.fields["reason"] = forms.CharField(
            label=_("Why"), help_text=_("For your colleagues; kept with your name."), required=False, max_length=300
        )
        if own:
            self.initial = {**self.initial, "opens_at": own.opens_at, "closes_at": own.closes_at}


class NoteForm(forms.Form):
    """A note of the newsroom on a discussion."""

    source = forms.CharField(
        label=_("The note"),
        help_text=_("Signed with your name and your seat. *Emphasis*, **strong**, links and lists are understood."),
        max_length=3 * LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": LONGEST_NOTE}),
    )


class PostNoteForm(NoteForm):
    """A note of the newsroom under a post."""

    kind = forms.ChoiceField(label=_("What it is"), choices=NoteKind.choices, widget=forms.RadioSelect, initial=NoteKind.NOTE)
    field_order = ("kind", "source")


class SpeakerForm(forms.Form):
    """A member invited to speak."""

    pseudonym = forms.CharField(
        label=_("Pseudonym of the member"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class RestrictionForm(forms.Form):
    """What a member is restricted to: where, until when, and why."""

    kind = forms.ChoiceField(
        label=_("What"), choices=RestrictionKind.choices, widget=forms.RadioSelect, initial=RestrictionKind.PREMODERATION
    )
    amount = forms.IntegerField(
        label=_("How many posts a day"), help_text=_("For a limit of posts."), required=False, min_value=1, max_value=MOST_POSTS
    )
    where = forms.ChoiceField(label=_("Where"), required=False)
    days = forms.ChoiceField(label=_("For how long"), choices=list(DURATIONS.items()), required=False, initial="7")
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("For your colleagues: the member does not read it."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )
    told = forms.CharField(
        label=_("What to tell the member besides"),
        help_text=_("They are always told that their posts are read beforehand, or how many they may write."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=1000,
    )

    def __init__(self, titles: list[Title], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._titles = {str(title.pk): title for title in titles}
        places = [("", _now("Every title of the group")), *((key, title.name) for key, title in self._titles.items())]
        self.fields["where"].choices = places  # type: ignore[attr-defined]  # a ChoiceField

    def values(self) -> dict[str, Any]:
        """What restrict_member takes."""
        said = self.cleaned_data
        until: datetime | None = clock.now() + timedelta(days=int(said["days"])) if said["days"] else None
        kept = {name: said[name] for name in ("kind", "amount", "reason", "told")}
        return kept | {"title": self._titles.get(said["where"]), "until": until}
