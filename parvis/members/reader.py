"""The readers' door: coming in from an article's page, and accepting a seat."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parvis.kit.refusals import Refusal
from parvis.members.acts import choose_pseudonym, enter_by_account
from parvis.members.factors import asks_factor
from parvis.members.forms import MailForm, NameForm
from parvis.members.models import Account, Member
from parvis.members.reads import member_of_account, verified_mail_of
from parvis.members.rights import ensure_origin, title_entered
from parvis.members.sessions import session_for
from parvis.publishers.acts import accept_invitation, invitation_of
from parvis.publishers.models import Title
from parvis.publishers.rights import seats_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The window an article opens: a mail and its code, a name the first time, and the session handed to the article's page."""
    title = title_entered(request.GET.get("title", ""))
    origin = ensure_origin(title, request.GET.get("origin", ""), own=f"{request.scheme}://{request.get_host()}")
    context: dict[str, Any] = {"title": title, "origin": origin, "here": request.get_full_path()}
    if not request.user.is_authenticated:
        return render(request, "members/enter.html", context | {"form": MailForm()})
    if asked := asks_factor(request, [seat for seat in seats_of(request.user.pk) if seat.group_id == title.group_id]):
        return asked  # a staff member writes under the newsroom's badge
    member = member_of_account(request.user, title.group)
    if request.method == "POST" or member is None or not member.is_named:
        return _name_chosen(request, title, request.user, context)
    return render(request, "members/entered.html", context | {"member": member, "session": session_for(member)})


enter.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


def _name_chosen(request: HttpRequest, title: Title, account: Account, context: dict[str, Any]) -> HttpResponse:
    form = NameForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _named(title, account, form.cleaned_data["name"])
        except Refusal as refusal:
            form.add_error("name", refusal.message)
        else:
            return redirect(context["here"])
    return render(request, "members/name.html", context | {"form": form}, status=200 if not form.errors else 422)


@transaction.atomic
def _named(title: Title, account: Account, name: str) -> Member:
    return choose_pseudonym(member=enter_by_account(group=title.group, account=account), name=name)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """A seat offered by mail: shown to whoever holds the link, taken by the account of that mail only."""
    offered = invitation_of(token)
    account = request.user if request.user.is_authenticated else None
    mail = verified_mail_of(account) if account else ""
    if request.method == "POST" and account:
        accept_invitation(token=token, account_id=account.pk, mail=mail)
        return redirect("/desk/")
    context = {
        "invitation": offered,
        "title": offered.title,
        "account": account,
        "is_theirs": mail == offered.mail,
        "here": request.path,
    }
    return render(request, "members/invitation.html", context)


invitation.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it
