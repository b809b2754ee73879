"""What every request to the API passes through: its key, its pace, acting once, one shape for whatever goes wrong."""

import hashlib
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.translation import gettext as _

from parvis.api.doors import KeyRequest, let_in
from parvis.api.once import WRITES, answered_once
from parvis.api.wrongs import refused
from parvis.kit.refusals import Refusal
from parvis.publishers.rights import nothing_here

View = Callable[..., HttpResponse]
_log = logging.getLogger("parvis.api")


def behind_the_door(view: View) -> View:
    """The view, once the key has been believed; whatever it answers takes the API's own form."""

    @wraps(view)
    def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            let_in(request)
            _ensure_readable(request)
            response = answered_once(request, lambda: view(request, *args, **kwargs))
            if response.status_code == 405:
                response = _wrong_verb(response)
        except Refusal as refusal:
            response = refused(refusal)
        except Exception:
            # Said in the one shape, yet as loud as any bug: in the log, in whatever watches it, in tests.
            _log.exception("%s %s failed", request.method, request.path)
            got_request_exception.send(sender=None, request=request)
            response = refused(Refusal("broken", 500, _("Something broke here. It has been noted; asking again may help.")))
        return _finished(request, response)

    answer.right = "machine"  # type: ignore[attr-defined]  # read by DenyByDefault
    return answer


def _ensure_readable(request: KeyRequest) -> None:
    """Raises Refusal 413 for a body too large, 415 for one that is not JSON."""
    try:
        body = request.body
    except RequestDataTooBig:
        raise Refusal("too_large", 413, _("This is too large to be read here.")) from None
    if body and request.method in WRITES and request.content_type != "application/json":
        raise Refusal("not_json", 415, _("Send JSON, with Content-Type: application/json."))


def _wrong_verb(response: HttpResponse) -> HttpResponse:
    # Ninja answers a verb it does not know in plain text, before any of its handlers.
    answered = refused(Refusal("wrong_verb", 405, _("This address does not know that verb.")))
    answered["Allow"] = response["Allow"]
    return answered


def _finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    for name, value in (request.gone.headers() if hasattr(request, "gone") else {}).items():
        response[name] = value
    response.headers.setdefault("Cache-Control", "private, no-cache")
    if request.method != "GET" or response.status_code != 200:
        return response
    tag = f'"{hashlib.sha256(response.content).hexdigest()[:24]}"'
    if tag in request.headers.get("If-None-Match", "").replace("W/", ""):
        kept = {name: response[name] for name in ("RateLimit", "RateLimit-Policy", "Cache-Control") if name in response}
        response = HttpResponseNotModified(headers=kept)
    response["ETag"] = tag
    return response


def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other address under /api/."""
    return refused(nothing_here())


nowhere.right = "anyone"  # type: ignore[attr-defined]  # read by DenyByDefault
