"""The forms of the firms' page."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.publishers.firms.models import Firm
from parvis.publishers.hours import ALWAYS
from parvis.publishers.models import Title

DAYS = [
    (0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday")), (4, _("Friday")), (5, _("Saturday")),
    (6, _("Sunday")),
]  # fmt: skip


class FirmForm(forms.Form):
    """A firm, its titles, its hours and its end."""

    name = forms.CharField(label=_("Name of the firm"), max_length=120)
    contact = forms.EmailField(label=_("Whom to write to there"), required=False)
    titles = forms.MultipleChoiceField(label=_("Titles whose queue it judges"), widget=forms.CheckboxSelectMultiple)
    hours = forms.CharField(
        label=_("Hours"), help_text=_("For instance 18:00-08:00; empty: day and night."), max_length=40, required=False
    )
    days = forms.TypedMultipleChoiceField(
        label=_("Days"), choices=DAYS, coerce=int, initial=list(range(7)), widget=forms.CheckboxSelectMultiple
    )
    ends_on = forms.DateField(
        label=_("Until, that day included"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, titles: list[Title], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._titles = {str(title.pk): title for title in titles}
        self.fields["titles"].choices = [(key, title.name) for key, title in self._titles.items()]  # type: ignore[attr-defined]  # a ChoiceField

    def said(self) -> dict[str, Any]:
        """What `open_firm` takes, from a valid form."""
        given = self.cleaned_data
        ends = given["ends_on"]
        return {
            "name": given["name"],
            "contact": given["contact"],
            "titles": [self._titles[key] for key in given["titles"]],
            "hours": given["hours"],
            "days": given["days"],
            "ends_at": timezone.make_aware(datetime.combine(ends, time(23, 59, 59))) if ends else None,
        }


def written(firm: Firm) -> dict[str, Any]:
    """A firm as its form shows it."""
    return {
        "name": firm.name,
        "contact": firm.contact,
        "titles": [str(title.pk) for title in firm.titles.all()],
        "hours": "" if firm.hours == ALWAYS else firm.hours,
        "days": firm.days,
        "ends_on": timezone.localtime(firm.ends_at).date() if firm.ends_at else None,
    }


class FirmInviteForm(forms.Form):
    """Someone of a firm."""

    mail = forms.EmailField(label=_("Mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
