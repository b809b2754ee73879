"""The addresses of the square."""

from django.urls import path

from parvis.site import dressed, feeds, machines, mine, notifications, reader, searching, sitemaps, writing

app_name = "site"
T = "t/<slug:key>"
urlpatterns = [
    path("", reader.home, name="home"),
    path("g/<slug:group_key>/", reader.group, name="group"),
    path(f"{T}/", reader.title, name="title"),
    path(f"{T}/search/", searching.search, name="search"),
    path(f"{T}/discussions/", reader.discussions, name="discussions"),
    path(f"{T}/selection/", reader.selection, name="selection"),
    path(f"{T}/archives/", reader.archives, name="archives"),
    path(f"{T}/members/", reader.members, name="members"),
    path(f"{T}/members/me/", mine.profile, name="profile"),
    path(f"{T}/members/<int:member_id>/", reader.member, name="member"),
    path(f"{T}/members/<int:member_id>/feed.atom", feeds.of_member, name="member_feed"),
    path(f"{T}/members/<int:member_id>/<slug:slug>/", reader.member, name="member_named"),
    path(f"{T}/enter/", mine.enter, name="enter"),
    path(f"{T}/feed.atom", feeds.of_title, name="title_feed"),
    path(f"{T}/selection/feed.atom", feeds.of_selection, name="selection_feed"),
    path(f"{T}/look-<int:version>.css", dressed.look, name="look"),
    path(f"{T}/logo-<int:version>.webp", dressed.logo, name="logo"),
    path(f"{T}/s/<slug:space_key>/", reader.space, name="space"),
    path(f"{T}/s/<slug:space_key>/new/", writing.new, name="new"),
    path(f"{T}/s/<slug:space_key>/feed.atom", feeds.of_space, name="space_feed"),
    path(f"{T}/posts/<int:post_id>/edit/", writing.edit, name="edit"),
    path(f"{T}/posts/<int:post_id>/withdraw/", writing.withdraw, name="withdraw"),
    path(f"{T}/posts/<int:post_id>/react/", writing.react_to, name="react"),
    path(f"{T}/posts/<int:post_id>/signal/", writing.signal, name="signal"),
    path(f"{T}/<int:thread_id>/", reader.thread, name="thread"),
    path(f"{T}/<int:thread_id>/reply/", writing.reply, name="reply"),
    path(f"{T}/<int:thread_id>/feed.atom", feeds.of_thread, name="thread_feed"),
    path(f"{T}/<int:thread_id>/posts/<int:post_id>/", reader.post, name="post"),
    path(f"{T}/<int:thread_id>/replies/<int:root_id>/", reader.replies, name="replies"),
    path(f"{T}/<int:thread_id>/<slug:slug>/", reader.thread, name="thread_named"),
    path("charte/<slug:key>/", reader.charter, name="charter"),
    path("members/me/", mine.me, name="me"),
    path("members/me/notifications/", notifications.notifications, name="notifications"),
    path("members/me/notifications/read/", notifications.read_all, name="read_all"),
    path("members/me/choices/<int:member_id>/", notifications.choose, name="choose"),
    path("members/me/heed/<int:member_id>/<slug:kind>/<int:followed_id>/", notifications.heed, name="heed"),
    path("members/me/language/", mine.language, name="language"),
    path("members/me/notices/<int:notice_id>/seen/", mine.seen, name="seen"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/<slug:key>/<slug:kind>-<int:first>.xml", sitemaps.file, name="sitemap_file"),
    path("robots.txt", machines.robots_txt, name="robots"),
    path("favicon.ico", machines.favicon, name="favicon"),
]
