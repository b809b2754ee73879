"""What people see when something is not there, not theirs, or broken."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def unreadable(request: HttpRequest) -> HttpResponse:
    raise BadRequest


for view in (broken, forbidden, unreadable):
    view.right = "anyone"

urlpatterns = [path("broken", broken), path("forbidden", forbidden), path("unreadable", unreadable)]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/broken", 500, "Quelque chose s’est cassé"),
        ("/forbidden", 403, "Cette page ne vous est pas ouverte"),
        ("/unreadable", 400, "Cette demande n’a pas pu être lue"),
        ("/nowhere", 404, "Il n’y a rien à cette adresse"),
    ],
)
def test_a_bad_day_is_told_in_the_reader_s_language(client, db, address, status, words, settings):
    client.raise_request_exception = False
    response = client.get(address)
    assert response.status_code == status
    assert words in response.content.decode()


def test_a_form_from_elsewhere_is_refused_kindly(db):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/accounts/login/code/", {"email": "a@b.example"})
    assert response.status_code == 403
    assert "Ce formulaire a expiré" in response.content.decode()
