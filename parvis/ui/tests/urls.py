"""Only this room's addresses."""

from django.urls import include, path

urlpatterns = [path("", include("parvis.ui.urls"))]
