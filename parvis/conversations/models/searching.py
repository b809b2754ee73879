"""What is searched: the words of posts and of headlines, reduced by the dictionary of their language."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from parvis.conversations.models.posts import Post
from parvis.conversations.models.threads import Thread
from parvis.publishers.models import Title


class SearchEntry(models.Model):
    """A post as it is searched. `words` also hold marks that no text can: `@t<title>`, `@l<tongue>`, `@s<standing>`.

    Apart from the post, whose counters change all day: an index of words is dear to change.
    """

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="search_entry")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    words = SearchVectorField()

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="words_of_posts"),
            # A title's posts, newest first: where a common word is looked for.
            models.Index(fields=["title", "-written_at", "-post"], name="searched_by_date"),
        ]

    def __str__(self) -> str:
        return f"words of post {self.post_id}"


class HeadlineEntry(models.Model):
    """A discussion as it is searched: the headline and summary of its article."""

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, primary_key=True, related_name="headline_entry")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="+", db_index=False)
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="words_of_headlines")]

    def __str__(self) -> str:
        return f"words of thread {self.thread_id}"
