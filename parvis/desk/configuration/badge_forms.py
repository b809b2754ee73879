"""The forms of badges and of the names that sign articles."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from parvis.members.badges.reads import Known
from parvis.members.models import Tone
from parvis.publishers.models import Seat


class BadgeForm(forms.Form):
    """A badge of the publisher's tokens, worded in both languages. Bounds are the act's own."""

    key = forms.CharField(
        label=_("Key"),
        help_text=_("What your tokens say in “badges”: small letters, digits, dashes."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false"}),
    )
    label_fr = forms.CharField(label=_("In French"), max_length=30)
    label_en = forms.CharField(label=_("In English"), max_length=30)
    said_fr = forms.CharField(
        label=_("What it means, in French"), help_text=_("Shown on hover and focus."), required=False, max_length=160
    )
    said_en = forms.CharField(label=_("What it means, in English"), required=False, max_length=160)
    tone = forms.ChoiceField(label=_("Look"), choices=Tone.choices, widget=forms.RadioSelect, initial=Tone.PLAIN)
    is_subscription = forms.BooleanField(
        label=_("It stands for a subscription"), help_text=_("Opens the places where only subscribers write."), required=False
    )
    rank = forms.IntegerField(label=_("Order"), help_text=_("0 to 99: the lowest is worn first; three at most."), initial=50)


def written(known: Known) -> dict[str, Any]:
    """A known badge as the form's first values."""
    words = dict(zip(("label_fr", "label_en"), known.labels, strict=True)) | dict(
        zip(("said_fr", "said_en"), known.said, strict=True)
    )
    return words | {"key": known.key, "tone": known.tone, "is_subscription": known.is_subscription, "rank": known.rank}


class BylineForm(forms.Form):
    """A name that signs articles, and whose it is. Whoever gives no seat claims their own."""

    name = forms.CharField(
        label=_("Name, as the articles write it"),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "names-seen", "autocomplete": "off"}),
    )
    whose = forms.ChoiceField(label=_("Whose it is"))
    pseudonym = forms.CharField(
        label=_("Or a reader’s pseudonym"),
        help_text=_("For someone who comes in by your own accounts."),
        required=False,
        max_length=60,
    )

    def __init__(self, seats: list[Seat], mine: int, *arguments: Any, for_others: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        people = {seat.account_id: str(seat.account) for seat in seats if for_others or seat.account_id == mine}
        choices = [(str(pk), name) for pk, name in people.items()]
        if for_others:
            choices.append(("reader", _now("A reader, by pseudonym")))
        else:
            del self.fields["pseudonym"]
        self.fields["whose"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
