"""Who may judge what: cases fetched through the right."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from parvis.kit.refusals import Refusal
from parvis.moderation.models import Case
from parvis.publishers.models import Seat
from parvis.publishers.rights import nothing_here, roles_with


def cases_for(account_id: int | None, capability: str = "moderate") -> QuerySet[Case]:
    """The cases of every place where the account holds the capability."""
    held = Seat.objects.current().filter(account_id=account_id or 0, role__in=roles_with(capability))
    groups = held.filter(title__isnull=True).values("group")
    titles = held.filter(title__isnull=False, section__isnull=True).values("title")
    sections = held.filter(section__isnull=False).values("section")
    return Case.objects.filter(Q(group__in=groups) | Q(title__in=titles) | Q(section__in=sections))


def case_for(account_id: int | None, case_id: int, capability: str = "moderate") -> Case:
    """The case, fetched through the right. Raises Refusal 404."""
    case = cases_for(account_id, capability).filter(pk=case_id).select_related("title", "section", "author", "claimed_by").first()
    if case is None:
        raise nothing_here()
    return case


def locked_case_for(account_id: int, case_id: int, version: int | None) -> Case:
    """The open case, its row locked, if it is still at `version` (None: any).

    Raises Refusal 404, 409 `already_judged` or 409 `changed` when a colleague was quicker.
    """
    case = cases_for(account_id).filter(pk=case_id).select_for_update(of=("self",)).first()
    if case is None:
        raise nothing_here()
    if case.closed_at is not None:
        raise Refusal("already_judged", 409, _("A colleague has already judged this post."))
    if version is not None and case.version != version:
        raise Refusal("changed", 409, _("This case has changed since you opened it: look at it again."), version=case.version)
    return case
