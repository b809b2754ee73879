"""Publishing a post: seen, held, refused, sent twice."""

import pytest

from parvis.conversations.acts import publish_post, thread_under
from parvis.conversations.models import Post, Thread
from parvis.journal.models import Fact
from parvis.kit.refusals import Refusal
from parvis.moderation.models import Case, Screening, Standing, StandingChange
from parvis.publishers.acts import set_policy
from parvis.testing.cast import post, reader, thread


def test_a_first_post_opens_its_thread_and_is_counted(house):
    written = post(house)
    opened = Thread.objects.get(pk=written.thread_id)
    assert written.standing == Standing.PUBLISHED
    assert (opened.visible_posts, opened.version) == (1, 2)
    assert Fact.objects.filter(name="PostPublished", data__post_id=written.pk).count() == 1
    assert StandingChange.objects.get(subject=written.subject).after == "published"


def test_a_reply_is_counted_at_its_root_and_its_parent(house):
    root = post(house)
    reply = post(house, parent=root)
    deeper = post(house, parent=reply)
    root.refresh_from_db()
    reply.refresh_from_db()
    assert (root.replies, reply.replies, deeper.depth, deeper.root_id) == (2, 1, 2, root.pk)


def test_the_same_key_writes_once(house):
    member, place = reader(house), thread(house)
    first = publish_post(member=member, thread=place, source="Une remarque tout à fait posée sur le pont.", key="k1")
    again = publish_post(member=member, thread=thread(house), source="Une remarque tout à fait posée sur le pont.", key="k1")
    assert again.is_repeat
    assert again.post.pk == first.post.pk
    assert Post.objects.count() == 1


def test_before_publication_everything_waits_for_the_desk(house):
    set_policy(group=house.group, title=house.daily, mode="pre")
    written = post(house)
    assert written.standing == Standing.HELD
    assert Case.objects.get(subject=written.subject).cause == "held"
    assert Thread.objects.get(pk=written.thread_id).visible_posts == 0
    assert Screening.objects.get(subject=written.subject).outcome == "hold"


def test_a_text_too_long_is_refused_with_its_reason_and_nothing_is_written(house):
    member = reader(house)
    with pytest.raises(Refusal) as refused:
        publish_post(member=member, thread=thread(house), source="très long " * 500)
    assert refused.value.status == 422
    assert "3" in refused.value.message
    assert not Post.objects.exists()


def test_a_member_of_another_group_may_not_write_here(house, other_house):
    with pytest.raises(Refusal) as refused:
        publish_post(member=reader(other_house), thread=thread(house), source="Bonjour à tous et à toutes.")
    assert refused.value.code == "other_group"


def test_a_reply_to_a_post_that_is_gone_keeps_the_text_with_its_author(house):
    with pytest.raises(Refusal) as refused:
        publish_post(member=reader(house), thread=thread(house), source="Bonjour à tous et à toutes.", parent_id=999_999)
    assert refused.value.code == "parent_gone"


def test_a_thread_is_opened_once_under_its_article(house):
    article = thread(house).article
    assert thread_under(article=article) == thread_under(article=article)
