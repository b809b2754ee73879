"""The addresses of the door."""

from django.urls import path

from parvis.members import reader

app_name = "members"
urlpatterns = [
    path("members/enter", reader.enter, name="enter"),
    path("members/invitation/<str:token>/", reader.invitation, name="invitation"),
]
