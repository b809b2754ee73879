"""What a monitoring system reads at `/metrics`, in Prometheus' text form.

Counters are added up over all web processes of the machine (files under PARVIS_VAR/metrics); what the database knows is asked
at each reading. Nothing here tells who read or wrote what.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from parvis.config.serving import COUNTERS
from parvis.kit.refusals import Refusal

ANSWERS = Counter("parvis_answers", "Requests answered: from memory, by django, or kept pages when django was full.", ["by"])
ANSWERED_FROM_MEMORY = ANSWERS.labels("memory")
ANSWERED_LATE = ANSWERS.labels("kept")
ANSWERED_BY_DJANGO = ANSWERS.labels("django")
STATUSES = Counter("parvis_django_answers", "Answers of Django, by class of status.", ["status"])
SECONDS = Histogram(
    "parvis_django_seconds", "Seconds that Django took, waiting in line included.",
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
)  # fmt: skip
STREAMS = Gauge("parvis_open_streams", "Live streams open.", multiprocess_mode="livesum")

#: Gauge name: what it says, and the question (one row, one number).
_ASKED = {
    "parvis_cases_open": ("Cases waiting for the desk.", "SELECT count(*) FROM moderation_case WHERE closed_at IS NULL"),
    "parvis_case_oldest_seconds": (
        "Age of the oldest open case.",
        "SELECT coalesce(extract(epoch FROM now() - min(opened_at)), 0) FROM moderation_case WHERE closed_at IS NULL",
    ),
    "parvis_deliveries_waiting": ("Facts not yet told to a listener.", "SELECT count(*) FROM journal_delivery"),
    "parvis_delivery_late_seconds": (
        "How late the oldest due delivery is.",
        "SELECT coalesce(extract(epoch FROM now() - min(due_at)), 0) FROM journal_delivery WHERE due_at < now()",
    ),
    "parvis_jobs_waiting": ("Jobs not yet run.", "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"),
    "parvis_jobs_failed": ("Jobs given up.", "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"),
    "parvis_worker_silent_seconds": (
        "Seconds since a worker gave a sign of life; -1 when none ever did.",
        "SELECT coalesce(extract(epoch FROM now() - max(last_heartbeat)), -1) FROM procrastinate_workers",
    ),
    "parvis_database_bytes": ("Size of the database.", "SELECT pg_database_size(current_database())"),
}


def forget_the_dead() -> None:
    """Drops the gauges of web processes that were killed; their counters stay in the sums."""
    folder = Path(os.environ.get(COUNTERS, ""))
    for file in folder.glob("gauge_live*_*.db") if os.environ.get(COUNTERS) else ():
        if not Path(f"/proc/{file.stem.rpartition('_')[2]}").exists():
            file.unlink(missing_ok=True)


def count_answer(status: int, seconds: float) -> None:
    """One answer of Django: its status and how long it took, in seconds."""
    ANSWERED_BY_DJANGO.inc()
    STATUSES.labels(f"{status // 100}xx").inc()
    SECONDS.observe(seconds)


@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, to whoever holds PARVIS_METRICS_TOKEN; without that setting this address does not exist."""
    token = settings.ENVIRONMENT.PARVIS_METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not secrets.compare_digest(given.encode(), token.encode()):
        raise Refusal("not_found", 404, _("There is nothing at this address."))
    return HttpResponse(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


metrics.right = "machine"  # type: ignore[attr-defined]  # read by DenyByDefault


def _registry() -> CollectorRegistry:
    registry = CollectorRegistry()
    if os.environ.get(COUNTERS):
        forget_the_dead()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library's own
    else:
        for own in (ANSWERS, STATUSES, SECONDS, STREAMS):
            registry.register(own)
    registry.register(_Asked())
    return registry


class _Asked:
    """The gauges whose value is asked of the database."""

    def collect(self) -> Iterable[Metric]:
        """One gauge each."""
        return list(self._gauges())

    @staticmethod
    def _gauges() -> Iterator[Metric]:
        with connection.cursor() as cursor:
            for name, (words, question) in _ASKED.items():
                cursor.execute(question)
                yield GaugeMetricFamily(name, words, value=float((cursor.fetchone() or [0])[0]))
