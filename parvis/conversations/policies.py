"""The settings in force in a thread: its own, over those of its space, section, title and group."""

from parvis.conversations.models import Thread
from parvis.publishers.policies import EffectivePolicy, policy_in_force


def policy_of(thread: Thread) -> EffectivePolicy:
    """The settings in force in the thread, no query when they were asked lately and its own are at hand."""
    title, space = thread.title, thread.space
    levels = [getattr(space, "own_policy", None) if space else None, thread.own_policy]
    below = [level for level in levels if level is not None]
    return policy_in_force(group_id=title.group_id, title_id=title.pk, section_id=thread.section_id, below=below)
