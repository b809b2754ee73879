"""Slow and timed work of the room: reading an article's own page, asking feeds, sending invitations."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from parvis.kit.fetching import Document, fetch_document, fetch_page, is_trusted_host, unpacked
from parvis.kit.metadata import read_metadata
from parvis.kit.refusals import ServiceDown
from parvis.publishers.acts import describe_article, token_of
from parvis.publishers.acts.feeds import feeds_to_ask, note_answer, note_failure, take_listed
from parvis.publishers.listings import Listed, read_listing
from parvis.publishers.models import Article, ArticleFeed, Invitation

#: Bounds of one asking: feeds a minute, bytes of a document unpacked, sitemaps of an index.
MOST_AT_ONCE, MOST_BYTES, MOST_SITEMAPS = 50, 20_000_000, 5
PATIENT = RetryStrategy(max_attempts=5, exponential_wait=5, retry_exceptions={ServiceDown})


@app.task(name="enrich_article", retry=PATIENT)
def enrich_article(article_id: int) -> None:
    """Reads the article's page and keeps its own metadata; a page that will never answer is left as it is."""
    article = Article.objects.filter(pk=article_id).first()
    if article is None:
        return
    is_ours = article.address.startswith(settings.PARVIS_ADDRESS + "/")
    try:
        page = fetch_page(article.address, limit_bytes=2_000_000, seconds=10, allow_private=is_ours)
    except ServiceDown as error:
        if error.permanent:
            return
        raise
    describe_article(article=article, described=read_metadata(page.html, page.final_address))


@app.periodic(cron="* * * * *")
@app.task(name="ask_feeds", queueing_lock="ask_feeds")
def ask_feeds(timestamp: int) -> int:
    """Has every feed that is due asked; gives how many. `timestamp` is the minute it was called for."""
    due = feeds_to_ask(most=MOST_AT_ONCE)
    for feed_id in due:
        ask_feed.configure(lock=f"feed:{feed_id}").defer(feed_id=feed_id)
    return len(due)


@app.task(name="ask_feed")
def ask_feed(feed_id: int) -> None:
    """Asks a feed or a sitemap, takes what it lists, and keeps what it answered or why it did not."""
    feed = ArticleFeed.objects.select_related("title__group", "section").filter(pk=feed_id, ended_at__isnull=True).first()
    if feed is None:
        return
    try:
        document = _asked(feed, feed.address, etag=feed.etag, last_modified=feed.last_modified)
        if document.is_same:
            note_answer(feed=feed, document=document)
            return
        listed = _listed(feed, document)
    except ServiceDown as error:
        note_failure(feed=feed, why=str(error))
        return
    taken = take_listed(title=feed.title, listed=listed, section=feed.section)
    note_answer(feed=feed, document=document, listed=len(listed), taken=taken)


def _asked(feed: ArticleFeed, address: str, etag: str = "", last_modified: str = "") -> Document:
    is_near = address.startswith(settings.PARVIS_ADDRESS + "/") or is_trusted_host(address)
    given = {"limit_bytes": MOST_BYTES, "seconds": 20, "allow_private": is_near}
    return fetch_document(address, etag=etag, last_modified=last_modified, **given)  # type: ignore[arg-type]  # each by its name


def _listed(feed: ArticleFeed, document: Document) -> list[Listed]:
    """What the document lists; for an index, what the sitemaps that changed last list."""
    listing = read_listing(unpacked(document.body, MOST_BYTES), document.final_address)
    listed = list(listing.articles)
    for address in listing.sitemaps[:MOST_SITEMAPS]:
        inside = _asked(feed, address)
        listed += read_listing(unpacked(inside.body, MOST_BYTES), inside.final_address).articles
    return listed


@app.task(name="mail_invitation", retry=RetryStrategy(max_attempts=8, exponential_wait=5))
def mail_invitation(invitation_id: int, address: str) -> None:
    """Sends the link of an invitation; `address` is the public address of this installation."""
    invitation = Invitation.objects.select_related("group", "title", "invited_by").get(pk=invitation_id)
    with translation.override(invitation.group.language):
        context = {"invitation": invitation, "link": f"{address}/members/invitation/{token_of(invitation)}/"}
        words = render_to_string("publishers/mail_invitation.txt", context)
        place = invitation.title or invitation.group
        send_mail(_("You are invited to the desk of %(place)s") % {"place": place}, words, None, [invitation.mail])
