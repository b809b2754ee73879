"""Posts as they are, and as they were."""

from typing import Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from parvis.conversations.models.threads import Thread
from parvis.members.models import Member
from parvis.moderation.models import Moderated, Standing


class PostQuerySet(models.QuerySet["Post"]):
    """Phrases about posts."""

    def visible(self) -> "PostQuerySet":
        """Posts that readers see."""
        return self.filter(standing=Standing.PUBLISHED)

    def standing_in_page(self) -> "PostQuerySet":
        """Posts that have a place in the page: visible, or gone but with visible replies below."""
        return self.filter(models.Q(standing=Standing.PUBLISHED) | models.Q(replies__gt=0))


class Post(Moderated):
    """A reader's or the staff's words; HTML, text and language are made once, at writing."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="posts", db_index=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    root = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", help_text=_("Empty for a root"))
    quoted = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    depth = models.PositiveSmallIntegerField(default=0)
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="posts")
    badges = models.JSONField(default=list, help_text=_("Badges worn when it was written"))
    source = models.TextField()
    html = models.TextField()
    text = models.TextField()
    language = models.CharField(max_length=5, blank=True)
    revision = models.PositiveSmallIntegerField(default=1)
    # Visible posts below it (all levels for a root), and reactions, kept in the acts' own transactions.
    replies = models.PositiveIntegerField(default=0)
    reactions = models.JSONField(default=dict)
    reacted = models.PositiveIntegerField(default=0)
    # How much it is worth reading, for a root: see worth.py. Weighed anew by a job after what happens around it.
    worth = models.IntegerField(default=0)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=60, blank=True, help_text=_("Given by the client: sent twice, written once"))

    objects = PostQuerySet.as_manager()

    class Meta:
        indexes = [
            # The roots of a page in each sort order; relied on by reads.thread_page whatever the thread's size.
            models.Index(fields=["thread", "-written_at", "-id"], condition=models.Q(parent__isnull=True), name="roots_by_date"),
            models.Index(
                fields=["thread", "-reacted", "-id"], condition=models.Q(parent__isnull=True), name="roots_by_reactions"
            ),
            models.Index(fields=["thread", "-replies", "-id"], condition=models.Q(parent__isnull=True), name="roots_by_replies"),
            models.Index(fields=["thread", "-worth", "-id"], condition=models.Q(parent__isnull=True), name="roots_by_worth"),
            # The replies under a root, oldest first.
            models.Index(fields=["root", "written_at", "id"], condition=models.Q(root__isnull=False), name="replies_of_root"),
            # A thread as its host reads it, newest first, whatever the standing; its last words.
            models.Index(fields=["thread", "-written_at", "-id"], name="posts_of_thread"),
            # What is happening now: the last hours are read from the index alone (heat_measures.py).
            models.Index(fields=["-written_at"], include=["thread", "author", "standing"], name="recent_posts"),
            # What is new in a thread since a member's visit; also the key's own index.
            models.Index(fields=["thread", "id"], name="posts_of_thread_in_order"),
            # A member's posts, newest first: history, rate, repeats.
            models.Index(fields=["author", "-written_at"], name="posts_of_author"),
            # What a member has written in one thread: limits per thread, slow mode.
            models.Index(fields=["author", "thread"], name="posts_of_author_in_thread"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], condition=~models.Q(key=""), name="post_key_once"),
        ]

    def __str__(self) -> str:
        return f"post {self.pk}"

    @cached_property
    def hung(self) -> dict[str, Any] | None:
        """Its picture as a page's row has it, None for none; one query, none when publishing said it."""
        picture = getattr(self, "picture", None)
        return picture.row if picture else None

    @property
    def subject(self) -> str:
        """How moderation names it."""
        return f"post:{self.pk}"

    @property
    def is_first(self) -> bool:
        """Whether it opens a thread of its own; its thread should be at hand."""
        return self.thread.first_id is not None and self.thread.first_id == self.pk

    @property
    def words(self) -> str:
        """All that it says, as it is judged: the heading too when it opens a thread of its own."""
        return said_under(self.thread.heading, self.text) if self.is_first else self.text

    @property
    def root_or_self_id(self) -> int:
        """The identifier of the root of its branch."""
        return self.root_id or self.pk


def said_under(heading: str, text: str) -> str:
    """A heading and the words below it, as they are judged together."""
    return f"{heading}\n\n{text}" if heading else text


class Revision(models.Model):
    """A post as it was before an edit; with its thread's heading when it opens one."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    source = models.TextField()
    html = models.TextField()
    text = models.TextField()
    heading = models.CharField(max_length=160, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="revision_once")]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.post_id}"


class ToWeigh(models.Model):
    """A root post around which something happened since it was last weighed."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="+")
    since = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"post {self.post_id} to be weighed"
