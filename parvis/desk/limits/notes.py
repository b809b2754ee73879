"""Writing the newsroom's notes, and taking them down."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.conversations.acts import end_note_on_post, end_note_on_thread, note_on_post, note_on_thread
from parvis.conversations.models import Post, Thread
from parvis.conversations.rights import hosted_post, hosted_thread
from parvis.conversations.speaking import notes_on
from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.configuration.refusals import refusals_into
from parvis.desk.frame import frame
from parvis.desk.limits.forms import NoteForm, PostNoteForm


@for_seats("host")
def thread_note(request: DeskRequest, thread_id: int) -> HttpResponse:
    """The note at the top of a discussion, with its history; POST writes it."""
    opened = hosted_thread(request.user.pk, thread_id)
    form = NoteForm(request.POST or None, initial={"source": opened.note.source if opened.note else ""})
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            note_on_thread(account_id=request.user.pk, thread_id=thread_id, source=form.cleaned_data["source"])
            messages.success(request, _("Readers see the note now."))
            return redirect("desk:thread", thread_id)
    return _page(request, opened, form)


@for_seats("host")
def post_note(request: DeskRequest, post_id: int) -> HttpResponse:
    """The note under a post, with its history; POST writes it."""
    post = hosted_post(request.user.pk, post_id)
    current = next((note for note in notes_on(post.thread, post) if note.ended_at is None), None)
    form = PostNoteForm(request.POST or None, initial={"source": current.source, "kind": current.kind} if current else {})
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            said = form.cleaned_data
            note_on_post(account_id=request.user.pk, post_id=post_id, source=said["source"], kind=said["kind"])
            messages.success(request, _("Readers see the note now."))
            return redirect(_at(post))
    return _page(request, post.thread, form, post)


def _page(request: DeskRequest, thread: Thread, form: NoteForm, post: Post | None = None) -> HttpResponse:
    down = reverse("desk:post_note_end", args=[post.pk]) if post else reverse("desk:thread_note_end", args=[thread.pk])
    shown: dict[str, Any] = {"thread": thread, "post": post, "form": form, "history": notes_on(thread, post), "down": down}
    context = frame(request, "threads", title_key=thread.title.key) | shown
    return render(request, "desk/limits/note.html", context, status=422 if form.errors else 200)


@for_seats("host")
@require_POST
def thread_note_end(request: DeskRequest, thread_id: int) -> HttpResponse:
    """Takes the note of a discussion down."""
    end_note_on_thread(account_id=request.user.pk, thread_id=thread_id)
    messages.success(request, _("The note is taken down."))
    return redirect("desk:thread", thread_id)


@for_seats("host")
@require_POST
def post_note_end(request: DeskRequest, post_id: int) -> HttpResponse:
    """Takes the note of a post down."""
    post = hosted_post(request.user.pk, post_id)
    end_note_on_post(account_id=request.user.pk, post_id=post_id)
    messages.success(request, _("The note is taken down."))
    return redirect(_at(post))


def _at(post: Post) -> str:
    return f"{reverse('desk:thread', args=[post.thread_id])}?around={post.pk}#post-{post.pk}"
