"""How long a record is kept at least, and from when somebody may look whether it still is; nothing goes by itself.

International Tracing Instrument, 12: records of manufacture at least 30 years, all others at least 20, and longer where
possible. Directive (EU) 2021/555, 4: 30 years after a firearm was destroyed. The Firearms Protocol, 7, asks for 10,
which both outlast.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from db.model import Event


class Retention(StrEnum):
    """Why a record is kept as long as it is."""

    MANUFACTURE = "manufacture"
    DESTROYED = "destroyed"
    OTHER = "other"
    INDEFINITE = "indefinite"  # no day is known to count from


YEARS: Final = {
    Retention.MANUFACTURE: 30,
    Retention.DESTROYED: 30,
    Retention.OTHER: 20,
    Retention.INDEFINITE: 0,
}
"""At least; 0 for ever."""


def retention(events: Iterable[Event]) -> tuple[Retention, int]:
    """The class of a record, and the year from which it may be looked at again; 0 for never.

    Counted from the end of the year of the last thing that is known to have happened to the weapon, whatever its day.
    """
    dated = [
        (event.date, event.kind) for event in events if event.date[:4].isdecimal() and len(event.date) >= 4
    ]
    if not dated:
        return Retention.INDEFINITE, 0
    last, kind = max(dated)
    kinds = {one for _, one in dated}
    chosen = Retention.MANUFACTURE if "manufactured" in kinds else Retention.OTHER
    if kind == "destroyed":
        chosen = Retention.DESTROYED
    return chosen, int(last[:4]) + YEARS[chosen] + 1
