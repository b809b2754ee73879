"""What the author of a judged post is told, in words: the same in the page, the mail and the desk's preview."""

from django.utils.translation import gettext as _

from parvis.moderation.models import Standing


def words_for_the_author(after: str) -> str:
    """The sentence that goes with the standing a decision gave."""
    return {
        Standing.PUBLISHED: _("Your post has been published."),
        Standing.REFUSED: _("Your post was not published."),
        Standing.REMOVED: _("Your post was removed."),
        Standing.HIDDEN: _("Your post is hidden while the newsroom looks at it."),
    }.get(Standing(after) if after in Standing.values else Standing.WITHDRAWN, _("A decision was made about your post."))
