"""The settings in force in a thread: its own, over those of its space, section, title and group."""

from parvis.conversations.models import Space, Thread
from parvis.publishers.models import LevelSettings, Title
from parvis.publishers.policies import EffectivePolicy, policy_in_force
from parvis.publishers.reads import Setting, settings_at


def policy_of(thread: Thread) -> EffectivePolicy:
    """The settings in force in the thread, no query when they were asked lately and its own are at hand."""
    title, space = thread.title, thread.space
    levels = [getattr(space, "own_policy", None) if space else None, thread.own_policy]
    below = [level for level in levels if level is not None]
    return policy_in_force(group_id=title.group_id, title_id=title.pk, section_id=thread.section_id, below=below)


def thread_settings(thread: Thread) -> dict[str, Setting]:
    """Every setting in the thread, with where it comes from; one query. Its places should be at hand."""
    space = thread.space
    below: list[tuple[str, LevelSettings | None]] = [("space", getattr(space, "own_policy", None))] if space else []
    levels = [*below, ("thread", thread.own_policy)]
    return settings_at(group=thread.title.group, title=thread.title, section=thread.section, below=levels)


def space_settings(space: Space, title: Title | None) -> dict[str, Setting]:
    """Every setting in a space, with where it comes from; one query. `title` is the one it is looked at from."""
    return settings_at(group=space.group, title=title, below=[("space", getattr(space, "own_policy", None))])
