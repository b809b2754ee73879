"""What the author of a judged post is told, in words: the same in the page, the mail and the desk's preview."""

from django.utils.translation import gettext as _

from parvis.moderation.models import Standing


def words_for_the_author(after: str, subject: str = "") -> str:
    """The sentence that goes with the standing a decision gave to a subject (`post:91`, `profile:4`)."""
    if subject.startswith("profile:"):
        return _words_on_a_profile(after)
    return {
        Standing.PUBLISHED: _("Your post has been published."),
        Standing.REFUSED: _("Your post was not published."),
        Standing.REMOVED: _("Your post was removed."),
        Standing.HIDDEN: _("Your post is hidden while the newsroom looks at it."),
    }.get(Standing(after) if after in Standing.values else Standing.WITHDRAWN, _("A decision was made about your post."))


def _words_on_a_profile(after: str) -> str:
    if after == Standing.PUBLISHED:
        return _("What you say of yourself is shown on your page.")
    if after == Standing.HIDDEN:
        return _("What you say of yourself is hidden while the newsroom looks at it.")
    return _("What you say of yourself is no longer shown on your page.")
