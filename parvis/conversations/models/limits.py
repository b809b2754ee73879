"""A place's and a thread's own settings, and who was invited to speak there."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.conversations.models.spaces import Space
from parvis.conversations.models.threads import Thread
from parvis.members.models import Member
from parvis.publishers.models import LevelSettings


class SpacePolicy(LevelSettings):
    """A space's own settings, over those of its title or group."""

    space = models.OneToOneField(Space, on_delete=models.CASCADE, related_name="own_policy")

    def __str__(self) -> str:
        return f"settings of {self.space}"


class ThreadPolicy(LevelSettings):
    """A thread's own settings, by whom and why. Never edited: a change writes a new row, the former one keeps its end."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="policies")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    told_open_at = models.DateTimeField(null=True, help_text=_("When readers were told that it had opened on time"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread"], condition=models.Q(ended_at__isnull=True), name="one_policy_per_thread")
        ]
        indexes = [
            # What the minute's job asks: acts/keeping_time.py.
            models.Index(
                fields=["opens_at"],
                condition=models.Q(ended_at__isnull=True, told_open_at__isnull=True, opens_at__isnull=False),
                name="threads_to_open",
            ),
            models.Index(
                fields=["closes_at"],
                condition=models.Q(ended_at__isnull=True, closes_at__isnull=False),
                name="threads_to_close",
            ),
        ]

    def __str__(self) -> str:
        return f"settings of {self.thread_id}"


class Speaker(models.Model):
    """A member invited to write in a thread kept to the newsroom and those it invites."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="speakers")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "member"], condition=models.Q(ended_at__isnull=True), name="speaker_once")
        ]

    def __str__(self) -> str:
        return f"{self.member} in {self.thread_id}"
