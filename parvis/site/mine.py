"""One's own pages: the door of a title, one's account, what one shows of oneself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.conversations.acts import change_profile
from parvis.kit.refusals import Refusal
from parvis.members.acts import choose_language, choose_pseudonym, enter_by_account
from parvis.members.forms import MailForm, NameForm
from parvis.members.models import Member
from parvis.members.reads import members_of_account
from parvis.members.telling.acts import see_notice
from parvis.publishers.models import Title
from parvis.site.addresses import member_address
from parvis.site.forms import ProfileForm
from parvis.site.frames import of_title
from parvis.site.profiles import profile_of
from parvis.site.reads import own_page, title_keyed
from parvis.site.visitors import for_members, safe_place, visitor_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """The door of the square: a mail and its code, a name the first time, then on to where one was going."""
    title = title_keyed(key)
    onward, here = safe_place(request, f"/t/{key}/"), request.get_full_path()
    if not request.user.is_authenticated:
        return render(request, "members/enter.html", {"title": title, "form": MailForm(), "here": here})
    member = visitor_of(request, title).member
    if member is not None and member.is_named:
        return redirect(onward)
    form = NameForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            named = member or enter_by_account(group=title.group, account=request.user)
            choose_pseudonym(member=named, name=form.cleaned_data["name"])
            return redirect(onward)
        except Refusal as refusal:
            form.add_error("name", refusal.message)
    return render(request, "members/name.html", {"title": title, "form": form}, status=422 if form.errors else 200)


enter.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def profile(request: HttpRequest, title: Title, member: Member) -> HttpResponse:
    """What one shows of oneself in this group."""
    known = profile_of(member)
    form = ProfileForm.of(known, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            kept = change_profile(member=member, title=title, **form.cleaned_data)
            messages.success(
                request, _("Kept.") if kept.is_visible else _("Kept. The newsroom reads your words before they appear.")
            )
            return redirect("site:profile", title.key)
        except Refusal as refusal:
            form.add_error("source", refusal.message)
    own = {"own_url": member_address(title, member.pk, member.pseudonym), "has_page": member.published_posts > 0}
    context = {"form": form, "profile": known} | own
    return render(request, "site/profile.html", of_title(request, title) | context, status=422 if form.errors else 200)


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """One's own names, posts and what was decided about them."""
    context = {"page": own_page(request.user, request.GET.get("after", "")), "account": request.user}  # type: ignore[arg-type]  # the right says an account
    return render(request, "site/me.html", context)


me.right = "account"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


@require_POST
def seen(request: HttpRequest, notice_id: int) -> HttpResponse:
    """One has read a notice."""
    mine = members_of_account(request.user)  # type: ignore[arg-type]  # the right says an account
    see_notice(members=mine, notice_id=notice_id)
    return redirect("site:me")


seen.right = "account"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The language one is written to in, and shown the house in."""
    chosen = request.POST.get("language", "")
    choose_language(account=request.user, language=chosen)  # type: ignore[arg-type]  # the right says an account
    return redirect(f"{reverse('site:me')}?lang={chosen}")


language.right = "account"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it
