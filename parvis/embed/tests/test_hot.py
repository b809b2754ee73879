"""The first page from memory: never old, made once, given compressed."""

import asyncio
import gzip
import json

import pytest

from parvis.conversations.acts import react
from parvis.embed import hot
from parvis.embed.reads import PageAsked, page_answer
from parvis.kit.live import listener
from parvis.testing.cast import post, reader, thread

pytestmark = pytest.mark.usefixtures("hearing")


@pytest.fixture
def hearing(monkeypatch):
    """The listener hears: its proof that nothing was missed is what this test of the pages takes for granted."""
    monkeypatch.setattr(listener, "is_fresh", lambda: True)
    hot.pages.drop_all()
    yield
    hot.pages.drop_all()


def ask(query: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes] | None:
    """What the hot path answers to a query, or None when it leaves it to Django. Runs it in this thread's transaction."""
    sent = []

    async def send(message):
        sent.append(message)

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "path": hot.PATH, "method": method, "query_string": query.encode(), "headers": raw}
    if hot.pages.at_hand(query.encode()) is None:
        _ready[query.encode()] = hot._make(query.encode())
    if not asyncio.run(hot.answer(scope, None, send)):
        return None
    head = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], head, sent[1]["body"]


# Pages made beside the event loop, whose connection to the database is this test's own.
_ready = {}


@pytest.fixture(autouse=True)
def _same_transaction(monkeypatch):
    async def made_here(self, query):
        made = _ready.pop(query)
        if made is None:
            return None
        self._keep(query, made[1])
        return made[1]

    monkeypatch.setattr(hot.Pages, "_make_and_keep", made_here)
    monkeypatch.setattr(hot, "close_old_connections", lambda: None)


def test_a_page_is_made_once_and_then_given_from_memory(house, django_assert_num_queries):
    written = post(house)
    query = f"id={written.thread_id}&sort=newest&lang=fr"
    first = ask(query)
    with django_assert_num_queries(0):
        again = ask(query)
    assert first == again
    assert json.loads(again[2])["posts"][0]["id"] == written.pk


def test_a_change_drops_every_page_of_its_thread(house):
    written = post(house)
    query = f"id={written.thread_id}"
    before = ask(query)
    version = react(member=reader(house), post_id=written.pk, kind="useful").version
    hot.pages.drop(written.thread_id, version, "reaction", written.pk, written.pk)
    after = ask(query)
    assert json.loads(before[2])["posts"][0]["reactions"]["useful"] == 0
    assert json.loads(after[2])["posts"][0]["reactions"]["useful"] == 1
    assert before[1]["etag"] != after[1]["etag"]


def test_a_known_page_costs_three_hundred_and_four(house):
    query = f"id={post(house).thread_id}"
    status, head, _body = ask(query, accept_encoding="gzip")
    assert status == 200
    assert ask(query, accept_encoding="gzip", if_none_match=head["etag"])[0] == 304


def test_compressed_bytes_hold_the_same_page(house):
    query = f"id={post(house).thread_id}"
    packed = ask(query, accept_encoding="gzip, br")
    assert packed[1]["content-encoding"] == "gzip"
    assert gzip.decompress(packed[2]) == ask(query)[2]


def test_nothing_is_given_from_memory_while_the_listener_does_not_hear(house, monkeypatch):
    query = f"id={post(house).thread_id}"
    ask(query)
    monkeypatch.setattr(listener, "is_fresh", lambda: False)
    assert hot.pages.at_hand(query.encode()) is None


@pytest.mark.parametrize(
    "query", ["", "id=abc", "id=99999999", "title=inconnu&url=https://a.example/", "id=1&after=zzz", "sort=x&id=1"]
)
def test_what_cannot_be_a_page_is_left_to_django(house, query):
    assert ask(query) is None


def test_a_page_made_while_a_change_was_heard_is_not_kept(house, monkeypatch):
    monkeypatch.undo()
    monkeypatch.setattr(listener, "is_fresh", lambda: True)
    pages = hot.Pages()
    kept = hot._kept(page_answer(PageAsked("", "", post(house).thread_id, "newest", "fr")))
    thread_id = kept.thread_id

    def overtaken(query):
        pages.drop(thread_id, 10_000, "post", None, None)
        return page_answer_stub, kept

    page_answer_stub = type("Answer", (), {"thread_id": thread_id, "version": 2})()
    monkeypatch.setattr(hot, "_make", overtaken)
    assert asyncio.run(pages._make_and_keep(b"id=1")) is kept
    assert pages.at_hand(b"id=1") is None


def test_a_miss_costs_three_queries_whatever_the_threads_size(house, django_assert_max_num_queries):
    place = thread(house)
    first = post(house, where=place)
    for _turn in range(30):
        post(house, parent=first)
    page_answer(PageAsked("", "", first.thread_id, "newest", "fr"))
    with django_assert_max_num_queries(3):
        page_answer(PageAsked("", "", first.thread_id, "newest", "fr"))


def test_the_first_post_drops_the_empty_page_kept_for_its_article(house):
    place = thread(house)
    query = f"title={house.daily.key}&url={place.article.address}"
    assert json.loads(ask(query)[2])["thread"]["id"] is None
    written = post(house, where=place)
    hot.pages.drop(written.thread_id, 2, "post", written.pk, written.pk)
    assert json.loads(ask(query)[2])["posts"][0]["id"] == written.pk
