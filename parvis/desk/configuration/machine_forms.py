"""The forms of keys and webhooks; rights and bounds are the acts' own."""

import re
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from parvis.journal.facts import CATALOGUE
from parvis.kit import clock
from parvis.machines.kinds import KINDS, USUAL
from parvis.machines.models import Endpoint
from parvis.machines.scopes import SCOPES

#: The sentences of facts are messages of the journal's own catalogue.
TRANSLATED = translation.gettext
LIVES = {"30": _("Thirty days"), "90": _("Ninety days"), "365": _("A year"), "none": _("No end")}
#: The verbs of scopes, as headings.
VERBS = {
    "read": _("Read"),
    "write": _("Write"),
    "speak": _("Write"),
    "host": _("Act"),
    "judge": _("Act"),
    "watch": _("Act"),
    "manage": _("Manage"),
}
#: What facts are about, as headings; the others come under the last one.
NOUNS = {
    "post": _("Posts"),
    "thread": _("Discussions"),
    "case": _("Moderation"),
    "decision": _("Moderation"),
    "signal": _("Moderation"),
    "member": _("Members"),
    "article": _("Articles"),
}


class ApiKeyForm(forms.Form):
    """A new key for a machine."""

    name = forms.CharField(label=_("What it is for"), help_text=_("The name of the system that will hold it."), max_length=120)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=[(name, name) for name in SCOPES],
        error_messages={"required": _("Choose at least one.")},
    )
    life = forms.ChoiceField(label=_("How long it lives"), choices=[], widget=forms.RadioSelect, initial="365")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["life"].choices = list(LIVES.items())  # type: ignore[attr-defined]  # a ChoiceField

    def expires_at(self) -> datetime | None:
        """The moment the key ends, or None."""
        days = self.cleaned_data["life"]
        return clock.now() + timedelta(days=int(days)) if days.isdigit() else None

    def groups(self) -> list[dict[str, Any]]:
        """The scopes by verb, each with its words and whether it is ticked."""
        ticked = set(self.data.getlist("scopes")) if self.is_bound else {"read:articles", "read:threads"}  # type: ignore[attr-defined]  # a QueryDict
        found: dict[str, list[dict[str, Any]]] = {}
        for name, scope in SCOPES.items():
            said = {"value": name, "label": scope.words, "checked": name in ticked}
            found.setdefault(str(VERBS[name.partition(":")[0]]), []).append(said)
        return [{"heading": heading, "choices": choices} for heading, choices in found.items()]


class WebhookForm(forms.Form):
    """Where to, and of what."""

    name = forms.CharField(label=_("Name"), required=False, max_length=120, help_text=_("Left empty: its host."))
    address = forms.CharField(
        label=_("Address called"),
        max_length=2000,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        help_text=_("For instance https://www.example.org/parvis. It answers 2xx within ten seconds."),
    )
    facts = forms.MultipleChoiceField(
        label=_("What it is told"),
        choices=[(kind, kind) for kind in KINDS],
        error_messages={"required": _("Choose at least one.")},
    )
    with_words = forms.BooleanField(
        label=_("Send the words of posts"),
        required=False,
        help_text=_("Else only numbers are sent: what readers write stays here."),
    )

    def __init__(self, *arguments: Any, endpoint: Endpoint | None = None, **options: Any) -> None:
        self._told = endpoint.facts if endpoint else list(USUAL)
        if endpoint:
            options["initial"] = {name: getattr(endpoint, name) for name in ("name", "address", "with_words")}
        super().__init__(*arguments, **options)

    def groups(self) -> list[dict[str, Any]]:
        """The facts by subject, each in words and whether it is ticked."""
        ticked = set(self.data.getlist("facts") if self.is_bound else self._told)  # type: ignore[attr-defined]  # a QueryDict
        found: dict[str, list[dict[str, Any]]] = {}
        rest = _now("The house")
        for kind, fact in KINDS.items():
            heading = str(NOUNS.get(kind.partition(".")[0], rest))
            found.setdefault(heading, []).append({"value": kind, "label": fact_in_words(fact), "checked": kind in ticked})
        first = [*dict.fromkeys(map(str, NOUNS.values())), rest]
        return [{"heading": heading, "choices": found[heading]} for heading in first if heading in found]


def fact_in_words(name: str) -> str:
    """The sentence of a fact, without what it carries."""
    said = TRANSLATED(CATALOGUE[name].SENTENCE)
    return re.sub(r"[\s\u202f:–-]*\{.*", "", said) or said
