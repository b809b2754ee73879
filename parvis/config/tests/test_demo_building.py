"""The demo newsroom is built through acts, once, and every page of it shows something true."""

from collections import Counter
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from parvis.config import demo
from parvis.config.commands.demo import command
from parvis.config.demo.content import house_plan, readers, stories
from parvis.config.demo.squares import space_plans, thread_plans
from parvis.conversations.models import Closure, Pin, Post, Profile, Reaction, Revision, Selection, Space, Thread
from parvis.members.models import Account, Member, Notice
from parvis.members.sso import read_token
from parvis.moderation.models import Case, CaseNote, Decision, Signal, StandingChange
from parvis.publishers.acts import open_group, open_title
from parvis.publishers.models import Article, Group, Look, Origin, Seat, Title

BY_HAND = sum(len(story.posts) for story in stories())
POSTS = BY_HAND + 40 * 9
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _built(django_db_setup, django_db_blocker):
    """The newsroom, its generated posts as few as can be, kept for the module and then undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield demo.build(posts=POSTS)
        transaction.set_rollback(True)


@pytest.fixture
def newsroom(_built, db):
    return _built


def _snapshot():
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id), count(*) FROM journal_fact")
        return cursor.fetchone(), Post.objects.count(), Case.objects.count(), Member.objects.count()


def test_every_written_post_is_there(newsroom):
    assert newsroom.is_new
    assert Post.objects.filter(thread__article__isnull=False).count() == POSTS
    assert Article.objects.count() == Thread.objects.filter(article__isnull=False).count() == 40
    assert Member.objects.filter(account=None).count() == len(readers()) == 60


def test_building_twice_changes_nothing(newsroom):
    before = _snapshot()
    again = demo.build(posts=POSTS)
    assert not again.is_new
    assert again.people == newsroom.people
    assert _snapshot() == before


def test_no_post_is_later_than_now_or_older_than_its_article(newsroom):
    for post in Post.objects.select_related("thread__article", "author", "parent"):
        born = post.thread.article.published_at if post.thread.article else post.thread.opened_at - timedelta(seconds=1)
        assert born < post.written_at <= timezone.now()
        assert post.author.joined_at < post.written_at
        assert post.parent is None or post.parent.written_at < post.written_at


def test_the_queue_holds_35_open_cases_of_varied_risk_and_cause(newsroom):
    waiting = Case.objects.open()
    assert waiting.count() == 35
    assert set(waiting.values_list("cause", flat=True)) == {"held", "flagged", "signalled"}
    assert len(set(waiting.values_list("risk", flat=True))) >= 6
    assert not waiting.filter(opened_at__lt=timezone.now() - timedelta(days=5)).exists()
    assert waiting.filter(snoozed_until__gt=timezone.now()).count() == 2
    assert CaseNote.objects.count() == 4


def test_the_decisions_written_for_it_are_taken_and_cite_their_rule(newsroom):
    expected = Counter(line.rule for story in stories() for line in story.posts if line.rule)
    taken = Decision.objects.exclude(verdict="approve").select_related("rule")
    assert Counter(decision.rule.number for decision in taken) == expected
    assert all(decision.reason for decision in taken)
    assert Decision.objects.filter(verdict="approve").count() > 20


def test_every_standing_is_met(newsroom):
    met = Counter(Post.objects.values_list("standing", flat=True))
    assert set(met) == {"published", "held", "refused", "removed", "withdrawn", "hidden"}
    assert StandingChange.objects.filter(cause="decision").exists()


def test_readers_react_and_the_newsroom_chooses(newsroom):
    assert Reaction.objects.count() > 600
    assert Pin.objects.count() == sum(line.pin for story in stories() for line in story.posts)
    chosen = sum(line.select for place in (*stories(), *thread_plans()) for line in place.posts)
    assert Selection.objects.count() == chosen
    assert Closure.objects.count() == 3
    assert Revision.objects.exists()
    assert Signal.objects.filter(member=None).exists() and Signal.objects.exclude(member=None).exists()


def test_the_squares_are_lively_in_both_titles(newsroom):
    assert Counter(Space.objects.values_list("title__key", flat=True)) == Counter(plan.title for plan in space_plans())
    opened = Thread.objects.filter(article__isnull=True)
    assert opened.count() == len(thread_plans())
    assert opened.public().count() == opened.count()
    written = {(plan.title, plan.key) for plan in space_plans()}
    assert {(plan.title, plan.space) for plan in thread_plans()} == written, "no space is empty"
    posts = sum(1 + len(plan.posts) for plan in thread_plans())
    assert Post.objects.filter(thread__in=opened, standing="published").count() == posts
    assert Profile.objects.filter(is_listed=True, standing="published").count() > 20
    assert {look.title.key for look in Look.objects.select_related("title")} == {"courrier", "estuaire"}


def test_authors_have_been_told(newsroom):
    assert Notice.objects.filter(kind="decision", seen_at=None).exists()
    assert Notice.objects.exclude(seen_at=None).exists()


def test_the_counters_say_what_is_there(newsroom):
    for thread in Thread.objects.all():
        assert thread.visible_posts == Post.objects.filter(thread=thread, standing="published").count()
    for member in Member.objects.all():
        assert member.published_posts == Post.objects.filter(author=member, standing="published").count()


def test_everyone_signs_in_with_the_password_said(newsroom):
    for person in house_plan().people:
        account = Account.objects.get(mail=person.mail)
        assert Seat.objects.current().filter(account=account, role=person.role).exists()
    assert account.check_password(newsroom.password)


def test_the_front_pages_show_every_article_with_the_address_of_its_discussion(newsroom, client):
    for plan in house_plan().titles:
        page = client.get(f"/demo/{plan.key}/").content.decode()
        for story in stories():
            assert (f'href="{story.path}"' in page) == (story.title == plan.key)
        assert page.count("data-parvis-count=") >= sum(story.title == plan.key for story in stories())


def test_an_article_shows_its_words_and_its_discussion(newsroom, client):
    page = client.get("/demo/courrier/digue-corniole/?lang=fr").content.decode()
    assert "Digue de la Corniole" in page
    assert '<parvis-discussion title="courrier" url="' in page
    assert "Je travaille sur ce type d" in page, "the first page of the discussion is there without JavaScript"
    assert "Lire en tant que" in page
    assert "Read as" in client.get("/demo/courrier/digue-corniole/?lang=en").content.decode()


def test_pages_ask_few_questions(newsroom, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        client.get("/demo/courrier/")
    with django_assert_max_num_queries(9):  # the title's look, for the element's colour
        client.get("/demo/courrier/digue-corniole/")


def test_a_correction_is_published_at_the_foot(newsroom, client):
    assert "Correction" in client.get("/demo/courrier/cinema-semaphore/").content.decode()


def test_a_drawing_is_served(newsroom, client):
    answer = client.get("/demo/estuaire/loutre-retour/image.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert client.get("/demo/estuaire/nothing/image.svg").status_code == 404


def test_a_visitor_borrows_a_reader_but_never_a_seat(newsroom, client):
    title = Title.objects.select_related("group").get(key="courrier")
    lent = client.get("/demo/courrier/token/?reader=lison").json()
    claims = read_token(lent["token"], title)
    assert (claims.subject, claims.name) == ("lison", "Lison B.")
    fresh = read_token(client.get("/demo/courrier/token/?reader=new").json()["token"], title)
    assert fresh.name == ""
    assert client.get(f"/demo/courrier/token/?reader={fresh.subject}").json()["subject"] == fresh.subject
    for nobody in ("", "jeanne", "samir", "moderation@parvis.demo"):
        assert client.get("/demo/courrier/token/", {"reader": nobody}).status_code == 404


def test_what_is_not_there_is_not_found(newsroom, client):
    for path in ("/demo/ailleurs/", "/demo/courrier/loutre-retour/", "/demo/ailleurs/token/?reader=lison"):
        assert client.get(path).status_code == 404


def test_the_pages_are_served_from_one_more_address(newsroom):
    demo.serve_from("https://demo.example")
    demo.serve_from("https://demo.example/")
    assert Origin.objects.filter(origin="https://demo.example").count() == 2


def test_wiping_takes_the_demo_and_nothing_else(newsroom):
    other = open_group(key="autre", name="Autre groupe")
    open_title(group=other, key="autre-jour", name="Autre")
    assert demo.wipe() > POSTS
    assert not demo.is_built()
    assert list(Group.objects.all()) == [other]
    assert Post.objects.count() == Member.objects.count() == Case.objects.count() == 0
    assert not Account.objects.filter(mail__endswith="@parvis.demo").exists()
    call_command("check", verbosity=0)
    assert demo.wipe() == 0


def test_the_command_says_the_sign_ins_again(newsroom):
    said = CliRunner().invoke(command, [])
    assert said.exit_code == 0
    assert "nothing changed" in said.output
    assert "moderation@parvis.demo" in said.output
