"""What every address of the embed has in common: open to other origins, no cookie, JSON in and out."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from parvis.kit.refusals import Refusal

LARGEST_BODY = 200_000
View = Callable[..., HttpResponse]
Form = TypeVar("Form")


def for_pages(*methods: str, right: str = "anyone") -> Callable[[View], View]:
    """Opens a view to pages of any origin for these methods; the bearer, not a cookie, says who is asking.

    Without cookies there is nothing to forge, hence no CSRF token.
    """

    def opened(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "OPTIONS":
                return _preflight(methods)
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            response = view(request, *args, **kwargs)
            response["Access-Control-Allow-Origin"] = "*"
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        answer.right = right  # type: ignore[attr-defined]  # read by DenyByDefault
        return csrf_exempt(answer)

    return opened


def _preflight(methods: tuple[str, ...]) -> HttpResponse:
    response = HttpResponse(status=204)
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = ", ".join(methods)
    response["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
    response["Access-Control-Max-Age"] = "86400"
    return response


def json_answer(data: Any, status: int = 200) -> HttpResponse:
    """Plain values as a JSON response."""
    return HttpResponse(msgspec.json.encode(data), content_type="application/json", status=status)


def body_of(request: HttpRequest, form: type[Form]) -> Form:
    """The request's JSON body as `form` (a msgspec Struct). Raises Refusal 422 that says which field is wrong, 413 when huge."""
    if len(request.body) > LARGEST_BODY:
        raise Refusal("too_large", 413, _("This is too large to be read here."))
    try:
        return msgspec.json.decode(request.body, type=form)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refusal("bad_body", 422, _("The request could not be read: %(why)s") % {"why": error}) from None
