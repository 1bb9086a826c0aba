"""What two people who typed the same fields tell of each other, and what practice errors tell of a checker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.accuracy.intervals import Interval, wilson


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two entries of the same fields. `escaped` estimates how many are wrong in both and were seen by nobody."""

    fields: int
    differing: int
    first_wrong: int  # of those that differ, by whom a third person found wrong
    second_wrong: int
    escaped: float


def agreement(entries: Sequence[tuple[str, str, str | None]]) -> Agreement:
    """From (first, second, decided) of each field; `decided` is None where nobody had to.

    A keyer's errors are seen where the other was right. If the two erred independently, the fields that both got wrong
    would be the product of their two rates. People err where the ink is bad, both of them: take it for the least.
    """
    differing = first = second = 0
    for one, other, decided in entries:
        if one == other:
            continue
        differing += 1
        if decided is not None:
            first += one != decided
            second += other != decided
    fields = len(entries)
    escaped = first * second / fields if fields else 0.0
    return Agreement(fields, differing, first, second, escaped)


def caught(found: int, planted: int) -> Interval:
    """The share of practice errors that a checker caught."""
    return wilson(found, planted)
