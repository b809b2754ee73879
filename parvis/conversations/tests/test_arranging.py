"""Branches split off, moved and taken back, while people go on answering."""

import contextlib
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.conversations.acts import (
    move_branches,
    note_on_post,
    pin_post,
    split_branches,
    undo_arrangement,
    withdraw_post,
)
from parvis.conversations.arranging_reads import destinations, moving_of, undoable_in
from parvis.conversations.models import Arrangement, HostNote, Pin, Post, Thread
from parvis.conversations.reads import thread_numbered
from parvis.journal.models import Fact
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.moderation.acts import signal_subject
from parvis.moderation.models import Case
from parvis.testing.cast import build_house, post, reader, thread

MANY = """
INSERT INTO conversations_post (thread_id, parent_id, root_id, depth, author_id, badges, source, html, text, language,
    revision, replies, reactions, reacted, written_at, key, standing, worth)
SELECT thread_id, id, id, 1, author_id, badges, source, html, text, language,
    1, 0, reactions, 0, written_at, '', standing, 0
FROM conversations_post, generate_series(1, 10000) WHERE id = %s
"""


def tree(house, where=None):
    """root ─ first ─ deep ─ deepest; root ─ second."""
    root = post(house, where=where)
    first = post(house, parent=root)
    deep = post(house, parent=first)
    return root, first, deep, post(house, parent=deep), post(house, parent=root)


def host(house) -> int:
    return house.accounts["community_manager"].pk


def shape(*threads: int) -> dict[int, tuple]:
    """Everything a reader could see of these threads' posts."""
    rows = Post.objects.filter(thread__in=threads)
    return {one.pk: (one.thread_id, one.parent_id, one.root_id, one.depth, one.replies) for one in rows}


def ensure_true(*threads: int) -> None:
    """Every counter, root and depth is what the posts say."""
    for one in Post.objects.filter(thread__in=threads).select_related("parent"):
        if one.parent is None:
            assert (one.root_id, one.depth) == (None, 0)
            below = Post.objects.filter(root=one)
        else:
            assert (one.root_id, one.depth) == (one.parent.root_or_self_id, one.parent.depth + 1)
            assert one.thread_id == one.parent.thread_id
            below = Post.objects.filter(parent=one)
        assert one.replies == below.filter(standing="published").count(), one.pk
    for place in Thread.objects.filter(pk__in=threads):
        visible = Post.objects.filter(thread=place, standing="published").order_by("-written_at")
        assert place.visible_posts == visible.count()
        # Writing dates the post, then the thread: two readings of the clock.
        last = visible.first()
        assert (place.last_post_at is None) == (last is None)
        assert last is None or abs(place.last_post_at - last.written_at) < timedelta(seconds=2)


def test_a_branch_becomes_a_discussion_of_its_own_and_keeps_who_answers_whom(house):
    root, first, deep, deepest, second = tree(house)
    version = Thread.objects.get(pk=root.thread_id).version
    made = split_branches(account_id=host(house), thread_id=root.thread_id, post_ids=[first.pk], heading="Le pont, à part")
    target = Thread.objects.get(pk=made.target_id)
    assert (target.heading, target.first_id, target.title_id, made.posts) == ("Le pont, à part", first.pk, house.daily.pk, 3)
    assert set(shape(target.pk)) == {first.pk, deep.pk, deepest.pk}
    assert set(shape(root.thread_id)) == {root.pk, second.pk}
    ensure_true(root.thread_id, target.pk)
    assert Thread.objects.get(pk=root.thread_id).version > version
    assert Fact.objects.get(name="ThreadSplit").data["into_id"] == target.pk


def test_branches_go_to_another_discussion_with_their_pins_notes_and_open_cases(house):
    root, first, deep, _deepest, _second = tree(house)
    elsewhere = post(house, where=thread(house, "ailleurs"))
    pin_post(account_id=host(house), post_id=deep.pk)
    note_on_post(account_id=host(house), post_id=first.pk, source="À lire aussi.")
    signal_subject(subject=deep.subject, reason="spam", visitor="passant")
    Thread.objects.get(pk=elsewhere.thread_id)
    made = move_branches(
        account_id=host(house), thread_id=root.thread_id, post_ids=[first.pk, deep.pk], into_id=elsewhere.thread_id
    )
    assert [branch.post_id for branch in made.branches.all()] == [first.pk]
    ensure_true(root.thread_id, elsewhere.thread_id)
    assert Pin.objects.get().thread_id == HostNote.objects.get().thread_id == elsewhere.thread_id
    assert Case.objects.get().title_id == house.daily.pk
    assert moving_of(thread_numbered(elsewhere.thread_id), [first.pk]).posts == 3


def test_an_arrangement_is_undone_with_all_that_was_answered_since(house):
    root, first, deep, _deepest, _second = tree(house)
    before = shape(root.thread_id)
    made = split_branches(account_id=host(house), thread_id=root.thread_id, post_ids=[first.pk], heading="Le pont, à part")
    late = post(house, parent=Post.objects.get(pk=deep.pk))
    beside = post(house, where=thread_numbered(made.target_id))
    assert [one.pk for one in undoable_in(thread_numbered(root.thread_id))] == [made.pk]
    undo_arrangement(account_id=host(house), arrangement_id=made.pk)
    after = shape(root.thread_id)
    assert set(after) == {*before, late.pk, beside.pk}
    assert {pk: row[:4] for pk, row in after.items() if pk in before} == {pk: row[:4] for pk, row in before.items()}
    ensure_true(root.thread_id, made.target_id)
    empty = Thread.objects.get(pk=made.target_id)
    assert (empty.moved_to_id, empty.is_shown, empty.visible_posts) == (root.thread_id, False, 0)
    assert undoable_in(thread_numbered(root.thread_id)) == []


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda house, made: clock.at(made.at + timedelta(minutes=11)), "too_late"),
        (lambda house, made: undo_arrangement(account_id=host(house), arrangement_id=made.pk), "already_undone"),
        (
            lambda house, made: move_branches(
                account_id=host(house),
                thread_id=made.target_id,
                post_ids=[made.branches.get().post_id],
                into_id=made.source_id,
            ),
            "overtaken",
        ),
    ],
)
def test_what_can_no_longer_be_undone_says_why(house, spoil, code):
    root, first, *_others = tree(house)
    into = post(house, where=thread(house, "ailleurs"))
    made = move_branches(account_id=host(house), thread_id=root.thread_id, post_ids=[first.pk], into_id=into.thread_id)
    spoiled = spoil(house, made)
    with spoiled if hasattr(spoiled, "__exit__") else transaction.atomic(), pytest.raises(Refusal) as refused:
        undo_arrangement(account_id=host(house), arrangement_id=made.pk)
    assert refused.value.code == code


def test_what_cannot_be_arranged_is_refused_and_leaves_nothing(house):
    root, first, *_others = tree(house)
    weekly = post(house, where=thread(house, "hebdo", title=house.weekly))
    manager = house.accounts["group_manager"].pk
    member = reader(house)
    gone = post(house, member=member, parent=root)
    withdraw_post(member=member, post_id=gone.pk)
    own = split_branches(account_id=manager, thread_id=root.thread_id, post_ids=[first.pk], heading="Une discussion à part")
    many = list(range(1, 102))
    asked = [
        (lambda: split_branches(account_id=manager, thread_id=root.thread_id, post_ids=[root.pk], heading="x"), "heading"),
        (
            lambda: split_branches(account_id=manager, thread_id=root.thread_id, post_ids=[gone.pk], heading="Un titre"),
            "out_of_sight",
        ),
        (lambda: split_branches(account_id=manager, thread_id=root.thread_id, post_ids=[], heading="Un titre"), "no_branch"),
        (lambda: split_branches(account_id=manager, thread_id=root.thread_id, post_ids=many, heading="Un titre"), "no_branch"),
        (
            lambda: move_branches(account_id=manager, thread_id=root.thread_id, post_ids=[weekly.pk], into_id=own.target_id),
            "no_branch",
        ),
        (
            lambda: move_branches(account_id=manager, thread_id=root.thread_id, post_ids=[root.pk], into_id=root.thread_id),
            "same_thread",
        ),
        (
            lambda: move_branches(account_id=manager, thread_id=root.thread_id, post_ids=[root.pk], into_id=weekly.thread_id),
            "other_title",
        ),
        (
            lambda: move_branches(account_id=manager, thread_id=own.target_id, post_ids=[first.pk], into_id=root.thread_id),
            "first_stays",
        ),
    ]
    for act, code in asked:
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == code
    assert Arrangement.objects.count() == 1
    for stranger in ("moderator", "weekly_moderator", "guest"):
        with pytest.raises(Refusal) as refused:
            move_branches(
                account_id=house.accounts[stranger].pk, thread_id=root.thread_id, post_ids=[root.pk], into_id=own.target_id
            )
        assert refused.value.status in (403, 404)


def test_destinations_are_of_the_same_title_and_found_by_name_or_number(house):
    here, there = post(house), post(house, where=thread(house, "ailleurs"))
    post(house, where=thread(house, "hebdo", title=house.weekly))
    place = thread_numbered(here.thread_id)
    assert [one.pk for one in destinations(place, "")] == [there.thread_id]
    assert [one.pk for one in destinations(place, str(there.thread_id))] == [there.thread_id]
    assert destinations(place, "introuvable") == []


def test_whoever_answers_a_branch_that_has_just_gone_is_told_and_keeps_their_words(house):
    root, first, *_others = tree(house)
    stale = thread_numbered(root.thread_id)
    member = reader(house)
    into = post(house, where=thread(house, "ailleurs"))
    move_branches(account_id=host(house), thread_id=root.thread_id, post_ids=[first.pk], into_id=into.thread_id)
    with pytest.raises(Refusal) as refused:
        post(house, member=member, where=stale, parent=first)
    assert refused.value.code == "parent_moved"


def test_ten_thousand_posts_move_in_a_few_statements(house, django_assert_max_num_queries):
    root = post(house)
    into = post(house, where=thread(house, "ailleurs"))
    with connection.cursor() as cursor:
        cursor.execute(MANY, [root.pk])
    Post.objects.filter(pk=root.pk).update(replies=10_000)
    Thread.objects.filter(pk=root.thread_id).update(visible_posts=10_001)
    with django_assert_max_num_queries(40):
        made = move_branches(account_id=host(house), thread_id=root.thread_id, post_ids=[root.pk], into_id=into.thread_id)
    assert made.posts == 10_001
    assert Thread.objects.get(pk=into.thread_id).visible_posts == 10_002
    assert Thread.objects.get(pk=root.thread_id).visible_posts == 0
    assert Post.objects.get(pk=root.pk).replies == 10_000


@settings(max_examples=12, deadline=None)
@given(answers=st.lists(st.integers(0, 30), max_size=9), chosen=st.sets(st.integers(0, 9), min_size=1, max_size=3))
def test_whatever_the_tree_moving_and_undoing_leaves_it_as_it_was(django_db_blocker, answers, chosen):
    with django_db_blocker.unblock(), transaction.atomic():
        house = build_house(f"essai-{Thread.objects.count()}-{id(answers)}"[:30])
        posts = [post(house)]
        for number in answers:
            posts.append(post(house, parent=posts[number % len(posts)]))
        into = post(house, where=thread(house, "ailleurs"))
        source, before = posts[0].thread_id, shape(posts[0].thread_id)
        tops = sorted({posts[number % len(posts)].pk for number in chosen})
        made = move_branches(account_id=host(house), thread_id=source, post_ids=tops, into_id=into.thread_id)
        ensure_true(source, into.thread_id)
        undo_arrangement(account_id=host(house), arrangement_id=made.pk)
        ensure_true(source, into.thread_id)
        assert shape(source) == before
        transaction.set_rollback(True)


def answering(house, member, first, stop, told, failed) -> None:
    """Answers the post wherever it is, until told to stop; only being told that it moved is expected."""
    try:
        while not stop.is_set():
            parent = Post.objects.get(pk=first.pk)
            try:
                told.append(post(house, member=member, where=thread_numbered(parent.thread_id), parent=parent).pk)
            except Refusal as refusal:
                if refusal.code != "parent_moved":
                    raise
    except Exception as error:
        failed.append(error)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_people_go_on_answering_while_a_branch_goes_to_and_fro(house):
    root, first, *_others = tree(house)
    into = post(house, where=thread(house, "ailleurs"))
    stop, told, failed = threading.Event(), [], []
    given = (house, reader(house), first, stop, told, failed)
    threads = [
        threading.Thread(target=answering, args=given),
        threading.Thread(target=answering, args=(house, reader(house), *given[2:])),
    ]
    for one in threads:
        one.start()
    places = [root.thread_id, into.thread_id]
    for _n in range(6):
        with contextlib.suppress(Refusal):  # busy
            move_branches(account_id=host(house), thread_id=places[0], post_ids=[first.pk], into_id=places[1])
            places.reverse()
    stop.set()
    for one in threads:
        one.join()
    assert (failed, Arrangement.objects.exists()) == ([], True)
    assert told
    ensure_true(root.thread_id, into.thread_id)
