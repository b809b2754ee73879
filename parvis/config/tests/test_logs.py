"""The log: a line a request for machines, and nothing about who."""

import io
import json
import logging

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from parvis.config.logs import Json, logging_settings
from parvis.members.models import Account
from parvis.testing.cast import House


@pytest.fixture
def log() -> "io.StringIO":
    """What the log would hold in its `json` form."""
    stream, root = io.StringIO(), logging.getLogger("parvis")
    handler = logging.StreamHandler(stream)
    form = logging_settings("json")["formatters"]["json"]
    handler.setFormatter(Json(form["format"], style="{", rename_fields=form["rename_fields"]))
    request, level = logging.getLogger("parvis.request"), logging.getLogger("parvis.request").level
    request.setLevel(logging.INFO)
    root.addHandler(handler)
    yield stream  # type: ignore[misc]  # a generator fixture
    root.removeHandler(handler)
    request.setLevel(level)


def test_a_request_is_told_by_its_route_and_by_nothing_of_its_visitor(log: io.StringIO, house: House, client: Client) -> None:
    told = {"HTTP_X_FORWARDED_FOR": "203.0.113.7", "REMOTE_ADDR": "203.0.113.7", "HTTP_X_REQUEST_ID": "abcd-1234-efgh"}
    response = client.get(f"/t/{house.daily.key}/?q=camille@exemple.fr", **told)
    assert response["X-Request-ID"] == "abcd-1234-efgh"
    line = json.loads(log.getvalue().splitlines()[-1])
    assert {"method": "GET", "route": "/t/<slug:key>/", "status": 200, "level": "INFO"}.items() <= line.items()
    assert line["ms"] > 0
    assert not any(word in log.getvalue() for word in ("203.0.113.7", "camille", house.daily.key))


def test_a_number_that_is_not_one_is_replaced(client: Client, db: None) -> None:
    number = client.get("/robots.txt", HTTP_X_REQUEST_ID="court\r\nSet-Cookie: a=b")["X-Request-ID"]
    assert len(number) == 32
    assert number.isalnum()


def test_an_error_of_the_database_is_told_without_the_values_it_quotes(log: io.StringIO, db: None) -> None:
    mail = "@".join(["camille", "exemple.fr"])  # a traceback shows the lines of its source
    Account.objects.create_user(mail)
    try:
        with transaction.atomic():
            Account.objects.create_user(mail)
    except IntegrityError:
        logging.getLogger("parvis.worker").exception("it failed")
    told = json.loads(log.getvalue())
    assert "camille" not in log.getvalue()
    assert "SQLSTATE 23505" in told["error"]
    assert "in create_user" in told["error"], "where it happened is still told"


def test_another_error_keeps_its_message(log: io.StringIO) -> None:
    try:
        {}["missing"]
    except KeyError:
        logging.getLogger("parvis.worker").exception("it failed")
    assert "KeyError: 'missing'" in json.loads(log.getvalue())["error"]
