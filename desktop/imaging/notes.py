"""What is written beside, above and below a table, or across its columns: notes that are in no cell.

None of it becomes an entry or a cell's text; where it stands is said, so that a person looks whether it belongs to one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop.imaging.entries import Entry, Note, Table
from desktop.imaging.levels import INK
from desktop.imaging.lines import Line, letter_height, lines_in, pieces_of
from desktop.imaging.table import Look

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]
Boxes = NDArray[np.int64]

RARE = 0.3
"""Where more of the lines than this run over more columns than is usual, it is entries that do: words are too long."""

FURTHER = 0.75
"""What follows a note by less than this share of the usual step between entries is its next line."""

WORD = 2.0
"""Writing in a margin is at least so many letters wide: a stain, a punched hole, a tick are not."""

RULE = 80
"""Traces of this length on the look are rules."""

SMALL = 0.35
"""Notes are often written smaller: so high, in letters of the table, a piece has to be."""

MANY, MUCH = 6, 0.3
"""Writing beside so many entries, and so great a share of them, is no note: columns that the form does not have."""

SENTENCE = 6.0
"""Below a table a note is at least so many letters wide: a page's own number is not."""

ON = 0.7
"""Where less than so many letters are free around a column's side, writing runs over it."""

SPACE = 1.4
"""In a crowded table less than so many too: its figures stand nearer to one another than words elsewhere."""

CROWDED = 12
"""A table with more sides than this is crowded."""

RUN_OVER = 0.6
"""Of the sides between its first and last letter a note across the columns runs over at least this share."""

MORE = 2
"""And over so many more than the entries of its table usually do."""


def _run_over(ink: Mask, line: Line, sides: Floats, letter: float, room: float) -> tuple[int, float]:
    """How many inner sides of columns a line's writing runs over, and their share of those that it reaches.

    It runs over one around which it leaves less than `room` letters free.
    """
    part = ink[max(0, round(line.top)) : max(1, round(line.bottom))]
    written = np.flatnonzero(part.any(axis=0))
    if len(written) < 2:
        return 0, 0.0
    inner = [x for x in sides[1:-1].tolist() if written[0] < x < written[-1]]
    at = np.searchsorted(written, inner)
    over = int(((written[at] - written[at - 1]) < room * letter).sum()) if inner else 0
    return over, over / len(inner) if inner else 0.0


def told_apart(
    lines: Sequence[Line], ink: Mask, sides_at: Callable[[float], Floats], letter: float
) -> tuple[list[Line], list[Line]]:
    """Lines that begin entries, and lines of notes written across the columns, their further lines with them.

    `lines` are those of the anchor column, `ink` is the whole table. A note may begin in another column.
    """

    def over(line: Line) -> list[tuple[int, float]]:
        return [_run_over(ink, line, sides_at(line.middle), letter, room) for room in (ON, SPACE)]

    if not lines:
        return [], []
    seen = [over(line) for line in lines]
    usual = np.median([[count for count, _ in both] for both in seen], axis=0)

    crowded = len(sides_at(0.0)) > CROWDED

    def is_note(both: list[tuple[int, float]]) -> bool:
        judged = zip(both, usual, strict=True)
        over = [count >= most + MORE and share >= RUN_OVER for (count, share), most in judged]
        return all(over) if crowded else over[0]

    notes = [line for line, own in zip(lines, seen, strict=True) if is_note(own)]
    if np.mean([own[0][0] > usual[0] for own in seen]) > RARE:
        return list(lines), []
    elsewhere = [
        line
        for line in lines_in(ink, letter)
        if all(abs(line.middle - other.middle) > letter for other in lines) and is_note(over(line))
    ]
    every = sorted((*lines, *elsewhere), key=lambda line: line.middle)
    notes = sorted((*notes, *elsewhere), key=lambda line: line.middle)
    steps = np.diff([line.middle for line in lines])
    near = FURTHER * float(np.median(steps)) if len(steps) >= 3 else 0.0
    for before, line in pairwise(every):
        if before in notes and line not in notes and line.middle - before.middle < near:
            notes.append(line)
    return [line for line in lines if line not in notes], notes


def beside(look: Look, table: Table) -> tuple[Note, ...]:
    """Where something is written in the margins left and right of the entries, and below the table."""
    if not table.body:
        return ()
    ink = _ink(look)
    pieces = pieces_of(ink)
    edges = _Edges(table, look.scale)
    inside = pieces[edges.holds(pieces)]
    letter = letter_height(inside)
    if letter <= 0:
        return ()
    words = _words(ink, pieces, letter)
    found = []
    middle = words[:, 1] + words[:, 3] / 2
    left, right = edges.left(middle), edges.right(middle)
    level = (middle > edges.top) & (middle < edges.bottom)
    wide = words[:, 2] >= WORD * letter
    before = level & wide & (words[:, 0] + words[:, 2] < left - 0.3 * letter)
    after = level & wide & (words[:, 0] > right + 0.3 * letter)
    for key, chosen in (("note_left", before), ("note_right", after)):
        rows = tuple(sorted({edges.row(y) for y in middle[chosen].tolist()}))
        if len(rows) >= max(MANY, MUCH * len(table.body)):
            found.append(Note(f"columns_{key.removeprefix('note_')}"))
        elif rows:
            found.append(Note(key, rows))
    below = (words[:, 1] > edges.foot(words[:, 0] + words[:, 2] / 2) + 0.3 * letter) & (
        words[:, 2] >= SENTENCE * letter
    )
    below &= (words[:, 0] < right) & (words[:, 0] + words[:, 2] > left)
    if below.any():
        found.append(Note("note_below"))
    return tuple(found)


class _Edges:
    """Where the entries end, on the look."""

    def __init__(self, table: Table, scale: float) -> None:
        body = _points(table.body, scale)
        every = _points((*table.header, *table.body, *table.footer), scale)
        self._rows = body[:, 0, (0, 3), 1].mean(axis=1), body[:, 0, (0, 3), :]
        self._left, self._right = body[:, 0, (0, 3)].mean(axis=1), body[:, -1, (1, 2)].mean(axis=1)
        last = every[-1]
        self._foot = np.r_[last[:, 3, 0], last[-1, 2, 0]], np.r_[last[:, 3, 1], last[-1, 2, 1]]
        self.top = float(min(body[0, 0, 0, 1], body[0, -1, 1, 1]))
        self.bottom = float(max(body[-1, 0, 3, 1], body[-1, -1, 2, 1]))

    def left(self, y: Floats) -> Floats:
        return np.asarray(np.interp(y, self._left[:, 1], self._left[:, 0]), dtype=np.float64)

    def right(self, y: Floats) -> Floats:
        return np.asarray(np.interp(y, self._right[:, 1], self._right[:, 0]), dtype=np.float64)

    def foot(self, x: Floats) -> Floats:
        return np.asarray(np.interp(x, *self._foot), dtype=np.float64)

    def row(self, y: float) -> int:
        """The number of the entry at this height, from 1."""
        return int(np.abs(self._rows[0] - y).argmin()) + 1

    def holds(self, pieces: Boxes) -> Mask:
        x, y = pieces[:, 0] + pieces[:, 2] / 2, pieces[:, 1] + pieces[:, 3] / 2
        within = (y > self.top) & (y < self.bottom) & (x > self.left(y)) & (x < self.right(y))
        return np.asarray(within, dtype=np.bool_)


def _points(entries: Sequence[Entry], scale: float) -> Floats:
    """Entries x columns x four corners x two, on the look."""
    return np.array([entry.quads for entry in entries], dtype=np.float64) * scale


def _ink(look: Look) -> Mask:
    """What is darker than paper without long rules: the strokes of a line of small letters make a short one."""
    ink = look.grey < 245 - INK
    for trace, shape in ((look.across, (1, RULE)), (look.down, (RULE, 1))):
        long = cv2.morphologyEx(trace, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        ink &= cv2.dilate(long, np.ones((3, 3), np.uint8)) == 0
    return np.asarray(ink, dtype=np.bool_)


def _words(ink: Mask, pieces: Boxes, letter: float) -> Boxes:
    """Letters that stand in one line, by less than two letters apart, as one piece; without what touches the edge."""
    high, wide = pieces[:, 3], pieces[:, 2]
    fit = pieces[(high > SMALL * letter) & (high < 2.6 * letter) & (wide < 12 * letter) & (wide > 1)]
    # A piece of the paper's edge is filled nearly whole, a hair hardly; a joined word is neither.
    area = fit[:, 4] / np.maximum(1, fit[:, 2] * fit[:, 3])
    fit = fit[(area > 0.08) & (area < np.where(fit[:, 2] > 3 * letter, 0.55, 0.95))]
    mask = np.zeros(ink.shape, np.uint8)
    for left, top, width, height, _ in fit.tolist():
        mask[top : top + height, left : left + width] = 1
    gap = max(3, round(2 * letter))
    wider = cv2.copyMakeBorder(mask, 0, 0, gap, gap, cv2.BORDER_CONSTANT, value=(0,))
    joined = cv2.morphologyEx(wider, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))[:, gap:-gap]
    words = pieces_of(joined > 0)
    within = (words[:, 0] > 2) & (words[:, 0] + words[:, 2] < ink.shape[1] - 2) & (words[:, 3] < 3 * letter)
    return np.asarray(words[within & _has_strokes(ink, words, letter)], dtype=np.int64)


def _has_strokes(ink: Mask, words: Boxes, letter: float) -> Mask:
    """Whether some line of dots across a word meets as many strokes as letters would have: a paper's edge is one."""
    answer = np.zeros(len(words), dtype=np.bool_)
    for at, (left, top, width, height, _) in enumerate(words.tolist()):
        part = ink[top : top + height, left : left + width].astype(np.int8)
        strokes = int((np.diff(part, axis=1, prepend=0) == 1).sum(axis=1).max()) if part.size else 0
        answer[at] = strokes >= max(2.0, 0.4 * width / letter)
    return answer
