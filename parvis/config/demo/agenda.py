"""What happens when: steps kept in the order of time, some of them born of earlier ones."""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

from parvis.kit import clock

Deed = Callable[[], object]


class Agenda:
    """Deeds to come, the soonest first; nothing happens later than `now`."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._steps: list[tuple[datetime, int, Deed]] = []
        self._order = count()

    def plan(self, moment: datetime, deed: Deed) -> None:
        """Has the deed done at that moment, or just before now."""
        heapq.heappush(self._steps, (min(moment, self._now - timedelta(seconds=20)), next(self._order), deed))

    def live(self) -> None:
        """Does everything in order, each deed with the clock at its moment; deeds may plan others."""
        while self._steps:
            moment, _order, deed = heapq.heappop(self._steps)
            with clock.at(moment):
                deed()
