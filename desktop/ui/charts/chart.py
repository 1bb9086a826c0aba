"""What a chart shows, as plain values: made without drawing anything, and written as data."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from enum import StrEnum

from desktop.accuracy.calibration import Reliability
from desktop.accuracy.errors import Errors
from desktop.accuracy.intervals import Interval

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program would take for the beginning of a formula."""


class Kind(StrEnum):
    """How a chart is drawn."""

    NAMED = "named"  # one place a name
    TIME = "time"  # the same, and a line from place to place
    DIAGRAM = "diagram"  # promised against kept
    MATRIX = "matrix"  # true against read


@dataclass(frozen=True, slots=True)
class Series:
    """Shares by label; `name` says whose."""

    name: str
    points: tuple[tuple[str, Interval], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart with the sentence that says what it means."""

    id: str
    title: str
    sentence: str
    kind: Kind
    series: tuple[Series, ...] = ()
    reliability: Reliability | None = None
    errors: Errors | None = None
    order: tuple[str, ...] = ()
    """How the places follow one another; where it is empty, as they are first named."""

    def labels(self) -> tuple[str, ...]:
        """The places along the bottom."""
        named = dict.fromkeys(label for one in self.series for label, _ in one.points)
        return tuple(label for label in self.order if label in named) if self.order else tuple(named)

    def empty(self) -> bool:
        """Whether there is nothing to show."""
        if self.reliability is not None:
            return not self.reliability.bands
        if self.errors is not None:
            return not self.errors.confusions
        return not self.labels()


def data_of(chart: Chart) -> str:
    """The chart as comma-separated values with a heading; shares from 0 to 1."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if chart.errors is not None:
        writer.writerow(("true", "read", "times"))
        writer.writerows((plain(true), plain(read), times) for (true, read), times in chart.errors.confusions)
    elif chart.reliability is not None:
        writer.writerow(("from", "to", "promised", "right", "low", "high", "n"))
        for band in chart.reliability.bands:
            right = band.right
            writer.writerow((band.low, band.high, band.promised, right.share, right.low, right.high, right.n))
    else:
        writer.writerow(("of", "what", "wrong", "low", "high", "n"))
        writer.writerows(
            (plain(one.name), plain(label), share.share, share.low, share.high, share.n)
            for one in chart.series
            for label, share in one.points
        )
    return out.getvalue()


def plain(text: str) -> str:
    """A text that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
