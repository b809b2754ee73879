"""Who comes in by the API, what their key allows, and how often."""

import hmac
import time

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from parvis.api.acts import hashed
from parvis.api.models import ApiKey
from parvis.kit.refusals import Refusal
from parvis.publishers.models import Title
from parvis.publishers.rights import nothing_here

#: Requests a key may make in a burst, and a second after that, in each web process.
BURST, PER_SECOND = 100.0, 20.0


class KeyRequest(HttpRequest):
    """A request behind the API's door."""

    auth: ApiKey


class KeyDoor(HttpBearer):
    """`Authorization: Bearer <prefix>.<secret>`, with a scope."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey:
        """The key. Raises Refusal 401 (unknown or retired), 403 (another scope) or 429 (too many requests)."""
        prefix, _dot, secret = token.partition(".")
        kept = ApiKey.objects.select_related("group", "title__group").filter(prefix=prefix[:12], retired_at__isnull=True)
        key = kept.first() if "\x00" not in token else None
        if key is None or not hmac.compare_digest(key.secret_hash, hashed(secret)):
            raise Refusal("bad_key", 401, _("This key is unknown or retired."))
        if self.scope not in key.scopes:
            raise Refusal("scope_missing", 403, _("This key does not have the scope “%(scope)s”.") % {"scope": self.scope})
        _ensure_not_too_often(key.pk)
        return key


# Key to (what is left of its burst, when that was true). One process's own; a restart forgives.
_left: dict[int, tuple[float, float]] = {}


def _ensure_not_too_often(key_id: int) -> None:
    now = time.monotonic()
    left, at = _left.get(key_id, (BURST, now))
    left = min(BURST, left + (now - at) * PER_SECOND) - 1
    _left[key_id] = (max(left, 0.0), now)
    if left < 0:
        words = _("Too many requests: at most %(n)s a second.") % {"n": int(PER_SECOND)}
        raise Refusal("too_often", 429, words, retry_after=1)


def title_of(key: ApiKey, title_key: str) -> Title:
    """The title of that key, if the API key opens it. Raises Refusal 404."""
    titles = Title.objects.select_related("group").filter(key=title_key, group_id=key.group_id)
    title = (titles.filter(pk=key.title_id) if key.title_id else titles).first()
    if title is None:
        raise nothing_here()
    return title
