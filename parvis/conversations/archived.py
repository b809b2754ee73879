"""What is known of imports: each run, what it could not take, and under which ref each thing came."""

from django.conf import settings
from django.db import models

from parvis.publishers.models import Title


class ImportRun(models.Model):
    """One archive being imported into one title; `done` records are safe, so that a killed run goes on from there."""

    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="imports")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    format = models.CharField(max_length=20)
    source = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    done = models.BigIntegerField(default=0)
    is_read = models.BooleanField(default=False)
    settled_thread = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # The same archive is not imported twice at once; relied on to resume.
            models.UniqueConstraint(
                fields=["title", "fingerprint"], condition=models.Q(finished_at__isnull=True), name="one_unfinished_import"
            )
        ]

    def __str__(self) -> str:
        return f"import {self.pk} of {self.source}"


class ImportNote(models.Model):
    """A record that could not be taken, or was taken repaired: where it stands in the file, and why."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="notes")
    is_taken = models.BooleanField(default=False)
    place = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    ref = models.CharField(max_length=400)
    reason = models.CharField(max_length=30)
    detail = models.TextField(blank=True)

    class Meta:
        indexes = [
            # Whether the article of a post was itself left out.
            models.Index(fields=["run", "kind", "ref"], name="import_note_of"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


class ImportedArticle(models.Model):
    """The thread that stands for an article, or for a thread of its own, of an archive; `first` names the post that opens it."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=400)
    thread = models.ForeignKey("conversations.Thread", on_delete=models.CASCADE, related_name="+")
    first = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["title", "ref"], name="imported_article_once")]

    def __str__(self) -> str:
        return self.ref


class ArchivedRef(models.Model):
    """The lasting name of a post outside this house: the archive's, or the one our export gave it.

    Written once per post and title; it is what makes importing twice change nothing.
    """

    post = models.OneToOneField("conversations.Post", on_delete=models.CASCADE, primary_key=True, related_name="archived")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="+", db_index=False)
    ref = models.CharField(max_length=400)
    run = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["title", "ref"], name="archived_ref_once")]

    def __str__(self) -> str:
        return self.ref


class AwaitedLink(models.Model):
    """A parent or a quoted post not yet met when its answer was imported; gone when the run ends."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey("conversations.Post", on_delete=models.CASCADE, related_name="+")
    is_quote = models.BooleanField(default=False)
    place = models.CharField(max_length=60)
    ref = models.CharField(max_length=400)

    def __str__(self) -> str:
        return f"{self.post_id} awaits {self.ref}"
