"""Worth reading: different people, not noise; a circle that applauds itself does not rise."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.conversations.acts import react, select_post, take_reaction_back, withdraw_post
from parvis.conversations.acts.weighing import weigh_posts
from parvis.conversations.models import Post, Thread, ToWeigh
from parvis.conversations.reads import thread_page
from parvis.conversations.worth import EPOCH, HALF_LIFE_DAYS, Given, Voice, weigh, worth_of
from parvis.conversations.worth_measures import given_of
from parvis.journal.deliver import drain
from parvis.kit import clock
from parvis.kit.paging import write_cursor
from parvis.moderation.acts import signal_subject
from parvis.testing.cast import post, reader

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
voices = st.lists(
    st.builds(
        Voice,
        member_id=st.integers(2, 12),
        answers=st.booleans(),
        reacts=st.booleans(),
        published=st.integers(0, 40),
        days=st.floats(0, 900),
        faithful=st.integers(0, 5),
    ),
    unique_by=lambda voice: voice.member_id,
    max_size=10,
)
ties = st.dictionaries(st.frozensets(st.integers(1, 12), min_size=2, max_size=2), st.integers(1, 6), max_size=20)
posts = st.builds(
    Given,
    author_id=st.just(1),
    written_at=st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    voices=voices,
    ties=ties,
    unknown=st.integers(0, 10_000),
    selected=st.booleans(),
    signals=st.integers(0, 9),
    refused=st.integers(0, 9),
    answers=st.integers(0, 40),
    bad_answers=st.integers(0, 40),
)


def changed(one, **what):
    return Given(**{name: getattr(one, name) for name in Given.__slots__} | what)


@settings(deadline=None)
@given(posts, voices)
def test_another_voice_never_lowers_a_post(one, more):
    known = {voice.member_id for voice in one.voices}
    grown = changed(one, voices=[*one.voices, *(voice for voice in more if voice.member_id not in known)])
    assert weigh(grown).worth >= weigh(one).worth


@settings(deadline=None)
@given(posts)
def test_signals_refusals_and_bad_answers_never_raise_it_and_a_choice_and_freshness_never_lower_it(one):
    worth = weigh(one).worth
    assert weigh(changed(one, signals=one.signals + 1)).worth <= worth
    assert weigh(changed(one, refused=one.refused + 1)).worth <= worth
    assert weigh(changed(one, answers=one.answers + 1, bad_answers=one.bad_answers + 1)).worth <= worth
    assert weigh(changed(one, selected=True)).worth >= worth
    assert weigh(changed(one, written_at=one.written_at + timedelta(hours=3))).worth > worth


@settings(deadline=None)
@given(st.integers(2, 60))
def test_a_circle_counts_as_about_one_person_whatever_its_size(size):
    circle = [Voice(number, answers=True, reacts=True) for number in range(2, size + 2)]
    bound = {frozenset((one.member_id, other.member_id)): 9 for one in circle for other in circle if one is not other}
    assert weigh(Given(1, NOON, circle, bound)).voices < 2.5
    strangers = weigh(Given(1, NOON, circle)).voices
    assert strangers == pytest.approx(1.5 * size)


def test_a_pile_of_answers_that_nobody_appreciates_weighs_little():
    pile = [Voice(number, answers=True, reacts=False) for number in range(2, 42)]
    assert weigh(Given(1, NOON, pile)).voices == 3
    liked = [Voice(number, answers=False, reacts=True) for number in range(50, 60)]
    assert weigh(Given(1, NOON, [*pile, *liked])).voices == 3 + 2 * 5 + 5


def test_whoever_always_supports_the_same_author_weighs_less_and_newcomers_too():
    whole, faithful, newcomer = (
        weigh(Given(1, NOON, [voice])).voices
        for voice in (Voice(2, True, False), Voice(2, True, False, faithful=4), Voice(2, True, False, published=0, days=1))
    )
    assert whole == 1
    assert faithful == pytest.approx(0.2)
    assert newcomer == pytest.approx(0.125)


def test_the_order_does_not_depend_on_when_it_is_looked_at():
    older, newer = worth_of(7, NOON), worth_of(0, NOON + timedelta(days=3 * HALF_LIFE_DAYS))
    assert older == newer
    assert worth_of(0, datetime.fromtimestamp(EPOCH, UTC)) == 0


def roots_of(where):
    return [one["id"] for one in thread_page(thread_id=where, sort="worth").posts if one["parent"] is None]


def aged(house, many, name):
    with clock.at(clock.now() - timedelta(days=60)):
        return [reader(house, f"{name} {number:02}") for number in range(many)]


def test_a_planted_circle_does_not_enter_the_first_ten(house):
    honest, planted = aged(house, 14, "Voisine"), aged(house, 9, "Compère")
    good = [post(house, member=honest[number]) for number in range(11)]
    for place, root in enumerate(good):
        for step in (1, 3, 6, 10):
            post(house, member=honest[(place + step) % 14], parent=root)
        for step in (2, 5, 6):
            react(member=honest[(place + step) % 14], post_id=root.pk, kind="useful")
    theirs = [post(house, member=member) for member in planted]
    for root in theirs:
        for member in planted:
            if member.pk != root.author_id:
                post(house, member=member, parent=root)
                for kind in ("agree", "useful", "moving"):
                    react(member=member, post_id=root.pk, kind=kind)
    assert weigh_posts() == len(good) + len(theirs)
    first_ten = roots_of(good[0].thread_id)[:10]
    assert not {one.pk for one in theirs} & set(first_ten)
    # While the crude orders are theirs.
    crude = [one["id"] for one in thread_page(thread_id=good[0].thread_id, sort="reacted").posts if one["parent"] is None]
    assert {one.pk for one in theirs} & set(crude[:10])


def test_a_post_is_weighed_after_what_happens_around_it_and_once(house, django_assert_max_num_queries):
    root, other = post(house), post(house)
    weigh_posts()
    fresh = Post.objects.get(pk=root.pk).worth
    answer = post(house, parent=root)
    react(member=reader(house), post_id=root.pk, kind="agree")
    assert ToWeigh.objects.filter(post=root).count() == 1
    with django_assert_max_num_queries(12):
        assert weigh_posts() == 1
    answered = Post.objects.get(pk=root.pk).worth
    assert answered > fresh
    assert roots_of(root.thread_id) == [root.pk, other.pk]
    withdraw_post(member=answer.author, post_id=answer.pk)
    weigh_posts()
    assert Post.objects.get(pk=root.pk).worth < answered
    assert weigh_posts() == 0


def test_a_reaction_taken_back_weighs_no_more(house):
    root, fan = post(house), reader(house)
    weigh_posts()
    before = Post.objects.get(pk=root.pk).worth
    react(member=fan, post_id=root.pk, kind="agree")
    take_reaction_back(member=fan, post_id=root.pk, kind="agree")
    weigh_posts()
    assert Post.objects.get(pk=root.pk).worth == before


def test_the_newsroom_s_choice_raises_and_signals_lower(house):
    chosen, signalled = post(house), post(house)
    for root in (chosen, signalled):
        post(house, parent=root)
    weigh_posts()
    worths = dict(Post.objects.values_list("pk", "worth"))
    select_post(account_id=house.accounts["journalist"].pk, post_id=chosen.pk)
    signal_subject(subject=signalled.subject, reason="insult", visitor="un passant")
    drain()
    weigh_posts()
    assert Post.objects.get(pk=chosen.pk).worth > worths[chosen.pk]
    assert Post.objects.get(pk=signalled.pk).worth < worths[signalled.pk]


def test_readers_are_told_that_the_order_changed(house):
    root = post(house)
    weigh_posts()
    version = Thread.objects.get(pk=root.thread_id).version
    post(house, parent=root)
    weigh_posts()
    assert Thread.objects.get(pk=root.thread_id).version == version + 2


def test_one_page_of_worth_follows_the_other(house, monkeypatch):
    monkeypatch.setattr("parvis.conversations.measures.ROOTS", 2)
    monkeypatch.setattr("parvis.conversations.reads.ROOTS", 2)
    written = [post(house) for _number in range(5)]
    where = written[0].thread
    seen, after = [], ""
    while True:
        page = thread_page(thread_id=where.pk, sort="worth", after=after)
        seen += [one["id"] for one in page.posts]
        if page.after is None:
            break
        after = write_cursor(page.after)
    assert sorted(seen) == sorted(Post.objects.filter(thread=where, standing="published").values_list("pk", flat=True))


def test_what_is_gone_cannot_be_weighed(house):
    root = post(house)
    answer = post(house, parent=root)
    assert given_of(answer.pk) is None
    assert given_of(0) is None
