"""The worker: jobs of a killed worker run again, and a part that fails ends the process."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from django.db import connection
from procrastinate.contrib.django import app as jobs

from parvis.config import working

pytestmark = pytest.mark.django_db(transaction=True)


def ask(sql: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


async def rescued() -> None:
    with jobs.replace_connector(jobs.connector.get_worker_connector()) as app:  # type: ignore[attr-defined]  # Django's connector has it
        async with app.open_async():
            await working.rescue(app)


@pytest.fixture
def no_jobs() -> Iterator[None]:
    """procrastinate's tables are not among those that pytest-django empties."""
    yield
    ask("DELETE FROM procrastinate_jobs")
    ask("DELETE FROM procrastinate_workers")


def worker_with_a_job(*, silent_for: str) -> int:
    ((worker,),) = ask(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval) RETURNING id", silent_for
    )
    insert = (
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id) VALUES ('q', 't', 'doing', %s) RETURNING id"
    )
    ((job,),) = ask(insert, worker)
    return int(str(job))


def test_the_job_of_a_worker_that_was_killed_is_put_back(no_jobs: None) -> None:
    dead, alive = worker_with_a_job(silent_for="1 hour"), worker_with_a_job(silent_for="1 second")
    asyncio.run(rescued())
    assert ask("SELECT id, status FROM procrastinate_jobs ORDER BY id") == [(dead, "todo"), (alive, "doing")]


def test_a_loop_that_fails_is_not_silent() -> None:
    def broken(stop: threading.Event) -> None:
        raise ValueError("a bug in the loop")

    with pytest.raises(ValueError, match="a bug in the loop"):
        asyncio.run(working._in_a_thread("deliveries", broken, threading.Event()))
