"""Every address of the house, by room."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from parvis.config.metrics import metrics

ROOMS_WITH_PAGES = ["ui", "members", "desk", "embed", "api", "site", "config.demo"]

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("metrics", metrics),
    *[path("", include(f"parvis.{room}.urls")) for room in ROOMS_WITH_PAGES if find_spec(f"parvis.{room}.urls")],
]
