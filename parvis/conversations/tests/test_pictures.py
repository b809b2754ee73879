"""Pictures in posts: taken where they are allowed, held until seen, gone with their post, carried by archives."""

import hashlib
import io
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from parvis.conversations import pictures
from parvis.conversations.acts import drop_pictures, forget_pictures, give_picture, publish_post, withdraw_post
from parvis.conversations.archive.dump import export_title
from parvis.conversations.archive.load import import_archive
from parvis.conversations.models import Picture, Post
from parvis.conversations.reads import mine_in_thread, posts_data
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.moderation.acts import decide
from parvis.moderation.models import Case
from parvis.publishers.acts import set_policy
from parvis.testing.cast import build_house, reader, thread

SAID = "La digue vue du quai, un soir de grande marée, avec ses barrières neuves."


def jpeg(size=(900, 600), colour="teal"):
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def taking(house):
    set_policy(group=house.group, title=house.daily, pictures="held")
    return house


def given(house, member, colour="teal", described="La digue, à marée haute"):
    return give_picture(member=member, thread=thread(house), data=jpeg(colour=colour), described=described)


def hung(house, member, **how):
    picture = given(house, member, **how)
    return publish_post(member=member, thread=thread(house), source=SAID, picture=picture.key).post


def files(media):
    return sorted(path.name for path in Path(media).rglob("*.webp"))


def test_where_they_are_not_allowed_none_is_taken(house):
    with pytest.raises(Refusal) as refused:
        given(house, reader(house))
    assert (refused.value.status, refused.value.code) == (403, "no_pictures")


def test_words_for_those_who_do_not_see_it_are_required(taking, media):
    with pytest.raises(Refusal) as refused:
        given(taking, reader(taking), described=" \n ")
    assert refused.value.code == "description_needed"
    assert files(media) == []


def test_a_post_with_a_picture_waits_until_the_desk_has_seen_it(taking):
    author = reader(taking)
    post = hung(taking, author)
    assert post.standing == "held"
    case = Case.objects.get(subject=post.subject)
    assert case.evidence[0]["detail"] == {"why": "picture"}
    (mine,) = mine_in_thread(member=author, thread_id=post.thread_id).held
    assert mine["picture"]["alt"] == "La digue, à marée haute"
    assert "?own=" in mine["picture"]["small"]
    decide(case_id=case.pk, account_id=taking.accounts["moderator"].pk, verdict="approve")
    (shown,) = posts_data([post.pk])
    assert shown["picture"] == {
        "large": f"/embed/pictures/{post.picture.key}/large.webp",
        "small": f"/embed/pictures/{post.picture.key}/small.webp",
        "alt": "La digue, à marée haute",
        "width": 900,
        "height": 600,
    }


def test_a_title_may_let_them_through_at_once(taking):
    set_policy(group=taking.group, title=taking.daily, pictures="open")
    assert hung(taking, reader(taking)).standing == "published"


def test_a_picture_is_its_giver_s_and_serves_once(taking):
    author, other = reader(taking), reader(taking)
    picture = given(taking, author)
    with pytest.raises(Refusal) as refused:
        publish_post(member=other, thread=thread(taking), source=SAID, picture=picture.key)
    assert refused.value.code == "picture_gone"
    publish_post(member=author, thread=thread(taking), source=SAID, picture=picture.key)
    with pytest.raises(Refusal):
        publish_post(member=author, thread=thread(taking), source=f"{SAID} Encore une autre phrase.", picture=picture.key)


def test_ten_wait_at_most(taking, monkeypatch):
    monkeypatch.setattr("parvis.conversations.acts.pictures.MOST_WAITING", 1)
    author = reader(taking)
    given(taking, author)
    with pytest.raises(Refusal) as refused:
        given(taking, author)
    assert refused.value.status == 429


def test_a_removed_post_shows_no_picture_and_a_withdrawn_one_has_none_left(taking, media, django_capture_on_commit_callbacks):
    author, moderator = reader(taking), taking.accounts["moderator"].pk
    removed, withdrawn = hung(taking, author), hung(taking, reader(taking), colour="red")
    decide(case_id=Case.objects.get(subject=removed.subject).pk, account_id=moderator, verdict="refuse", rule_number=1)
    assert posts_data([removed.pk])[0]["picture"] is None
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_post(member=withdrawn.author, post_id=withdrawn.pk)
    assert not Picture.objects.filter(post=withdrawn).exists()
    assert len(files(media)) == 2


def test_those_without_a_post_and_those_refused_long_ago_are_forgotten(taking, media, django_capture_on_commit_callbacks):
    given(taking, reader(taking))
    kept = hung(taking, reader(taking), colour="red")
    with django_capture_on_commit_callbacks(execute=True), clock.at(clock.now() + timedelta(days=2)):
        assert forget_pictures() == 1
    assert Picture.objects.get().post_id == kept.pk
    with django_capture_on_commit_callbacks(execute=True):
        assert drop_pictures(post_ids=[kept.pk]) == 1
    assert files(media) == []


def test_only_those_who_may_open_one_that_readers_do_not_see(taking):
    post = hung(taking, reader(taking))
    key = post.picture.key
    with pytest.raises(Refusal):
        pictures.opened_picture(key, seats=[])
    with pytest.raises(Refusal):
        pictures.opened_picture(key, seats=[], proof="1abcde:forgé")
    proof = posts_proof(post)
    assert pictures.opened_picture(key, seats=[], proof=proof) == (post.picture, False)
    with clock.at(clock.now() + timedelta(hours=4)):
        pass
    other = hung(taking, reader(taking), colour="red")
    with pytest.raises(Refusal):
        pictures.opened_picture(other.picture.key, seats=[], proof=proof)


def posts_proof(post):
    return pictures.picture_data(post.picture.row, own=True)["small"].partition("?own=")[2]


def test_a_page_costs_no_query_more_for_its_pictures(taking, django_assert_num_queries):
    set_policy(group=taking.group, title=taking.daily, pictures="open")
    post = hung(taking, reader(taking))
    with django_assert_num_queries(1):
        posts_data([post.pk])


@pytest.mark.django_db(transaction=False)
def test_an_archive_carries_them_there_and_back_byte_for_byte(taking, tmp_path):
    set_policy(group=taking.group, title=taking.daily, pictures="open")
    post = hung(taking, reader(taking))
    first, second = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    export_title(title=taking.daily, path=first)
    assert b'"picture":{"described":"La digue' in first.read_bytes()
    away = build_house("ailleurs")
    moves = tmp_path / "rules"
    moves.write_text(f"https://{taking.daily.key}.example/ => https://{away.daily.key}.example/\n")
    report = import_archive(path=first, title=away.daily, rules=moves)
    assert report.counts["posts"] == 1
    there = Post.objects.get(thread__title=away.daily)
    assert there.picture.described == "La digue, à marée haute"
    assert pictures.read(there.picture.key) == pictures.read(post.picture.key)
    assert import_archive(path=first, title=away.daily, rules=moves).counts["posts"] == 0
    export_title(title=away.daily, path=second)
    same = second.read_bytes().replace(away.daily.key.encode(), taking.daily.key.encode())
    assert hashlib.sha256(_posts(same)).digest() == hashlib.sha256(_posts(first.read_bytes())).digest()


def _posts(data):
    return b"\n".join(line for line in data.splitlines() if b'"kind":"post"' in line)


def test_a_picture_that_cannot_be_read_is_said_and_its_post_comes(taking, tmp_path):
    path = tmp_path / "one.jsonl"
    address = f"https://{taking.daily.key}.example/pont"
    path.write_text(
        '{"kind":"title","key":"x","name":"X"}\n'
        f'{{"kind":"article","ref":"a","address":"{address}"}}\n'
        '{"kind":"post","ref":"1","article":"a","at":"2024-01-01T00:00:00Z","text":"Bonjour à tous","format":"plain",'
        '"picture":{"described":"Rien","data":"AAAA"}}\n'
    )
    report = import_archive(path=path, title=taking.daily)
    assert report.repaired["unreadable_picture"] == 1
    assert Post.objects.get(text="Bonjour à tous").hung is None
