"""What the room does when told a fact."""

from datetime import timedelta

from django.conf import settings

from parvis.conversations.acts.indexing import index_headline
from parvis.conversations.acts.threads import touch_thread
from parvis.conversations.acts.weighing import mark_to_weigh
from parvis.conversations.hearers import tell_of_article, tell_of_post
from parvis.conversations.jobs import mail_summons
from parvis.conversations.models import Post, Selection, Thread
from parvis.journal.models import Fact
from parvis.kit import clock
from parvis.members.telling.acts import drop_notices, tell
from parvis.moderation.acts.decisions import UNDO_LIFE
from parvis.moderation.models import Standing
from parvis.publishers.models import Article

#: An article found long after its day (an old page someone opened, an archive) is not news.
NEWS = timedelta(days=2)
# A name is also written in pages kept in memory; the threads of this many last posts are refreshed at once.
MOST = 500


def refresh_threads_of_the_member(fact: Fact) -> None:
    """Has every page where the member appears made again with the new name."""
    recent = Post.objects.filter(author_id=fact.member_id).order_by("-written_at").values_list("thread_id", flat=True)
    for thread_id in sorted(set(recent[:MOST])):
        touch_thread(thread_id, "state")


def mail_the_summons(fact: Fact) -> None:
    """Has the colleague written to."""
    mail_summons.defer(summons_id=fact.data["summons_id"], address=settings.PARVIS_ADDRESS)


def index_the_headline(fact: Fact) -> None:
    """Has the discussion found by what its article is now called."""
    for thread in Thread.objects.select_related("article", "title").filter(article=fact.data["article_id"]):
        index_headline(thread)


def weigh_what_was_judged(fact: Fact) -> None:
    """Has the branch of a post that was signalled or judged weighed anew."""
    kind, _colon, number = str(fact.data["subject"]).partition(":")
    if kind == "post" and (post := Post.objects.filter(pk=number).first()):
        mark_to_weigh(post.root_or_self_id)


def tell_of_the_post(fact: Fact) -> None:
    """Tells those concerned by a post that has come into sight; an edit may have named someone more."""
    tell_of_post(fact.data["post_id"])


def take_back_what_was_told(fact: Fact) -> None:
    """Takes back what nobody has read yet about a post that is out of sight."""
    drop_notices(about=f"post:{fact.data['post_id']}")


def follow_the_decision(fact: Fact) -> None:
    """Tells of a post that a decision, or its undoing, has put in sight, once the moment to undo has passed; else takes back."""
    kind, _colon, number = str(fact.data["subject"]).partition(":")
    post = Post.objects.filter(pk=int(number)).first() if kind == "post" else None
    if post is None:
        return
    if post.is_visible:
        tell_of_post(post.pk, due_at=fact.at + UNDO_LIFE)
    else:
        drop_notices(about=f"post:{post.pk}")


def tell_the_chosen_author(fact: Fact) -> None:
    """Tells an author that the newsroom chose their post."""
    chosen = Selection.objects.filter(post_id=fact.data["post_id"], ended_at__isnull=True, post__standing=Standing.PUBLISHED)
    for selection in chosen.select_related("post"):
        data = {"post": selection.post_id, "selection": selection.pk, "thread": selection.thread_id}
        tell(member_id=selection.post.author_id, kind="selected", about=f"selection:{selection.pk}", data=data)


def tell_of_the_article(fact: Fact) -> None:
    """Tells those who follow its section of a new article, once its own page has said which it is; never of an old one."""
    article = Article.objects.filter(pk=fact.data["article_id"], section__isnull=False).exclude(headline="").first()
    if article is not None and article.section_id and clock.now() - (article.published_at or article.found_at) < NEWS:
        tell_of_article(article_id=article.pk, section_id=article.section_id)
