"""What search engines need to find in each kind of structured data (developers.google.com/search/docs/appearance)."""

import json

import pytest

from parvis.conversations.acts import withdraw_post
from parvis.conversations.models import Thread
from parvis.conversations.reads import thread_numbered, thread_page
from parvis.conversations.structured import in_script, structured_data
from parvis.testing.cast import own_thread, post, reader

REQUIRED = {
    "NewsArticle": {"headline", "url", "commentCount", "comment", "publisher"},
    "DiscussionForumPosting": {"author", "datePublished", "text", "url", "headline"},
    "Comment": {"author", "datePublished", "text", "url"},
    "Person": {"name"},
    "InteractionCounter": {"interactionType", "userInteractionCount"},
}


def missing(data, where="") -> list[str]:
    """The required fields that are absent or empty, with where they were looked for."""
    if isinstance(data, list):
        return [lack for n, one in enumerate(data) for lack in missing(one, f"{where}[{n}]")]
    if not isinstance(data, dict):
        return []
    needed = REQUIRED.get(data.get("@type", ""), set()) if set(data) - {"@type", "@id"} else set()
    lacking = [f"{where}.{name}" for name in needed if data.get(name) in (None, "", [])]
    return lacking + [lack for name, value in data.items() for lack in missing(value, f"{where}.{name}")]


@pytest.fixture
def found(house):
    first = post(house)
    post(house, parent=first)
    thread = thread_numbered(first.thread_id)
    thread.article.headline = "Le pont"
    return thread


def told(thread: Thread) -> dict:
    posts = thread_page(thread_id=thread.pk).posts
    return json.loads(
        structured_data(thread, posts, page_address="https://ici.example/t/1/", discussion="https://ici.example/t/1/")
    )


def test_an_article_is_told_with_its_comments(found):
    data = told(found)
    assert data["@type"] == "NewsArticle"
    assert data["commentCount"] == 2
    assert data["discussionUrl"] == "https://ici.example/t/1/"
    assert data["comment"][1]["parentItem"]["@id"] == data["comment"][0]["@id"]
    assert missing(data) == []


def test_a_thread_without_article_is_a_discussion(house):
    first = own_thread(house)
    post(house, parent=first)
    data = told(thread_numbered(first.thread_id))
    assert data["@type"] == "DiscussionForumPosting"
    assert data["commentCount"] == 1
    assert missing(data) == []


def test_what_was_withdrawn_is_not_told(house):
    author = reader(house)
    first = post(house, member=author)
    post(house, parent=first)
    withdraw_post(member=author, post_id=first.pk)
    thread = thread_numbered(first.thread_id)
    assert [comment["@id"] for comment in told(thread)["comment"]] != [f"https://ici.example/t/1/#parvis-{first.pk}"]
    assert len(told(thread)["comment"]) == 1


def test_nothing_is_told_of_an_empty_thread():
    assert structured_data(None, []) == ""


def test_words_cannot_leave_their_script_element():
    assert "<" not in in_script({"text": "</script><!-- & \u2028"})
    assert json.loads(in_script({"text": "</script> \u2028"})) == {"text": "</script> \u2028"}
