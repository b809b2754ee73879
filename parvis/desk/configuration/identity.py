"""A group's identity servers: declared, and retired."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.configuration.entry import shown
from parvis.desk.configuration.entry_forms import IdentityServerForm
from parvis.desk.configuration.frame import page
from parvis.desk.configuration.place import Place, place_of
from parvis.desk.configuration.refusals import refusals_into
from parvis.members.models import IdentityServer
from parvis.members.openid.acts import declare_identity_server, retire_identity_server
from parvis.members.openid.asking import ensure_discovered
from parvis.members.reads import identity_servers
from parvis.publishers.rights import nothing_here


@for_seats("configure")
@require_POST
def server_declare(request: DeskRequest, group_key: str) -> HttpResponse:
    """Asks the server to describe itself, and puts its button at the doors of the group."""
    place = place_of(request, "configure", group_key=group_key)
    form = IdentityServerForm(request.POST)
    if form.is_valid():
        with refusals_into(form, "address"):
            ensure_discovered(form.cleaned_data["address"])
            made = declare_identity_server(group=place.group, account_id=request.user.pk, **form.cleaned_data)
            messages.success(request, _("%(server)s stands at your doors. Give it the return address below.") % {"server": made})
            return redirect(place.at["entry"])
    return shown(request, place, server_form=form)


@for_seats("configure")
def server_retire(request: DeskRequest, group_key: str) -> HttpResponse:
    """Asks whether to retire a server (`?server=`), and retires it on POST."""
    place = place_of(request, "configure", group_key=group_key)
    server = _own(place, request.GET.get("server", ""))
    if request.method == "POST":
        retire_identity_server(server=server, account_id=request.user.pk)
        messages.success(request, _("%(server)s is retired: nobody comes in by it any more.") % {"server": server})
        return redirect(place.at["entry"])
    return page(request, place, "server_retire", server=server)


def _own(place: Place, key: str) -> IdentityServer:
    found = next((one for one in identity_servers(place.group) if one.key == key), None)
    if found is None:
        raise nothing_here()
    return found
