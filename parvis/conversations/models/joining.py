"""Two threads made one, so that it can be undone."""

from django.conf import settings
from django.db import models

from parvis.conversations.models.threads import Thread


class ThreadJoin(models.Model):
    """The posts of a thread gone over to another, by whom and when.

    What moved is named, to be given back: `roots` (branches), `refs` (of archives), `carried` (threads joined to it before).
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="joins")
    into = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="joined")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    roots = models.JSONField(default=list)
    refs = models.JSONField(default=list)
    carried = models.JSONField(default=list)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread"], condition=models.Q(undone_at__isnull=True), name="joined_once")]

    def __str__(self) -> str:
        return f"{self.thread_id} into {self.into_id}"
