"""The addresses of the look: the style guide, and a title's accent as a style sheet."""

from django.urls import path, re_path

from parvis.ui import reader

app_name = "ui"
urlpatterns = [
    path("styleguide", reader.styleguide, name="styleguide"),
    path("styleguide/<slug:frame>", reader.frame, name="frame"),
    re_path(r"^accent/([0-9a-f]{6})\.css$", reader.accent_sheet, name="accent"),
]
