"""Addresses of the demo's newspapers."""

from django.urls import path

from parvis.config.demo import pages

urlpatterns = [
    path("demo/", pages.entrance, name="demo"),
    path("demo/<slug:title>/", pages.front, name="demo-front"),
    path("demo/<slug:title>/token/", pages.token, name="demo-token"),
    path("demo/<slug:title>/<slug:slug>/", pages.article, name="demo-article"),
    path("demo/<slug:title>/<slug:slug>/image.svg", pages.picture, name="demo-picture"),
]
