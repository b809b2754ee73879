"""An import killed again and again: `python -m bench.import_kills [posts] [kills]`; prints one line, fails loudly.

The same archive goes into one title undisturbed and into another with SIGKILL at random moments: both must hold the same
posts, trees, counters and members, and not one process may be left.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from bench.archives import disqus
from bench.imports import DATABASE, fresh_database

if TYPE_CHECKING:
    from parvis.publishers.models import Title

SEED = 11


def main(posts: int = 40_000, kills: int = 10) -> None:
    """Imports with and without kills, compares."""
    with tempfile.TemporaryDirectory() as folder, fresh_database():
        path, rules = Path(folder) / "archive", Path(folder) / "rules"
        disqus(posts, path)
        rules.write_text("https://ancien.example/ => https://www.bench.example/\n")
        calm, shaken = title_of("calm"), title_of("shaken")
        command = [
            sys.executable,
            "-m",
            "parvis",
            "import",
            str(path),
            "--rules",
            str(rules),
            "--report",
            f"{folder}/report",
            "--title",
        ]
        start = time.perf_counter()
        subprocess.run([*command, calm.key], check=True, env=environment(), stdout=subprocess.DEVNULL)
        whole = time.perf_counter() - start
        killed = shake([*command, shaken.key], kills, whole)
        wrong = [said for said, number in differences(calm.pk, shaken.pk).items() if number]
    assert not wrong, wrong
    print(f"import of {posts:,} posts killed {killed} times: the same posts, trees, counters and members; no process left")


def shake(command: list[str], kills: int, whole: float) -> int:
    """Runs the command until it ends by itself, killing it at most `kills` times; returns how many."""
    draw = random.Random(SEED)
    for number in range(kills + 1):
        process = subprocess.Popen(
            command, env=environment(), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            code = process.wait(timeout=draw.uniform(0.3, 1.0) * whole if number < kills else None)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            ensure_nobody_left(process.pid)
            continue
        assert code == 0, f"exit code {code}"
        return number
    raise AssertionError("the import never ends")


def ensure_nobody_left(session: int) -> None:
    """Fails when a worker outlives its import by more than ten seconds."""
    until = time.monotonic() + 10
    while members := subprocess.run(
        ["ps", "-o", "pid=", "--sid", str(session)], capture_output=True, text=True, check=False
    ).stdout.split():
        assert time.monotonic() < until, f"left behind: {members}"
        time.sleep(0.1)


def title_of(key: str) -> "Title":
    """A title of a group of its own, at the same origin."""
    from parvis.publishers.acts import open_group, open_site, open_title

    title = open_title(group=open_group(key=key, name=key), key=key, name=key)
    open_site(title=title, name="Site", origins=["https://www.bench.example"])
    return title


def environment() -> dict[str, str]:
    """This process's, with the fresh database."""
    from django.db import connection

    place = connection.settings_dict
    who = quote(place["USER"]) + (f":{quote(place['PASSWORD'])}" if place["PASSWORD"] else "")
    port = f":{place['PORT']}" if place["PORT"] else ""
    return os.environ | {"DATABASE_URL": f"postgresql://{who}@{port}/{DATABASE}?host={quote(place['HOST'])}"}


def differences(calm: int, shaken: int) -> dict[str, int]:
    """How many rows differ between two titles, and how many counters are wrong; all zero when all is well."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for said, statement in CHECKS.items():
            cursor.execute(statement, {"calm": calm, "shaken": shaken})
            found[said] = cursor.fetchone()[0]
    return found


_POSTS = """
SELECT a.ref, pa.ref AS parent, ro.ref AS root, p.depth, p.replies, p.standing, p.written_at, p.html, p.language, m.pseudonym,
    m.published_posts, m.joined_at, t.visible_posts, t.last_post_at, t.opened_at
FROM conversations_post p JOIN conversations_archivedref a ON a.post_id = p.id
LEFT JOIN conversations_archivedref pa ON pa.post_id = p.parent_id
LEFT JOIN conversations_archivedref ro ON ro.post_id = p.root_id
JOIN members_member m ON m.id = p.author_id JOIN conversations_thread t ON t.id = p.thread_id WHERE t.title_id = %({title})s
"""
_CALM, _SHAKEN = _POSTS.format(title="calm"), _POSTS.format(title="shaken")
_SEEN = "SELECT count(*) FROM conversations_post x WHERE x.standing = 'published' AND"
CHECKS = {
    "posts lost or changed": f"SELECT count(*) FROM (({_CALM}) EXCEPT ({_SHAKEN})) lost",
    "posts too many": f"SELECT count(*) FROM (({_SHAKEN}) EXCEPT ({_CALM})) more",
    "wrong replies": f"""
        SELECT count(*) FROM conversations_post p WHERE p.replies <> ({_SEEN} (x.root_id = p.id OR x.parent_id = p.id))""",
    "wrong threads": f"SELECT count(*) FROM conversations_thread t WHERE t.visible_posts <> ({_SEEN} x.thread_id = t.id)",
    "wrong members": f"SELECT count(*) FROM members_member m WHERE m.published_posts <> ({_SEEN} x.author_id = m.id)",
    "wrong branches": """
        SELECT count(*) FROM conversations_post p JOIN conversations_post q ON q.id = p.parent_id
        WHERE p.depth <> q.depth + 1 OR p.root_id <> coalesce(q.root_id, q.id)""",
    "facts told twice or never": "SELECT abs(count(*) - 2) FROM journal_fact WHERE name = 'ArchiveImported'",
    "posts not in both": "SELECT abs(count(*) - 2 * count(DISTINCT ref)) FROM conversations_archivedref",
}

if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
