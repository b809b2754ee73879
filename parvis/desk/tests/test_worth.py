"""Why a post stands where it does, told to the newsroom."""

from parvis.conversations.acts import react, select_post
from parvis.conversations.acts.weighing import weigh_posts
from parvis.desk.tests.conftest import signed_in
from parvis.testing.cast import post, reader


def test_each_part_of_the_worth_is_said(english_desk, house):
    root = post(house, text="Le phare éclaire encore la baie chaque nuit, et les pêcheurs lui disent merci.")
    post(house, parent=root)
    react(member=reader(house), post_id=root.pk, kind="useful")
    select_post(account_id=house.accounts["journalist"].pk, post_id=root.pk)
    weigh_posts()
    page = english_desk.get(f"/desk/threads/posts/{root.pk}/worth/").content.decode()
    for words in ("2 people answered or reacted", "Number 1 of its discussion", "Chosen by the newsroom", "+\u00a08.0", "of 1."):
        assert words in page
    assert f"/desk/threads/posts/{root.pk}/worth/" in english_desk.get(f"/desk/threads/{root.thread_id}/").content.decode()


def test_a_pile_of_answers_is_said_to_be_one(english_desk, house):
    root = post(house)
    for _number in range(25):
        post(house, parent=root)
    assert "A pile of answers" in english_desk.get(f"/desk/threads/posts/{root.pk}/worth/").content.decode()


def test_an_answer_has_no_worth_and_a_stranger_finds_nothing(desk, house):
    root = post(house)
    answer = post(house, parent=root)
    assert desk.get(f"/desk/threads/posts/{answer.pk}/worth/").status_code == 404
    assert signed_in(house.accounts["weekly_moderator"]).get(f"/desk/threads/posts/{root.pk}/worth/").status_code == 404
