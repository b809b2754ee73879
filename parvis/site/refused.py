"""The page for a form that did not come from our own pages, or came too late."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from parvis.kit.refusals import Refusal


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Says what to do when a form's token is missing or old; nothing was written."""
    refusal = Refusal("stale_form", 403, _("This form has expired. Go back, reload the page and send it again."))
    return render(request, "ui/refusal.html", {"refusal": refusal}, status=refusal.status)


forged.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it
