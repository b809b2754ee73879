"""Slow work of the room: reading an article's own page, sending invitations."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from parvis.kit.fetching import fetch_page
from parvis.kit.metadata import read_metadata
from parvis.kit.refusals import ServiceDown
from parvis.publishers.acts import describe_article, token_of
from parvis.publishers.models import Article, Invitation

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


@app.task(name="mail_invitation", retry=RetryStrategy(max_attempts=8, exponential_wait=5))
def mail_invitation(invitation_id: int, address: str) -> None:
    """Sends the link of an invitation; `address` is the public address of this installation."""
    invitation = Invitation.objects.select_related("group", "title", "invited_by").get(pk=invitation_id)
    with translation.override(invitation.group.language):
        context = {"invitation": invitation, "link": f"{address}/members/invitation/{token_of(invitation)}/"}
        words = render_to_string("publishers/mail_invitation.txt", context)
        place = invitation.title or invitation.group
        send_mail(_("You are invited to the desk of %(place)s") % {"place": place}, words, None, [invitation.mail])
