"""The addresses of the API, its document, and its page for people."""

from collections import defaultdict
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from parvis.api import articles, cases, charter, hosting, lists, people, places, posts, settings, threads, webhooks
from parvis.api.doors import bad_key
from parvis.api.front import behind_the_door, nowhere
from parvis.api.shapes.shared import Failure
from parvis.api.wrongs import invalid, refused
from parvis.kit.refusals import Refusal
from parvis.machines.scopes import SCOPES

WHY = {
    400: "unreadable",
    401: "no key, or a retired one",
    403: "not allowed",
    404: "not there",
    409: "not now",
    413: "too large",
    415: "not JSON",
    422: "refused",
    429: "too often: wait for `Retry-After` seconds",
}
ABOUT = """Everything a seat can do, by machine. Send a key as `Authorization: Bearer …`; each operation says the scope it asks
for, and a key never does more than the seat of whoever made it. Every refusal has one shape. Every write takes an
`Idempotency-Key`: sent twice within a day, it acts once. Lists are paged by `after`, the `next` of the page before.
Sentences are in the language of `Accept-Language` (fr, en)."""

api = NinjaAPI(title="Parvis", version="1", description=ABOUT, docs_url=None, openapi_url="/openapi.json", urls_namespace="api")
for room in (articles, lists, threads, hosting, posts, cases, people, places, settings, charter, webhooks):
    api.add_router("", room.router)


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return refused(refusal)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return refused(invalid(error))


@api.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return refused(bad_key())


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return refused(Refusal("unreadable", error.status_code, _("This body is not JSON that can be read.")))


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document: each operation with its scope, what it may refuse, and how to send it twice."""
    schema: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")
    schemas = Failure.model_json_schema(ref_template="#/components/schemas/{model}")
    schema["components"]["schemas"] |= schemas.pop("$defs", {}) | {"Failure": schemas}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Failure"}}}
    scopes = _scopes()
    for operations in schema["paths"].values():
        for method, operation in operations.items():
            for status, words in WHY.items():
                operation["responses"].setdefault(status, {"description": words, "content": content})
            if scope := scopes.get(operation["operationId"]):
                operation["x-scope"] = scope
                operation["description"] = f"{operation.get('description', '')}\n\nScope: `{scope}`."
            if method != "get":
                operation.setdefault("parameters", []).append(IDEMPOTENCY_KEY)
    return schema


IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 255, "pattern": "^[!-~]+$"},
    "description": "Any text of yours, such as a UUID. Sent again within a day with the same request, it is answered the same "
    "and acts once.",
}


def _scopes() -> dict[str, str]:
    """The scope each operation asks for, by the operation's name."""
    found = {}
    for _prefix, router in api._routers:
        for view in router.path_operations.values():
            for operation in view.operations:
                door = operation.auth_callbacks[0]
                found[api.get_openapi_operation_id(operation)] = getattr(door, "scope", "")
    return found


def openapi(request: HttpRequest) -> HttpResponse:
    """The document, for machines."""
    response = JsonResponse(document(), json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=300"
    return response


def docs(request: HttpRequest) -> HttpResponse:
    """The document, for people: operations by subject, then the scopes in words."""
    subjects: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for address, operations in document()["paths"].items():
        for method, operation in operations.items():
            told = {"method": method.upper(), "path": address.removeprefix("/api/v1"), **operation}
            told["words"] = operation["description"].partition("\n\nScope:")[0]
            subjects[operation["tags"][0]].append(told | {"scope": operation.get("x-scope", "")})
    scopes = [{"name": name, "words": scope.words} for name, scope in SCOPES.items()]
    return render(request, "api/docs.html", {"subjects": dict(subjects), "scopes": scopes})


def _patterns() -> list[URLPattern]:
    """Ninja's own addresses, each behind the API's door."""
    found = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern)]
    own = [pattern for pattern in found if pattern.name not in ("openapi-json", "openapi-view", "api-root")]
    return [path(f"api/v1/{pattern.pattern}", behind_the_door(pattern.callback)) for pattern in own]


openapi.right = docs.right = "anyone"  # type: ignore[attr-defined]  # read by DenyByDefault
urlpatterns = [
    path("api/v1/openapi.json", openapi),
    path("api/v1/docs", docs),
    *_patterns(),
    path("api/", nowhere),
    path("api/<path:rest>", nowhere),
]
