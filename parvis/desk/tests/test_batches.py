"""One act on many threads or members."""

import pytest

from parvis.conversations.models import Closure
from parvis.desk.acts import draft_batch, step_batch, undo_batch
from parvis.desk.models import Batch
from parvis.desk.tests.conftest import HTMX
from parvis.kit.refusals import Refusal
from parvis.testing.cast import post, reader, thread


def threads(house, count: int) -> list[int]:
    return [post(house, where=thread(house, f"article-{number}")).thread_id for number in range(count)]


def test_what_will_be_done_is_shown_then_done_then_undone(as_seat, house):
    host, ids = as_seat("community_manager"), threads(house, 3)
    host.post(f"/desk/threads/{ids[0]}/close/", {"reason": "Relâche."})
    shown = host.post("/desk/batches/", {"kind": "threads", "act": "close", "item": ids})["Location"]
    page = host.get(shown)
    assert (page.context["done"], page.context["same"], page.context["refused"]) == (2, 1, 0)
    assert Closure.objects.count() == 1
    host.post(f"{shown}step/", {"item": ids[1:], "reason": "La nuit tombe."})
    assert Closure.objects.filter(ended_at__isnull=True, reason="La nuit tombe.").count() == 2
    done = host.get(shown)
    assert "2</strong> changed" in done.content.decode()
    undone = host.post(f"{shown}undo/")["Location"]
    assert host.get(undone).context["batch"].is_over
    assert list(Closure.objects.filter(ended_at__isnull=True).values_list("thread", flat=True)) == [ids[0]]
    assert host.post(f"{shown}undo/").status_code == 409


def test_a_long_one_goes_on_by_steps(as_seat, house):
    members = [reader(house).pk for _n in range(30)]
    desk = as_seat("moderator")
    shown = desk.post("/desk/batches/", {"kind": "members", "act": "watch", "all": "1", "query": "?kind=new"})["Location"]
    first = desk.post(f"{shown}step/", {"hidden": "1"}, headers=HTMX)
    assert "<progress" in first.content.decode()
    assert first.context["batch"].results[-1][1] == "done"
    assert not first.context["batch"].is_over
    desk.post(f"{shown}step/", headers=HTMX)
    batch = Batch.objects.get()
    assert (batch.is_over, set(batch.changed)) == (True, set(members))


def test_what_is_not_one_s_own_is_left_and_told(as_seat, house):
    (foreign,) = [post(house, where=thread(house, "là-bas", title=house.weekly)).thread_id]
    (mine,) = threads(house, 1)
    batch = draft_batch(account_id=house.accounts["community_manager"].pk, act="close", items=[mine, foreign])
    batch = step_batch(account_id=house.accounts["community_manager"].pk, batch_id=batch.pk)
    assert [outcome for _pk, outcome, _words in batch.results] == ["done", "refused"]
    guest = draft_batch(account_id=house.accounts["guest"].pk, act="reopen", items=[mine])
    assert step_batch(account_id=house.accounts["guest"].pk, batch_id=guest.pk).results[0][1] == "refused"


def test_a_draft_without_lines_or_act_is_refused_and_another_s_batch_is_not_found(as_seat, house):
    desk, mine = as_seat("moderator"), house.accounts["moderator"].pk
    assert desk.post("/desk/batches/", {"act": "watch"}).status_code == 422
    assert desk.post("/desk/batches/", {"act": "melt", "item": ["1"]}).status_code == 422
    batch = draft_batch(account_id=house.accounts["guest"].pk, act="close", items=[1])
    assert desk.get(f"/desk/batches/{batch.pk}/").status_code == 404
    with pytest.raises(Refusal):
        step_batch(account_id=mine, batch_id=batch.pk)
    with pytest.raises(Refusal):
        undo_batch(account_id=mine, batch_id=batch.pk)
