"""The addresses of the door."""

from django.urls import path

from parvis.members import reader
from parvis.members.leaving import reader as leaving
from parvis.members.openid.reader import tie
from parvis.members.telling import reader as telling

app_name = "members"
urlpatterns = [
    path("members/enter", reader.enter, name="enter"),
    path("members/me/data/", leaving.data, name="data"),
    path("members/me/data/copy/", leaving.copy_ask, name="copy_ask"),
    path("members/me/data/copies/<int:export_id>/", leaving.copy_get, name="copy_get"),
    path("members/me/data/erase/", leaving.erasure, name="erasure"),
    path("members/me/data/cancel/", leaving.erasure_cancel, name="erasure_cancel"),
    path("members/data/<str:token>/", leaving.granted, name="data_granted"),
    path("members/tie/", tie, name="tie"),
    path("members/invitation/<str:token>/", reader.invitation, name="invitation"),
    path("members/letters/<str:token>/", telling.letters, name="letters"),
]
