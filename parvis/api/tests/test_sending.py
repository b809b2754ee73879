"""A publisher's receiver sees a post before and after its decision, signed, and slows nobody."""

import json
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection
from standardwebhooks.webhooks import Webhook

from parvis.api.sending import Sender
from parvis.conversations.acts import withdraw_post
from parvis.journal.deliver import drain
from parvis.machines.acts import open_endpoint, ping_endpoint, rotate_secret
from parvis.machines.models import Attempt, Endpoint, Sending
from parvis.moderation.acts import decide
from parvis.moderation.models import Case
from parvis.publishers.acts import set_policy
from parvis.testing.cast import post, reader

LIFE = ["post.held", "post.published", "post.withdrawn", "case.opened", "decision.made"]
pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def receiver(status=204, slow=0.0, **headers):
    """A server of this machine that keeps what it is sent; gives its address and the list of (headers, body)."""
    got = []

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((dict(self.headers), body))
            time.sleep(slow)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/crochet", got
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def private(settings):
    """This machine may be called; the jobs deferred meanwhile are not among the tables that pytest-django empties."""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, PARVIS_WEBHOOKS_PRIVATE=True)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def opened(house, address, facts=LIFE, with_words=False, title="daily"):
    place = {"group": house.group, "title": getattr(house, title) if title else None}
    account_id = house.accounts["group_manager"].pk
    return open_endpoint(**place, name="", address=address, facts=facts, with_words=with_words, account_id=account_id)


def told(got):
    return [(said["type"], said["data"]["post"]) for said in map(json.loads, (body for _headers, body in got))]


def send():
    drain()
    return Sender().drain()


def test_a_receiver_sees_a_post_before_and_after_its_decision_under_one_number(house):
    with receiver() as (address, got):
        made = opened(house, address, with_words=True)
        set_policy(group=house.group, title=house.daily, mode="pre")
        held = post(house, text="La digue tiendra encore un hiver.")
        assert send() == 2
        assert sorted(told(got)) == [("case.opened", held.pk), ("post.held", held.pk)]
        case = Case.objects.get(subject=held.subject)
        decide(case_id=case.pk, account_id=house.accounts["moderator"].pk, verdict="approve")
        send()
        headers, body = got[-1]
        verified = Webhook(made.secret).verify(body, {name.lower(): value for name, value in headers.items()})
    assert (verified["type"], verified["data"]["post"], verified["data"]["verdict"]) == ("decision.made", held.pk, "approve")
    assert verified["data"]["article"]["address"] == f"https://{house.daily.key}.example/pont"
    assert verified["data"]["title"] == house.daily.key
    assert verified["data"]["words"]["text"] == "La digue tiendra encore un hiver."
    assert headers["webhook-id"] == Sending.objects.get(kind="decision.made").key


def test_words_are_sent_only_to_whoever_asks_and_kept_in_no_log(house):
    with receiver() as (address, got):
        opened(house, address)
        post(house, text="La digue tiendra encore un hiver.")
        send()
    assert "digue" not in got[0][1].decode()
    assert "digue" not in json.dumps(list(Sending.objects.values_list("data", flat=True)))


def test_only_the_facts_chosen_of_ones_own_title_or_group_are_told(house, other_house):
    with receiver() as (address, got):
        opened(house, address, facts=["post.withdrawn"])
        author = reader(house)
        written = post(house, member=author)
        post(other_house)
        withdraw_post(member=author, post_id=written.pk)
        send()
        assert told(got) == [("post.withdrawn", written.pk)]
        opened(house, address, facts=["post.published"], title=None)
        weekly = post(house, where=None)
        send()
        assert told(got)[1:] == [("post.published", weekly.pk)]


def test_both_secrets_are_valid_while_one_rotates(house):
    with receiver() as (address, got):
        made = opened(house, address)
        fresh = rotate_secret(endpoint=made.endpoint, account_id=house.accounts["group_manager"].pk)
        post(house)
        send()
    headers, body = got[0]
    for secret in (made.secret, fresh.secret):
        assert Webhook(secret).verify(body, {name.lower(): value for name, value in headers.items()})


def test_a_failure_is_tried_again_under_the_same_identifier(house):
    with receiver(500) as (address, got):
        opened(house, address, facts=["post.published"])
        post(house)
        send()
        assert Sender().drain() == 0
        Sending.objects.update(due_at="2020-01-01T00:00Z")
        Sender().drain()
    assert len({headers["webhook-id"] for headers, _body in got}) == 1
    assert Sending.objects.get().tries == 2


def test_a_redirect_is_not_followed(house):
    with receiver() as (there, unwanted), receiver(302, Location=there) as (address, got):
        opened(house, address, facts=["post.published"])
        post(house)
        send()
    assert (len(got), unwanted) == (1, [])
    assert Attempt.objects.get().status == 302


def test_a_private_address_is_never_called_unless_a_setting_says_so(house, settings):
    with receiver() as (address, got):
        made = opened(house, address, facts=["post.published"])
        settings.ENVIRONMENT = replace(settings.ENVIRONMENT, PARVIS_WEBHOOKS_PRIVATE=False)
        for hidden in (
            address,
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://169.254.169.254/latest",
            "https://10.0.0.1:8443/",
        ):
            Endpoint.objects.filter(pk=made.endpoint.pk).update(address=hidden)
            made.endpoint.refresh_from_db()
            ping_endpoint(endpoint=made.endpoint, account_id=house.accounts["group_manager"].pk)
            Sender().drain()
    assert got == []
    assert set(Attempt.objects.values_list("status", flat=True)) == {None}


def test_a_slow_receiver_takes_its_share_and_slows_nobody(house):
    with receiver(slow=1.5) as (slow, slowly), receiver() as (quick, quickly):
        opened(house, slow, facts=["post.published"])
        opened(house, quick, facts=["post.published"])
        for _number in range(12):
            post(house)
        drain()
        sender, began = Sender(), time.monotonic()
        while len(quickly) < 12:
            sender.turn()
        spent = time.monotonic() - began
        assert len(slowly) <= 4
        sender.drain()
    assert spent < 1.5


def test_a_fact_costs_nothing_where_nobody_listens(house, django_assert_num_queries):
    from parvis.api.listeners import queue_for_webhooks
    from parvis.journal.models import Fact

    post(house)
    fact = Fact.objects.get(name="PostPublished")
    queue_for_webhooks(fact)
    with django_assert_num_queries(0):
        queue_for_webhooks(fact)
