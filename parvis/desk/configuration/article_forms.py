"""The forms of the articles' page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.publishers.models import Section, Site

#: A map of fifty thousand lines, with room to spare.
MOST_BYTES = 10_000_000


class FeedForm(forms.Form):
    """A feed or a sitemap to ask."""

    address = forms.CharField(
        label=_("Address of the feed or sitemap"),
        help_text=_("RSS, Atom, a sitemap, a news sitemap or an index of sitemaps; gzip too."),
        max_length=2000,
        widget=forms.URLInput,
    )
    site = forms.ChoiceField(label=_("Site"))
    section = forms.ChoiceField(
        label=_("Section"), help_text=_("For articles whose feed names no section of the title."), required=False
    )
    every_minutes = forms.IntegerField(
        label=_("Every how many minutes"), initial=10, min_value=5, max_value=1440, widget=forms.NumberInput
    )

    def __init__(self, sites: list[Site], sections: list[Section], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._sites, self._sections = {str(one.pk): one for one in sites}, {str(one.pk): one for one in sections}
        self.fields["site"].choices = [(key, one.name) for key, one in self._sites.items()]  # type: ignore[attr-defined]  # a ChoiceField
        none = [("", _("None"))]
        self.fields["section"].choices = none + [(key, one.name) for key, one in self._sections.items()]  # type: ignore[attr-defined]  # a ChoiceField

    def said(self) -> dict[str, Any]:
        """What `declare_feed` takes, from a valid form."""
        given = self.cleaned_data
        place = {"site": self._sites[given["site"]], "section": self._sections.get(given["section"])}
        return place | {"address": given["address"], "every_minutes": given["every_minutes"]}


class MoveForm(forms.Form):
    """One article that changed address."""

    old = forms.CharField(label=_("Former address"), max_length=2000, widget=forms.URLInput)
    new = forms.CharField(label=_("Today’s address"), max_length=2000, widget=forms.URLInput)
    merge = forms.BooleanField(label=_("If another article is there, make one of the two, with all their posts"), required=False)


class MapForm(forms.Form):
    """Many addresses at once: a file, or what the rehearsal of one gave back."""

    file = forms.FileField(
        label=_("A map of addresses"),
        help_text=_("A CSV of two columns (old, new), a TOML map, or rules of the form old => new."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.toml,text/plain"}),
    )
    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, data: Any = None, *arguments: Any, **options: Any) -> None:
        super().__init__(data, *arguments, **options)
        self.fields["file"].required = not (data and data.get("text"))

    def clean(self) -> dict[str, Any]:
        """The map's words, from the file or as they came back; an error beside the file when there are none, or too many."""
        given = super().clean() or {}
        file = given.get("file")
        if "file" in self.errors:
            return given
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError({"file": _("This file is too long: 10 MB at most.")})
        try:
            given["text"] = file.read().decode("utf-8-sig") if file else given.get("text", "")
        except UnicodeDecodeError:
            raise forms.ValidationError({"file": _("This file is not text in UTF-8.")}) from None
        return given
