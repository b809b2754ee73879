"""What the room does when told a fact."""

from django.conf import settings

from parvis.journal.models import Fact
from parvis.publishers.jobs import enrich_article, mail_invitation


def enrich_the_article(fact: Fact) -> None:
    """Has the new article's own page read."""
    enrich_article.defer(article_id=fact.data["article_id"])


def mail_the_invitation(fact: Fact) -> None:
    """Has the invitation sent."""
    mail_invitation.defer(invitation_id=fact.data["invitation_id"], address=settings.PARVIS_ADDRESS)
