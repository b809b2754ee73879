"""The forms of the square's settings: spaces, the look, the logo. Bounds and rights are the acts' own."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from parvis.conversations.models import HUES, ICONS, Opener, Space
from parvis.kit.colours import nearest_readable, normal_colour
from parvis.publishers.looks.models import Look
from parvis.publishers.looks.offered import FACES, GROUNDS, papers
from parvis.publishers.models import Title

_PLAIN = {"autocapitalize": "off", "spellcheck": "false", "autocomplete": "off"}
_HUES = {
    "ink": _("Ink"), "slate": _("Slate"), "sea": _("Sea"), "moss": _("Moss"), "ochre": _("Ochre"), "brick": _("Brick"),
    "plum": _("Plum"),
}  # fmt: skip
_ICONS = {
    "talk": _("Talk"), "flag": _("Flag"), "article": _("Article"), "members": _("People"), "globe": _("Globe"), "star": _("Star"),
    "clock": _("Clock"), "search": _("Magnifier"), "note": _("Pencil"), "bell": _("Bell"), "light": _("Sun"),
    "charter": _("Sheet"),
}  # fmt: skip


class SpaceForm(forms.Form):
    """A space: what it is called, what it is for, who opens discussions there."""

    name = forms.CharField(label=_("Name"), max_length=80)
    key = forms.CharField(
        label=_("Address"),
        help_text=_("Small letters, figures, hyphens. Left empty: made from the name. The former address goes on leading here."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs=_PLAIN),
    )
    description = forms.CharField(
        label=_("What the space is for"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    opens = forms.ChoiceField(label=_("Who opens discussions"), choices=Opener.choices, widget=forms.RadioSelect)
    host = forms.ChoiceField(
        label=_("Host"), help_text=_("Named on its page; pins, closes and tidies what is in it."), required=False
    )
    hue = forms.ChoiceField(label=_("Colour"), choices=[(hue, _HUES[hue]) for hue in HUES])
    icon = forms.ChoiceField(label=_("Sign"), choices=[(icon, _ICONS[icon]) for icon in ICONS])

    def __init__(self, hosts: list[tuple[str, str]], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["host"].choices = [("", _now("Nobody")), *hosts]  # type: ignore[attr-defined]  # a ChoiceField

    @staticmethod
    def of(space: Space | None) -> dict[str, Any]:
        """A space's fields as first values."""
        if space is None:
            return {"opens": Opener.MEMBERS, "hue": HUES[0], "icon": ICONS[0]}
        names = ("name", "key", "description", "opens", "hue", "icon")
        return {name: getattr(space, name) for name in names} | {"host": str(space.host_id or "")}

    def given(self) -> dict[str, Any]:
        """What the acts take."""
        values = self.cleaned_data | {"host": int(self.cleaned_data["host"]) if self.cleaned_data["host"] else None}
        return values if values["key"] else {name: value for name, value in values.items() if name != "key"}


class LookForm(forms.Form):
    """The colours, paper and letters of a title."""

    accent_day = forms.CharField(label=_("Colour by day"), max_length=7, widget=forms.TextInput(attrs=_PLAIN))
    accent_night = forms.CharField(
        label=_("Colour by night"),
        help_text=_("Left empty: made from that of the day."),
        max_length=7,
        required=False,
        widget=forms.TextInput(attrs=_PLAIN),
    )
    ground = forms.ChoiceField(label=_("Paper"), choices=[(key, one.label) for key, one in GROUNDS.items()])
    face = forms.ChoiceField(label=_("Letters"), choices=[(key, one.label) for key, one in FACES.items()])

    @staticmethod
    def of(look: Look | None, title: Title) -> dict[str, Any]:
        """A look's fields as first values; without one, the title's own colour made readable."""
        if look is not None:
            known = {name: getattr(look, name) for name in ("accent_day", "accent_night", "ground", "face")}
            made = nearest_readable(look.accent_day, papers(look.ground, "night"))
            return known | {"accent_night": "" if look.accent_night == made else look.accent_night}
        day = nearest_readable(normal_colour(title.accent) or "#8a3324", papers("paper", "day"))
        return {"accent_day": day, "accent_night": "", "ground": "paper", "face": "humanist"}


class LogoForm(forms.Form):
    """A title's logo and what it shows, in words."""

    logo = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG, WebP or JPEG, 2 MB at most; shown about 44 pixels high. It is written anew, without what it hides."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/webp,image/jpeg"}),
    )
    words = forms.CharField(label=_("In words"), help_text=_("For those who do not see it: usually the name."), max_length=120)
    on_dark = forms.BooleanField(
        label=_("It can be seen on a dark ground"), help_text=_("If not, it stands on white by night."), required=False
    )
