"""What the house holds of a member, column by column: what they are told of it, and what becomes of it when they are erased.

Every column that points to a member stands here (testing/test_habits.py); a new table adds its line.
"""

from django.utils.translation import gettext_lazy as _

from parvis.members.leaving.held import Held

DATA: dict[str, Held] = {
    "members.Member.pk": Held(
        "kept",
        _("Who you are here"),
        ("group__name", "pseudonym", "language", "badges", "published_posts", "joined_at", "seen_at", "account__mail"),
        why="The row stays, without a name, so that the posts kept have an author",
    ),
    "members.Identity.member": Held(
        "kept",
        _("Your ways in"),
        ("kind", "issuer", "subject", "since"),
        why="Gone, but those of archives, which are sealed so that importing again brings nobody back",
    ),
    "members.Notice.member": Held(
        "deleted", _("What you were told"), ("made_at", "kind", "about", "data", "seen_at", "mailed_at")
    ),
    "members.Restriction.member": Held(
        "deleted", _("What the desk asked of you"), ("title__name", "kind", "amount", "told", "at", "until", "ended_at")
    ),
    "members.Byline.member": Held("deleted", _("Articles you sign"), ("name", "at")),
    "members.NoticeChoice.member": Held("deleted", _("How you want to be told"), ("kind", "way")),
    "members.KeptMail.member": Held("deleted", _("The address kept to write to you"), ("mail", "agreed_at")),
    "members.Mailing.member": Held("deleted", _("Letters sent to you"), ("cadence", "made_at", "taken_at", "error")),
    "members.DataExport.member": Held("deleted", _("Copies you asked for"), ("asked_at", "ready_at", "expires_at", "size")),
    "members.Erasure.member": Held("kept", _("Erasures you asked for"), ("asked_at", "due_at", "keeps_words", "cancelled_at")),
    "members.Reminder.member": Held("deleted", _("Letters before an inactive account is erased"), ("days", "sent_at")),
    "members.SealedRecord.member": Held("kept", why="Made at erasure, destroyed after a year: the law asks for it"),
    "moderation.Case.author": Held(
        "kept",
        _("Your posts that the desk looked at"),
        ("subject", "title__name", "cause", "words", "opened_at", "closed_at"),
        why="Evidence, without a name, as long as the law asks",
    ),
    "moderation.Decision.author": Held(
        "kept",
        _("Decisions about your posts, and why"),
        (
            "subject",
            "verdict",
            "rule__number",
            "rule__title_fr",
            "rule__title_en",
            "reason",
            "before",
            "after",
            "decided_at",
            "undone_at",
        ),
        why="Evidence, without a name, as long as the law asks",
    ),
    "moderation.CaseNote.member": Held(
        "kept",
        _("What colleagues noted on cases about you"),
        ("words", "at"),
        why="With the evidence; those of cases without decision are deleted",
    ),
    "moderation.MemberNote.member": Held("deleted", _("What colleagues noted about you"), ("words", "at")),
    "moderation.Signal.member": Held(
        "kept", _("Signals you made"), ("subject", "title__name", "reason", "words", "at"), why="Untied by its room"
    ),
    "conversations.Post.author": Held(
        "kept",
        _("Your posts"),
        (
            "id",
            "thread_id",
            "thread__title__name",
            "thread__article__address",
            "thread__heading",
            "parent_id",
            "written_at",
            "edited_at",
            "standing",
            "source",
            "language",
            "reactions",
        ),
        why="Of “Deleted account”, or emptied, as the member chose",
    ),
    "conversations.Reaction.member": Held(
        "deleted", _("Your reactions"), ("post_id", "kind", "at"), why="Taken out of the counts"
    ),
    "conversations.Picture.member": Held(
        "kept",
        _("Your pictures"),
        ("key", "post_id", "described", "width", "height", "given_at"),
        why="With the words of its post: kept, or erased with its files",
    ),
    "conversations.Profile.member": Held(
        "deleted", _("What you say of yourself"), ("source", "standing", "shows_posts", "is_listed", "changed_at")
    ),
    "conversations.Following.member": Held(
        "deleted", _("What you follow"), ("thread_id", "author__pseudonym", "section__name", "since")
    ),
    "conversations.Following.author": Held("deleted", why="Others’ choice: they follow you"),
    "conversations.Mute.member": Held("deleted", _("Whom you do not want to read"), ("muted__pseudonym", "since")),
    "conversations.Mute.muted": Held("deleted", why="Others’ choice, which you are not told of"),
    "conversations.Visit.member": Held("deleted", _("How far you have read"), ("thread_id", "last_post", "at")),
    "conversations.Mention.member": Held("deleted", _("Posts that name you"), ("post_id",), why="The link goes, and the name"),
    "conversations.Speaker.member": Held("deleted", _("Discussions where you are invited to speak"), ("thread_id", "at")),
}

#: What rooms do beyond the table, in this order.
ERASERS = [
    "parvis.moderation.acts.leaving.forget_in_cases",
    "parvis.conversations.acts.leaving.erase_posts",
]
