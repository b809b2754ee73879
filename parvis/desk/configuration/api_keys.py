"""The page of the keys of machines: what each may do, until when, whether it serves; making one, retiring one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.configuration.frame import page
from parvis.desk.configuration.machine_forms import ApiKeyForm
from parvis.desk.configuration.place import Place, place_of
from parvis.desk.configuration.refusals import refusals_into
from parvis.kit import clock
from parvis.machines.acts import NewApiKey, make_api_key, retire_api_key
from parvis.machines.models import ApiKey
from parvis.machines.reads import keys_at
from parvis.machines.rights import key_at
from parvis.machines.scopes import SCOPES


@for_seats("configure")
@never_cache
def api_keys(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """The keys of a title, or of the group; POST makes one, and shows its secret this once."""
    place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    form, made = ApiKeyForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        with refusals_into(form, "scopes"):
            made = _made(place, form, request.user.pk)
    shown = ApiKeyForm() if made else form
    keys = [_told(place, key) for key in keys_at(group=place.group, title=place.title)]
    return page(request, place, "api_keys", status=422 if shown.errors else 200, form=shown, made=made, keys=keys)


def _made(place: Place, form: ApiKeyForm, account_id: int) -> NewApiKey:
    said = {"name": form.cleaned_data["name"], "scopes": form.cleaned_data["scopes"], "expires_at": form.expires_at()}
    return make_api_key(group=place.group, title=place.title, account_id=account_id, **said)


def _told(place: Place, key: ApiKey) -> dict[str, object]:
    """A key as its row says it."""
    is_own = key.title_id == (place.title.pk if place.title else None)
    words = [SCOPES[name].words for name in key.scopes if name in SCOPES]
    return {"key": key, "is_current": key.is_current(clock.now()), "is_own": is_own, "words": words}


@for_seats("configure")
def api_key_retire(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """Asks whether to retire a key (`?key=`), and retires it on POST."""
    place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    key = key_at(prefix=request.GET.get("key", "")[:12], group=place.group, title=place.title)
    if request.method == "POST":
        retire_api_key(key=key, account_id=request.user.pk)
        messages.success(request, _("The key “%(name)s” is retired: it opens nothing any more.") % {"name": key.name})
        return redirect(place.at["api_keys"])
    return page(request, place, "api_key_retire", key=key)
