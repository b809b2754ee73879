"""The order of the queue: risk × reach × waiting time, as one number that does not change while time passes."""

import math
from datetime import datetime

# After this many hours of waiting, a case weighs e times (about 2.7 times) as much as when it was opened.
HOURS = 24.0


def urgency_of(*, risk: int, reach: int, signals: int, opened_at: datetime) -> float:
    """ln(1+risk) + ln(1+reach)/2 + ln(1+signals) − opened/τ: the higher, the sooner.

    `risk` 0–100, `reach` in posts of the thread, `signals` a count. It is the logarithm of
    risk × √reach × signals × e^(waiting/τ), less a term common to all cases at one moment, so an
    index can hold it and the order is right at any hour.
    """
    weight = math.log1p(risk) + math.log1p(reach) / 2 + math.log1p(signals)
    return weight - opened_at.timestamp() / (HOURS * 3600)
