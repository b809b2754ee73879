"""A discussion's own settings, its schedule, and who is invited to speak there."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.conversations.acts import end_speaker, invite_speaker, set_thread_policy
from parvis.conversations.acts.settings import OWN
from parvis.conversations.models import Thread
from parvis.conversations.openness import openness_of, why_closed
from parvis.conversations.policies import policy_of, thread_settings
from parvis.conversations.rights import hosted_thread
from parvis.conversations.speaking import policies_of, speakers_in
from parvis.desk.asking import DeskRequest, for_seats, number
from parvis.desk.configuration.refusals import refusals_into
from parvis.desk.configuration.settings import subjects
from parvis.desk.frame import frame
from parvis.desk.limits.forms import SpeakerForm, ThreadForm
from parvis.members.files import member_named
from parvis.publishers.hours import zone_named


@for_seats("host")
def settings(request: DeskRequest, thread_id: int) -> HttpResponse:
    """The settings of one discussion, with where each comes from; POST writes those of its own."""
    opened = hosted_thread(request.user.pk, thread_id)
    with timezone.override(zone_named(policy_of(opened).time_zone)):
        form = ThreadForm(own_settings(opened), opened.own_policy, request.POST or None)
        if request.method == "POST" and form.is_valid():
            with refusals_into(form):
                set_thread_policy(account_id=request.user.pk, thread_id=thread_id, **form.values())
                messages.success(request, _("The settings of this discussion are in force."))
                return redirect("desk:thread", thread_id)
        return render(request, "desk/limits/thread.html", _context(request, opened, form), status=422 if form.errors else 200)


def own_settings(opened: Thread) -> dict[str, Any]:
    """Those of the settings that a discussion may have of its own, with what comes from above."""
    return {name: setting for name, setting in thread_settings(opened).items() if name in OWN}


def _context(request: DeskRequest, opened: Thread, form: ThreadForm) -> dict[str, Any]:
    policy = policy_of(opened)
    openness = openness_of(opened, policy)
    shown = {"thread": opened, "form": form, "subjects": subjects(form, own_settings(opened)), "policy": policy}
    shown |= {"openness": openness, "why": why_closed(opened, policy, openness)}
    shown |= {"speakers": speakers_in(opened), "speaker_form": SpeakerForm(), "history": policies_of(opened)}
    return frame(request, "threads", title_key=opened.title.key) | shown


@for_seats("host")
@require_POST
def speaker(request: DeskRequest, thread_id: int) -> HttpResponse:
    """Invites the member of that pseudonym to speak, or no longer the one numbered `leaves`."""
    opened, leaves = hosted_thread(request.user.pk, thread_id), number(request.POST.get("leaves"))
    if leaves is not None:
        end_speaker(account_id=request.user.pk, thread_id=thread_id, member_id=leaves)
        messages.success(request, _("This member no longer speaks in this discussion."))
    else:
        invited = member_named(opened.title.group, request.POST.get("pseudonym", ""))
        invite_speaker(account_id=request.user.pk, thread_id=thread_id, member_id=invited.pk)
        messages.success(request, _("%(name)s may now write in this discussion.") % {"name": invited.pseudonym})
    return redirect("desk:thread_settings", thread_id)
