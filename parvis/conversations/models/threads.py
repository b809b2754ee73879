"""Discussions, under an article or of their own in a space; their own settings, and when they are closed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from parvis.conversations.models.spaces import Space
from parvis.publishers.models import Article, Section, Title


class ThreadQuerySet(models.QuerySet["Thread"]):
    """Phrases about threads."""

    def public(self) -> "ThreadQuerySet":
        """Threads that readers find in lists: at least one visible post, and the first words in sight."""
        return self.filter(visible_posts__gt=0, is_shown=True)


class Thread(models.Model):
    """A discussion; `version` rises with everything a reader could see change.

    One under no article has a heading of its own, a first post that says what it is about, and mostly a space.
    """

    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="threads")
    section = models.ForeignKey(Section, on_delete=models.SET_NULL, null=True, related_name="threads")
    article = models.OneToOneField(Article, on_delete=models.PROTECT, related_name="thread", null=True)
    space = models.ForeignKey(Space, on_delete=models.SET_NULL, related_name="threads", null=True)
    heading = models.CharField(max_length=160, blank=True)
    first = models.OneToOneField("conversations.Post", on_delete=models.PROTECT, related_name="opens", null=True)
    # Whether readers may open it: a thread of its own lives and goes with its first post. Kept by the acts.
    is_shown = models.BooleanField(default=True)
    # Where its posts went when it was joined to another; its address leads there.
    moved_to = models.ForeignKey("self", on_delete=models.SET_NULL, related_name="+", null=True)
    opened_at = models.DateTimeField()
    version = models.BigIntegerField(default=1)
    visible_posts = models.PositiveIntegerField(default=0)
    last_post_at = models.DateTimeField(null=True)
    # What is in force, so that a page finds it without asking: the newest row of each kind that has not ended.
    own_policy = models.OneToOneField("ThreadPolicy", on_delete=models.SET_NULL, null=True, related_name="+")
    note = models.OneToOneField("HostNote", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ThreadQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["title", "-last_post_at"], name="threads_by_activity"),
            # The pages of a space in each of its orders.
            models.Index(
                fields=["space", "-last_post_at", "-id"], condition=models.Q(space__isnull=False), name="space_by_activity"
            ),
            models.Index(fields=["space", "-opened_at", "-id"], condition=models.Q(space__isnull=False), name="space_by_opening"),
            models.Index(
                fields=["space", "-visible_posts", "-id"], condition=models.Q(space__isnull=False), name="space_by_posts"
            ),
        ]

    def __str__(self) -> str:
        return self.heading or f"thread {self.pk}"

    @property
    def name(self) -> str:
        """What it is about, for people: its heading, the article's headline or address; its article should be at hand."""
        return self.heading or (str(self.article) if self.article else _now("Discussion"))

    @property
    def answers(self) -> int:
        """How many visible posts answer the one that opens it; all of them under an article."""
        return max(self.visible_posts - 1, 0) if self.first_id and self.heading else self.visible_posts

    @property
    def is_own(self) -> bool:
        """Whether it stands by itself, under no article."""
        return self.article_id is None

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


class ClosureCause(models.TextChoices):
    """What closed a thread."""

    HAND = "hand", _("Closed by hand")
    SCHEDULE = "schedule", _("Closed on schedule")
    AGE = "age", _("Closed for its age")


class Closure(models.Model):
    """A thread's closing, by whom and why; reopened when `ended_at` is set. The clock's own closings have no account."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="closures")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    cause = models.CharField(max_length=10, choices=ClosureCause.choices, default=ClosureCause.HAND)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread"], condition=models.Q(ended_at__isnull=True), name="closed_once")]

    def __str__(self) -> str:
        return f"closure of {self.thread_id}"


class ThreadPin(models.Model):
    """A thread kept at the top of its space by the desk."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="thread_pins")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread"], condition=models.Q(ended_at__isnull=True), name="thread_pinned_once")
        ]

    def __str__(self) -> str:
        return f"pin of {self.thread_id}"
