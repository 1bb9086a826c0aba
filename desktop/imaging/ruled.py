"""The cells of a table whose rules run both ways."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from db.errors import Expected
from db.model import Point, Quad
from desktop.fields.forms import LedgerForm
from desktop.imaging.columns import Side, match, sides_of
from desktop.imaging.entries import Entry, Table
from desktop.imaging.header import Body, body_of
from desktop.imaging.registration import no_strangers
from desktop.imaging.rows import Band, Bands, bands_of
from desktop.imaging.rules import Floats, Rules
from desktop.imaging.strikes import struck
from desktop.imaging.table import Look, Span, covered, crossing, rules_across, rules_down, spans


@dataclass(frozen=True, slots=True)
class Leaf:
    """One table of the page, or one page of a spread."""

    across: Rules
    bands: Bands
    down: Rules
    sides: tuple[Side, ...]
    body: Body


def ruled_table(look: Look, form: LedgerForm) -> Table:
    """The cells between rules. Raises Expected "no_table" or "other_columns"."""
    found = leaves(look, form)
    if len(found) == 1:
        return _table(look, found[0])
    return _joined(look, found[0], found[1])


def _table(look: Look, leaf: Leaf) -> Table:
    body = leaf.body
    bands = leaf.bands.bands
    gone = struck(look.across, leaf.across, bands, leaf.sides[0].at, leaf.sides[-1].at)

    def entries(first: int, end: int) -> tuple[Entry, ...]:
        return tuple(
            Entry(
                tuple(quads_of(leaf, bands[at], look.scale)),
                gone[at],
                "row_guessed" if bands[at].guessed else "",
            )
            for at in range(first, end)
        )

    return Table(
        entries(body.start, body.first),
        entries(body.first, body.end),
        entries(body.end, body.stop),
        body.sure,
    )


def _joined(look: Look, left: Leaf, right: Leaf) -> Table:
    """The rows of both pages of an opening as one; what one page alone has is dropped."""
    tables = (_table(look, left), _table(look, right))

    def together(parts: tuple[tuple[Entry, ...], ...]) -> tuple[Entry, ...]:
        return tuple(
            Entry(one.quads + other.quads, one.struck or other.struck, one.doubt or other.doubt)
            for one, other in zip(*parts, strict=False)
        )

    return Table(
        together((tables[0].header, tables[1].header)),
        together((tables[0].body, tables[1].body)),
        together((tables[0].footer, tables[1].footer)),
        tables[0].sure and tables[1].sure,
    )


def leaves(look: Look, form: LedgerForm) -> list[Leaf]:
    """The tables of the page with the form's columns. Raises Expected "no_table" or "other_columns"."""
    found = spans(look, spread=form.spread)
    if not found:
        raise Expected("no_table")
    seen = [_seen(look, span) for span in found]
    return [
        Leaf(across, bands, down, sides, _body(look, across, bands, down, sides, form))
        for (across, bands, down), sides in zip(seen, _columns(seen, form, look.grey.shape[1]), strict=True)
    ]


Seen = tuple[Rules, Bands, Rules]
"""Rules across, the bands between them, rules down."""


def _middle(rules: Rules) -> float:
    return float(rules.along[len(rules.along) // 2])


def _seen(look: Look, span: Span) -> Seen:
    across, bands = _across(look, span)
    top = int(bands.bands[0].top.min())
    bottom = int(bands.bands[-1].bottom.max()) + 1
    down = rules_down(look, top, bottom)
    down = down.only(_of_table(look, down, span, (top, bottom), bands.pitch))
    if len(down) < 2:
        raise Expected("no_table")
    outer = Span(int(down.height.min()), int(down.height.max()))
    if outer.left < span.left - 8 or outer.right > span.right + 8:
        across, bands = _across(look, outer)
    high, low = _extent(look, down, bands.pitch)
    near = 0.75 * bands.pitch
    heights = across.at(_middle(across))
    bands = bands_of(across.only((heights > high - near) & (heights < low + near)), _middle(across))
    if len(bands.bands) < 2:
        raise Expected("no_table")
    return across, bands, down


def _across(look: Look, span: Span) -> tuple[Rules, Bands]:
    across = rules_across(look, span)
    bands = bands_of(across, _middle(across)) if len(across) >= 3 else Bands((), 0.0, 0.0)
    if len(bands.bands) < 2:
        raise Expected("no_table")
    return across, bands


def _of_table(look: Look, down: Rules, span: Span, reach: tuple[int, int], pitch: float) -> NDArray[np.bool_]:
    """Which rules down are the table's: those in its span, and at its ends those that end where the others do.

    Beside a fold the rules across bend away too steeply to be seen; the fold itself and the paper's edge run on.
    """
    top, bottom = reach
    places = down.at((top + bottom) / 2)
    strong = down.strength > 0.35
    inside = (places > span.left + 14) & (places < span.right - 14) & strong
    outer = (places > span.low) & (places < span.high) & strong & ~inside
    if not inside.any():
        return np.asarray(outer & (places > span.left - 14) & (places < span.right + 14), dtype=np.bool_)
    ends = _extent(look, down.only(inside), pitch)
    beyond = np.array([_beyond(look, down.along, x, ends, pitch) for x in down.height]).reshape(len(down), 2)
    usual = np.median(beyond[inside], axis=0)
    return np.asarray(inside | (outer & (beyond < usual + 0.4).all(axis=1)), dtype=np.bool_)


def _beyond(
    look: Look, along: Floats, x: Floats, ends: tuple[float, float], pitch: float
) -> tuple[float, float]:
    """How much of a rule is seen over about one line above the table and below it."""
    shares = []
    for edge, away in ((ends[0], -1.0), (ends[1], 1.0)):
        first, last = sorted((edge + 0.6 * away * pitch, edge + 1.5 * away * pitch))
        place = round(float(np.interp((first + last) / 2, along, x)))
        part = look.down[max(0, round(first)) : max(0, round(last)), max(0, place - 3) : place + 4]
        shares.append(float((part > 0).any(axis=1).mean()) if part.size else 0.0)
    return shares[0], shares[1]


def _extent(look: Look, down: Rules, pitch: float) -> tuple[float, float]:
    """Between which heights the rules down stand: an edge of the paper above the table is not its first rule."""
    seen = np.mean([covered(look.down, down.along, line) for line in down.height], axis=0)
    seen[: int(down.along[0])] = 0.0
    seen[int(down.along[-1]) + 1 :] = 0.0
    wide = max(3, round(pitch / 2))
    level = np.convolve(seen, np.ones(wide) / wide, mode="same")
    on = (
        np.flatnonzero(level >= 0.4 * np.percentile(level[level > 0], 75))
        if (level > 0).any()
        else np.array([])
    )
    return (float(on[0]), float(on[-1])) if len(on) else (down.along[0], down.along[-1])


def _columns(seen: list[Seen], form: LedgerForm, width: float) -> list[tuple[Side, ...]]:
    """The sides of the form's columns on each page; of a spread, shared out as its rules say best."""
    candidates = [(sides_of(down.at(_middle(down))), down.strength) for _, _, down in seen]
    if len(candidates) == 1:
        sides, strength = candidates[0]
        chosen = match(sides, strength, form.columns, width)
        if form.measured:
            no_strangers(sides, strength, chosen, form.columns, width)
        return [tuple(chosen)]
    (left, left_strength), (right, right_strength) = candidates
    expected = len(form.columns)
    cuts = sorted(
        range(1, expected), key=lambda cut: abs(len(left) - 1 - cut) + abs(len(right) - 1 - expected + cut)
    )
    for cut in cuts:
        with contextlib.suppress(Expected):
            return [
                tuple(match(left, left_strength, form.columns[:cut], width)),
                tuple(match(right, right_strength, form.columns[cut:], width)),
            ]
    raise Expected("other_columns", found=len(left) + len(right) - 2, expected=expected)


def _body(
    look: Look, across: Rules, bands: Bands, down: Rules, sides: tuple[Side, ...], form: LedgerForm
) -> Body:
    lines = [side.left for side in sides if side.left >= 0]
    marks = np.array([covered(look.down, down.along, down.height[line]) for line in lines])
    support = np.empty((len(bands.bands), len(lines)))
    heights = np.empty(len(bands.bands))
    ink = np.empty(len(bands.bands))
    for at, band in enumerate(bands.bands):
        for place, line in enumerate(lines):
            _, top = crossing(across, band.top, down, line)
            _, bottom = crossing(across, band.bottom, down, line)
            edge = 0.15 * (bottom - top)
            part = marks[place, max(0, int(top + edge)) : max(1, int(bottom - edge))]
            support[at, place] = part.mean() if len(part) else 0.0
        heights[at] = np.median(band.bottom - band.top)
        ink[at] = _ink(look, across, band)
    return body_of(bands, support, heights, ink, form.header_rows)


def _ink(look: Look, across: Rules, band: Band) -> float:
    """How much darker than paper the rule above a band is, over its thickness (median of the places along it)."""
    sums = []
    for x, y in zip(across.along, band.top, strict=True):
        x0, y0 = int(x) - 10, round(float(y))
        part = look.grey[max(0, y0 - 4) : y0 + 5, max(0, x0) : x0 + 21]
        if part.size:
            profile = 245.0 - np.sort(part, axis=1)[:, -max(1, part.shape[1] // 4) :].mean(axis=1)
            sums.append(float(np.clip(profile, 0, None).sum()))
    return float(np.median(sums)) if sums else 0.0


def quads_of(leaf: Leaf, band: Band, scale: float) -> list[Quad]:
    """The band's cells, left to right, in pixels of the page."""
    answer = []
    for left, right in pairwise(leaf.sides):
        a: int | Floats = left.right if left.right >= 0 else np.full(len(leaf.down.along), left.at)
        b: int | Floats = right.left if right.left >= 0 else np.full(len(leaf.down.along), right.at)

        def at(line: Floats, side: int | Floats) -> Point:
            x, y = crossing(leaf.across, line, leaf.down, side)
            return ((x + 0.5) / scale, (y + 0.5) / scale)

        answer.append((at(band.top, a), at(band.top, b), at(band.bottom, b), at(band.bottom, a)))
    return answer


def table_rules(look: Look) -> Seen:
    """The rules of the page's table, whatever its form, an opening's as one. Raises Expected "no_table"."""
    found = spans(look, spread=False)
    if not found:
        raise Expected("no_table")
    return _seen(look, found[0])


def frame(look: Look) -> Floats:
    """The outer corners of the page's table on the look: 4 x 2, top left first and clockwise. Raises "no_table"."""
    across, bands, down = table_rules(look)
    order = np.argsort(down.at(_middle(down)))
    left, right = down.height[order[0]], down.height[order[-1]]
    top, bottom = bands.bands[0].top, bands.bands[-1].bottom
    return np.array(
        [
            crossing(across, line, down, side)
            for line, side in ((top, left), (top, right), (bottom, right), (bottom, left))
        ]
    )
