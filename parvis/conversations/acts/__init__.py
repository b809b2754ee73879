"""The verbs of conversations: the only code that writes this room's tables (with the archive's loader)."""

from parvis.conversations.acts.arranging import move_branches, split_branches, undo_arrangement
from parvis.conversations.acts.articles import merge_articles, move_addresses, part_articles
from parvis.conversations.acts.hosting import close_thread, pin_post, reopen_thread, select_post, unpin_post, unselect_post
from parvis.conversations.acts.joining import join_threads, part_threads
from parvis.conversations.acts.notes import end_note_on_post, end_note_on_thread, note_on_post, note_on_thread
from parvis.conversations.acts.opening import move_thread, open_thread, pin_thread, rename_thread, unpin_thread
from parvis.conversations.acts.pictures import drop_pictures, forget_pictures, give_picture
from parvis.conversations.acts.profiles import change_profile
from parvis.conversations.acts.publishing import publish_post
from parvis.conversations.acts.reacting import react, take_reaction_back
from parvis.conversations.acts.rewriting import edit_post, withdraw_post
from parvis.conversations.acts.settings import end_speaker, invite_speaker, set_space_policy, set_thread_policy
from parvis.conversations.acts.spaces import archive_space, change_space, open_space, order_spaces, restore_space
from parvis.conversations.acts.standing import give_post_standing
from parvis.conversations.acts.summoning import end_summons, see_summons, summon
from parvis.conversations.acts.threads import thread_under, touch_thread

__all__ = [
    "archive_space",
    "change_profile",
    "change_space",
    "close_thread",
    "drop_pictures",
    "edit_post",
    "end_note_on_post",
    "end_note_on_thread",
    "end_speaker",
    "end_summons",
    "forget_pictures",
    "give_picture",
    "give_post_standing",
    "invite_speaker",
    "join_threads",
    "merge_articles",
    "move_addresses",
    "move_branches",
    "move_thread",
    "note_on_post",
    "note_on_thread",
    "open_space",
    "open_thread",
    "order_spaces",
    "part_articles",
    "part_threads",
    "pin_post",
    "pin_thread",
    "publish_post",
    "react",
    "rename_thread",
    "reopen_thread",
    "restore_space",
    "see_summons",
    "select_post",
    "set_space_policy",
    "set_thread_policy",
    "split_branches",
    "summon",
    "take_reaction_back",
    "thread_under",
    "touch_thread",
    "undo_arrangement",
    "unpin_post",
    "unpin_thread",
    "unselect_post",
    "withdraw_post",
]
