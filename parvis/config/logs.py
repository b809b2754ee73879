"""What the log says, and what it never says: readers' words, names, mails, addresses of visitors."""

import logging
import time
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any
from uuid import uuid4

from django.db import Error, OperationalError
from django.http import HttpRequest, HttpResponseBase
from pythonjsonlogger.json import JsonFormatter

logger = logging.getLogger("parvis.request")
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
Answer = Callable[[HttpRequest], HttpResponseBase]


def logging_settings(form: str) -> dict[str, Any]:
    """Django's LOGGING for `plain` or `json`."""
    plain = {"()": "parvis.config.logs.Plain", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    names = {"asctime": "at", "levelname": "level", "name": "logger", "exc_info": "error"}
    json = {
        "()": "parvis.config.logs.Json",
        "format": "{asctime}{levelname}{name}{message}",
        "style": "{",
        "rename_fields": names,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": plain, "json": json},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "parvis": {"level": "INFO"},
            # One line a request is for machines; people read what goes wrong.
            "parvis.request": {"level": "INFO" if form == "json" else "WARNING"},
            # A page that is not found or a refusal is the visitor's affair, and its address may say who they are.
            "django.request": {"level": "ERROR"},
        },
    }


class Requests:
    """Logs each request by its route, never by its address; gives it a number that its answer carries."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers; the number is the proxy's own (X-Request-ID) when it looks like one."""
        began = time.perf_counter()
        number = _number(request.headers.get("X-Request-ID", ""))
        response = self.answer(request)
        response["X-Request-ID"] = number
        if logger.isEnabledFor(logging.INFO):
            logger.info("request", extra=_told(request, response, number, began))
        return response


def _told(request: HttpRequest, response: HttpResponseBase, number: str, began: float) -> dict[str, Any]:
    match = request.resolver_match
    return {
        "request": number,
        "method": request.method,
        "route": f"/{match.route}" if match else "none",
        "status": response.status_code,
        "ms": round((time.perf_counter() - began) * 1000, 1),
    }


def _number(given: str) -> str:
    is_one = 8 <= len(given) <= 64 and given.isascii() and given.replace("-", "").isalnum()
    return given if is_one else uuid4().hex


class Discreet(logging.Formatter):
    """Writes errors without the values that the database quotes in them (`Key (mail)=(…) already exists`)."""

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802  # the name logging calls
        """The traceback; a database error is told by its class and its code only."""
        told = traceback.TracebackException.from_exception(ei[1]) if ei[1] else None
        return "".join(_discreet(told, ei[1]).format()).rstrip() if told and ei[1] else ""


def _discreet(told: traceback.TracebackException, error: BaseException) -> traceback.TracebackException:
    """Walks the error and its causes; `_str` is what traceback prints after the class's name."""
    seen: traceback.TracebackException | None = told
    while seen is not None and error is not None:
        code = getattr(error, "sqlstate", None) or getattr(error.__cause__, "sqlstate", None)
        if code is not None or (isinstance(error, Error) and not isinstance(error, OperationalError)):
            seen._str = f"SQLSTATE {code or 'unknown'}"  # type: ignore[attr-defined]  # no public way to leave a message out
        cause = error.__cause__ or error.__context__
        seen = seen.__cause__ or seen.__context__
        if cause is None:
            break
        error = cause
    return told


class Plain(Discreet):
    """Lines for people."""


class Json(Discreet, JsonFormatter):
    """One JSON object a line."""
