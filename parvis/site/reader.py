"""Pages of the square."""

from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from parvis.members.acts import choose_language, see_notice
from parvis.members.reads import members_of_account
from parvis.moderation.reads import rules_in_force
from parvis.publishers.models import Title
from parvis.site import robots, thread_pages
from parvis.site.addresses import slug_of, thread_address
from parvis.site.reads import branch, fronts, own_page, thread_of, threads_of, title_keyed


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The titles of this house and what is talked about there."""
    return render(request, "site/home.html", {"fronts": fronts(), "canonical": request.build_absolute_uri("/")})


home.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


@require_safe
def title(request: HttpRequest, key: str) -> HttpResponse:
    """A title's discussions, the last active first."""
    shown = title_keyed(key)
    page = threads_of(shown, request.GET.get("after", ""))
    context = of_title(shown, current=True) | {"page": page, "is_first": "after" not in request.GET}
    return render(request, "site/title.html", context | {"canonical": thread_pages.self_address(request, "after")})


title.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


@require_safe
def thread(request: HttpRequest, key: str, thread_id: int, slug: str = "") -> HttpResponse:
    """A discussion, whole and readable without a script."""
    found = thread_of(key, thread_id)
    if found.pk != thread_id or slug != slug_of(found):
        asked = request.META["QUERY_STRING"]
        return HttpResponsePermanentRedirect(thread_address(found) + (f"?{asked}" if asked else ""))
    return render(request, "site/thread.html", of_title(found.title) | thread_pages.thread_context(request, found))


thread.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


@require_safe
def replies(request: HttpRequest, key: str, thread_id: int, root_id: int) -> HttpResponse:
    """A long branch, twenty replies at a time."""
    found = thread_of(key, thread_id)
    shown = branch(found, root_id, request.GET.get("after", ""))
    return render(request, "site/branch.html", of_title(found.title) | thread_pages.branch_context(request, found, shown))


replies.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


@require_safe
def charter(request: HttpRequest, key: str) -> HttpResponse:
    """The numbered rules of a title's discussions, and what stands behind each."""
    shown = title_keyed(key)
    context = of_title(shown) | {"rules": rules_in_force(shown.group_id)}
    return render(request, "site/charter.html", context | {"canonical": request.build_absolute_uri(request.path)})


charter.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


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


@require_safe
@cache_control(public=True, max_age=86400)
def robots_txt(request: HttpRequest) -> HttpResponse:
    """What search engines may read here."""
    return HttpResponse(robots.TEXT, content_type="text/plain; charset=utf-8")


robots_txt.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


@require_safe
@cache_control(public=True, max_age=604800)
def favicon(request: HttpRequest) -> HttpResponse:
    """The house's mark, for browsers that ask without reading the page."""
    return HttpResponse(Path(str(finders.find("ui/parvis.svg"))).read_bytes(), content_type="image/svg+xml")


favicon.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


def of_title(title: Title, *, current: bool = False) -> dict[str, Any]:
    """What the readers' frame says of a title."""
    home = f"/t/{title.key}/"
    nav = [{"label": _("Discussions"), "url": home, "current": current}]
    nav += [{"label": _("Search"), "url": f"{home}search/", "current": False}]
    contact = f"mailto:{title.contact}" if title.contact else ""
    return {"title": title, "nav": nav, "home_url": home, "charter_url": f"/charte/{title.key}/", "contact_url": contact}
