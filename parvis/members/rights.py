"""Whom the door of the readers opens to, and who may say how they come in."""

from django.conf import settings
from django.utils.translation import gettext as _

from parvis.kit.addresses import origin_of
from parvis.kit.refusals import Refusal
from parvis.publishers.models import Group, Origin, Title
from parvis.publishers.rights import ensure_may, ensure_may_in_group, nothing_here


def title_entered(key: str) -> Title:
    """The title at whose door a reader stands. Raises Refusal 404."""
    title = Title.objects.select_related("group").filter(key=key).first()
    if title is None:
        raise nothing_here()
    return title


def ensure_origin(title: Title, origin: str, *, own: str) -> str:
    """The origin a session may be handed to: an allowed one of the title, or this house's `own`.

    Raises Refusal 403 for any other: a session given to a stranger's page would let it write in the reader's name.
    """
    asked = origin_of(origin)
    ours = asked in (origin_of(own), origin_of(settings.PARVIS_ADDRESS))
    if asked != origin or not (ours or Origin.objects.filter(title=title, origin=asked).exists()):
        words = _("This page does not belong to a site of this title: nobody is signed in there.")
        raise Refusal("origin_not_allowed", 403, words)
    return asked


def ensure_may_configure(account_id: int | None, group: Group, title: Title | None) -> None:
    """Raises Refusal 404 or 403 unless the account may configure the title, or the whole group; None is the operator."""
    if account_id is None:
        return
    if title is None:
        ensure_may_in_group(account_id, "configure", group=group)
    else:
        ensure_may(account_id, "configure", title=title)
