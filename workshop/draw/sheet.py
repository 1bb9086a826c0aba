"""The flat sheet: rules, headings and entries as layers of ink, each with its colour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from db.model import CellState
from workshop.draw.faces import PRINTED, TYPED, Ink, Mask, Writer, writer
from workshop.draw.layout import Geometry, Layout, Span, place
from workshop.draw.look import Colour, Look
from workshop.draw.truth import Entry, PageSpec

MakeWriter = Callable[[float, np.random.Generator], Writer]
"""A writer whose capitals are so many pixels high."""

_INSET_MM = 1.1  # from a rule to the first letter
_WRITTEN_CAPITAL_MM = 2.9
_TYPED_CAPITAL_MM = 2.25  # twelve to the inch
_LEAST_CAPITAL_MM = 1.35


@dataclass(frozen=True, slots=True)
class Sheet:
    """A flat sheet: each layer is a mask (255: full ink) and its colour, lowest first."""

    geometry: Geometry
    layers: tuple[tuple[Mask, Colour], ...]


def draw_sheet(
    spec: PageSpec, layout: Layout, look: Look, dpi: float, rng: np.random.Generator, hand: MakeWriter | None
) -> Sheet:
    """Draw all that is printed and written; `hand` writes the entries in place of the look's face."""
    geometry = place(spec, layout, dpi, rng)
    shape = geometry.height, geometry.width
    rules, heading, ink, strike = (np.zeros(shape, np.uint8) for _ in range(4))
    _rule(rules, geometry, layout, look, rng)
    _head(heading, spec, geometry, layout, rng)
    _enter(ink, strike, spec, geometry, look, rng, hand)
    pens = look.pens
    layers = ((rules, pens.rule), (heading, pens.heading), (ink, pens.ink), (strike, pens.strike))
    return Sheet(geometry, layers)


def paste(layer: Mask, ink: Ink, left: float, line: float) -> None:
    """Lay ink on a layer with its writing line at `line`; what falls beyond the sheet is lost."""
    x, y = round(left), round(line) - ink.line
    height, width = ink.mask.shape
    top, first = max(0, -y), max(0, -x)
    bottom, last = min(height, layer.shape[0] - y), min(width, layer.shape[1] - x)
    if bottom > top and last > first:
        into = layer[y + top : y + bottom, x + first : x + last]
        np.maximum(into, ink.mask[top:bottom, first:last], out=into)


def _rule(mask: Mask, geometry: Geometry, layout: Layout, look: Look, rng: np.random.Generator) -> None:
    width = max(1.0, look.pens.rule_mm * geometry.px_per_mm)
    top, bottom = geometry.header[0], geometry.total[1] if geometry.total else geometry.edges[-1]
    stroke = _Stroke(mask, width, look, rng)
    gap = 0.9 * geometry.px_per_mm
    for left, right in geometry.tables:
        levels = [top, geometry.edges[0], *([geometry.total[1]] if geometry.total else [])]
        levels += list(geometry.edges[1:] if layout.rules == "all" else geometry.edges[-1:])
        if layout.rules != "none":
            for level in levels:
                stroke.across(left, right, level)
        if layout.double:
            stroke.across(left, right, geometry.edges[0] - gap)
        inside = [a for a, _ in geometry.columns if left + 1 < a < right - 1]
        if layout.rules == "none":
            continue
        for x in inside + ([left, right] if layout.frame else []):
            stroke.down(top, bottom, x)
        if layout.double and inside:
            stroke.down(top, bottom, inside[0] + gap)


class _Stroke:
    """Rules of one strength, with the gaps that a worn plate or a dry pen leaves."""

    def __init__(self, mask: Mask, width: float, look: Look, rng: np.random.Generator) -> None:
        self._mask, self._rng, self._pens = mask, rng, look.pens
        self._thick = max(1, round(width))
        self._strength = 255 * (1 - look.pens.faint)

    def across(self, left: float, right: float, y: float) -> None:
        """From left to right."""
        top = round(y - self._thick / 2)
        self._lay(self._mask[max(0, top) : top + self._thick, round(left) : round(right) + 1])

    def down(self, top: float, bottom: float, x: float) -> None:
        """From top to bottom."""
        left = round(x - self._thick / 2)
        self._lay(self._mask[round(top) : round(bottom) + 1, max(0, left) : left + self._thick].T)

    def _lay(self, into: Mask) -> None:
        length = into.shape[1]
        steps = max(2, length // 24)
        force = np.clip(self._rng.normal(1.0, 0.06 + 0.25 * self._pens.faint, steps), 0.2, 1.1)
        if self._pens.broken:
            gaps = np.convolve(self._rng.random(steps + 4), np.full(5, 0.2), "valid")
            force = np.where(gaps < np.quantile(gaps, self._pens.broken), 0.0, force)
        along = np.interp(np.arange(length), np.linspace(0, length, steps), force) * self._strength
        np.maximum(into, np.clip(along, 0, 255).astype(np.uint8)[None, :], out=into)


def _head(mask: Mask, spec: PageSpec, geometry: Geometry, layout: Layout, rng: np.random.Generator) -> None:
    mm = geometry.px_per_mm
    if spec.title:
        title = _fitting(spec.title, 3.4 * mm, (geometry.tables[0][1] - geometry.tables[0][0]) * 0.7, rng)
        middle = sum(geometry.tables[0]) / 2
        paste(
            mask,
            title.write(spec.title, rng),
            middle - title.width(spec.title) / 2,
            geometry.header[0] - 5 * mm,
        )
    if spec.folio:
        number = _fitting(spec.folio, 3.0 * mm, 30 * mm, rng)
        right = geometry.tables[-1][1] - number.width(spec.folio) - mm
        paste(mask, number.write(spec.folio, rng), right, geometry.header[0] - 5 * mm)
    for column, (left, right) in zip(spec.form.columns, geometry.columns, strict=True):
        lines = _broken(column.name, layout.header_mm >= 9 and right - left < 24 * mm)
        longest = max(lines, key=len)
        press = _fitting(longest, 2.0 * mm, right - left - 1.2 * mm, rng)
        step = 3.6 * mm
        line = sum(geometry.header) / 2 + 1.0 * mm - step * (len(lines) - 1) / 2
        for text in lines:
            paste(mask, press.write(text, rng), (left + right - press.width(text)) / 2, line)
            line += step


def _fitting(text: str, capital_px: float, room: float, rng: np.random.Generator) -> Writer:
    press = writer(PRINTED, capital_px, 0.0, rng)
    need = press.width(text)
    return press if need <= room else writer(PRINTED, capital_px * room / need, 0.0, rng)


def _broken(text: str, may: bool) -> list[str]:  # noqa: FBT001 - private, one caller
    words = text.split()
    if not may or len(words) < 2:
        return [text]
    half = min(range(1, len(words)), key=lambda n: abs(len(" ".join(words[:n])) - len(" ".join(words[n:]))))
    return [" ".join(words[:half]), " ".join(words[half:])]


def _enter(
    ink: Mask,
    strike: Mask,
    spec: PageSpec,
    geometry: Geometry,
    look: Look,
    rng: np.random.Generator,
    hand: MakeWriter | None,
) -> None:
    pen = _pen(spec, geometry, look, rng, hand)
    stand = 0.76 if _typed(look, hand) else float(rng.uniform(0.76, 0.88))
    drift = float(rng.normal(0, 0.12)) * geometry.px_per_mm
    for entry, row in zip(spec.rows(), geometry.rows, strict=True):
        touches = rng.random() < look.pens.touching
        line = row[0] + (row[1] - row[0]) * (0.99 if touches else stand) + drift
        _write_row(ink, strike, entry, row, line, geometry, pen, rng)
    if geometry.total:
        line = geometry.total[0] + (geometry.total[1] - geometry.total[0]) * stand
        for text, column in zip(spec.total, geometry.columns, strict=True):
            if text:
                _write(ink, text, column, line, geometry, pen, rng)


def _typed(look: Look, hand: MakeWriter | None) -> bool:
    return hand is None and look.face in {"typed", *TYPED}


def _pen(
    spec: PageSpec, geometry: Geometry, look: Look, rng: np.random.Generator, hand: MakeWriter | None
) -> Writer:
    """A writer of one size for the whole page: as the row's height asks, smaller where the columns are narrow."""
    mm = geometry.px_per_mm
    usual = (
        _TYPED_CAPITAL_MM * mm
        if _typed(look, hand)
        else min(_WRITTEN_CAPITAL_MM * mm, geometry.row_px * 0.46)
    )
    capital = look.pens.size_mm * mm or min(usual, geometry.row_px * 0.5)
    seed = int(rng.integers(2**32))

    def make(size: float) -> Writer:
        again = np.random.default_rng(seed)
        return hand(size, again) if hand else writer(look.face, size, look.pens.wear, again)

    pen = make(capital)
    inset = 2 * _INSET_MM * mm
    shrink = 1.0
    rows = [tuple(cell.as_written for cell in entry.cells) for entry in spec.entries]
    for texts in [*rows, *([spec.total] if spec.total else [])]:
        for text, (left, right) in zip(texts, geometry.columns, strict=True):
            if text:
                shrink = min(shrink, (right - left - inset) / pen.width(text))
    return pen if shrink >= 1 else make(max(capital * shrink, _LEAST_CAPITAL_MM * mm))


def _write(
    mask: Mask,
    text: str,
    column: Span,
    line: float,
    geometry: Geometry,
    pen: Writer,
    rng: np.random.Generator,
    *,
    centred: bool = False,
) -> Span:
    """Write in a cell, and say from where to where; what is still too long is squeezed, as a person does."""
    inset = _INSET_MM * geometry.px_per_mm
    room = column[1] - column[0] - 1.4 * inset
    written = pen.write(text, rng)
    wide = written.mask.shape[1]
    if wide > room and pen.width(text) > room:
        mask_size = (max(1, round(room)), written.mask.shape[0])
        written = Ink(
            np.asarray(cv2.resize(written.mask, mask_size, interpolation=cv2.INTER_AREA), np.uint8),
            written.line,
        )
        wide = mask_size[0]
    left = column[0] + inset * float(rng.uniform(0.6, 1.0))
    spare = room - wide
    if centred:
        left = (column[0] + column[1] - wide) / 2 + float(rng.normal(0, 0.06)) * max(0.0, spare)
    elif spare > 0:
        left += min(spare, abs(float(rng.normal(0, 0.35))) * geometry.px_per_mm)
    paste(mask, written, left, line)
    return left, left + wide


def _write_row(
    ink: Mask,
    strike: Mask,
    entry: Entry,
    row: Span,
    line: float,
    geometry: Geometry,
    pen: Writer,
    rng: np.random.Generator,
) -> None:
    height = row[1] - row[0]
    written: list[Span] = []
    for cell, column in zip(entry.cells, geometry.columns, strict=True):
        if cell.state is CellState.BLANK:
            continue
        rise = float(rng.normal(0, 0.015)) * height
        mark = cell.state is CellState.DITTO
        span = _write(ink, cell.as_written, column, line + rise, geometry, pen, rng, centred=mark)
        written.append(span)
        if cell.struck:
            _cross(strike, span, line - 0.3 * height, 0.03 * height, geometry, rng)
    if entry.struck and written:
        whole = min(a for a, _ in written), max(b for _, b in written)
        _cross(strike, whole, line - float(rng.uniform(0.2, 0.34)) * height, 0.05 * height, geometry, rng)


def _cross(
    mask: Mask, span: Span, y: float, wander: float, geometry: Geometry, rng: np.random.Generator
) -> None:
    """A pen's line from before the first word to after the last, along a ruler that was not quite level."""
    over = geometry.px_per_mm * float(rng.uniform(0.5, 1.5))
    x = np.linspace(span[0] - over, span[1] + over, 40)
    bow = wander * (np.sin(np.linspace(0, float(rng.uniform(2, 5)), 40)) + float(rng.normal(0, 0.5)))
    tilt = float(rng.normal(0, 0.4)) * wander * np.linspace(-1, 1, 40)
    points = np.round(np.stack([x, y + bow + tilt], 1) * 16).astype(np.int32)
    thick = max(1, round(0.32 * geometry.px_per_mm))
    cv2.polylines(mask, [points], isClosed=False, color=235, thickness=thick, lineType=cv2.LINE_AA, shift=4)
