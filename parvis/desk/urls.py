"""The addresses of the desk, by subject."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from parvis.desk import (
    arranging,
    batches,
    bulk,
    decisions,
    figures,
    judging,
    live,
    members,
    now,
    palette,
    queue,
    saved,
    searching,
    summoning,
    threads,
    worth,
)
from parvis.desk.limits.urls import urlpatterns as limits

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/", queue.home, name="home"),
    path("desk/live/pass/", live.live_pass, name="live_pass"),
    # The queue.
    path("desk/queue/", queue.queue, name="queue"),
    path("desk/queue/rows/", queue.rows, name="rows"),
    path("desk/queue/next/", queue.take_next, name="next"),
    path("desk/queue/open/", judging.open_by_hand, name="open_by_hand"),
    path("desk/queue/bulk/", bulk.preview, name="bulk"),
    path("desk/queue/bulk/apply/", bulk.apply, name="bulk_apply"),
    path("desk/queue/bulk/undo/", bulk.undo, name="bulk_undo"),
    path("desk/queue/<int:case_id>/", queue.case, name="case"),
    path("desk/queue/<int:case_id>/keep/", queue.keep, name="keep"),
    path("desk/queue/<int:case_id>/release/", queue.release, name="release"),
    path("desk/queue/<int:case_id>/judge/", judging.judge, name="judge"),
    path("desk/queue/<int:case_id>/refuse/", queue.refusing, name="refusing"),
    path("desk/queue/<int:case_id>/preview/", judging.preview, name="preview"),
    path("desk/queue/<int:case_id>/snooze/", judging.snooze, name="snooze"),
    path("desk/queue/<int:case_id>/note/", judging.note, name="note"),
    path("desk/queue/undo/<int:decision_id>/", judging.undo, name="undo"),
    # What was decided.
    path("desk/decisions/", decisions.decisions, name="decisions"),
    path("desk/decisions/<int:decision_id>/undo/", decisions.undo, name="decision_undo"),
    # Somebody of an outside firm: their own work.
    path("desk/figures/", figures.figures, name="figures"),
    # What is happening now.
    path("desk/now/", now.now, name="now"),
    # Anything by a few letters; views kept; one act on many.
    path("desk/go/", palette.go, name="go"),
    path("desk/views/save/", saved.save, name="view_save"),
    path("desk/views/counts/", saved.counts, name="view_counts"),
    path("desk/views/<int:view_id>/drop/", saved.drop, name="view_drop"),
    path("desk/batches/", batches.new, name="batch_new"),
    path("desk/batches/<int:batch_id>/", batches.show, name="batch"),
    path("desk/batches/<int:batch_id>/step/", batches.step, name="batch_step"),
    path("desk/batches/<int:batch_id>/undo/", batches.undo, name="batch_undo"),
    # Discussions.
    path("desk/threads/", threads.threads, name="threads"),
    path("desk/threads/<int:thread_id>/", threads.thread, name="thread"),
    path("desk/threads/<int:thread_id>/close/", threads.close, name="close"),
    path("desk/threads/<int:thread_id>/reopen/", threads.reopen, name="reopen"),
    path("desk/threads/<int:thread_id>/arrange/", arranging.arrange, name="arrange"),
    path("desk/threads/<int:thread_id>/split/", arranging.split, name="split"),
    path("desk/threads/<int:thread_id>/move/", arranging.move, name="move"),
    path("desk/threads/<int:thread_id>/merging/", arranging.merging, name="merging"),
    path("desk/threads/<int:thread_id>/merge/", arranging.merge, name="merge"),
    path("desk/threads/arrangements/<int:arrangement_id>/undo/", arranging.undo, name="arrange_undo"),
    path("desk/threads/<int:thread_id>/invite/", summoning.ask, name="summon"),
    path("desk/threads/summons/<int:summons_id>/end/", summoning.end, name="summons_end"),
    path("desk/threads/<int:thread_id>/answer/", summoning.answer, name="answer"),
    path("desk/threads/posts/<int:post_id>/honour/", threads.honour, name="honour"),
    path("desk/threads/posts/<int:post_id>/worth/", worth.worth, name="worth"),
    path("desk/search/", searching.search, name="search"),
    path("desk/posts/<int:post_id>/", threads.post, name="post"),
    # Members.
    path("desk/members/", members.members, name="members"),
    path("desk/members/<int:member_id>/", members.member, name="member"),
    path("desk/members/<int:member_id>/watch/", members.watch, name="watch"),
    path("desk/members/<int:member_id>/note/", members.note, name="member_note"),
    path("desk/members/notes/<int:note_id>/", members.change_note, name="change_note"),
]
urlpatterns += limits
if find_spec("parvis.desk.configuration") and find_spec("parvis.desk.configuration.urls"):
    urlpatterns.append(path("desk/", include("parvis.desk.configuration.urls")))
