"""The cells of a table whose rows are not ruled: an entry begins with each line written in its anchor column."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from db.errors import Expected
from db.model import Point
from desktop.fields.forms import LedgerForm
from desktop.imaging.channels import channels, of_row
from desktop.imaging.cleaning import Grey
from desktop.imaging.columns import match, sides_of
from desktop.imaging.entries import Entry, Note, Table
from desktop.imaging.levels import INK, Levels, levels_of
from desktop.imaging.lines import Line, letter_height, lines_in, parted, pieces_of
from desktop.imaging.notes import told_apart
from desktop.imaging.registration import MOST_BEND, MOST_OFF, fit
from desktop.imaging.rows import bands_of
from desktop.imaging.rules import Floats
from desktop.imaging.starts import laid
from desktop.imaging.table import Look, Span, rules_across, rules_down

Mask = NDArray[np.bool_]

STANDS_OFF = 1.3
"""By so many of the usual steps from line to line a heading is parted from the entries."""

STRONG = 0.8
"""A rule of a heading is seen along so much of the table's width; guides to write on are fainter or dotted."""

LEAST_LINES = 5
"""With fewer lines a page has no table; with more its columns are only not to be seen."""

NARROW = 0.5
"""A column of which less than this is on the picture is hidden."""

SQUEEZED = 0.55
"""An outermost column narrower than this, by the form's widths and the columns beside it, is half in the binding."""

BESIDE = 4
"""So many columns beside it are looked at."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The sides of the columns on the level look: `x` is sides x heights, at the heights `y`.

    `ruled`: they are drawn on the paper, and the same for every entry.
    """

    y: Floats
    x: Floats
    ruled: bool = True

    def at(self, level: float) -> Floats:
        """Where the sides are at one height."""
        return np.array([np.interp(level, self.y, side) for side in self.x])


def written_table(look: Look, form: LedgerForm) -> Table:
    """The cells of entries by their lines. Raises "no_table", "columns_not_seen", "other_columns"."""
    levels = levels_of(look)
    flat = Look(
        levels.flattened(look.grey),
        look.scale,
        (levels.flattened(look.across * np.uint8(255), 0) > 127).astype(np.uint8),
        (levels.flattened(look.down * np.uint8(255), 0) > 127).astype(np.uint8),
    )
    ink = _ink(flat)
    sides = _sides(flat, ink, form)
    hidden = _hidden(sides, flat.grey.shape[1], form)
    top, bottom = _body(flat, sides)
    ink[: max(0, round(top))] = False
    ink[round(bottom) :] = False
    inside = ink.copy()
    inside[:, : max(0, int(sides.x[0].min()))] = False
    inside[:, max(0, int(sides.x[-1].max())) :] = False
    letter = letter_height(pieces_of(inside))
    lines = _anchor_lines(inside, sides, letter, form, hidden)
    if not lines:
        raise Expected("no_table")
    lines, notes = told_apart(lines, inside, sides.at, letter)
    if top > 0:
        lines = _without_units(flat.grey, sides, lines, hidden)
    lines, above = _begun(lines, notes, 0 if top > 0 else form.header_rows)
    if not lines:
        raise Expected("no_table")
    every = sorted(
        (*lines, *(note for note in notes if note.middle > lines[0].middle)), key=lambda line: line.middle
    )
    foot = _foot(inside, every[-1], letter, bottom)
    entries: list[Entry] = []
    said = [Note("note_above")] if above else []
    bands = parted(every, inside, letter, top, foot)
    for at, (line, (start, end)) in enumerate(zip(every, bands, strict=True)):
        if line in notes:
            further = any(other not in notes for other in every[at:])
            said.append(Note("note_across", (len(entries),)) if further else Note("note_below"))
            continue
        own = sides
        if not sides.ruled:
            row = inside[max(0, round(start)) : max(0, round(end))]
            own = replace(
                sides, x=np.repeat(of_row(row, sides.at(start), letter)[:, None], len(sides.y), axis=1)
            )
        # An entry before a note ends with its own lines.
        ends = _foot(inside, line, letter, end) if at + 1 < len(every) and every[at + 1] in notes else end
        entries.append(Entry(_quads(levels, own, start, ends, look.scale, flat.grey.shape[1])))
    return Table((), tuple(entries), (), hidden=hidden, notes=tuple(dict.fromkeys(said)))


def _ink(flat: Look) -> Mask:
    """What is written, without the rules but for where writing crosses them."""
    ink = (flat.grey < 245 - INK).astype(np.uint8)
    for trace, step in ((flat.down, (0, 1)), (flat.across, (1, 0))):
        wide = cv2.dilate(trace, np.ones((1 + 2 * step[0], 1 + 2 * step[1]), np.uint8))
        rest = np.where(wide > 0, np.uint8(0), ink)
        # Ink on both sides of a rule, just beside it, is a stroke that crosses.
        one, other = (np.roll(rest, by, axis=0 if step[0] else 1) for by in (3, -3))
        ink[(wide > 0) & ((one & other) == 0)] = 0
    return np.asarray(ink > 0, dtype=np.bool_)


def _sides(flat: Look, ink: Mask, form: LedgerForm) -> Sides:
    """From the rules that run down where the form's columns fit them, else from the channels between the writing, else
    from where in each line something begins.
    """
    height = flat.grey.shape[0]
    down = rules_down(flat, 0, height)
    down = down.only(down.strength > 0.4)
    failure = Expected("no_table")
    if len(down) >= 3:
        try:
            found = match(sides_of(down.at(height / 2)), down.strength, form.columns, flat.grey.shape[1])
        except Expected as expected:
            failure = expected
        else:
            straight = np.median(down.height - down.at(height / 2)[:, None], axis=0)
            lines = [
                (down.height[side.left] + down.height[side.right]) / 2
                if side.left >= 0
                else side.at + straight
                for side in found
            ]
            return Sides(down.along, np.array(lines))
    widths = np.array([column.width for column in form.columns])
    letter = letter_height(pieces_of(ink))
    places = channels(ink, letter, len(form.columns), widths if (widths > 0).all() else None)
    if (widths > 0).all() and len(down) < 3 and (places is None or not _evenly(places, widths)):
        by_starts = laid(ink, letter, widths)
        if by_starts is not None:
            return Sides(by_starts.y, by_starts.x, ruled=False)
        if places is None and len(lines_in(ink, letter)) >= LEAST_LINES:
            raise Expected("columns_not_seen")
    if places is None:
        raise failure
    return Sides(np.array([0.0, height - 1.0]), np.column_stack([places, places]), ruled=False)


def _evenly(places: Floats, widths: Floats) -> bool:
    """Whether channels lie as far apart as the form's columns; else some may be gaps between words."""
    own = fit(places, widths.tolist())
    return max(own.off) <= MOST_OFF and abs(own.bend) <= MOST_BEND


def _hidden(sides: Sides, width: int, form: LedgerForm) -> tuple[int, ...]:
    """Columns most of which lie outside the picture, or that the binding squeezed beside their neighbours."""
    x = np.median(sides.x, axis=1)
    seen = np.clip(x, 0, width - 1)
    outside = {
        at
        for at, ((a, b), (left, right)) in enumerate(zip(pairwise(x), pairwise(seen), strict=True))
        if right - left < NARROW * (b - a)
    }
    usual = np.array([column.width for column in form.columns])
    if not (usual > 0).all():
        return tuple(sorted(outside))
    stretch = np.diff(x) / usual
    for places in (np.arange(len(usual)), np.arange(len(usual))[::-1]):
        within = [int(at) for at in places if at not in outside]
        if len(within) > BESIDE and stretch[within[0]] < SQUEEZED * np.median(
            stretch[within[1 : 1 + BESIDE]]
        ):
            outside.add(within[0])
    return tuple(sorted(outside))


def _body(flat: Look, sides: Sides) -> tuple[float, float]:
    """Between which heights the entries are: below the heading's rule, above the one at the foot."""
    height, width = flat.grey.shape
    left, right = max(0, int(sides.x[0].mean())), min(width, int(sides.x[-1].mean()))
    across = rules_across(flat, Span(left, right))
    middle = (left + right) / 2
    places = np.sort(across.at(middle)[across.strength >= STRONG]) if len(across) else np.empty(0)
    upper, lower = places[places < 0.4 * height], places[places > 0.6 * height]
    top = float(upper[-1]) if len(upper) else 0.0
    bottom = float(lower[0]) if len(lower) and len(lower) <= 3 else float(height)
    # Without rules down there are hardly guides: dense lines of capitals have the traces of such.
    if len(across) >= 12 and sides.ruled:
        # Guides may be as strong as the heading's rule; they are regular, and the heading's is the first of them.
        bands = bands_of(across, middle)
        if bands.regular >= 0.6 and len(bands.bands) >= 10:
            even = [
                abs(float(np.median(band.bottom - band.top)) / bands.pitch - 1) < 0.15 for band in bands.bands
            ]
            first = next((at for at in range(len(even) - 3) if all(even[at : at + 4])), 0)
            guided = float(np.interp(middle, across.along, bands.bands[first].top))
            top = guided if len(upper) >= 4 or not len(upper) else top
            bottom = float(height) if len(lower) > 3 else bottom
    return (top + 2.0 if top > 0 else 0.0), bottom - 2.0


def _anchor_lines(
    ink: Mask, sides: Sides, letter: float, form: LedgerForm, hidden: tuple[int, ...]
) -> list[Line]:
    """The lines of the form's anchor column; of one that is complete where none is named or the binding took it.

    Where most columns have as many lines as one another, the table has so many rows: an anchor with fewer is not whole.
    """
    names = [column.name for column in form.columns]
    anchor = names.index(form.anchor) if form.anchor in names else -1
    seen = [at for at in range(len(names)) if at not in hidden]
    every = {at: _column_lines(_strip(ink, sides, at), letter) for at in seen}
    counts = np.array([len(every[at]) for at in seen])
    usual = int(np.bincount(counts).argmax()) if len(counts) else 0
    agreed = usual >= 3 and (counts == usual).mean() >= 0.4
    if anchor in every and not (agreed and len(every[anchor]) < usual - 1):
        return every[anchor]
    whole = [at for at in seen if len(every[at]) == usual]
    return every[whole[len(whole) // 2]] if whole else []


def _column_lines(ink: Mask, letter: float) -> list[Line]:
    """A column's lines; numbers are often written larger than the words beside them."""
    own = pieces_of(ink)
    own = own[(own[:, 3] > 0.6 * letter) & (own[:, 3] < 2.5 * letter)]
    return lines_in(ink, max(letter, float(np.percentile(own[:, 3], 60))) if len(own) >= 5 else letter)


def _strip(ink: Mask, sides: Sides, at: int) -> Mask:
    """One column's ink alone, between its sides wherever they bend."""
    ys = np.arange(ink.shape[0])
    left = np.interp(ys, sides.y, sides.x[at]) + 2
    right = np.interp(ys, sides.y, sides.x[at + 1]) - 2
    first, last = max(0, int(left.min())), max(0, int(np.ceil(right.max())))
    xs = np.arange(first, min(last, ink.shape[1]))[None, :]
    inside = (xs >= left[:, None]) & (xs <= right[:, None])
    return np.asarray(ink[:, first : first + xs.shape[1]] & inside, dtype=np.bool_)


def _begun(lines: list[Line], notes: list[Line], header_rows: int) -> tuple[list[Line], bool]:
    """The lines below the heading, and whether a note stands above them; without rules a heading stands off.

    The form may say how many lines the heading has. A title runs over columns as a note does, so where one of these
    does, one that still stands off after them is the heading's too: a note stands above it.
    """
    every = sorted((*lines, *notes), key=lambda line: line.middle)
    steps = np.diff([line.middle for line in lines])
    usual = float(np.median(steps)) if len(steps) >= 3 else np.inf
    first = max(0, min(header_rows, len(every)))
    shifted = header_rows < 0 or any(line in notes for line in every[:first])
    gone = first
    while gone < len(every):
        own = every[gone]
        after = [line.middle for line in lines if line.middle > own.middle]
        stands_off = shifted and after and after[0] - own.middle > STANDS_OFF * usual
        if own in notes or (stands_off and gone - first < 1 + (header_rows >= 0)):
            gone += 1
        else:
            break
    kept = [line for line in every[gone:] if line not in notes]
    return kept, any(line in notes for line in every[first:gone]) or (header_rows >= 0 and gone > first)


def _without_units(grey: Grey, sides: Sides, lines: list[Line], hidden: tuple[int, ...]) -> list[Line]:
    """Below a heading may stand the unit of each column: one word, the same in nearly all of them."""
    if len(lines) < 4 or sides.x.shape[0] < 5:
        return lines
    alike = [_alike(grey, sides, line, hidden) for line in lines[:3]]
    return lines[1:] if alike[0] > 0.85 and alike[0] > max(alike[1:]) + 0.1 else lines


def _alike(grey: Grey, sides: Sides, line: Line, hidden: tuple[int, ...]) -> float:
    """How much the writing of one line is the same in all columns: median correlation with their mean."""
    x = sides.at(line.middle)
    top, bottom = max(0, int(line.top) - 1), int(line.bottom) + 2
    patches = []
    for at, (left, right) in enumerate(pairwise(x)):
        part = grey[top:bottom, max(0, int(left) + 3) : max(0, int(right) - 2)]
        dark = np.flatnonzero((part < 245 - INK).any(axis=0)) if part.size else np.empty(0)
        if at not in hidden and len(dark) > 3:
            word = cv2.resize(part[:, dark[0] : dark[-1] + 1], (32, 12), interpolation=cv2.INTER_AREA)
            flat = word.astype(np.float64).ravel()
            patches.append((flat - flat.mean()) / max(1.0, float(flat.std())))
    if len(patches) < 4:
        return 0.0
    every = np.array(patches)
    common = np.median(every, axis=0)
    common = (common - common.mean()) / max(1e-6, float(common.std()))
    return float(np.median(every @ common / every.shape[1]))


def _foot(ink: Mask, last: Line, letter: float, bottom: float) -> float:
    """Where the last entry ends: below the lines that follow its first without a gap."""
    rows = np.flatnonzero(ink[round(last.top) :].any(axis=1)) + round(last.top)
    if not len(rows):
        return min(bottom, last.bottom + 0.5 * letter)
    breaks = np.flatnonzero(np.diff(rows) > 1.5 * letter)
    end = rows[breaks[0]] if len(breaks) else rows[-1]
    return min(bottom, float(end) + 0.4 * letter)


def _quads(
    levels: Levels, sides: Sides, start: float, end: float, scale: float, width: int
) -> tuple[tuple[Point, Point, Point, Point], ...]:
    upper, lower = np.clip(sides.at(start), 0, width - 1), np.clip(sides.at(end), 0, width - 1)
    tops = [((x + 0.5) / scale, (levels.y_at(start, x) + 0.5) / scale) for x in upper.tolist()]
    feet = [((x + 0.5) / scale, (levels.y_at(end, x) + 0.5) / scale) for x in lower.tolist()]
    return tuple((a, b, d, c) for (a, b), (c, d) in zip(pairwise(tops), pairwise(feet), strict=True))
