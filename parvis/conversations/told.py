"""What members are told about posts and articles, in words: in the page, on the square, by mail."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from parvis.conversations.models import Post, Selection
from parvis.kit.markup import excerpt
from parvis.members.models import Notice
from parvis.members.telling.letters import Told
from parvis.moderation.letters import decision_letter
from parvis.publishers.models import Article

LONGEST_EXCERPT = 280


def address_of_post(post: Post) -> str:
    """The absolute address where a post is read: under its article, else on the square; thread, title and article at hand."""
    thread = post.thread
    if thread.article:
        return f"{thread.article.address}#parvis-{post.pk}"
    branch = f"replies/{post.root_id}/" if post.root_id else ""
    return f"{settings.PARVIS_ADDRESS}/t/{thread.title.key}/{thread.pk}/{branch}#parvis-{post.pk}"


def posts(notices: list[Notice]) -> dict[int, Told]:
    """Notices about new posts, those still in sight; one query."""
    found = _visible(notice.data.get("post") for notice in notices)
    return {notice.pk: _told(notice, post) for notice in notices if (post := found.get(notice.data.get("post", 0)))}


def _visible(ids: Iterable[Any]) -> dict[int, Post]:
    shown = Post.objects.visible().select_related("author", "thread__title", "thread__article")
    return {post.pk: post for post in shown.filter(pk__in=[pk for pk in ids if pk], thread__is_shown=True)}


def _told(notice: Notice, post: Post) -> Told:
    name = {"name": post.author.pseudonym}
    said = {
        "reply": _("%(name)s replied to you"),
        "mention": _("%(name)s named you in a post"),
        "thread": _("New post by %(name)s"),
        "author": _("New post by %(name)s, whom you follow"),
        "section": _("New discussion, opened by %(name)s"),
    }[notice.kind] % name
    return Told(
        said, address_of_post(post), post.thread.name, excerpt(post.text, LONGEST_EXCERPT), link_words=_("Read and answer")
    )


def followed(notices: list[Notice]) -> dict[int, Told]:
    """Notices of a followed section: new discussions, and new articles; two queries."""
    articles = Article.objects.select_related("section", "title").in_bulk(
        [n.data["article"] for n in notices if "article" in n.data]
    )
    told = posts([notice for notice in notices if "post" in notice.data])
    for notice in notices:
        if article := articles.get(notice.data.get("article", 0)):
            told[notice.pk] = _told_of(article)
    return told


def _told_of(article: Article) -> Told:
    section = str(article.section.name if article.section else article.title.name)
    words = {"section": section, "headline": str(article)}
    said = _("New in %(section)s: %(headline)s") % words
    return Told(said, article.address, section, article.summary, link_words=_("Read the article"))


def selected(notices: list[Notice]) -> dict[int, Told]:
    """Notices that the newsroom chose a post, while it is chosen and in sight; two queries."""
    chosen = Selection.objects.filter(pk__in=[notice.data.get("selection", 0) for notice in notices], ended_at__isnull=True)
    found = _visible(chosen.values_list("post_id", flat=True))
    told = {}
    for notice in notices:
        if post := found.get(notice.data.get("post", 0)):
            said = _("The newsroom chose your post")
            told[notice.pk] = Told(said, address_of_post(post), post.thread.name, excerpt(post.text, LONGEST_EXCERPT))
    return told


def decisions(notices: list[Notice]) -> dict[int, Told]:
    """Notices about decisions, with the rule and the reason; a post in sight is linked to where it is read."""
    about = {notice.pk: str(notice.data.get("subject", "")).partition(":") for notice in notices}
    numbers = {pk: int(number) for pk, (kind, _colon, number) in about.items() if kind == "post" and number.isdecimal()}
    found = _visible(numbers.values())
    told = {}
    for notice in notices:
        letter, post = decision_letter(notice), found.get(numbers.get(notice.pk, 0))
        place = address_of_post(post) if post else f"{settings.PARVIS_ADDRESS}/members/me/#post-{numbers.get(notice.pk, '')}"
        heading = post.thread.name if post else ""
        told[notice.pk] = Told(letter.subject, place, heading, details=tuple(letter.paragraphs[1:]))
    return told
