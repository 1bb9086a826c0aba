"""What is on the sheet before anyone writes: rules, title, headings; and the stamp that comes last."""

from __future__ import annotations

import cv2
import numpy as np

from workshop.draw.faces import PRINTED, Ink, Mask, Writer, paste, writer
from workshop.draw.layout import Geometry, Layout
from workshop.draw.look import Colour, Look
from workshop.draw.truth import PageSpec

STAMP_COLOUR: Colour = (104, 72, 150)


def rule(mask: Mask, geometry: Geometry, layout: Layout, look: Look, rng: np.random.Generator) -> None:
    """Rule the table."""
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


def head(mask: Mask, spec: PageSpec, geometry: Geometry, layout: Layout, rng: np.random.Generator) -> None:
    """Print title, folio and the columns' names; a long name takes two lines."""
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


def stamp(mask: Mask, spec: PageSpec, geometry: Geometry, rng: np.random.Generator) -> None:
    """A framed rubber stamp, askew and not evenly inked, on the blank rows or the margin below the last entry."""
    mm = geometry.px_per_mm
    press = writer(PRINTED, 2.8 * mm, 0.0, rng)
    text = press.write(spec.stamp, rng).mask
    pad = round(2.2 * mm)
    plate = np.pad(text, pad)
    cv2.rectangle(plate, (2, 2), (plate.shape[1] - 3, plate.shape[0] - 3), 255, max(1, round(0.5 * mm)))
    height, width = plate.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.normal(0, 5)), 1.0)
    turn[:, 2] += (width * 0.1, width * 0.15)
    plate = np.asarray(
        cv2.warpAffine(plate, turn, (round(width * 1.2), round(height + width * 0.3))), np.uint8
    )
    rough = cv2.resize(
        rng.integers(60, 256, (plate.shape[0] // 9 + 2, plate.shape[1] // 9 + 2), dtype=np.uint8),
        plate.shape[::-1],
    )
    inked = np.asarray(cv2.multiply(plate, rough, scale=0.8 / 255), np.uint8)
    end = geometry.total[1] if geometry.total else geometry.edges[len(spec.entries)]
    half, right = inked.shape[0] / 2, geometry.tables[-1][1] - inked.shape[1]
    left = geometry.tables[-1][0] + float(rng.uniform(0.45, 0.6)) * (right - geometry.tables[-1][0])
    middle = min(max(end + half, (end + geometry.height) / 2), geometry.height - height * 0.8)
    paste(mask, Ink(inked, inked.shape[0] // 2), left, middle)
