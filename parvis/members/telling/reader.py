"""The page behind a letter's link: one button, no sign-in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from parvis.members.telling.kinds import KINDS
from parvis.members.telling.models import Way
from parvis.members.telling.stopping import stop, stopping_of


@csrf_exempt  # a mail program posts it of itself (RFC 8058): the signed address is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest, token: str) -> HttpResponse:
    """Stops the letters its link names when posted; shows what it would do otherwise."""
    stopping = stopping_of(token)
    every = request.method == "POST" and "every" in request.POST
    with override(stopping.member.language):
        label = KINDS[stopping.scope].label if stopping.scope in KINDS else Way(stopping.scope).label
        context = {"stopping": stopping, "label": str(label), "every": every, "is_done": request.method == "POST"}
        if request.method == "POST":
            stop(stopping, every=every)
        return render(request, "members/letters_stop.html", context)


letters.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it
