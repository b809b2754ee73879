"""Addresses that anyone may read under an article."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from parvis.conversations.reads import branch_to, counts_of, replies_page
from parvis.conversations.structured import structured_data
from parvis.embed.doors import for_pages, json_answer
from parvis.embed.reads import PageAsked, page_answer, page_data, thread_asked
from parvis.kit.refusals import Refusal

MOST_COUNTS = 100


def page_asked(query: dict[str, str]) -> PageAsked:
    """What a query string asks for. Raises Refusal 422 when it names neither a thread nor an article."""
    number = query.get("id", "")
    if not number and not (query.get("title") and query.get("url")):
        raise Refusal("what_page", 422, _("Give the title and the address of the article, or the number of the thread."))
    if number and not (number.isdecimal() and len(number) < 19):
        raise Refusal("what_page", 422, _("The number of a thread is expected."))
    language = "en" if query.get("lang", get_language() or "fr")[:2] == "en" else "fr"
    thread_id = int(number) if number else None
    sort = query.get("sort") or "newest"
    return PageAsked(query.get("title", ""), query.get("url", ""), thread_id, sort, language, query.get("after", ""))


@for_pages("GET", "HEAD")
def thread(request: HttpRequest) -> HttpResponse:
    """A page of a thread; the first one is usually answered from memory by hot.py, before Django."""
    answer = page_answer(page_asked(request.GET.dict()))
    response = HttpResponse(answer.body, content_type="application/json")
    response["Cache-Control"] = "no-cache"
    return response


@for_pages("GET", "HEAD")
def replies(request: HttpRequest) -> HttpResponse:
    """More replies under a root."""
    root = request.GET.get("root", "")
    if not (root.isdecimal() and len(root) < 19):
        raise Refusal("what_root", 422, _("The number of a post is expected."))
    page = replies_page(root_id=int(root), after=request.GET.get("after", ""))
    return json_answer({"posts": page.posts, "more": page.more})


@for_pages("GET", "HEAD")
def post(request: HttpRequest) -> HttpResponse:
    """A post and all it answers, for a link to a post that is not on the first page."""
    asked = {name: request.GET.get(name, "") for name in ("id", "thread")}
    if not all(number.isdecimal() and len(number) < 19 for number in asked.values()):
        raise Refusal("what_post", 422, _("The numbers of a post and of its thread are expected."))
    return json_answer({"posts": branch_to(post_id=int(asked["id"]), thread_id=int(asked["thread"]))})


@for_pages("GET", "HEAD")
def counts(request: HttpRequest) -> HttpResponse:
    """Counts for a whole page of teasers, in one request that any cache may keep for half a minute."""
    addresses = request.GET.getlist("url")
    if len(addresses) > MOST_COUNTS:
        raise Refusal("too_many", 422, _("At most %(most)s addresses in one request.") % {"most": MOST_COUNTS})
    response = json_answer({"counts": counts_of(title_key=request.GET.get("title", ""), addresses=addresses)})
    response["Cache-Control"] = "public, max-age=30, stale-while-revalidate=300"
    return response


@for_pages("GET", "HEAD")
def fragment(request: HttpRequest) -> HttpResponse:
    """The first page as HTML with its structured data, for publishers to include in their own page."""
    asked = page_asked(request.GET.dict())
    found = thread_asked(asked)
    data = page_data(asked, found)
    place = request.build_absolute_uri(data["thread"]["address"]) if found else ""
    structured = structured_data(found, data["posts"], discussion=place)
    context = {"page": data, "found": found, "structured": structured, "asked": asked, "place": place}
    response = render(request, "embed/fragment.html", context)
    response["Cache-Control"] = "public, max-age=5, stale-while-revalidate=60"
    return response
