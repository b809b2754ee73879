"""Restricting one member, and letting go."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.configuration.refusals import refusals_into
from parvis.desk.frame import frame
from parvis.desk.limits.forms import RestrictionForm
from parvis.members.files import member_for
from parvis.members.models import Member, Restriction
from parvis.members.restrictions.acts import lift_restriction, restrict_member
from parvis.members.restrictions.reads import restrictions_of
from parvis.publishers.models import Title
from parvis.publishers.rights import nothing_here, titles_for


@for_seats("moderate")
def restrict(request: DeskRequest, member_id: int) -> HttpResponse:
    """A page to restrict a member, with what they are and were restricted to; POST does it."""
    opened = member_for(request.user.pk, member_id)
    form = RestrictionForm(_titles(request, opened), request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            restrict_member(member=opened, account_id=request.user.pk, **form.values())
            messages.success(request, _("The restriction is in force."))
            return redirect("desk:member", member_id)
    context = frame(request, "members") | {
        "member": opened,
        "form": form,
        "restrictions": restrictions_of(opened),
        "judges": True,
    }
    return render(request, "desk/limits/restrict.html", context, status=422 if form.errors else 200)


def _titles(request: DeskRequest, member: Member) -> list[Title]:
    """The titles of the member's group where one judges."""
    return list(titles_for(request.user.pk, "moderate").filter(group=member.group_id).order_by("name"))


@for_seats("moderate")
@require_POST
def lift(request: DeskRequest, member_id: int) -> HttpResponse:
    """Ends the restriction numbered `restriction`."""
    opened, asked = member_for(request.user.pk, member_id), request.POST.get("restriction", "")
    mine = Restriction.objects.filter(member=opened).select_related("member__group", "title")
    restriction = mine.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 19 else None
    if restriction is None:
        raise nothing_here()
    lift_restriction(restriction=restriction, account_id=request.user.pk)
    messages.success(request, _("The restriction is lifted."))
    return redirect("desk:member", member_id)
