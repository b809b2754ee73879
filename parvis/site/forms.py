"""What members type on the square."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.conversations.headings import LONGEST
from parvis.moderation.models.cases import SignalReason


class WordsForm(forms.Form):
    """A post: its words, and what tells one sending from another."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=50_000,
        strip=False,
        help_text=_("*emphasis*, **strong**, > quote, - list, ||spoiler||. Addresses become links."),
        widget=forms.Textarea(attrs={"rows": 7, "data-draft": ""}),
    )
    picture = forms.FileField(
        label=_("A picture"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"}), help_text=_("8 MB at most.")
    )
    described = forms.CharField(
        label=_("What it shows, for those who do not see it"),
        max_length=300,
        required=False,
        help_text=_("Needed with a picture."),
    )
    #: A picture already given, waiting for these words.
    hung = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    key = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    advised = forms.BooleanField(required=False, widget=forms.HiddenInput)


class ThreadForm(WordsForm):
    """A thread of its own: its heading and first words."""

    heading = forms.CharField(
        label=_("What it is about"),
        max_length=LONGEST + 80,
        help_text=_("One line: a question, a proposal, what you saw."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-draft": ""}),
    )
    field_order = ["heading", "text"]


class SignalForm(forms.Form):
    """A reader's signal."""

    reason = forms.ChoiceField(label=_("What is wrong?"), choices=SignalReason.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Say more, if you wish"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ProfileForm(forms.Form):
    """What a member shows of themself."""

    source = forms.CharField(
        label=_("A few words about you"),
        required=False,
        help_text=_("Where you write from, what you know about. Anyone may read it; 600 characters at most."),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 600}),
    )
    shows_posts = forms.BooleanField(
        label=_("Show my messages on my page"),
        required=False,
        help_text=_("They stay where they were written either way; this is only the list."),
    )
    is_listed = forms.BooleanField(label=_("List me among the members, and let search engines find my page"), required=False)

    @classmethod
    def of(cls, profile: Any, data: Any = None) -> "ProfileForm":
        """The form filled with a profile (None: nothing chosen yet)."""
        known = {"source": profile.source, "shows_posts": profile.shows_posts, "is_listed": profile.is_listed} if profile else {}
        return cls(data, initial=known or {"shows_posts": True})
