"""An address whose view does not say who may use it: it must stay closed (test_rights.py)."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def silent(request: HttpRequest) -> HttpResponse:
    """Would answer anyone, if the house let it."""
    return HttpResponse("open")


urlpatterns = [path("silent/", silent)]
