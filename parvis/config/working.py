"""The worker process: tells listeners the facts, runs the jobs and the timetable, sends webhooks."""

import asyncio
import logging
import signal
import threading
from collections.abc import Callable

from procrastinate import App
from procrastinate.contrib.django import app as jobs

from parvis.api.sending import send_forever
from parvis.journal.deliver import run_forever

logger = logging.getLogger("parvis.worker")

#: Jobs run at once: most wait for the network or the database.
CONCURRENCY = 4
#: Seconds given to running jobs when stopping, and between two looks for jobs whose worker was killed.
LAST_JOBS, RESCUE_SECONDS = 2.0, 30.0


def work() -> None:
    """Works until SIGTERM or SIGINT. Ends with an error when one of its parts fails, so that it is started again."""
    asyncio.run(_work())


async def _work() -> None:
    stop = threading.Event()
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    parts = [
        asyncio.create_task(_in_a_thread("deliveries", run_forever, stop), name="deliveries"),
        asyncio.create_task(_run_jobs(), name="jobs"),
        asyncio.create_task(asked.wait(), name="signal"),
        asyncio.create_task(_in_a_thread("webhooks", send_forever, stop), name="webhooks"),
    ]
    done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    parts[1].cancel()
    await asyncio.gather(parts[0], parts[1], parts[3], return_exceptions=True)
    for part in done:
        part.result()


async def _in_a_thread(name: str, loops: Callable[[threading.Event], None], stop: threading.Event) -> None:
    """A loop in a thread of its own that does not keep the process from ending."""
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[None] = loop.create_future()

    def settle(error: BaseException | None) -> None:
        if not ended.done():
            ended.set_exception(error) if error else ended.set_result(None)

    def run() -> None:
        error: BaseException | None = None
        try:
            loops(stop)
        except BaseException as problem:
            error = problem
        loop.call_soon_threadsafe(settle, error)

    threading.Thread(target=run, name=name, daemon=True).start()
    await ended


async def _run_jobs() -> None:
    with jobs.replace_connector(jobs.connector.get_worker_connector()) as app:  # type: ignore[attr-defined]  # Django's connector has it
        async with app.open_async():
            rescuing = asyncio.create_task(_rescue_forever(app), name="rescue")
            try:
                await app.run_worker_async(
                    concurrency=CONCURRENCY,
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=LAST_JOBS,
                    delete_jobs="successful",
                    name="parvis",
                )
            finally:
                rescuing.cancel()


async def _rescue_forever(app: App) -> None:
    while True:
        await rescue(app)
        await asyncio.sleep(RESCUE_SECONDS)


async def rescue(app: App) -> None:
    """Puts back the jobs of workers that were killed: nothing else would ever run them."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=RESCUE_SECONDS):
        logger.warning("job %s of a worker that died is put back", job.task_name)
        await app.job_manager.retry_job(job)
