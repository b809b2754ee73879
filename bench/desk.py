"""`python -m bench.desk [posts]`: every page of the desk on two million posts, each asked forty times by a community manager.

The database is made once by SQL (`parvis_bench_desk_…`, on the server of the settings; a few minutes) and kept; `--again` makes
it anew. It holds 3 titles, 20,000 threads (one of 100,000 posts), 200,000 members, 2,000,000 posts over three years with 6,000 in
the last six hours, 12,000 open cases, 150,000 decisions, 200,000 signals and 900,000 facts. Times are those of Django alone.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.config.settings")
TIMES, AIM_MS = 40, 200
POSTS, THREADS, MEMBERS, TITLES = 2_000_000, 20_000, 200_000, 3
#: Of another size, in a database of its own: threads and members in proportion.
SIZE = int(next((one for one in sys.argv[1:] if one.isdecimal()), POSTS))


DATABASE = f"parvis_bench_desk_{SIZE}"


def main(again: bool = False) -> list[str]:
    """Gives a line for each page: p50, p95, queries; then the whole."""
    with database(again=again):
        from django.test import Client

        client, lines, slow = Client(), [], []
        _sign_in(client)
        for name, address in pages():
            took, queries = asked(client, address)
            p50, p95 = took[TIMES // 2] * 1e3, took[int(TIMES * 0.95)] * 1e3
            lines.append(f"{name}: p50 {p50:.0f} ms, p95 {p95:.0f} ms, {queries} queries")
            slow += [name] if p95 > AIM_MS else []
    worst = f"above {AIM_MS} ms: {', '.join(slow)}" if slow else f"all under {AIM_MS} ms at p95"
    return [*lines, f"the desk on {SIZE:,} posts, {len(lines)} pages asked {TIMES} times: {worst}"]


def asked(client: Any, address: str) -> tuple[list[float], int]:
    """Seconds of each answer, sorted, after one left out; the queries of one. Raises RuntimeError for a page that fails."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    took = []
    for _n in range(TIMES):
        start = time.perf_counter()
        client.get(address)
        took.append(time.perf_counter() - start)
    return sorted(took), len(captured)


def pages() -> list[tuple[str, str]]:
    """Each page, with an address that asks much of it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM moderation_case WHERE closed_at IS NULL ORDER BY urgency DESC LIMIT 1 OFFSET 300")
        (case,) = cursor.fetchone()
        cursor.execute("SELECT id FROM conversations_thread ORDER BY visible_posts DESC LIMIT 1")
        (big,) = cursor.fetchone()
        cursor.execute("SELECT id FROM conversations_post WHERE thread_id = %s ORDER BY id OFFSET 5000 LIMIT 1", [big])
        (deep,) = cursor.fetchone()
        cursor.execute("SELECT author_id FROM moderation_decision GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
        (member,) = cursor.fetchone()
        cursor.execute("SELECT id FROM members_member WHERE pseudonym = 'Voix 1'")
        (busy,) = cursor.fetchone()
    return [
        ("queue", "/desk/queue/"),
        ("queue, one title", "/desk/queue/?title=bench-1"),
        ("queue, words searched", "/desk/queue/?search=lanterne"),
        ("queue, a rare word", "/desk/queue/?search=introuvable"),
        ("a case", f"/desk/queue/{case}/"),
        ("now", "/desk/now/"),
        ("now, with posts waiting", "/desk/now/?title=bench-1&state=waiting"),
        ("discussions", "/desk/threads/"),
        ("discussions, searched", "/desk/threads/?search=phare"),
        ("discussions, with posts waiting", "/desk/threads/?state=held"),
        ("the great discussion (one post in twenty)", f"/desk/threads/{big}/"),
        ("the same, around a post", f"/desk/threads/{big}/?around={deep}"),
        ("the same, what waits", f"/desk/threads/{big}/?show=held"),
        ("the same, arranging a branch", f"/desk/threads/{big}/arrange/?post={deep}"),
        ("the same, merging", f"/desk/threads/{big}/merging/?q=phare"),
        ("members", "/desk/members/"),
        ("members, by a part of a name", "/desk/members/?search=oix+19"),
        ("members, most refused", "/desk/members/?kind=refused"),
        ("members, gone quiet", "/desk/members/?kind=quiet&sort=seen"),
        ("a member's file", f"/desk/members/{member}/"),
        ("the file of the busiest member (one post in a hundred)", f"/desk/members/{busy}/"),
        ("decisions", "/desk/decisions/"),
        ("decisions, one verdict", "/desk/decisions/?verdict=hide"),
        ("palette, a word", "/desk/go/?q=phare"),
        ("palette, a number", f"/desk/go/?q={member}"),
    ]


def _sign_in(client: Any) -> None:
    from parvis.members.models import Account

    account = Account.objects.get(mail="bench@parvis.example")
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")


@contextmanager
def database(*, again: bool) -> Iterator[None]:
    """The database of this bench, made when it is not there."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    settings.ALLOWED_HOSTS = ["*"]
    with connection.cursor() as cursor:
        if again:
            cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        known = cursor.fetchone()
        if not known:
            cursor.execute(f"CREATE DATABASE {DATABASE}")
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = DATABASE
    call_command("migrate", verbosity=0)
    if not known:
        fill()
    yield
    connection.close()


def fill() -> None:
    """The newsroom by its acts, all the rest by SQL, each step told."""
    from django.db import connection

    from parvis.members.models import Account
    from parvis.moderation.acts import adopt_starter_charter
    from parvis.publishers.acts import give_seat, open_group, open_site, open_title

    group = open_group(key="bench", name="Bench")
    adopt_starter_charter(group=group)
    for number in range(1, TITLES + 1):
        title = open_title(group=group, key=f"bench-{number}", name=f"Le Banc {number}")
        open_site(title=title, name="Site", origins=[f"https://www.bench-{number}.example"])
    account = Account.objects.create_user("bench@parvis.example", None, name="Banc d’essai")
    give_seat(account_id=account.pk, role="community_manager", group=group, title=None)
    values = {
        "posts": SIZE,
        "threads": THREADS * SIZE // POSTS,
        "members": MEMBERS * SIZE // POSTS,
        "titles": TITLES,
        "account": account.pk,
        "group": group.pk,
    }
    for step in STEPS:
        start = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(step, values)
        print(f"  {' '.join(step.split())[:70]}… {time.perf_counter() - start:.0f} s", file=sys.stderr)


# Random numbers come of the row's own number: the same database each time.
STEPS = [
    "SELECT setseed(0.42)",
    """INSERT INTO members_member (group_id, pseudonym, folded, language, badges, published_posts, is_named, is_premoderated,
        is_limited, joined_at, seen_at)
    SELECT %(group)s, 'Voix ' || n, 'voix' || n, 'fr', '[]', 0, true, n %% 500 = 0, false,
        now() - random() * interval '1000 days', now() - random() * interval '300 days'
    FROM generate_series(1, %(members)s) n""",
    """INSERT INTO publishers_article (title_id, address, reference, headline, summary, image, authors, found_at)
    SELECT t.id, 'https://www.' || t.key || '.example/article-' || n, '',
        (ARRAY['Le phare', 'La digue', 'Le tramway', 'La halle', 'Le collège'])[1 + n %% 5] || ' et le port, ' || n,
        '', '', '[]', now()
    FROM generate_series(1, %(threads)s) n JOIN publishers_title t ON t.key = 'bench-' || (1 + n %% %(titles)s)""",
    """INSERT INTO conversations_thread (title_id, article_id, heading, is_shown, opened_at, version, visible_posts)
    SELECT title_id, id, '', true, now() - random() * interval '1000 days', 1, 0 FROM publishers_article""",
    """CREATE TEMPORARY TABLE places AS SELECT
        (SELECT min(id) FROM conversations_thread) AS thread, (SELECT min(id) FROM members_member) AS member""",
    # One post in twenty is in the great thread; one in a hundred by the busiest member; the last six thousand are of today.
    """INSERT INTO conversations_post (thread_id, depth, author_id, badges, source, html, text, language, revision, replies,
        reactions, reacted, written_at, key, standing, worth)
    SELECT thread + CASE WHEN n %% 20 = 0 THEN 0 WHEN n > %(posts)s - 6000 THEN (n * 7919::bigint) %% 400
            ELSE (n::bigint * 7919) %% %(threads)s END,
        0, member + CASE WHEN n %% 100 = 7 THEN 0 ELSE floor(power(random(), 3) * %(members)s)::int END,
        '[]', said, '<p>' || said || '</p>', said, 'fr', 1, 0, '{}', floor(random() * random() * 30)::int,
        now() - CASE WHEN n > %(posts)s - 6000 THEN random() * interval '6 hours'
            ELSE interval '6 hours' + random() * interval '1000 days' END,
        '', CASE WHEN n %% 160 = 3 THEN 'held' WHEN n %% 40 = 5 THEN 'removed' WHEN n %% 90 = 1 THEN 'withdrawn'
            ELSE 'published' END, 0
    FROM places, generate_series(1, %(posts)s) n, LATERAL (SELECT 'Message ' || n || ', près de la lanterne du port : '
        || md5(n::text) || ' et la marée monte chaque soir sans que personne ne s’en inquiète plus que cela.' AS said) words""",
    # Two posts in three answer the one before them in the same thread.
    """WITH ordered AS (SELECT id, lag(id) OVER (PARTITION BY thread_id ORDER BY written_at, id) AS before
        FROM conversations_post)
    UPDATE conversations_post p SET parent_id = o.before, root_id = o.before, depth = 1 FROM ordered o
    WHERE o.id = p.id AND p.id %% 3 = 1 AND o.before IS NOT NULL AND o.before %% 3 <> 1""",
    """UPDATE conversations_post p SET replies = c.n FROM (SELECT root_id, count(*) AS n FROM conversations_post
        WHERE root_id IS NOT NULL AND standing = 'published' GROUP BY 1) c WHERE c.root_id = p.id""",
    """UPDATE conversations_thread t SET visible_posts = c.n, last_post_at = c.last FROM (SELECT thread_id, count(*) AS n,
        max(written_at) AS last FROM conversations_post WHERE standing = 'published' GROUP BY 1) c WHERE c.thread_id = t.id""",
    """UPDATE members_member m SET published_posts = c.n FROM (SELECT author_id, count(*) AS n FROM conversations_post
        WHERE standing = 'published' GROUP BY 1) c WHERE c.author_id = m.id""",
    # What is held waits; one removed post in one was decided; one visible post in four thousand is signalled and waits.
    """INSERT INTO moderation_case (group_id, title_id, subject, author_id, cause, words, evidence, risk, reach, signals, urgency,
        opened_at, version, closed_at)
    SELECT %(group)s, t.title_id, 'post:' || p.id, p.author_id,
        CASE WHEN p.standing = 'held' THEN 'held' ELSE 'signalled' END, p.text, '[]', p.id %% 100, t.visible_posts, p.id %% 5,
        random() * 100, p.written_at, 1, CASE WHEN p.standing = 'held' THEN NULL ELSE p.written_at + interval '1 hour' END
    FROM conversations_post p JOIN conversations_thread t ON t.id = p.thread_id
    WHERE p.standing = 'held' OR p.standing = 'removed' OR p.id %% 20 = 9""",
    """INSERT INTO moderation_decision (case_id, title_id, subject, author_id, account_id, verdict, rule_id, reason, before,
        after, decided_at)
    SELECT c.id, c.title_id, c.subject, c.author_id, %(account)s,
        CASE WHEN c.id %% 3 = 0 THEN 'refuse' WHEN c.id %% 50 = 1 THEN 'hide' ELSE 'approve' END,
        (SELECT min(id) FROM moderation_rule), '', 'published', 'removed', c.closed_at
    FROM moderation_case c WHERE c.closed_at IS NOT NULL""",
    """INSERT INTO moderation_signal (subject, title_id, member_id, visitor, reason, words, at)
    SELECT c.subject, c.title_id, places.member + c.id %% %(members)s, '', 'insult', '', c.opened_at
    FROM places, moderation_case c""",
    """INSERT INTO moderation_standingchange (subject, before, after, cause, at)
    SELECT 'post:' || id, '', 'published', 'screening', written_at FROM conversations_post WHERE id %% 4 = 0""",
    """INSERT INTO journal_fact (name, at, group_id, title_id, member_id, data)
    SELECT 'PostPublished', p.written_at, %(group)s, t.title_id, p.author_id, '{"post_id": 1, "thread_id": 1}'
    FROM conversations_post p JOIN conversations_thread t ON t.id = p.thread_id WHERE p.id %% 2 = 0""",
    "ANALYZE",
]


if __name__ == "__main__":
    for line in main(again="--again" in sys.argv):
        print(line)
