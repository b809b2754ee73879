"""The page of the sites: where articles come from, the element to paste, single sign-on keys."""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.configuration.forms import KeyForm, OriginForm, SiteForm, TokenForm
from parvis.desk.configuration.frame import page
from parvis.desk.configuration.place import Place, place_of
from parvis.desk.configuration.refusals import refusals_into
from parvis.members.acts import make_signing_key, retire_signing_key
from parvis.members.keys import signing_keys
from parvis.members.models import SigningKey
from parvis.publishers.acts import allow_origin, forbid_origin, open_site
from parvis.publishers.models import Site, Title
from parvis.publishers.reads import sites_of
from parvis.publishers.rights import nothing_here

TOKENS = "desk/configuration/token"
EXAMPLES = {"php": "PHP", "python": "Python", "node": "JavaScript (Node)"}


@for_seats("configure")
def sites(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """The sites and keys of a title (of the group: its keys); POST opens a site."""
    place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    form = SiteForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and place.title:
        with refusals_into(form, "origin"):
            open_site(title=place.title, name=form.cleaned_data["name"], origins=[form.cleaned_data["origin"]])
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


@for_seats("configure")
@never_cache
@require_POST
def key_make(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """Makes a single sign-on key, and shows its secret this once."""
    place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    form, made = KeyForm(request.POST), None
    if form.is_valid():
        with refusals_into(form, "issuer"):
            account_id = request.user.pk
            made = make_signing_key(group=place.group, title=place.title, account_id=account_id, **form.cleaned_data)
    return shown(request, place, key_form=None if made else form, made=made)


@for_seats("configure")
def key_retire(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """Asks whether to retire a key (`?kid=`), and retires it on POST."""
    place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    key = _own_key(place, request.GET.get("kid", ""))
    if request.method == "POST":
        retire_signing_key(key=key, account_id=request.user.pk)
        messages.success(request, _("The key %(kid)s is retired: its tokens let nobody in.") % {"kid": key.kid})
        return redirect(place.at["sites"])
    return page(request, place, "key_retire", key=key)


def shown(request: DeskRequest, place: Place, **context: Any) -> HttpResponse:
    """The page of the sites with its empty forms, or those of `context` that have something to say."""
    origin_forms = context.pop("origin_forms", {})
    forms = {
        "site_form": context.pop("site_form", None) or SiteForm(),
        "key_form": context.pop("key_form", None) or KeyForm(initial={"issuer": request.build_absolute_uri("/")}),
        "token_form": context.pop("token_form", None) or TokenForm(),
    }
    wrong = any(form.errors for form in [*forms.values(), *origin_forms.values()])
    context |= forms | _known(place, origin_forms, context.get("made"))
    return page(request, place, "sites", status=422 if wrong else 200, **context)


def _known(place: Place, origin_forms: dict[int, OriginForm], made: Any) -> dict[str, Any]:
    keys = signing_keys(group=place.group, title=place.title)
    current = made.key if made else next((key for key in keys if key.retired_at is None), None)
    rows = sites_of(place.title) if place.title else []
    own = place.title.pk if place.title else None
    return {
        "sites": [{"site": site, "form": origin_forms.get(site.pk) or _origin_form(site)} for site in rows],
        "keys": [{"key": key, "is_own": key.title_id == own} for key in keys],
        "server": settings.PARVIS_ADDRESS,
        "example": _example(place, current),
        "examples": [{"name": name, "label": label, "template": f"{TOKENS}.{name}.txt"} for name, label in EXAMPLES.items()],
    }


def _origin_form(site: Site, data: Any = None) -> OriginForm:
    return OriginForm(data, auto_id=f"id_site_{site.pk}_%s")


def _example(place: Place, key: SigningKey | None) -> dict[str, str]:
    """What the examples are filled with; the issuer is free text, so it is quoted as each language wants."""
    issuer = key.issuer if key else "ISSUER"
    php = issuer.replace("\\", "\\\\").replace("'", "\\'")
    quoted = {"iss_json": json.dumps(issuer, ensure_ascii=False), "iss_php": f"'{php}'"}
    return quoted | {"kid": key.kid if key else "KID", "aud": (place.title or place.group).key}


def _title(place: Place) -> Title:
    if place.title is None:
        raise nothing_here()
    return place.title


def _site(place: Place, number: str) -> Site:
    found = next((one for one in sites_of(_title(place)) if str(one.pk) == number), None)
    if found is None:
        raise nothing_here()
    return found


def _own_key(place: Place, kid: str) -> SigningKey:
    """A current key of that very place: a title's page does not retire the group's keys."""
    own = place.title.pk if place.title else None
    keys = (key for key in signing_keys(group=place.group, title=place.title) if key.title_id == own and not key.retired_at)
    found = next((key for key in keys if key.kid == kid), None)
    if found is None:
        raise nothing_here()
    return found
