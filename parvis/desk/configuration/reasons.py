"""The page of the texts kept for decisions."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.configuration.frame import page
from parvis.desk.configuration.place import Place, place_of
from parvis.desk.configuration.refusals import refusals_into
from parvis.moderation.acts import drop_reason, keep_reason
from parvis.moderation.canned import Kept, reasons_kept
from parvis.moderation.models import Rule
from parvis.moderation.reads import rules_in_force


class ReasonForm(forms.Form):
    """A text for decisions, in both languages."""

    name = forms.CharField(label=gettext_lazy("Name"), help_text=gettext_lazy("For the desk only."), max_length=80)
    rule_number = forms.TypedChoiceField(label=gettext_lazy("Rule it goes with"), coerce=int, empty_value=None, required=False)
    words_fr = forms.CharField(
        label=gettext_lazy("In French"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4, "lang": "fr"})
    )
    words_en = forms.CharField(
        label=gettext_lazy("In English"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4, "lang": "en"})
    )

    def __init__(self, rules: list[Rule], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices = [("", _("Any rule")), *((rule.number, str(rule)) for rule in rules)]
        self.fields["rule_number"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


@for_seats("configure")
def reasons(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """The texts of a place and a form, filled with the one of `?text=`; POST keeps one."""
    place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    here = (place.group.pk, place.title.pk if place.title else None)
    kept = reasons_kept(*here)
    chosen = next((one for one in kept if one.reason.key == request.GET.get("text", "")), None)
    form = ReasonForm(
        rules_in_force(place.group.pk, place.title.pk if place.title else None), request.POST or None, initial=_written(chosen)
    )
    if request.method == "POST" and form.is_valid():
        with refusals_into(form, "name"):
            key = chosen.reason.key if chosen else ""
            keep_reason(group=place.group, title=place.title, key=key, account_id=request.user.pk, **form.cleaned_data)
            messages.success(request, _("The text is kept."))
            return redirect(place.at["reasons"])
    return page(request, place, "reasons", status=422 if form.errors else 200, kept=kept, form=form, chosen=chosen)


@for_seats("configure")
@require_POST
def reason_drop(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """Keeps the text `text` no more, or leaves the group's out of the title."""
    place: Place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    drop_reason(group=place.group, title=place.title, key=request.POST.get("text", "")[:40], account_id=request.user.pk)
    messages.success(request, _("The list of texts is changed."))
    return redirect(place.at["reasons"])


def _written(chosen: Kept | None) -> dict[str, Any]:
    if chosen is None:
        return {}
    one = chosen.reason
    return {"name": one.name, "rule_number": one.rule_number, "words_fr": one.words_fr, "words_en": one.words_en}
