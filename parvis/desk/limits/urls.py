"""The addresses of one discussion's, one post's and one member's limits; included in the desk's own, whose name they take."""

from django.urls import path

from parvis.desk.limits import members, notes, threads

urlpatterns = [
    path("desk/threads/<int:thread_id>/settings/", threads.settings, name="thread_settings"),
    path("desk/threads/<int:thread_id>/speakers/", threads.speaker, name="thread_speaker"),
    path("desk/threads/<int:thread_id>/note/", notes.thread_note, name="thread_note"),
    path("desk/threads/<int:thread_id>/note/end/", notes.thread_note_end, name="thread_note_end"),
    path("desk/threads/posts/<int:post_id>/note/", notes.post_note, name="post_note"),
    path("desk/threads/posts/<int:post_id>/note/end/", notes.post_note_end, name="post_note_end"),
    path("desk/members/<int:member_id>/restrict/", members.restrict, name="restrict"),
    path("desk/members/<int:member_id>/lift/", members.lift, name="lift"),
]
