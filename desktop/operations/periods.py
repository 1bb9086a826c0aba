"""Days, weeks or months: as fine as leaves a curve readable."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

DAYS, WEEKS = 21, 7 * 60
"""So many days in all are shown day by day, and so many week by week; more than that by the month."""


def period_of(times: Collection[str]) -> Callable[[str], str]:
    """For the span of `times` (ISO) how to name the period of one of them; names sort as time runs."""
    days = [date.fromisoformat(at[:10]) for at in times]
    span = (max(days) - min(days)).days if days else 0
    if span < DAYS:
        return lambda at: at[:10]
    if span < WEEKS:
        return _week
    return lambda at: at[:7]


def _week(at: str) -> str:
    year, week, _ = date.fromisoformat(at[:10]).isocalendar()
    return f"{year}-W{week:02d}"
