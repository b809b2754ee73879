"""What `parvis doctor` looks at: one function per matter, each gives a finding with what to do."""

import shutil
import statistics
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.mail import get_connection
from django.db import Error, connection
from django.http.request import validate_host

from parvis.config.checkup_titles import feeds_are_read, origins_are_set, tokens_can_be_checked, versions_are_told
from parvis.config.findings import Finding
from parvis.config.preparing import pending_migrations
from parvis.members.telling.sending import unconfirmed

#: Beyond these an installation is in trouble: milliseconds, seconds, bytes.
SLOW_ANSWER_MS, LATE_SECONDS, WRONG_CLOCK_SECONDS, LITTLE_DISK = 50.0, 60.0, 2.0, 1_000_000_000
#: procrastinate's workers write every ten seconds.
SILENT_WORKER_SECONDS = 40.0
LOCAL = {"localhost", "127.0.0.1", "::1"}
STATIC_NEEDED = ("embed/parvis.js", "django_htmx/htmx-2.min.js")


def examine() -> list[Finding]:
    """Every finding, in the order in which one would look. Without a database, what needs it is left out."""
    database = _tried("database", database_answers)
    findings = [database]
    if database.is_right:
        findings += [_tried(name, look) for name, look in NEEDS_DATABASE.items()]
    return findings + [_tried(name, look) for name, look in NEEDS_NOTHING.items()]


def database_answers() -> Finding:
    """The server's version and how fast it answers (median of five)."""
    version = int(_asked("SELECT current_setting('server_version_num')"))
    latency = statistics.median(_timed_question() for _ in range(5))
    words = f"PostgreSQL {version // 10000}.{version % 10000}, answers in {latency:.1f} ms"
    if version < 160000:
        return Finding("database", False, words, "Use PostgreSQL 16 or later.")
    return Finding("database", latency < SLOW_ANSWER_MS, words, "Bring the database nearer, or look at its load.")


def migrations_are_done() -> Finding:
    """Whether the database has the shape that this version expects."""
    pending = pending_migrations()
    words = f"{len(pending)} to run: {', '.join(pending[:3])}…" if pending else "up to date"
    return Finding("migrations", not pending, words, "Run `parvis prepare`.")


def worker_lives() -> Finding:
    """When a worker last gave a sign of life."""
    age = _asked("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")
    words = "none has ever worked here" if age is None else f"last sign {float(age):.0f} s ago"
    is_right = age is not None and float(age) < SILENT_WORKER_SECONDS
    return Finding("worker", is_right, words, "Start `parvis up`, or `parvis worker` if the web runs elsewhere.")


def facts_are_told() -> Finding:
    """How late the oldest fact is that a listener should have heard."""
    late = float(_asked("SELECT coalesce(extract(epoch FROM now() - min(due_at)), 0) FROM journal_delivery WHERE due_at < now()"))
    tried = int(_asked("SELECT count(*) FROM journal_delivery WHERE tries > 0"))
    words = f"the oldest waits for {late:.0f} s, {tried} failed at least once" if late or tried else "none waits"
    return Finding("deliveries", late < LATE_SECONDS, words, "See the worker's log; the error is kept in journal_delivery.error.")


def clock_is_right() -> Finding:
    """This machine's clock against the database's."""
    before = time.time()
    theirs = float(_asked("SELECT extract(epoch FROM clock_timestamp())"))
    gap = theirs - (before + time.time()) / 2
    return Finding("clock", abs(gap) < WRONG_CLOCK_SECONDS, f"{abs(gap):.2f} s from the database's", "Set both by NTP.")


def disk_has_room() -> Finding:
    """Free space under PARVIS_VAR."""
    folder = settings.ENVIRONMENT.PARVIS_VAR
    free = shutil.disk_usage(folder).free
    return Finding("disk", free > LITTLE_DISK, f"{free / 1e9:.1f} GB free in {folder}", "Free some space, or move PARVIS_VAR.")


def secret_is_kept() -> Finding:
    """The secret's length, and who may read the file that keeps it."""
    kept = settings.ENVIRONMENT.PARVIS_VAR / "secret"
    if not settings.ENVIRONMENT.PARVIS_SECRET_KEY and kept.stat().st_mode & 0o077:
        return Finding("secret", False, f"others may read {kept}", f"chmod 600 {kept}")
    length = len(settings.SECRET_KEY)
    return Finding("secret", length >= 32, f"{length} characters", "Set PARVIS_SECRET_KEY to 32 random characters or more.")


def address_is_served() -> Finding:
    """Whether the public address is among the allowed hosts, under https, without debugging."""
    address = settings.ENVIRONMENT.PARVIS_ADDRESS
    parts = urlsplit(address)
    host = parts.hostname or "127.0.0.1"
    if not validate_host(host, settings.ALLOWED_HOSTS):
        return Finding("address", False, f"{host} is not an allowed host", f"Add {host} to PARVIS_ALLOWED_HOSTS.")
    if address and host not in LOCAL and parts.scheme != "https":
        return Finding(
            "address", False, f"{address} is not https", "Put a TLS proxy in front and set PARVIS_ADDRESS to its address."
        )
    if settings.DEBUG and host not in LOCAL:
        return Finding("address", False, "errors are shown with their detail to everyone", "Unset PARVIS_DEBUG.")
    return Finding("address", True, address or "this machine only")


def mail_leaves() -> Finding:
    """Whether the mail server answers; without one, mails are files, which only a trial can live with."""
    told = settings.ENVIRONMENT
    if not told.PARVIS_MAIL_URL:
        host = urlsplit(told.PARVIS_ADDRESS).hostname
        words = f"written under {told.PARVIS_VAR / 'mails'}, not sent"
        return Finding("mail", host is None or host in LOCAL, words, "Set PARVIS_MAIL_URL: invitations and decisions go by mail.")
    try:
        get_connection(fail_silently=False).open()
    except OSError as problem:
        words = f"{urlsplit(told.PARVIS_MAIL_URL).hostname} does not answer ({problem})"
        return Finding("mail", False, words, "Look at PARVIS_MAIL_URL and at the way to that server.")
    return Finding("mail", True, f"{urlsplit(told.PARVIS_MAIL_URL).hostname} answers")


def files_are_there() -> Finding:
    """The static files that pages ask for, and compiled translations."""
    missing = [name for name in STATIC_NEEDED if finders.find(name) is None]
    return Finding("files", not missing, f"missing: {', '.join(missing)}" if missing else "all there", "Install Parvis again.")


def letters_are_confirmed() -> Finding:
    """Letters whose sending was never confirmed (they are not sent again), or refused these seven days."""
    silent, refused = unconfirmed()
    words = f"{silent} never confirmed, {refused} refused or lost in seven days" if silent or refused else "all confirmed"
    advice = "The error is kept in members_mailing.error; none is sent twice. Look at the mail server's log for those days."
    return Finding("letters", not silent and not refused, words, advice)


Look = Callable[[], Finding]
NEEDS_DATABASE: dict[str, Look] = {
    "migrations": migrations_are_done,
    "worker": worker_lives,
    "deliveries": facts_are_told,
    "clock": clock_is_right,
    "origins": origins_are_set,
    "tokens": tokens_can_be_checked,
    "feeds": feeds_are_read,
    "letters": letters_are_confirmed,
}
NEEDS_NOTHING: dict[str, Look] = {
    "disk": disk_has_room,
    "secret": secret_is_kept,
    "address": address_is_served,
    "mail": mail_leaves,
    "files": files_are_there,
    "versions": versions_are_told,
}


def _tried(name: str, look: Look) -> Finding:
    try:
        return look()
    except Error as problem:
        return Finding(name, False, str(problem).strip().splitlines()[0], "Look at DATABASE_URL, and whether the server runs.")


def _asked(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    return None if row is None else row[0]


def _timed_question() -> float:
    began = time.perf_counter()
    _asked("SELECT 1")
    return (time.perf_counter() - began) * 1000
