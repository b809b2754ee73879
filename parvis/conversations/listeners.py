"""What the room does when told a fact."""

from parvis.conversations.acts.indexing import index_headline
from parvis.conversations.acts.threads import touch_thread
from parvis.conversations.acts.weighing import mark_to_weigh
from parvis.conversations.models import Post, Thread
from parvis.journal.models import Fact

# A name is also written in pages kept in memory; the threads of this many last posts are refreshed at once.
MOST = 500


def refresh_threads_of_the_member(fact: Fact) -> None:
    """Has every page where the member appears made again with the new name."""
    recent = Post.objects.filter(author_id=fact.member_id).order_by("-written_at").values_list("thread_id", flat=True)
    for thread_id in sorted(set(recent[:MOST])):
        touch_thread(thread_id, "state")


def index_the_headline(fact: Fact) -> None:
    """Has the discussion found by what its article is now called."""
    for thread in Thread.objects.select_related("article", "title").filter(article=fact.data["article_id"]):
        index_headline(thread)


def weigh_what_was_judged(fact: Fact) -> None:
    """Has the branch of a post that was signalled or judged weighed anew."""
    kind, _colon, number = str(fact.data["subject"]).partition(":")
    if kind == "post" and (post := Post.objects.filter(pk=number).first()):
        mark_to_weigh(post.root_or_self_id)
