"""The page where the charter is written: the group's rules, and what each title adds."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from parvis.desk.asking import DeskRequest, for_seats, number
from parvis.desk.configuration.frame import page
from parvis.desk.configuration.place import Place, place_of
from parvis.desk.configuration.refusals import refusals_into
from parvis.moderation.acts import take_rule_out, write_rule
from parvis.moderation.models import Rule
from parvis.moderation.models.charters import Ground
from parvis.moderation.reads import rules_in_force
from parvis.publishers.rights import nothing_here

_LINES = {"rows": 4}


class RuleForm(forms.Form):
    """A rule, in both languages."""

    title_fr = forms.CharField(label=gettext_lazy("Its name in French"), max_length=120)
    text_fr = forms.CharField(
        label=gettext_lazy("In French"), max_length=5000, widget=forms.Textarea(attrs={**_LINES, "lang": "fr"})
    )
    title_en = forms.CharField(label=gettext_lazy("Its name in English"), max_length=120, required=False)
    text_en = forms.CharField(
        label=gettext_lazy("In English"), max_length=5000, required=False, widget=forms.Textarea(attrs={**_LINES, "lang": "en"})
    )
    ground = forms.ChoiceField(label=gettext_lazy("What stands behind it"), choices=Ground.choices, initial=Ground.TERMS)
    legal_basis = forms.CharField(
        label=gettext_lazy("Legal basis"), help_text=gettext_lazy("Articles of law, as authors read them."), max_length=300,
        required=False,
    )  # fmt: skip


@for_seats("configure")
def rules(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """The rules of a place and a form, filled with the one of `?rule=`; POST writes a new version of the charter."""
    place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    known = rules_in_force(place.group.pk, place.title.pk if place.title else None)
    chosen = _own(place, known, number(request.GET.get("rule"))) if request.GET.get("rule") else None
    form = RuleForm(request.POST or None, initial=_written(chosen))
    if request.method == "POST" and form.is_valid():
        with refusals_into(form, "title_fr"):
            said = form.cleaned_data | {"number": chosen.number if chosen else None}
            charter = write_rule(group=place.group, title=place.title, account_id=request.user.pk, **said)
            messages.success(request, _("Version %(version)s of the charter is in force.") % {"version": charter.version})
            return redirect(place.at["rules"])
    return page(request, place, "rules", status=422 if form.errors else 200, rules=known, form=form, chosen=chosen)


@for_seats("configure")
@require_POST
def rule_out(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """Takes the rule `rule` out: a new version of the charter."""
    place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    wanted = number(request.POST.get("rule")) or 0
    charter = take_rule_out(group=place.group, title=place.title, number=wanted, account_id=request.user.pk)
    messages.success(request, _("Version %(version)s of the charter is in force.") % {"version": charter.version})
    return redirect(place.at["rules"])


def _own(place: Place, known: list[Rule], wanted: int | None) -> Rule:
    own = place.title.pk if place.title else None
    found = next((rule for rule in known if rule.number == wanted and rule.title_id == own), None)
    if found is None:
        raise nothing_here()
    return found


def _written(chosen: Rule | None) -> dict[str, Any]:
    return {name: getattr(chosen, name) for name in RuleForm.base_fields} if chosen else {}
