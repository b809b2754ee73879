"""How quickly those who follow are told: `python -m bench.telling [followers] [notices]`; prints a line for each question.

Members, followings and older notices are written by SQL; the post is published and told as any other.
"""

import statistics
import sys
import time
from collections.abc import Callable

from bench.imports import fresh_database


def main(followers: int = 10_000, notices: int = 1_000_000) -> list[str]:
    """Fills, tells, asks, and gives the lines."""
    with fresh_database():
        from parvis.conversations.acts import withdraw_post
        from parvis.conversations.hearers import tell_of_post
        from parvis.members.models import Member
        from parvis.members.telling.acts import drop_notices
        from parvis.members.telling.gathering import gather_at_once
        from parvis.members.telling.reads import told_to, unread_of
        from parvis.testing.cast import build_house, post

        house = build_house("banc")
        first = post(house)
        _fill(house.group.pk, first.thread_id, first.author_id, followers, notices)
        one = Member.objects.filter(group=house.group).order_by("-pk").first()
        assert one is not None
        lines = []
        answer = post(house, parent=first)
        lines.append(
            _line(f"a post told to {followers:,} followers among {notices:,} notices", lambda: tell_of_post(answer.pk), 1)
        )
        lines.append(_line("the same fact heard again", lambda: tell_of_post(answer.pk), 1))
        lines.append(_line("a bell counted", lambda: unread_of([one]), 200))
        lines.append(_line("the thirty last notices", lambda: told_to([one]), 200))
        lines.append(_line("letters due gathered", gather_at_once, 1))
        lines.append(_line("the post taken back from all", lambda: drop_notices(about=answer.subject), 1))
        withdraw_post(member=answer.author, post_id=answer.pk)
    return lines


def _line(name: str, ask: Callable[[], object], times: int) -> str:
    took = []
    for _number in range(times):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    return f"- {name}: {statistics.median(took):,.1f} ms"


def _fill(group: int, thread: int, author: int, followers: int, notices: int) -> None:
    from django.db import connection

    statements = (
        "INSERT INTO members_member (group_id, pseudonym, folded, language, badges, published_posts,"
        " is_named, is_premoderated, is_limited,"
        " joined_at) SELECT %(group)s, 'Suiveur ' || n, 'suiveur' || n, 'fr', '[]', 0, true, false, false, now()"
        " FROM generate_series(1, %(followers)s) n",
        "INSERT INTO conversations_following (member_id, thread_id, since) SELECT id, %(thread)s, now() FROM members_member"
        " WHERE group_id = %(group)s AND folded LIKE 'suiveur%%'",
        "INSERT INTO members_notice (member_id, kind, about, data, way, made_at, due_at)"
        " SELECT m.id, 'thread', 'post:-' || n, '{}', 'page', now(), now()"
        " FROM generate_series(1, greatest(%(notices)s / %(followers)s, 1)) n,"
        " LATERAL (SELECT id FROM members_member WHERE group_id = %(group)s AND folded LIKE 'suiveur%%') m",
        "ANALYZE members_notice",
        "ANALYZE conversations_following",
        "ANALYZE members_member",
    )
    values = {"group": group, "thread": thread, "author": author, "followers": followers, "notices": notices}
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, values)


if __name__ == "__main__":
    print("\n".join(main(*(int(given) for given in sys.argv[1:]))))
