"""Why a post stands where it does among those worth reading: each part of its worth, in words, for whoever judges or hosts."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from parvis.conversations.models import Post
from parvis.conversations.rights import ensure_may_host
from parvis.conversations.worth import Given, Weighed, weigh
from parvis.conversations.worth_measures import given_of
from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.frame import frame
from parvis.publishers.rights import nothing_here


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the worth: its name, its figure, and what it says."""

    name: str
    figure: str
    said: str


@for_seats("read")
@require_safe
def worth(request: DeskRequest, post_id: int) -> HttpResponse:
    """The parts of a root post's worth, as they are now, and its rank among the roots of its thread."""
    post = get_object_or_404(Post.objects.visible().select_related("thread__title", "thread__article", "author"), pk=post_id)
    ensure_may_host(request.user.pk, post.thread, "read")
    given = given_of(post.pk)
    if given is None:
        raise nothing_here()
    before = Post.objects.visible().filter(thread=post.thread_id, parent__isnull=True, worth__gt=post.worth).count()
    context = {"post": post, "parts": parts(given, weigh(given)), "rank": before + 1}
    return render(request, "desk/worth.html", frame(request, "threads", title_key=post.thread.title.key) | context)


def parts(given: Given, weighed: Weighed) -> list[Part]:
    """The parts in the order they are counted; the last one is the whole."""
    people = ngettext("%(count)s person answered or reacted.", "%(count)s people answered or reacted.", weighed.people)
    shown = [
        Part(_("Voices"), _figure(weighed.voices), people % {"count": weighed.people} + " " + _voices()),
        Part(_("Calm"), _times(weighed.calm), _calm(given)),
        Part(_("Signals"), _times(weighed.signals), _("Readers’ signals not yet judged: %(count)s.") % {"count": given.signals}),
        Part(_("Author"), _times(weighed.author), _("Posts refused in three months: %(count)s.") % {"count": given.refused}),
    ]
    if weighed.unappreciated > 0.05:
        words = _("Answers left out, for want of reactions beside them.")
        shown.insert(1, Part(_("A pile of answers"), f"−\u00a0{_figure(weighed.unappreciated)}", words))
    if weighed.selected:
        shown.append(Part(_("Chosen by the newsroom"), f"+\u00a0{_figure(weighed.selected)}", _("Counts as so many voices.")))
    shown.append(
        Part(_("Merit"), _figure(weighed.merit), _("Three days later, a post needs about twice as much to stand as high."))
    )
    return shown


def _voices() -> str:
    return _("Newcomers, those who always support the same author and those who already talk together count for less.")


def _calm(given: Given) -> str:
    said = _("Answers out of sight or signalled: %(bad)s of %(all)s.")
    return said % {"bad": given.bad_answers, "all": given.answers}


def _figure(number: float) -> str:
    return number_format(number, 1)


def _times(factor: float) -> str:
    return f"×\u00a0{number_format(factor, 2)}"
