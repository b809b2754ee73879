"""What machines are told of a fact: stable identifiers first, words only when asked."""

from collections.abc import Iterable
from typing import Any

import msgspec

from parvis.conversations.models import Post, Thread
from parvis.conversations.pages import moment
from parvis.journal.models import Fact
from parvis.kit.remembered import remembered
from parvis.machines.models import Sending
from parvis.publishers.models import Group, Title

#: What facts carry of readers' own choosing: it is in no log, and goes with the words of posts or not at all.
OF_READERS = {"pseudonym", "heading"}


def data_of(fact: Fact) -> dict[str, Any]:
    """What a fact is told with, words apart; three queries at most.

    `post` is the post's number from the moment it is written, before any decision: the same in `post.held`,
    `case.opened` and `decision.made`.
    """
    plain = {name: value for name, value in fact.data.items() if isinstance(value, str | int | float | bool | None)}
    carried = {name: value for name, value in plain.items() if name not in OF_READERS}
    post = _number(carried.pop("post_id", None)) or _post_of(str(carried.get("subject", "")))
    thread = _number(carried.pop("thread_id", None)) or _thread_of(post)
    numbers = {name.removesuffix("_id"): value for name, value in carried.items()}
    places = {"group": _group_key(fact.group_id), "title": _title_key(fact.title_id)}
    who = {"member": fact.member_id, "account": fact.account_id}
    return {"fact": fact.pk, **places, **who, "post": post, "thread": thread, "article": _article(thread)} | numbers


def body_of(sending: Sending, post: Post | None) -> bytes:
    """The JSON sent, in the form of the Standard Webhooks contract: type, timestamp, data."""
    data = dict(sending.data)
    if post is not None:
        writer = {"id": post.author_id, "name": post.author.pseudonym, "badges": post.badges}
        data["words"] = {"text": post.text, "html": post.html, "author": writer, "standing": post.standing}
    return msgspec.json.encode({"type": sending.kind, "timestamp": moment(sending.happened_at), "data": data})


def posts_told(sendings: Iterable[Sending]) -> dict[int, Post]:
    """The posts whose words go along, by number; one query, none when no endpoint asks for words."""
    numbers = {one.data.get("post") for one in sendings if one.endpoint.with_words and one.data.get("post")}
    return Post.objects.select_related("author").in_bulk(numbers) if numbers else {}


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def _post_of(subject: str) -> int | None:
    kind, _colon, number = subject.partition(":")
    return int(number) if kind == "post" and number.isdecimal() else None


def _thread_of(post_id: int | None) -> int | None:
    return Post.objects.filter(pk=post_id).values_list("thread_id", flat=True).first() if post_id else None


def _article(thread_id: int | None) -> dict[str, Any] | None:
    if not thread_id:
        return None
    known = Thread.objects.filter(pk=thread_id, article__isnull=False)
    row = known.values("article_id", "article__address", "article__reference").first()
    return {"id": row["article_id"], "address": row["article__address"], "reference": row["article__reference"]} if row else None


def _group_key(group_id: int | None) -> str | None:
    return _key(Group, group_id) if group_id else None


def _title_key(title_id: int | None) -> str | None:
    return _key(Title, title_id) if title_id else None


def _key(of: type[Group] | type[Title], pk: int) -> str | None:
    keys = of._default_manager.filter(pk=pk).values_list("key", flat=True)
    return remembered(f"key of {of.__name__}", pk, keys.first)
