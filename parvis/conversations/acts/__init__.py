"""The verbs of conversations: the only code that writes this room's tables (with the archive's loader)."""

from parvis.conversations.acts.hosting import close_thread, pin_post, reopen_thread, select_post, unpin_post, unselect_post
from parvis.conversations.acts.publishing import publish_post
from parvis.conversations.acts.reacting import react, take_reaction_back
from parvis.conversations.acts.rewriting import edit_post, withdraw_post
from parvis.conversations.acts.standing import give_post_standing
from parvis.conversations.acts.threads import thread_under, touch_thread

__all__ = [
    "close_thread",
    "edit_post",
    "give_post_standing",
    "pin_post",
    "publish_post",
    "react",
    "reopen_thread",
    "select_post",
    "take_reaction_back",
    "thread_under",
    "touch_thread",
    "unpin_post",
    "unselect_post",
    "withdraw_post",
]
