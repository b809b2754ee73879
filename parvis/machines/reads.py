"""What pages and the sender need of machines."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q

from parvis.kit.remembered import remembered
from parvis.machines.models import ApiKey, Attempt, Endpoint, Sending
from parvis.publishers.models import Group, Title
from parvis.publishers.rights import nothing_here

PAGE = 40


def keys_at(*, group: Group, title: Title | None) -> list[ApiKey]:
    """The keys of a place (and, at a title, those of its group that open it too), current first; one query."""
    keys = ApiKey.objects.filter(Q(title__isnull=True) | Q(title=title), group=group).select_related("title", "group", "made_by")
    return sorted(keys, key=lambda key: (key.retired_at is not None, key.title_id is None, -key.pk))


def endpoints_at(*, group: Group, title: Title | None) -> list[Endpoint]:
    """The endpoints of that very place, newest first, each with `waiting`: how many sendings it has yet to take; one query."""
    waiting = Count("sendings", filter=Q(sendings__due_at__isnull=False))
    found = Endpoint.objects.filter(group=group, title=title, retired_at__isnull=True).annotate(waiting=waiting)
    return list(found.select_related("made_by", "group", "title").order_by("-pk"))


@dataclass(frozen=True, slots=True)
class Listening:
    """An endpoint as the listener needs it."""

    pk: int
    title_id: int | None
    facts: frozenset[str]


def listening_in(group_id: int) -> list[Listening]:
    """The endpoints of a group that are told facts now, remembered for two seconds: asked at every fact."""
    return remembered("endpoints", group_id, lambda: _listening(group_id))


def _listening(group_id: int) -> list[Listening]:
    told = Endpoint.objects.filter(group=group_id, retired_at__isnull=True, disabled_at__isnull=True)
    return [Listening(pk, of, frozenset(facts)) for pk, of, facts in told.values_list("pk", "title_id", "facts")]


@dataclass(frozen=True, slots=True)
class Log:
    """A page of an endpoint's log, newest first, and the identifier beyond which the next one starts, or None."""

    sendings: Sequence[Sending]
    before: int | None


def log_of(endpoint: Endpoint, *, state: str = "", before: int | None = None) -> Log:
    """Forty sendings with their attempts (`attempts_made`, oldest first); two queries. `state`: waiting, failed, or all."""
    rows = Sending.objects.filter(endpoint=endpoint)
    if state == "waiting":
        rows = rows.filter(due_at__isnull=False)
    if state == "failed":
        rows = rows.filter(given_up_at__isnull=False)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    attempts = Prefetch("attempts", Attempt.objects.order_by("pk"), to_attr="attempts_made")
    found = list(rows.prefetch_related(attempts).order_by("-pk")[: PAGE + 1])
    return Log(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def sending_of(endpoint: Endpoint, pk: int) -> Sending:
    """A sending of that endpoint. Raises Refusal 404."""
    places = ("endpoint__group", "endpoint__title")
    sending = Sending.objects.select_related(*places).filter(pk=pk, endpoint=endpoint).first()
    if sending is None:
        raise nothing_here()
    return sending
