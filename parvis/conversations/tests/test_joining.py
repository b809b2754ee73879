"""Articles that move or are merged, and threads that are joined: nothing is lost, and it can be undone."""

from datetime import timedelta

import pytest

from parvis.conversations.acts import (
    join_threads,
    merge_articles,
    move_addresses,
    part_articles,
    part_threads,
    pin_post,
    select_post,
)
from parvis.conversations.archive.moved import moves_of
from parvis.conversations.models import Pin, Post, Selection, Thread, ThreadJoin
from parvis.conversations.reads import counts_of, thread_at, thread_numbered
from parvis.journal.models import Fact
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.publishers.acts import find_article
from parvis.publishers.acts.moving import fold_article, leave_address, move_article, unfold_article
from parvis.publishers.models import Article, ArticleMerge, FormerAddress
from parvis.testing.cast import post, reader, thread

BASE = "https://rivages-jour.example"


@pytest.fixture
def manager(house):
    return house.accounts["community_manager"].pk


def talked(house, slug, *, answers=1):
    first = post(house, where=thread(house, slug))
    for _number in range(answers):
        post(house, parent=first)
    return first


def article(house, slug):
    return find_article(title=house.daily, address=f"{BASE}/{slug}")


class TestMoving:
    def test_a_former_address_leads_to_the_same_discussion(self, house, manager):
        first = talked(house, "ancien")
        moved = move_article(article=first.thread.article, address=f"{BASE}/nouveau?utm_source=x", account_id=manager)
        assert moved.address == f"{BASE}/nouveau"
        for slug in ("ancien", "nouveau"):
            assert thread_at(title_key=house.daily.key, address=f"{BASE}/{slug}").pk == first.thread_id
            assert article(house, slug) == moved
        old, new, none = (f"{BASE}/{slug}" for slug in ("ancien", "nouveau", "rien"))
        assert counts_of(title_key=house.daily.key, addresses=[old, new, none]) == {old: 2, new: 2, none: 0}
        assert Fact.objects.get(name="ArticleMoved").data["before"] == old

    def test_it_may_go_back_and_forth(self, house, manager):
        first = talked(house, "un").thread.article
        move_article(article=first, address=f"{BASE}/deux", account_id=manager)
        back = move_article(article=first, address=f"{BASE}/un", account_id=manager)
        assert (back.address, list(FormerAddress.objects.values_list("address", flat=True))) == (f"{BASE}/un", [f"{BASE}/deux"])
        assert move_article(article=first, address=f"{BASE}/un", account_id=manager) == back

    def test_who_may_and_where_to(self, house, manager):
        one, _two = article(house, "un"), article(house, "deux")
        for account, address, code in [
            (house.accounts["moderator"].pk, f"{BASE}/x", "not_your_role"),
            (house.accounts["nobody"].pk, f"{BASE}/x", "not_found"),
            (manager, "https://ailleurs.example/x", "origin_not_allowed"),
            (manager, f"{BASE}/deux", "address_taken"),
            (manager, "nowhere", "bad_address"),
        ]:
            with pytest.raises(Refusal) as refused:
                move_article(article=one, address=address, account_id=account)
            assert refused.value.code == code

    def test_an_address_leads_where_it_was_last_left(self, house):
        one, two = article(house, "un"), article(house, "deux")
        leave_address(article=one, address=f"{BASE}/vieux", account_id=None)
        leave_address(article=two, address=f"{BASE}/vieux", account_id=None)
        assert article(house, "vieux") == two


class TestMerging:
    def test_two_articles_become_one_with_all_their_posts(self, house, manager):
        gone, kept = talked(house, "double"), talked(house, "pont", answers=2)
        merge_articles(article=gone.thread.article, into=kept.thread.article, account_id=manager)
        found = thread_at(title_key=house.daily.key, address=f"{BASE}/double")
        assert (found.pk, found.visible_posts) == (kept.thread_id, 5)
        assert Post.objects.filter(thread=kept.thread).count() == 5
        assert thread_numbered(gone.thread_id).pk == kept.thread_id
        assert article(house, "double").address == f"{BASE}/pont"
        old = Thread.objects.get(pk=gone.thread_id)
        assert (old.visible_posts, old.last_post_at, old.moved_to_id) == (0, None, kept.thread_id)

    def test_it_is_undone_with_what_was_answered_since(self, house, manager):
        gone, kept = talked(house, "double"), talked(house, "pont")
        merge = merge_articles(article=gone.thread.article, into=kept.thread.article, account_id=manager)
        late = post(house, parent=Post.objects.get(pk=gone.pk))
        part_articles(merge_id=merge.pk, account_id=manager)
        back = thread_at(title_key=house.daily.key, address=f"{BASE}/double")
        assert (back.pk, back.visible_posts) == (gone.thread_id, 3)
        late.refresh_from_db()
        assert late.thread_id == gone.thread_id
        assert Thread.objects.get(pk=kept.thread_id).visible_posts == 2
        with pytest.raises(Refusal) as refused:
            part_articles(merge_id=merge.pk, account_id=manager)
        assert refused.value.code == "already_parted"

    def test_merges_of_merges_are_undone_in_their_order(self, house, manager):
        one, two, three = (talked(house, slug, answers=0) for slug in ("un", "deux", "trois"))
        first = merge_articles(article=one.thread.article, into=two.thread.article, account_id=manager)
        second = merge_articles(
            article=Article.objects.get(pk=two.thread.article_id), into=three.thread.article, account_id=manager
        )
        assert thread_at(title_key=house.daily.key, address=f"{BASE}/un").pk == three.thread_id
        with pytest.raises(Refusal):
            part_articles(merge_id=first.pk, account_id=manager)
        part_articles(merge_id=second.pk, account_id=manager)
        assert thread_at(title_key=house.daily.key, address=f"{BASE}/un").pk == two.thread_id
        part_articles(merge_id=first.pk, account_id=manager)
        assert [thread_at(title_key=house.daily.key, address=f"{BASE}/{slug}").pk for slug in ("un", "deux", "trois")] == [
            one.thread_id, two.thread_id, three.thread_id,
        ]  # fmt: skip

    def test_an_article_nobody_spoke_under_is_merged_too(self, house, manager):
        kept = talked(house, "pont")
        silent = article(house, "amp")
        merge_articles(article=silent, into=kept.thread.article, account_id=manager)
        assert thread_at(title_key=house.daily.key, address=f"{BASE}/amp").pk == kept.thread_id
        merge = ArticleMerge.objects.get()
        unfold_article(merge=merge, account_id=manager)
        assert thread_at(title_key=house.daily.key, address=f"{BASE}/amp") is None

    def test_what_cannot_be_merged_is_said(self, house, manager):
        one, two = article(house, "un"), article(house, "deux")
        other = find_article(title=house.weekly, address="https://rivages-semaine.example/x")
        for into, code in [(one, "same_article"), (other, "other_title")]:
            with pytest.raises(Refusal) as refused:
                fold_article(article=one, into=into, account_id=None)
            assert refused.value.code == code
        with pytest.raises(Refusal):
            merge_articles(article=one, into=two, account_id=house.accounts["moderator"].pk)
        with pytest.raises(Refusal):
            part_articles(merge_id=0, account_id=manager)


class TestJoining:
    def test_pins_and_selections_follow_their_posts(self, house, manager):
        gone, kept = talked(house, "un"), talked(house, "deux")
        pin_post(account_id=manager, post_id=gone.pk)
        select_post(account_id=manager, post_id=gone.pk)
        join = join_threads(account_id=manager, thread_id=gone.thread_id, into_id=kept.thread_id)
        assert Pin.objects.get().thread_id == Selection.objects.get().thread_id == kept.thread_id
        part_threads(account_id=manager, join_id=join.pk)
        assert Pin.objects.get().thread_id == Selection.objects.get().thread_id == gone.thread_id
        assert set(Fact.objects.filter(name__startswith="Threads").values_list("name", flat=True)) == {
            "ThreadsJoined", "ThreadsParted",
        }  # fmt: skip

    def test_who_may_join_and_what(self, house, other_house, manager):
        gone, kept = talked(house, "un"), talked(house, "deux")
        weekly = post(house, where=thread(house, "x", title=house.weekly))
        for account, into, code in [
            (house.accounts["moderator"].pk, kept, "not_your_role"),
            (other_house.accounts["community_manager"].pk, kept, "not_found"),
            (manager, gone, "same_thread"),
            (None, weekly, "other_title"),
        ]:
            with pytest.raises(Refusal) as refused:
                join_threads(account_id=account, thread_id=gone.thread_id, into_id=into.thread_id)
            assert refused.value.code == code
        join_threads(account_id=manager, thread_id=gone.thread_id, into_id=kept.thread_id)
        with pytest.raises(Refusal) as refused:
            join_threads(account_id=manager, thread_id=gone.thread_id, into_id=kept.thread_id)
        assert refused.value.code == "already_joined"

    def test_a_join_is_undone_for_thirty_days(self, house, manager):
        gone, kept = talked(house, "un"), talked(house, "deux")
        join = join_threads(account_id=manager, thread_id=gone.thread_id, into_id=kept.thread_id)
        with clock.at(clock.now() + timedelta(days=31)), pytest.raises(Refusal) as refused:
            part_threads(account_id=manager, join_id=join.pk)
        assert refused.value.code == "too_late"
        assert ThreadJoin.objects.get().undone_at is None

    def test_a_reader_goes_on_writing_in_the_joined_discussion(self, house, manager):
        gone, kept = talked(house, "un"), talked(house, "deux")
        join_threads(account_id=manager, thread_id=gone.thread_id, into_id=kept.thread_id)
        late = post(house, member=reader(house), parent=Post.objects.get(pk=gone.pk))
        assert late.thread_id == kept.thread_id
        assert Thread.objects.get(pk=kept.thread_id).visible_posts == 5


class TestMaps:
    @pytest.fixture
    def moves(self, tmp_path):
        def moves(text):
            path = tmp_path / "map"
            path.write_text(text)
            return moves_of(path, [BASE])

        return moves

    def test_a_map_moves_merges_and_says_what_it_could_not(self, house, manager, moves):
        one, two = talked(house, "un"), talked(house, "deux")
        article(house, "trois")
        given = moves(
            f"old,new\n{BASE}/un,{BASE}/a/un\n{BASE}/trois,{BASE}/deux\n{BASE}/rien,{BASE}/x\n{BASE}/deux,https://evil.example/\n"
        )
        rehearsed = move_addresses(title=house.daily, moves=given, account_id=manager, is_rehearsal=True)
        assert not FormerAddress.objects.exists()
        done = move_addresses(title=house.daily, moves=given, account_id=manager)
        for said in (rehearsed, done):
            assert (said.moved, said.merged, said.unknown, said.strangers) == (1, 1, 1, [f"{BASE}/rien"])
            assert [refused[:2] for refused in said.refused] == [(f"{BASE}/deux", "https://evil.example/")]
        assert thread_at(title_key=house.daily.key, address=f"{BASE}/un").pk == one.thread_id
        assert thread_at(title_key=house.daily.key, address=f"{BASE}/trois").pk == two.thread_id
        again = move_addresses(title=house.daily, moves=given, account_id=manager)
        assert (again.moved, again.merged) == (0, 0)

    def test_rules_move_every_article_they_fit(self, house, manager, moves):
        talked(house, "2014/pont")
        talked(house, "2015/gare")
        done = move_addresses(title=house.daily, moves=moves(f"{BASE}/2014/ => {BASE}/archives/2014/\n"), account_id=manager)
        assert (done.moved, done.examples) == (1, [(f"{BASE}/2014/pont", f"{BASE}/archives/2014/pont")])

    def test_a_stranger_moves_nothing(self, house, moves):
        with pytest.raises(Refusal):
            move_addresses(title=house.daily, moves=moves("a => b"), account_id=house.accounts["moderator"].pk)
