"""The demo's two newspapers, as a publisher's own site would be: a front page and article pages."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from parvis.config.demo.content import TitlePlan, house_plan, story_of
from parvis.config.demo.illustration import illustration
from parvis.config.demo.lending import lend, lent_readers
from parvis.config.demo.shelf import Shelved, shelf_of, title_plan
from parvis.embed.reading import fragment
from parvis.publishers.rights import nothing_here

_READ_ALSO = 4


@require_safe
def entrance(request: HttpRequest) -> HttpResponse:
    """Leads to the daily's front page."""
    return HttpResponseRedirect(f"/demo/{house_plan().titles[0].key}/")


@require_safe
def front(request: HttpRequest, title: str) -> HttpResponse:
    """The front page of a title: its newest story, then the others by section."""
    plan, shelf = _shelf(title)
    sections = [(name, [one for one in shelf[1:] if one.story.section == key]) for key, name in _sections(plan)]
    context = _context(plan) | {"lead": shelf[0], "sections": [pair for pair in sections if pair[1]], "latest": shelf[1:6]}
    return render(request, "demo/front.html", context)


@require_safe
def article(request: HttpRequest, title: str, slug: str) -> HttpResponse:
    """An article, and under it the discussion."""
    plan, shelf = _shelf(title)
    shown = next((one for one in shelf if one.story.slug == slug), None)
    if shown is None:
        raise nothing_here()
    context = _context(plan) | {"shown": shown, "readers": lent_readers(), "first_page": _first_page(request, shown)}
    also = sorted((one for one in shelf if one != shown), key=lambda one: one.story.section != shown.story.section)
    return render(request, "demo/article.html", context | {"also": also[:_READ_ALSO]})


@require_safe
@cache_control(public=True, max_age=86_400)
def picture(request: HttpRequest, title: str, slug: str) -> HttpResponse:
    """The drawing of an article."""
    story = story_of(title, slug)
    if story is None:
        raise nothing_here()
    return HttpResponse(illustration(story.slug, story.section), content_type="image/svg+xml")


@require_safe
@never_cache
def token(request: HttpRequest, title: str) -> JsonResponse:
    """A token for the reader that the visitor has borrowed, as the newspaper's own accounts would sign."""
    plan, _shelf_of_title = _shelf(title)
    lent = lend(plan.key, request.GET.get("reader", ""))
    says = _("You read as %(name)s") % {"name": lent.name} if lent.name else _("You read as a new reader")
    return JsonResponse({"token": lent.token, "subject": lent.subject, "says": says})


for _view in (entrance, front, article, picture, token):
    _view.right = "anyone"  # type: ignore[union-attr]  # read by DenyByDefault


def _shelf(title: str) -> tuple[TitlePlan, list[Shelved]]:
    """The title and its stories. Raises Refusal 404 when the demo has no such title, or is not built."""
    plan, shelf = title_plan(title), shelf_of(title)
    if plan is None or not shelf:
        raise nothing_here()
    return plan, shelf


def _first_page(request: HttpRequest, shown: Shelved) -> str:
    """The discussion's first page, included by the server for those without JavaScript."""
    asked = HttpRequest()
    asked.method, asked.META = "GET", request.META
    asked.GET = QueryDict(urlencode({"title": shown.story.title, "url": shown.address, "lang": get_language() or "fr"}))
    return mark_safe(fragment(asked).content.decode())  # noqa: S308  # the embed's own HTML, sanitised at writing


def _sections(plan: TitlePlan) -> list[tuple[str, str]]:
    return [(section.key, section.name) for section in plan.sections]


def _context(plan: TitlePlan) -> dict[str, object]:
    others = [one for one in house_plan().titles if one.key != plan.key]
    return {"plan": plan, "others": others, "group": house_plan(), "language": get_language() or "fr"}
