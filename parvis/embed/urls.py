"""The addresses under an article; `/embed/live` is answered before Django, and `/embed/thread` mostly."""

from django.urls import path

from parvis.embed import cards, entering, following, photographs, reading, scripts, telling, widgets, writing

urlpatterns = [
    path("embed/thread", reading.thread),
    path("embed/replies", reading.replies),
    path("embed/post", reading.post),
    path("embed/counts", reading.counts),
    path("embed/fragment", reading.fragment),
    path("embed/session", entering.session),
    path("embed/name", entering.name),
    path("embed/mine", entering.mine),
    path("embed/my-data", entering.my_data),
    path("embed/notices", telling.notices),
    path("embed/notices/unread", telling.unread),
    path("embed/notices/seen", telling.notices_seen),
    path("embed/choices", telling.choices),
    path("embed/mail", telling.mail),
    path("embed/following/<slug:kind>/<int:followed_id>", following.following),
    path("embed/muted/<int:muted_id>", following.muted),
    path("embed/threads/<int:thread_id>/seen", following.seen),
    path("embed/threads/<int:thread_id>/unread", following.unread),
    path("embed/notices/<int:notice_id>/seen", entering.notice_seen),
    path("embed/pictures", photographs.given),
    path("embed/pictures/<slug:key>/<slug:size>.webp", photographs.picture, name="photograph"),
    path("embed/posts", writing.posts),
    path("embed/posts/<int:post_id>", writing.post),
    path("embed/posts/<int:post_id>/reactions/<slug:kind>", writing.reaction),
    path("embed/posts/<int:post_id>/signal", writing.signal),
    path("embed/widget", widgets.widget),
    path("embed/widget.html", widgets.widget_fragment),
    path("embed/widgets.js", widgets.script),
    path("embed/feed/<slug:kind>.rss", widgets.feed, {"form": "rss"}),
    path("embed/feed/<slug:kind>.json", widgets.feed, {"form": "json"}),
    path("embed/card/<int:post_id>/", cards.card),
    path("embed/card/<int:post_id>.svg", cards.picture, {"form": "svg"}),
    path("embed/card/<int:post_id>.png", cards.picture, {"form": "png"}),
    path("p/<int:post_id>/", cards.permalink),
    path("oembed", cards.oembed),
    path("embed/<slug:name>.js", scripts.script),
]
