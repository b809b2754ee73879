"""The page of the sites: where articles come from, and the element to paste."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.configuration.forms import OriginForm, SiteForm
from parvis.desk.configuration.frame import page
from parvis.desk.configuration.place import Place, place_of
from parvis.desk.configuration.refusals import refusals_into
from parvis.publishers.acts import allow_origin, forbid_origin, open_site
from parvis.publishers.models import Site, Title
from parvis.publishers.reads import sites_of
from parvis.publishers.rights import nothing_here


@for_seats("configure")
def sites(request: DeskRequest, title_key: str) -> HttpResponse:
    """The sites of a title; POST opens one."""
    place = place_of(request, "configure", title_key=title_key)
    form = SiteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form, "origin"):
            open_site(title=_title(place), name=form.cleaned_data["name"], origins=[form.cleaned_data["origin"]])
            messages.success(request, _("The site is open: its articles are believed from now on."))
            return redirect(place.at["sites"])
    return shown(request, place, site_form=form)


@for_seats("configure")
@require_POST
def origin_allow(request: DeskRequest, title_key: str) -> HttpResponse:
    """Lets one more origin bring articles of a site."""
    place = place_of(request, "configure", title_key=title_key)
    site = _site(place, request.POST.get("site", ""))
    form = _origin_form(site, request.POST)
    if form.is_valid():
        with refusals_into(form, "origin"):
            origin = allow_origin(site=site, origin=form.cleaned_data["origin"])
            messages.success(request, _("Articles of %(origin)s are believed from now on.") % {"origin": origin})
            return redirect(place.at["sites"])
    return shown(request, place, origin_forms={site.pk: form})


@for_seats("configure")
@require_POST
def origin_forbid(request: DeskRequest, title_key: str) -> HttpResponse:
    """No longer takes articles from an origin; the discussions already there stay."""
    place = place_of(request, "configure", title_key=title_key)
    origin = request.POST.get("origin", "")
    forbid_origin(title=_title(place), origin=origin)
    messages.success(request, _("No new article is taken from %(origin)s.") % {"origin": origin})
    return redirect(place.at["sites"])


def shown(request: DeskRequest, place: Place, **context: Any) -> HttpResponse:
    """The page of the sites with its empty forms, or those of `context` that have something to say."""
    origin_forms = context.pop("origin_forms", {})
    site_form = context.pop("site_form", None) or SiteForm()
    wrong = any(form.errors for form in [site_form, *origin_forms.values()])
    context |= {"site_form": site_form, "server": settings.PARVIS_ADDRESS, "sites": _sites(place, origin_forms)}
    return page(request, place, "sites", status=422 if wrong else 200, **context)


def _sites(place: Place, origin_forms: dict[int, OriginForm]) -> list[dict[str, Any]]:
    rows = sites_of(_title(place))
    return [{"site": site, "form": origin_forms.get(site.pk) or _origin_form(site)} for site in rows]


def _origin_form(site: Site, data: Any = None) -> OriginForm:
    return OriginForm(data, auto_id=f"id_site_{site.pk}_%s")


def _title(place: Place) -> Title:
    if place.title is None:
        raise nothing_here()
    return place.title


def _site(place: Place, number: str) -> Site:
    found = next((one for one in sites_of(_title(place)) if str(one.pk) == number), None)
    if found is None:
        raise nothing_here()
    return found
