"""Pages of the square that one reads: the front, titles, spaces, threads, members, the charter."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parvis.conversations.models import Thread
from parvis.conversations.rights import may_open
from parvis.moderation.reads import rules_in_force
from parvis.site import thread_pages
from parvis.site.addresses import member_address, member_slug, thread_address
from parvis.site.cached import for_readers
from parvis.site.following import own_following
from parvis.site.forms import WordsForm
from parvis.site.frames import of_title
from parvis.site.indexing import is_worth_indexing_profile
from parvis.site.places import chosen_page, group_keyed, space_keyed, spaces_of, title_home
from parvis.site.profiles import directory, member_of_title, member_page
from parvis.site.reads import branch, ensure_shown, fronts, own_share, post_in_place, thread_of, threads_of, title_keyed
from parvis.site.structured import profile_data


@require_safe
@for_readers
def home(request: HttpRequest) -> HttpResponse:
    """The titles of this house and what is talked about there."""
    return render(request, "site/home.html", {"fronts": fronts(), "canonical": request.build_absolute_uri("/")})


@require_safe
@for_readers
def group(request: HttpRequest, group_key: str) -> HttpResponse:
    """The titles of a group and what is talked about there."""
    shown = group_keyed(group_key)
    context = {"group": shown, "fronts": fronts(shown), "canonical": request.build_absolute_uri(request.path)}
    return render(request, "site/home.html", context)


@require_safe
@for_readers
def title(request: HttpRequest, key: str) -> HttpResponse:
    """A title's square: its spaces, what is lively there, what the newsroom chose, the articles discussed."""
    shown = title_keyed(key)
    page = title_home(shown)
    opening = next((one.space for one in page.spaces if may_open(None, shown, one.space)), None)
    context = of_title(request, shown, "home") | {"page": page, "opening": opening, "og_type": "website"}
    return render(request, "site/title.html", context | {"canonical": request.build_absolute_uri(request.path)})


@require_safe
@for_readers
def discussions(request: HttpRequest, key: str) -> HttpResponse:
    """All of a title's discussions, the last active first."""
    shown = title_keyed(key)
    page = threads_of(shown, request.GET.get("after", ""))
    context = of_title(request, shown, "discussions") | {"page": page, "is_first": "after" not in request.GET}
    return render(request, "site/discussions.html", context | {"canonical": thread_pages.self_address(request, "after")})


@require_safe
@for_readers
def space(request: HttpRequest, key: str, space_key: str) -> HttpResponse:
    """A space: pinned discussions, then the others in one of its orders."""
    shown = title_keyed(key)
    found = space_keyed(shown, space_key)
    if isinstance(found, str):
        return HttpResponsePermanentRedirect(f"/t/{key}/s/{found}/")
    context = of_title(request, shown, "home") | thread_pages.space_context(request, shown, found)
    return render(request, "site/space.html", context)


@require_safe
@for_readers
def thread(request: HttpRequest, key: str, thread_id: int, slug: str = "") -> HttpResponse:
    """A discussion, whole and readable without a script."""
    found = thread_of(key, thread_id)
    if moved := thread_pages.moved_address(request, found, thread_id, slug):
        return HttpResponsePermanentRedirect(moved)
    frame = of_title(request, found.title)
    ensure_shown(found, frame["visitor"].member)
    context = frame | thread_pages.thread_context(request, found) | _own(found, frame)
    return render(request, "site/thread.html", context)


def _own(thread: Thread, frame: dict[str, Any]) -> dict[str, Any]:
    member = frame["visitor"].member
    form = WordsForm(auto_id="reply_%s") if member else None
    return {"mine": own_share(thread, member), "form": form} | own_following(thread, member)


@require_safe
@for_readers
def replies(request: HttpRequest, key: str, thread_id: int, root_id: int) -> HttpResponse:
    """A long branch, twenty replies at a time."""
    found = thread_of(key, thread_id)
    frame = of_title(request, found.title)
    ensure_shown(found, frame["visitor"].member)
    shown = branch(found, root_id, request.GET.get("after", ""))
    mine = own_share(found, frame["visitor"].member)
    return render(request, "site/branch.html", frame | thread_pages.branch_context(request, found, shown) | {"mine": mine})


@require_safe
@for_readers
def post(request: HttpRequest, key: str, thread_id: int, post_id: int) -> HttpResponse:
    """One post under those it answers: what a link to a post leads to."""
    found = thread_of(key, thread_id)
    frame = of_title(request, found.title)
    ensure_shown(found, frame["visitor"].member)
    leaves, place = post_in_place(found, post_id), thread_address(found)
    context = {"thread": found, "leaves": leaves, "address": place, "noindex": True, "post_id": post_id}
    context |= {"canonical": request.build_absolute_uri(place), "mine": own_share(found, frame["visitor"].member)}
    return render(request, "site/post.html", frame | context)


@require_safe
@for_readers
def charter(request: HttpRequest, key: str) -> HttpResponse:
    """The numbered rules of a title's discussions, and what stands behind each."""
    shown = title_keyed(key)
    context = of_title(request, shown) | {"rules": rules_in_force(shown.group_id, shown.pk)}
    return render(request, "site/charter.html", context | {"canonical": request.build_absolute_uri(request.path)})


@require_safe
@for_readers
def selection(request: HttpRequest, key: str) -> HttpResponse:
    """The posts the newsroom chose, the last chosen first."""
    shown = title_keyed(key)
    page = chosen_page(shown, request.GET.get("after", ""))
    frame = of_title(request, shown, "selection")
    frame["feeds"] += [{"url": f"/t/{key}/selection/feed.atom", "title": _("Chosen by the newsroom")}]
    context = {"page": page, "is_first": "after" not in request.GET, "noindex": not page.chosen}
    return render(request, "site/selection.html", frame | context | {"canonical": thread_pages.self_address(request, "after")})


@require_safe
@for_readers
def members(request: HttpRequest, key: str) -> HttpResponse:
    """The members who chose to be found."""
    shown = title_keyed(key)
    page = directory(shown, request.GET.get("after", ""))
    context = of_title(request, shown, "members") | {"page": page, "is_first": "after" not in request.GET, "noindex": True}
    return render(request, "site/members.html", context | {"canonical": thread_pages.self_address(request, "after")})


@require_safe
@for_readers
def member(request: HttpRequest, key: str, member_id: int, slug: str = "") -> HttpResponse:
    """A member's page: what they say of themself, and their posts at this title."""
    shown, found = title_keyed(key), member_of_title(title_keyed(key), member_id)
    if slug != member_slug(found):
        return HttpResponsePermanentRedirect(member_address(shown, found.pk, found.pseudonym))
    page = member_page(shown, found, request.GET.get("after", ""))
    home_title = page.profile.title if page.profile and page.profile.title.group_id == shown.group_id else shown
    own = request.build_absolute_uri(member_address(home_title, found.pk, found.pseudonym))
    frame, worthy = of_title(request, shown), is_worth_indexing_profile(page.profile)
    if not page.hides_posts:
        frame["feeds"] += [{"url": f"/t/{key}/members/{found.pk}/feed.atom", "title": found.pseudonym}]
    context = {
        "page": page,
        "canonical": own,
        "noindex": not worthy,
        "og_type": "profile",
        "is_first": "after" not in request.GET,
    }
    context["structured"] = profile_data(page, own)
    return render(request, "site/member.html", frame | context)


@require_safe
@for_readers
def archives(request: HttpRequest, key: str) -> HttpResponse:
    """The spaces that are only read any more."""
    shown = title_keyed(key)
    context = of_title(request, shown, "home") | {"spaces": spaces_of(shown, archived=True), "noindex": True}
    return render(request, "site/archives.html", context | {"canonical": request.build_absolute_uri(request.path)})
