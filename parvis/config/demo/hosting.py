"""What the demo's newsroom does beside its discussions: signatures, notes, limits, a member restricted."""

from datetime import datetime, timedelta

from parvis.config.demo.content import desk, house_plan, stories
from parvis.config.demo.opening import Cast
from parvis.config.demo.playing import Scene
from parvis.config.demo.typography import french
from parvis.conversations.acts import note_on_post, note_on_thread, set_thread_policy
from parvis.members.badges.acts import claim_byline, define_badge
from parvis.members.restrictions.acts import restrict_member


def claim_signatures(cast: Cast) -> None:
    """Each journalist signs their own articles; the group words its own badges."""
    for title, key in sorted({(story.title, story.byline) for story in stories()}):
        person = house_plan().person(key)
        claim_byline(title=cast.titles[title], name=person.name, account_id=cast.accounts[key].pk, by=None)
    words = {"label_fr": "Abonné", "label_en": "Subscriber", "said_fr": "Soutient le journal par son abonnement"}
    words |= {"said_en": "Supports the newspaper by subscribing"}
    define_badge(group=cast.group, key="subscriber", is_subscription=True, rank=20, account_id=None, **words)


def host(cast: Cast, scenes: dict[tuple[str, str, str], Scene], now: datetime) -> None:
    """Notes at the top and under posts, a discussion slowed down, a member held to so many posts a day."""
    for one in desk()["host_notes"]:
        thread = cast.threads[one["title"], one["story"]]
        note_on_thread(account_id=cast.accounts[one["by"]].pk, thread_id=thread.pk, source=french(one["words"]))
    for one in desk()["post_notes"]:
        scene, account = scenes[one["title"], one["story"], one["post"]], cast.accounts[one["by"]].pk
        if scene.post:
            note_on_post(account_id=account, post_id=scene.post.pk, source=french(one["words"]), kind=one["kind"])
    for one in desk()["limits"]:
        thread, account = cast.threads[one["title"], one["story"]], cast.accounts[one["by"]].pk
        set_thread_policy(account_id=account, thread_id=thread.pk, reason=one["reason"], slow_seconds=one["slow_seconds"])
    for one in desk()["restrictions"]:
        words = {"kind": one["kind"], "amount": one["amount"], "reason": one["reason"], "told": french(one["told"])}
        until, member = now + timedelta(days=one["days"]), cast.members[one["member"]]
        restrict_member(member=member, account_id=cast.accounts[one["by"]].pk, until=until, **words)
