"""Threads, posts and what people do with them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.members.models import Member
from parvis.moderation.models import Moderated, Standing
from parvis.publishers.models import Article, Section, Title


class Thread(models.Model):
    """A discussion; `version` rises with everything a reader could see change."""

    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="threads")
    section = models.ForeignKey(Section, on_delete=models.SET_NULL, null=True, related_name="threads")
    article = models.OneToOneField(Article, on_delete=models.PROTECT, related_name="thread", null=True)
    opened_at = models.DateTimeField()
    version = models.BigIntegerField(default=1)
    visible_posts = models.PositiveIntegerField(default=0)
    last_post_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["title", "-last_post_at"], name="threads_by_activity")]

    def __str__(self) -> str:
        return f"thread {self.pk}"

    @property
    def closure(self) -> "Closure | None":
        """The closing in force, if any; no query when reads.threads_with_places brought it."""
        kept: list[Closure] | None = getattr(self, "open_closures", None)
        found = kept if kept is not None else list(self.closures.filter(ended_at__isnull=True))
        return found[0] if found else None

    @property
    def is_stored(self) -> bool:
        """Whether it exists in the database: under an article where nobody has written yet, it does not."""
        return not self._state.adding


class Closure(models.Model):
    """A thread's closing, by whom and why; reopened when `ended_at` is set."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="closures")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread"], condition=models.Q(ended_at__isnull=True), name="closed_once")]

    def __str__(self) -> str:
        return f"closure of {self.thread_id}"


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

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="posts")
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
            # The replies under a root, oldest first.
            models.Index(fields=["root", "written_at", "id"], condition=models.Q(root__isnull=False), name="replies_of_root"),
            # A member's posts, newest first: history, rate, repeats.
            models.Index(fields=["author", "-written_at"], name="posts_of_author"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], condition=~models.Q(key=""), name="post_key_once"),
        ]

    def __str__(self) -> str:
        return f"post {self.pk}"

    @property
    def subject(self) -> str:
        """How moderation names it."""
        return f"post:{self.pk}"

    @property
    def root_or_self_id(self) -> int:
        """The identifier of the root of its branch."""
        return self.root_id or self.pk


class Revision(models.Model):
    """A post as it was before an edit."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    source = models.TextField()
    html = models.TextField()
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="revision_once")]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.post_id}"


REACTIONS = ("agree", "useful", "moving")


class Reaction(models.Model):
    """A member's reaction to a post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reaction_rows")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "member", "kind"], name="reaction_once")]
        indexes = [models.Index(fields=["member", "post"], name="reactions_of_member")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.post_id}"


class Honour(models.Model):
    """What Pin and Selection share: who, when, until when."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="%(class)ss")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="%(class)ss")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__.lower()} of {self.post_id}"


class Pin(Honour):
    """A post kept at the top of its thread by the desk."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post"], condition=models.Q(ended_at__isnull=True), name="pinned_once")]


class Selection(Honour):
    """A post chosen by the newsroom."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post"], condition=models.Q(ended_at__isnull=True), name="selected_once")]


# What imports left behind; in a file of its own, registered here.
from parvis.conversations.archived import ArchivedRef, AwaitedLink, ImportedArticle, ImportNote, ImportRun  # noqa: E402, F401
