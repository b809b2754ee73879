"""The room's registration with Django."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "parvis.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"
