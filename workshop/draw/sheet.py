"""The flat sheet: rules, headings and entries as layers of ink, each with its colour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from db.model import CellState
from workshop.draw.faces import TYPED, Ink, Mask, Writer, paste, writer
from workshop.draw.layout import Geometry, Layout, Span, place
from workshop.draw.look import Colour, Look
from workshop.draw.printed import STAMP_COLOUR, head, rule, stamp
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
    rules, heading, ink, strike, mark = (np.zeros(shape, np.uint8) for _ in range(5))
    rule(rules, geometry, layout, look, rng)
    head(heading, spec, geometry, layout, rng)
    _enter(ink, strike, spec, geometry, look, rng, hand)
    if spec.stamp:
        stamp(mark, spec, geometry, rng)
    pens = look.pens
    layers = (
        (rules, pens.rule),
        (heading, pens.heading),
        (ink, pens.ink),
        (strike, pens.strike),
        (mark, STAMP_COLOUR),
    )
    return Sheet(geometry, layers)


def _enter(
    ink: Mask,
    strike: Mask,
    spec: PageSpec,
    geometry: Geometry,
    look: Look,
    rng: np.random.Generator,
    hand: MakeWriter | None,
) -> None:
    pen, capital = _pen(spec, geometry, look, rng, hand)
    stand = 0.76 if _typed(look, hand) else float(rng.uniform(0.76, 0.88))
    drift = float(rng.normal(0, 0.12)) * geometry.px_per_mm
    for entry, row in zip(spec.rows(), geometry.rows, strict=True):
        touches = rng.random() < look.pens.touching
        line = row[0] + (row[1] - row[0]) * (0.95 if touches else stand) + drift
        _write_row(ink, strike, entry, row, (line, capital), geometry, pen, rng)
    if geometry.total:
        line = geometry.total[0] + (geometry.total[1] - geometry.total[0]) * stand
        for text, column in zip(spec.total, geometry.columns, strict=True):
            if text:
                _write(ink, text, column, line, geometry, pen, rng)


def _typed(look: Look, hand: MakeWriter | None) -> bool:
    return hand is None and look.face in {"typed", *TYPED}


def _pen(
    spec: PageSpec, geometry: Geometry, look: Look, rng: np.random.Generator, hand: MakeWriter | None
) -> tuple[Writer, float]:
    """A writer of one size for the whole page, and the height of its capitals: smaller where columns are narrow."""
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
    if shrink >= 1:
        return pen, capital
    capital = max(capital * shrink, _LEAST_CAPITAL_MM * mm)
    return make(capital), capital


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
    stand: tuple[float, float],
    geometry: Geometry,
    pen: Writer,
    rng: np.random.Generator,
) -> None:
    height = row[1] - row[0]
    line, capital = stand
    written: list[Span] = []
    for cell, column in zip(entry.cells, geometry.columns, strict=True):
        if cell.state is CellState.BLANK:
            continue
        rise = float(rng.normal(0, 0.015)) * height
        mark = cell.state is CellState.DITTO
        span = _write(ink, cell.as_written, column, line + rise, geometry, pen, rng, centred=mark)
        written.append(span)
        if cell.struck:
            _cross(strike, span, line + rise - 0.45 * capital, 0.08 * capital, geometry, rng)
    if not entry.struck:
        return
    for left, right in geometry.tables:  # a spread's entry is crossed out on each page
        here = [span for span in written if left <= span[0] < right]
        if here:
            whole = min(a for a, _ in here), max(b for _, b in here)
            high = line - float(rng.uniform(0.3, 0.55)) * capital
            _cross(strike, whole, high, 0.12 * capital, geometry, rng)


def _cross(
    mask: Mask, span: Span, y: float, wander: float, geometry: Geometry, rng: np.random.Generator
) -> None:
    """A pen's line from before the first word to after the last, along a ruler that was not quite level."""
    over = geometry.px_per_mm * float(rng.uniform(0.5, 1.5))
    x = np.linspace(span[0] - over, span[1] + over, 40)
    bow = wander * (np.sin(np.linspace(0, float(rng.uniform(2, 5)), 40)) + float(rng.normal(0, 0.5)))
    tilt = float(rng.normal(0, 0.4)) * wander * np.linspace(-1, 1, 40)
    points = np.round(np.stack([x, y + bow + tilt], 1) * 16).astype(np.int32)
    thick = max(1, round(0.25 * geometry.px_per_mm))
    cv2.polylines(mask, [points], isClosed=False, color=235, thickness=thick, lineType=cv2.LINE_AA, shift=4)
