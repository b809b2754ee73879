"""What somebody of an outside firm sees of their own work, and of their firm's."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.frame import frame
from parvis.kit import clock
from parvis.moderation.firm_figures import Figures, figures_by_person, figures_by_title, figures_of
from parvis.publishers.firms.models import Firm
from parvis.publishers.firms.reads import firm_of

PERIODS = {7: timedelta(days=7), 30: timedelta(days=30)}


@for_seats("outside")
@require_safe
def figures(request: DeskRequest) -> HttpResponse:
    """One's own decisions, one's firm's, and the titles and hours one works for."""
    firm = firm_of(request.user.pk)
    context = _known(firm, request.user.pk) if firm else {}
    return render(request, "desk/figures.html", frame(request, "figures") | context | {"firm": firm})


def _known(firm: Firm, account_id: int) -> dict[str, Any]:
    now = clock.now()
    own_by_title = figures_by_title(firm.pk, now - PERIODS[30], account_id)
    return {
        "periods": [
            {
                "days": days,
                "own": figures_by_person(firm.pk, now - length).get(account_id, Figures()),
                "firms": figures_of(firm.pk, now - length),
            }
            for days, length in PERIODS.items()
        ],
        "titles": [{"title": title, "own": own_by_title.get(title.pk, Figures())} for title in firm.titles.order_by("name")],
    }
