"""Which backups stay: the newest of each of seven days, and of each of four weeks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

DAYS: Final = 7
WEEKS: Final = 4
_NAME: Final = "%Y-%m-%d-%H%M%S"


def name_of(moment: datetime) -> str:
    """The folder of a backup that was taken then, in UTC and in letters that every disk takes."""
    return moment.astimezone(UTC).strftime(_NAME)


def moment_of(name: str) -> datetime | None:
    """When the backup in a folder of that name was taken; None for a folder that is no backup of ours."""
    try:
        moment = datetime.strptime(name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment if name_of(moment) == name else None


def kept(moments: Iterable[datetime]) -> frozenset[datetime]:
    """Those that stay: the newest of each of the last seven days that have one, and of each of the last four weeks.

    Days and weeks without a backup do not count, so that a month away from the PC costs no backup.
    """
    newest_first = sorted(moments, reverse=True)
    of_day: dict[object, datetime] = {}
    of_week: dict[object, datetime] = {}
    for moment in newest_first:
        of_day.setdefault(moment.date(), moment)
        of_week.setdefault(moment.isocalendar()[:2], moment)
    return frozenset([*list(of_day.values())[:DAYS], *list(of_week.values())[:WEEKS]])
