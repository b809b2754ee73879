"""Streams by topic, behind a pass."""

import asyncio
import json
from typing import Any

from parvis.kit.listening import Touch, read_touch
from parvis.kit.tests.asgi_client import Client, http_scope
from parvis.kit.tests.test_live import in_loop, until
from parvis.kit.topics import TopicHub


def opened(shown: str) -> tuple[int, ...]:
    return {"both": (1, 2), "first": (1,)}.get(shown, ())


async def following(hub: TopicHub, query: bytes) -> tuple[Client, "asyncio.Future[None]"]:
    client = Client()
    task = asyncio.ensure_future(hub(http_scope("/desk/live", query=query), client.receive, client.send))
    await until(lambda: len(client.sent) >= 2 or task.done())
    return client, task


def told(client: Client) -> list[dict[str, Any]]:
    return [json.loads(line[6:]) for line in client.body.decode().splitlines() if line.startswith("data: ")]


def test_one_hears_of_the_topics_of_one_s_pass_and_of_no_other() -> None:
    async def story() -> None:
        hub = TopicHub(opened)
        both, one = await following(hub, b"pass=both")
        first, other = await following(hub, b"pass=first")
        hub.touch(2, "case", 17)
        hub.touch(1, "thread", 4)
        await until(lambda: len(told(both)) == 2 and told(first))
        assert told(both)[0] == {"topic": 2, "kind": "case", "number": 17}
        assert told(first) == [{"topic": 1, "kind": "thread", "number": 4}]
        both.left.set()
        first.left.set()
        await asyncio.gather(one, other)
        assert hub.readers == 0
        assert hub._threads == {}

    in_loop(story)


def test_a_false_pass_opens_nothing_and_another_verb_neither() -> None:
    async def story() -> None:
        client, _task = await following(TopicHub(opened), b"pass=forged")
        assert client.status == 403
        refused = Client()
        await TopicHub(opened)(http_scope("/desk/live", method="POST"), refused.receive, refused.send)
        assert refused.status == 405

    in_loop(story)


def test_after_a_gap_everyone_is_told_once_to_look_again() -> None:
    async def story() -> None:
        hub = TopicHub(opened)
        client, task = await following(hub, b"pass=both")
        hub.catch_up_all()
        await until(lambda: told(client))
        assert [one["kind"] for one in told(client)] == ["all"]
        hub.close()
        await task

    in_loop(story)


def test_what_is_not_a_touch_is_left_out() -> None:
    assert read_touch("3:case:17") == Touch(3, "case", 17)
    assert read_touch("3:case") is None
    assert read_touch("x:case:1") is None
