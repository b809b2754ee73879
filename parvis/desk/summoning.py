"""Asking a colleague to answer, and answering as the newsroom from the desk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.conversations.acts import end_summons, publish_post, summon
from parvis.conversations.reads import thread_numbered
from parvis.conversations.rights import hosted_thread
from parvis.desk.asking import DeskRequest, for_seats, number
from parvis.kit.refusals import Refusal
from parvis.members.acts import enter_by_account
from parvis.members.models import Account
from parvis.publishers.models import Role


@for_seats("host")
@require_POST
def ask(request: DeskRequest, thread_id: int) -> HttpResponse:
    """Asks the colleague chosen."""
    asked = request.POST
    colleague = get_object_or_404(Account, pk=number(asked.get("colleague")) or 0)
    about = number(asked.get("about"))
    words = asked.get("words", "")
    summon(account_id=request.user.pk, thread_id=thread_id, colleague_id=colleague.pk, words=words, post_id=about)
    messages.success(request, _("%(name)s is asked to answer, by mail.") % {"name": colleague})
    return redirect("desk:thread", thread_id)


@for_seats("host")
@require_POST
def end(request: DeskRequest, summons_id: int) -> HttpResponse:
    """Takes a question back."""
    ended = end_summons(account_id=request.user.pk, summons_id=summons_id)
    messages.success(request, _("The question is taken back."))
    return redirect("desk:thread", ended.thread_id)


@for_seats("read")
@require_POST
def answer(request: DeskRequest, thread_id: int) -> HttpResponse:
    """Writes in the discussion as the newsroom, with the badge of one's seat; a guest does not."""
    opened = hosted_thread(request.user.pk, thread_id, "read")
    if all(seat.role == Role.GUEST for seat in request.seats):
        raise Refusal("not_your_role", 403, _("Your role does not allow this here."))
    place = thread_numbered(opened.pk)
    member = enter_by_account(group=opened.title.group, account=request.user, pseudonym=str(request.user.name))
    words, parent = request.POST.get("words", ""), number(request.POST.get("parent"))
    made = publish_post(member=member, thread=place or opened, source=words, parent_id=parent)
    messages.success(request, _("Your answer is published.") if made.post.is_visible else _("Your answer waits to be approved."))
    return redirect(f"{reverse('desk:thread', args=[thread_id])}?around={made.post.pk}#post-{made.post.pk}")
