"""The addresses of the API, its document, and the one shape of what it refuses."""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from parvis.api import articles, cases, lists, threads
from parvis.api.shapes import Failure
from parvis.kit.refusals import Refusal

WHY = {400: "unreadable", 401: "no key, or a retired one", 403: "not allowed", 404: "not there", 409: "not now", 422: "refused"}
api = NinjaAPI(title="Parvis", version="1", docs_url=None, openapi_url="/openapi.json", urls_namespace="api")
api.add_router("", articles.router)
api.add_router("", lists.router)
api.add_router("", threads.router)
api.add_router("", cases.router)


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    response = JsonResponse(refusal.as_json(), status=refusal.status)
    if refusal.status == 429:
        response["Retry-After"] = "1"
    return response


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = {".".join(map(str, one["loc"])): str(one["msg"]) for one in error.errors}
    return _refused(request, Refusal("invalid", 422, _("Some fields are not what is expected."), **{"in": fields}))


@api.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _refused(request, Refusal("bad_key", 401, _("This key is unknown or retired.")))


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _refused(request, Refusal("unreadable", error.status_code, str(error)))


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document, with what every operation may refuse."""
    schema: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")
    schema["components"]["schemas"]["Failure"] = Failure.model_json_schema()
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Failure"}}}
    for operations in schema["paths"].values():
        for operation in operations.values():
            for status, words in {**WHY, 429: "too often"}.items():
                operation["responses"].setdefault(status, {"description": words, "content": content})
    return schema


def openapi(request: HttpRequest) -> HttpResponse:
    """The document, for machines."""
    return JsonResponse(document())


def docs(request: HttpRequest) -> HttpResponse:
    """The document, for people."""
    listed = [
        {"method": method.upper(), "path": address, **operation}
        for address, operations in document()["paths"].items()
        for method, operation in operations.items()
    ]
    return render(request, "api/docs.html", {"operations": listed})


def _patterns() -> list[URLPattern]:
    """Ninja's own addresses, each saying that its door checks the key."""
    patterns = []
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name not in ("openapi-json", "openapi-view"):
            view = _in_shape(pattern.callback)
            view.right = "machine"  # type: ignore[attr-defined]  # read by DenyByDefault
            patterns.append(path(f"api/v1/{pattern.pattern}", view))
    return patterns


def _in_shape(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    # Ninja answers a verb it does not know in plain text, before any of the handlers above.
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 405:
            return response
        refused = _refused(request, Refusal("wrong_verb", 405, _("This address does not know that verb.")))
        refused["Allow"] = response["Allow"]
        return refused

    return answer


openapi.right = docs.right = "anyone"  # type: ignore[attr-defined]  # read by DenyByDefault
urlpatterns = [path("api/v1/openapi.json", openapi), path("api/v1/docs", docs), *_patterns()]
