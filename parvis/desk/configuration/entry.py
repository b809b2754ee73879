"""The page of the readers' sign-in: whose tokens are believed, and how one is made and checked."""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.configuration.entry_forms import IdentityServerForm, IssuerForm, KeyForm, PublicKeyForm, TokenForm
from parvis.desk.configuration.frame import page
from parvis.desk.configuration.place import Place, place_of
from parvis.desk.configuration.refusals import refusals_into
from parvis.members.acts import make_signing_key, retire_signing_key
from parvis.members.keys import issuers_at, signing_keys
from parvis.members.models import Algorithm, IdentityServer, SigningKey
from parvis.members.reads import identity_servers
from parvis.publishers.rights import nothing_here

TOKENS = "desk/configuration/token"
LANGUAGES = {"php": "PHP", "python": "Python", "node": "JavaScript (Node)"}
FORMS = {"key_form": KeyForm, "public_form": PublicKeyForm, "issuer_form": IssuerForm, "server_form": IdentityServerForm}


@for_seats("configure")
@require_safe
def entry(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """How readers of a title (of a whole group) come in with their publisher's account."""
    return shown(request, place_of(request, "configure", title_key=title_key, group_key=group_key))


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
        return redirect(place.at["entry"])
    return page(request, place, "key_retire", key=key)


def shown(request: DeskRequest, place: Place, **context: Any) -> HttpResponse:
    """The page with its empty forms, or those of `context` that have something to say."""
    issuer = {"issuer": request.build_absolute_uri("/")}
    forms = {name: context.pop(name, None) or kind(initial=issuer) for name, kind in FORMS.items()}
    forms["token_form"] = context.pop("token_form", None) or TokenForm()
    context |= forms | _known(place, context.get("made"))
    status = 422 if any(form.errors for form in forms.values()) else 200
    return page(request, place, "entry", status=status, **context)


def _known(place: Place, made: Any) -> dict[str, Any]:
    keys = signing_keys(group=place.group, title=place.title)
    current = made.key if made else next((key for key in keys if key.retired_at is None), None)
    own = place.title.pk if place.title else None
    is_public = bool(current and current.algorithm != Algorithm.HS256)
    return {
        "keys": [{"key": key, "is_own": key.title_id == own} for key in keys],
        "issuers": [{"issuer": one, "is_own": one.title_id == own} for one in issuers_at(group=place.group, title=place.title)],
        "servers": [] if place.title else [(one, _return_address(one)) for one in identity_servers(place.group)],
        "example": _example(place, current),
        "examples": _examples(is_public=is_public),
    }


def _return_address(server: IdentityServer) -> str:
    """What the server must be given as the one address it sends people back to."""
    return settings.PARVIS_ADDRESS + reverse("openid_connect_callback", kwargs={"provider_id": server.key})


def _examples(*, is_public: bool) -> list[dict[str, str]]:
    """Each language with a secret and with a key pair; the kind in use first."""
    secret = [{"name": name, "label": f"{label}, HS256", "template": f"{TOKENS}.{name}.txt"} for name, label in LANGUAGES.items()]
    public = [
        {"name": f"{name}-rs256", "label": f"{label}, RS256", "template": f"{TOKENS}_rs256.{name}.txt"}
        for name, label in LANGUAGES.items()
    ]
    return public + secret if is_public else secret + public


def _example(place: Place, key: SigningKey | None) -> dict[str, str]:
    """What the examples are filled with; free text is quoted as each language wants."""
    issuer, kid = (key.issuer, key.kid) if key else ("ISSUER", "KID")
    quoted = {"iss_json": json.dumps(issuer, ensure_ascii=False), "iss_php": _in_php(issuer)}
    return quoted | {"kid_json": json.dumps(kid), "kid_php": _in_php(kid), "aud": (place.title or place.group).key}


def _in_php(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _own_key(place: Place, kid: str) -> SigningKey:
    """A current key of that very place: a title's page does not retire the group's keys."""
    own = place.title.pk if place.title else None
    keys = (key for key in signing_keys(group=place.group, title=place.title) if key.title_id == own and not key.retired_at)
    found = next((key for key in keys if key.kid == kid), None)
    if found is None:
        raise nothing_here()
    return found
