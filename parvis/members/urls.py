"""The addresses of the door."""

from django.urls import path

from parvis.members import reader
from parvis.members.openid.reader import tie
from parvis.members.telling import reader as telling

app_name = "members"
urlpatterns = [
    path("members/enter", reader.enter, name="enter"),
    path("members/tie/", tie, name="tie"),
    path("members/invitation/<str:token>/", reader.invitation, name="invitation"),
    path("members/letters/<str:token>/", telling.letters, name="letters"),
]
