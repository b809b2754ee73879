"""The room's registration with Django."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "parvis.machines"
    label = "machines"
    default_auto_field = "django.db.models.BigAutoField"
