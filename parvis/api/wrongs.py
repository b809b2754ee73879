"""The one shape of everything the API refuses, and fields named as the client wrote them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja.errors import ValidationError

from parvis.kit.refusals import Refusal


def refused(refusal: Refusal) -> HttpResponse:
    """`{"ok": false, "error": {"code", "message", "fields"?, "details"?}}`: fields to sentences, details for programs."""
    error: dict[str, Any] = {"code": refusal.code, "message": refusal.message}
    details = dict(refusal.fields)
    fields = details.pop("in", None) or {}
    if "field" in details:
        fields = {str(details.pop("field")): refusal.message, **fields}
    error |= {"fields": fields} if fields else {}
    error |= {"details": details} if details else {}
    response = JsonResponse({"ok": False, "error": error}, status=refusal.status, json_dumps_params={"ensure_ascii": False})
    if refusal.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Parvis API"'
    if refusal.status == 429:
        wait = str(refusal.fields.get("retry_after", 1))
        response["Retry-After"], response["RateLimit"] = wait, f'"key";r=0;t={wait}'
    return response


def invalid(error: ValidationError) -> Refusal:
    """The refusal of a request whose fields are not what is expected, each named and explained."""
    faults = {_name(one["loc"]): _sentence(one) for one in reversed(error.errors)}
    return Refusal("invalid", 422, _("Some fields are not what is expected."), **{"in": faults})


def _name(place: tuple[Any, ...]) -> str:
    """`author.name` for what the framework calls body, body, author, name."""
    where, *rest = place
    # A body is also named after the parameter that takes it.
    parts = rest[1:] if where == "body" else rest
    return ".".join(str(part) for part in parts) or str(where)


def _sentence(fault: Mapping[str, Any]) -> str:
    """What is wrong with a field, in the reader's language; the validator's own English for what is rare."""
    said = fault.get("ctx") or {}
    told = SENTENCES.get(str(fault["type"]))
    try:
        return told() % said if told else str(fault["msg"])
    except (KeyError, TypeError):
        return str(fault["msg"])


#: What the validator calls each fault, and how it is told.
SENTENCES: dict[str, Callable[[], str]] = {
    "missing": lambda: _("This field is needed."),
    "string_type": lambda: _("A text is expected."),
    "string_too_short": lambda: _("At least %(min_length)s characters are expected."),
    "string_too_long": lambda: _("At most %(max_length)s characters are expected."),
    "string_pattern_mismatch": lambda: _("This text holds characters that are not expected here."),
    "int_type": lambda: _("A whole number is expected."),
    "int_parsing": lambda: _("A whole number is expected."),
    "int_from_float": lambda: _("A whole number is expected."),
    "float_type": lambda: _("A number is expected."),
    "float_parsing": lambda: _("A number is expected."),
    "bool_type": lambda: _("true or false is expected."),
    "bool_parsing": lambda: _("true or false is expected."),
    "greater_than_equal": lambda: _("At least %(ge)s is expected."),
    "less_than_equal": lambda: _("At most %(le)s is expected."),
    "literal_error": lambda: _("Choose among: %(expected)s."),
    "list_type": lambda: _("A list is expected."),
    "too_long": lambda: _("At most %(max_length)s elements are expected."),
    "too_short": lambda: _("At least %(min_length)s elements are expected."),
    "dict_type": lambda: _("An object is expected."),
    "model_attributes_type": lambda: _("An object is expected."),
    "datetime_type": lambda: _("A moment such as 2026-11-24T10:00:00Z is expected."),
    "datetime_parsing": lambda: _("A moment such as 2026-11-24T10:00:00Z is expected."),
    "datetime_from_date_parsing": lambda: _("A moment such as 2026-11-24T10:00:00Z is expected."),
    "timezone_aware": lambda: _("A moment says its time zone, such as 2026-11-24T10:00:00Z."),
    "extra_forbidden": lambda: _("This field does not exist here."),
}
