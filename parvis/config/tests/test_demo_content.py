"""What was written for the demo is complete and holds together."""

from collections import Counter

import pytest

from parvis.config.demo.content import STAFF, desk, house_plan, motifs, readers, stories, words
from parvis.config.demo.grammar import Bank
from parvis.config.demo.illustration import illustration
from parvis.config.demo.script import POSTS, full_stories
from parvis.config.demo.typography import FIXED, NARROW, french
from parvis.moderation.starter_charter import RULES

ENDS = {"", "open", "cleared", "withdrawn", "removed", "refused", "hidden"}


def _places():
    return [pytest.param(story, id=story.slug) for story in stories()]


def test_there_are_two_titles_forty_articles_and_sixty_readers():
    counted = Counter(story.title for story in stories())
    rhythms = {plan.key: plan.rhythm for plan in house_plan().titles}
    assert {rhythms[key]: count for key, count in counted.items()} == {"daily": 26, "weekly": 14}
    assert len({reader.key for reader in readers()}) == len({reader.name for reader in readers()}) == 60


def test_every_role_of_the_desk_has_someone():
    counted = Counter(person.role for person in house_plan().people)
    assert counted["moderator"] == counted["community_manager"] == 2
    assert {"group_manager", "mediator", "journalist"} <= set(counted)


def test_at_least_420_posts_are_written_by_hand_and_none_twice():
    texts = [line.text for story in stories() for line in story.posts]
    assert len(texts) >= 420
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("story", _places())
def test_an_article_is_whole(story):
    plan = next(plan for plan in house_plan().titles if plan.key == story.title)
    assert story.section in {section.key for section in plan.sections}
    assert story.section in motifs()
    assert house_plan().person(story.byline).role in ("journalist", "mediator")
    assert 120 <= len(story.body.split()) <= 220
    assert 3 <= len(story.paragraphs) <= 5
    assert len(story.says) == 8 and len(story.lived) == 3 and len(story.asks) == 2


@pytest.mark.parametrize("story", [pytest.param(story, id=story.slug) for story in full_stories()])
def test_a_conversation_holds_together(story):
    known = {reader.key: reader for reader in readers()}
    seen = {}
    for line in sorted(story.posts, key=lambda line: line.at):
        assert 0 < line.at < story.hours_ago * 60, line.id
        assert line.on == "" or seen[line.on].at < line.at, line.id
        assert line.on == "" or seen[line.on].end != "refused", line.id
        assert line.id not in seen
        seen[line.id] = line
        if line.by.startswith(STAFF):
            assert house_plan().person(line.by.removeprefix(STAFF))
        else:
            assert known[line.by].since * 24 > story.hours_ago - line.at / 60, f"{line.by} had not come yet"


def test_every_end_cites_a_rule_that_exists():
    numbers = {rule["number"] for rule in RULES}
    for story in stories():
        for line in story.posts:
            assert line.end in ENDS
            assert (line.rule in numbers) == (line.end in ("removed", "refused", "hidden"))


def test_about_thirty_five_cases_are_left_to_judge():
    assert sum(line.end == "open" for story in stories() for line in story.posts) == 35


def test_what_the_desk_noted_is_about_open_cases():
    ends = {(story.title, story.slug, line.id): line.end for story in stories() for line in story.posts}
    noted = [*desk()["notes"], *desk()["snoozed"]]
    assert {ends[one["title"], one["story"], one["post"]] for one in noted} == {"open"}


def test_the_whole_newsroom_has_1500_posts_none_alike():
    texts = [line.text for story in full_stories() for line in story.posts]
    assert len(texts) == POSTS == 1500
    assert len(set(texts)) == POSTS


def test_the_same_seed_says_the_same_words():
    assert full_stories(700, seed=3) == full_stories(700, seed=3)
    assert full_stories(700, seed=3) != full_stories(700, seed=4)


def test_posts_are_written_in_three_languages():
    said = " ".join(line.text for story in stories() for line in story.posts if line.by in ("tom", "uwe"))
    assert "the dyke" in said
    assert "Respekt" in said


def test_the_lists_of_words_are_about_120_entries():
    lists = words()
    assert len(set(lists["banned"]) | set(lists["watched"])) == 120


def test_a_bank_gives_everything_before_it_repeats():
    import random

    bank = Bank(["a", "b", "c", "d"], random.Random(1))
    assert {bank.draw() for _ in range(4)} == {"a", "b", "c", "d"}


def test_a_drawing_is_always_the_same_and_is_safe_to_show():
    for story in stories():
        drawn = illustration(story.slug, story.section)
        assert drawn == illustration(story.slug, story.section)
        assert drawn.startswith("<svg ") and "style=" not in drawn and "script" not in drawn


def test_french_wants_its_unbreakable_spaces():
    assert french("« Oui ! » : 12 000 euros") == f"«{NARROW}Oui{NARROW}!{NARROW}»{FIXED}: 12{NARROW}000{FIXED}euros"
