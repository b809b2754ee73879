"""The addresses of the square."""

from django.urls import path

from parvis.site import reader, searching

app_name = "site"
urlpatterns = [
    path("", reader.home, name="home"),
    path("t/<slug:key>/", reader.title, name="title"),
    path("t/<slug:key>/search/", searching.search, name="search"),
    path("t/<slug:key>/<int:thread_id>/", reader.thread, name="thread"),
    path("t/<slug:key>/<int:thread_id>/<slug:slug>/", reader.thread, name="thread_named"),
    path("t/<slug:key>/<int:thread_id>/replies/<int:root_id>/", reader.replies, name="replies"),
    path("charte/<slug:key>/", reader.charter, name="charter"),
    path("members/me/", reader.me, name="me"),
    path("members/me/language/", reader.language, name="language"),
    path("members/me/notices/<int:notice_id>/seen/", reader.seen, name="seen"),
    path("robots.txt", reader.robots_txt, name="robots"),
    path("favicon.ico", reader.favicon, name="favicon"),
]
