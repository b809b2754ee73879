"""The palette: anything one can do or reach, by a few letters or by number; a plain page without scripts."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parvis.conversations.models import Post, Thread
from parvis.desk import commands, saved
from parvis.desk.asking import DeskRequest, for_seats, number
from parvis.desk.frame import frame
from parvis.language.folding import fold
from parvis.members.files import members_for
from parvis.moderation.directory import MemberFilters, members_found
from parvis.moderation.rights import cases_for
from parvis.publishers.rights import titles_for

MOST = 6


@for_seats("read")
@require_safe
def go(request: DeskRequest) -> HttpResponse:
    """What answers to `q`: commands, saved views, then discussions, members and cases; the list alone for htmx."""
    asked = request.GET.get("q", "").strip()[:100]
    groups = [group for group in found(request, asked) if group["rows"]]
    if request.htmx and not request.htmx.boosted:
        return render(request, "desk/_palette.html", {"groups": groups, "asked": asked})
    return render(request, "desk/go.html", frame(request, "") | {"groups": groups, "asked": asked, "whole": True})


def found(request: DeskRequest, asked: str) -> list[dict[str, Any]]:
    """The groups of answers, each with its rows {label, url, key, icon, hint}; at most six queries."""
    done = [_row(one) for one in commands.commands_for(request) if one.scope == "everywhere" and one.key != "?"]
    here = [_row(one) for one in commands.commands_for(request) if one.scope != "everywhere"]
    views = [_view_row(row) for row in saved.rows_of(request)]
    groups = [("go", _("Go to"), done), ("views", _("Saved views"), views), ("here", _("On this page"), here)]
    kept = [{"name": name, "label": label, "rows": [row for row in rows if _answers(row, asked)]} for name, label, rows in groups]
    return [*_numbered(request, asked), *kept, *(_searched(request, asked) if len(asked) > 1 else [])]


def _row(command: commands.Command) -> dict[str, Any]:
    hint = "" if command.scope == "everywhere" else str(commands.SCOPES[command.scope])
    url = commands.address_of(command)
    return {"label": str(command.label), "url": url, "key": command.key, "icon": command.icon, "hint": hint, "does": not url}


def _view_row(row: dict[str, Any]) -> dict[str, Any]:
    view = row["view"]
    return {"label": view.name, "url": row["url"], "key": row["key"], "icon": "star", "hint": view.get_place_display()}


def _answers(row: dict[str, Any], asked: str) -> bool:
    """Whether each word asked begins a word of the row, whatever case and accents."""
    words = fold(f"{row['label']} {row['hint']}").text.split()
    return all(any(word.startswith(part) for word in words) for part in fold(asked).text.split())


def _numbered(request: DeskRequest, asked: str) -> list[dict[str, Any]]:
    """The discussion, post, member and case of that number, those one may see; four queries."""
    wanted = number(asked.lstrip("#"))
    if not wanted:
        return []
    seen, rows = titles_for(request.user.pk, "read"), []
    thread = Thread.objects.filter(pk=wanted, title__in=seen).select_related("article").first()
    post = Post.objects.filter(pk=wanted, thread__title__in=seen).select_related("thread__article", "author").first()
    member = members_for(request.user.pk).filter(pk=wanted).first()
    case = cases_for(request.user.pk).filter(pk=wanted).select_related("author").first()
    if thread:
        rows.append(_to("thread", thread.pk, thread.name, "talk", _("Discussion %(n)s") % {"n": wanted}))
    if post:
        rows.append(_to("post", post.pk, f"{post.author}, {post.thread.name}", "talk", _("Post %(n)s") % {"n": wanted}))
    if member:
        rows.append(_to("member", member.pk, str(member), "person", _("Member %(n)s") % {"n": wanted}))
    if case:
        rows.append(_to("case", case.pk, str(case.author or "—"), "queue", _("Case %(n)s") % {"n": wanted}))
    return [{"name": "numbered", "label": _("Number %(n)s") % {"n": wanted}, "rows": rows}]


def _searched(request: DeskRequest, asked: str) -> list[dict[str, Any]]:
    if number(asked.lstrip("#")):
        return []
    seen = list(titles_for(request.user.pk, "read").values_list("pk", flat=True))
    named = Q(article__headline__icontains=asked) | Q(heading__icontains=asked)
    threads = Thread.objects.filter(named, title__in=seen, last_post_at__isnull=False).select_related("article", "title")
    members = members_found(account_id=request.user.pk, filters=MemberFilters(search=asked)).order_by("-published_posts", "-pk")
    talks = [_to("thread", one.pk, one.name, "talk", str(one.title)) for one in threads.order_by("-last_post_at")[:MOST]]
    people = [_to("member", one.pk, str(one), "person", "") for one in members[:MOST]]
    return [
        {"name": "threads", "label": _("Discussions"), "rows": talks},
        {"name": "members", "label": _("Members"), "rows": people},
    ]


def _to(page: str, pk: int, label: str, icon: str, hint: str) -> dict[str, Any]:
    return {"label": label, "url": reverse(f"desk:{page}", args=[pk]), "key": "", "icon": icon, "hint": hint}
