"""What else the ink may say: the readings that F6 goes through, and those that stand under the caret.

An alternative that differs from what is typed in one character at the caret is offered as that character; the others
are offered whole. Knows nothing of Qt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.operations.views import CellView

MOST = 5
"""So many are shown; the tenth best reading of a cell has never been the right one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to go on: the whole text it makes, what of it is shown, and where the caret goes."""

    text: str
    shown: str
    at: int  # first character that it changes


def choices(view: CellView, typed: str, caret: int) -> tuple[Choice, ...]:
    """What F6 offers at the caret, best first, without what is typed now."""
    texts = list(
        dict.fromkeys([each.text for each in view.alternatives] + [text for _, text in view.readers])
    )
    if view.as_written:
        texts.append(view.as_written)
    here: list[Choice] = []
    whole: list[Choice] = []
    for text in dict.fromkeys(texts):
        if not text or text == typed:
            continue
        start, end_typed, end_text = difference(typed, text)
        one_place = end_typed - start <= 1 and end_text - start <= 1 and len(typed) == len(text)
        if one_place and start == caret:
            here.append(Choice(text, text[start], start))
        else:
            whole.append(Choice(text, text, start))
    return tuple((here + whole)[:MOST])


def difference(one: str, other: str) -> tuple[int, int, int]:
    """Where two texts differ: start of the difference, its end in the one, its end in the other."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end_one, end_other = len(one), len(other)
    while end_one > start and end_other > start and one[end_one - 1] == other[end_other - 1]:
        end_one -= 1
        end_other -= 1
    return start, end_one, end_other


def doubts_after(read: str, doubts: Sequence[int], typed: str) -> tuple[int, ...]:
    """Where the doubtful characters of what was read stand in what is typed now; those typed over are no more."""
    start, end_read, end_typed = difference(read, typed)
    kept = [at for at in doubts if at < start]
    kept += [at + end_typed - end_read for at in doubts if at >= end_read]
    return tuple(kept)


class Ring:
    """The readings of one cell in a circle: what was there when F6 was first pressed, the others, and round again."""

    def __init__(self, typed: str, caret: int, others: Sequence[Choice]) -> None:
        self._all = (Choice(typed, typed, caret), *others)
        self._at = 0

    def turn(self, by: int) -> Choice:
        """The next (1) or the previous (-1)."""
        self._at = (self._at + by) % len(self._all)
        return self._all[self._at]

    def jump(self, to: int) -> Choice:
        """The one at a place."""
        self._at = to % len(self._all)
        return self._all[self._at]

    def now(self) -> Choice:
        """The one that stands there now."""
        return self._all[self._at]

    def all(self) -> tuple[Choice, ...]:
        """All of them, the first as it was."""
        return self._all
