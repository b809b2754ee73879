"""Who comes in by the API, and what their key allows at that moment."""

import hmac

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from parvis.api.pace import Gone, gone_at, note_bad_key
from parvis.kit.refusals import Refusal
from parvis.kit.visitors import address_of
from parvis.machines.acts import note_key_used
from parvis.machines.acts.keys import hashed
from parvis.machines.models import ApiKey
from parvis.machines.rights import current_key, seats_behind
from parvis.machines.scopes import SCOPES
from parvis.publishers.models import Group, Seat, Title
from parvis.publishers.rights import CAPABILITIES, covers, may, nothing_here


class KeyRequest(HttpRequest):
    """A request behind the API's door: its key, in whose name it acts, the seats that keep it alive, what its operation asks."""

    auth: ApiKey
    key: ApiKey
    seats: list[Seat]
    capability: str
    gone: Gone
    account_id: int


class KeyDoor(HttpBearer):
    """`Authorization: Bearer <prefix>.<secret>`, with a scope (none: any key)."""

    def __init__(self, scope: str = "") -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> ApiKey:
        """The key. Raises Refusal 403 when it has not the scope; `let_in` has already said the rest."""
        return self.authenticate(request)

    def authenticate(self, request: HttpRequest, token: str = "") -> ApiKey:
        """The same; the token has been read by `let_in`."""
        key: ApiKey = request.key  # type: ignore[attr-defined]  # put there by let_in
        if self.scope and self.scope not in key.scopes:
            raise Refusal("scope_missing", 403, _("This key does not have the scope “%(scope)s”.") % {"scope": self.scope})
        request.capability = SCOPES[self.scope].capability if self.scope else "read"  # type: ignore[attr-defined]  # read by title_of
        return key


def let_in(request: KeyRequest) -> None:
    """Puts on the request its key, the seats behind it and its pace.

    Raises Refusal 401 (unknown, retired or expired key, or one whose maker has left) or 429 (too many requests).
    """
    key = _key_of(request)
    seats = seats_behind(key) if key else []
    if key is None or not seats:
        note_bad_key(address_of(request))
        raise bad_key()
    request.key, request.seats, request.account_id = key, seats, key.made_by_id
    request.gone = gone_at(key.pk)
    note_key_used(key)


def _key_of(request: HttpRequest) -> ApiKey | None:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    prefix, _dot, secret = token.strip().partition(".")
    if scheme.lower() != "bearer" or not (secret and token.isascii() and token.isprintable()):
        return None
    key = current_key(prefix[:12])
    return key if key and hmac.compare_digest(key.secret_hash, hashed(secret)) else None


def bad_key() -> Refusal:
    """The same words for a key that is missing, wrong, retired, expired or orphaned: nothing is said to whoever guesses."""
    return Refusal("bad_key", 401, _("This key is unknown or retired."))


def title_of(request: KeyRequest, title_key: str) -> Title:
    """The title of that key, if the API key opens it and the seat behind allows the operation at the whole title.

    Raises Refusal 404, or 403 when the seat does not (any more) allow it.
    """
    key = request.auth
    titles = Title.objects.select_related("group").filter(key=title_key, group_id=key.group_id)
    title = (titles.filter(pk=key.title_id) if key.title_id else titles).first()
    if title is None or not any(covers(seat, title, seat.section_id) for seat in request.seats):
        raise nothing_here()
    if not may(request.seats, request.capability, title=title):
        raise Refusal("not_your_role", 403, _("The seat of whoever made this key does not allow this here."))
    return title


def group_of(request: KeyRequest, title: Title) -> Group:
    """The title's whole group, for a key of the group whose maker's seat allows the operation there. Raises Refusal 403."""
    whole = [seat for seat in request.seats if seat.title_id is None and request.capability in CAPABILITIES[seat.role]]
    if request.auth.title_id or not whole:
        raise Refusal("not_the_group", 403, _("This key does not open the whole group."))
    return title.group
