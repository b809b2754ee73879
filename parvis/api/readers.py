"""In whose name a machine writes: a reader its system knows, or the person who made the key."""

from django.utils.translation import gettext as _

from parvis.api.doors import KeyRequest
from parvis.api.shapes.threads import Author
from parvis.kit.refusals import Refusal
from parvis.members.acts import enter_by_account, enter_by_token
from parvis.members.keys import signing_keys
from parvis.members.models import Member
from parvis.members.reads import identified, member_of_account
from parvis.members.sso import Claims
from parvis.publishers.models import Title
from parvis.publishers.rights import nothing_here


def reader_named(title: Title, author: Author) -> Member:
    """The member this author is, welcomed at the first visit.

    Raises Refusal 422: an issuer that is no single sign-on key's, a name missing or not free.
    """
    claims = Claims(_issuer(title, author), author.subject, author.name, (), title.language)
    member = enter_by_token(group=title.group, claims=claims)
    if not member.is_named:
        raise Refusal("name_needed", 422, _("Give the author a name that is free in this group."), field="author.name")
    return member


def reader_known(title: Title, author: Author) -> Member:
    """The member this author already is. Raises Refusal 404 when nobody came in under that name."""
    member = identified(group=title.group, issuer=_issuer(title, author), subject=author.subject)
    if member is None:
        raise nothing_here()
    return member


def _issuer(title: Title, author: Author) -> str:
    if not author.issuer:
        return f"api:{title.group.key}"
    if author.issuer not in {key.issuer for key in signing_keys(group=title.group, title=title) if not key.retired_at}:
        words = _("This is not the issuer of a single sign-on key of this title.")
        raise Refusal("unknown_issuer", 422, words, field="author.issuer")
    return author.issuer


def maker_as_member(request: KeyRequest, title: Title) -> Member:
    """Whoever made the key, as a member of the title's group, welcomed under their own name the first time."""
    account = request.auth.made_by
    known = member_of_account(account, title.group)
    return known or enter_by_account(group=title.group, account=account, pseudonym=account.name)
