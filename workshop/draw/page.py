"""Draw a ledger page: what is written, how it looks and a seed become a picture and the truth about it."""

from __future__ import annotations

import cv2
import numpy as np

from workshop.draw.book import lying_book
from workshop.draw.camera import View, aim, desk, lit, sensed
from workshop.draw.layout import Geometry, Layout, Span
from workshop.draw.look import Look
from workshop.draw.paper import blank_sheet
from workshop.draw.sheet import MakeWriter, Sheet, draw_sheet
from workshop.draw.truth import CellTruth, DrawnPage, Entry, PageSpec, PageTruth, Pixels, RowTruth, quad_of

_A4 = Layout()
_USUAL = Look()
_GREY_OF = (0.299, 0.587, 0.114)


def draw_page(
    spec: PageSpec,
    look: Look = _USUAL,
    *,
    seed: int,
    layout: Layout = _A4,
    dpi: float = 300.0,
    hand: MakeWriter | None = None,
) -> DrawnPage:
    """Draw the page; the same arguments give the same pixels.

    `hand` writes the entries in place of the look's face. Raises ValueError where the rows don't fit on the sheet.
    """
    rng = np.random.default_rng(seed)
    sheet = draw_sheet(spec, layout, look, dpi, rng, hand)
    geometry = sheet.geometry
    camera = look.camera
    view = aim(geometry.width, geometry.height, geometry.px_per_mm, camera, geometry.gutter)
    picture = _picture(_composed(sheet, look, rng), view, look, geometry, rng)
    rows = tuple(
        _row(number, entry, span, spec, geometry, view)
        for number, (entry, span) in enumerate(zip(spec.rows(), geometry.rows, strict=True), start=1)
    )
    height, width = picture.shape[:2]
    truth = PageTruth(
        spec.form.name, spec.folio, width, height, dpi, camera.skew_degrees, camera.photograph, rows
    )
    return DrawnPage(picture, truth)


def _row(number: int, entry: Entry, span: Span, spec: PageSpec, geometry: Geometry, view: View) -> RowTruth:
    cells = []
    for column, (left, right), cell in zip(spec.form.columns, geometry.columns, entry.cells, strict=True):
        flat = np.array([[left, span[0]], [right, span[0]], [right, span[1]], [left, span[1]]], np.float64)
        quad = quad_of(view.points(flat))
        cells.append(CellTruth(column.name, cell.text, cell.as_written, cell.state, cell.struck, quad))
    return RowTruth(number, entry.struck, entry.quantity, tuple(cells))


def _composed(sheet: Sheet, look: Look, rng: np.random.Generator) -> Pixels:
    """Ink on paper: each layer takes its share of the light. One channel where the picture is to be grey."""
    geometry = sheet.geometry
    paper = blank_sheet(geometry.width, geometry.height, look.paper, geometry.px_per_mm, rng)
    grey = look.camera.grey and not look.camera.photograph
    parts = [cv2.cvtColor(paper, cv2.COLOR_RGB2GRAY)] if grey else list(cv2.split(paper))
    channels = [np.asarray(part, np.uint8) for part in parts]
    layers = sheet.layers
    if look.paper.show_through:
        # The other side is written on lines of its own: shifted, so that it does not fall in line with this one.
        other = np.roll(layers[2][0][:, ::-1], round(0.4 * geometry.row_px), axis=0)
        behind = cv2.GaussianBlur(other, (0, 0), 0.24 * geometry.px_per_mm)
        weak = np.asarray(cv2.convertScaleAbs(behind, alpha=0.35 * look.paper.show_through), np.uint8)
        layers = ((weak, layers[2][1]), *layers)
    steps = np.arange(256, dtype=np.float32) / 255
    for mask, colour in layers:
        shades = [float(np.dot(colour, _GREY_OF))] if grey else [float(part) for part in colour]
        if not mask.any():
            continue
        for place, shade in enumerate(shades):
            left = np.round(255 * (1 - steps * (1 - shade / 255))).astype(np.uint8)
            cv2.multiply(channels[place], cv2.LUT(mask, left), dst=channels[place], scale=1 / 255)
    return np.asarray(channels[0] if grey else cv2.merge(channels), np.uint8)


def _picture(flat: Pixels, view: View, look: Look, geometry: Geometry, rng: np.random.Generator) -> Pixels:
    camera = look.camera
    if geometry.gutter is not None or camera.bound:
        flat = _folded(flat, geometry)
    seen = view.take(flat, camera.lid)
    if camera.photograph:
        seen = _on_desk(seen, view, geometry, look, rng)
    seen = lit(seen, camera, rng)
    if camera.grey and seen.ndim == 3:
        seen = np.asarray(cv2.cvtColor(seen, cv2.COLOR_RGB2GRAY), np.uint8)
    return sensed(seen, camera, rng)


def _folded(flat: Pixels, geometry: Geometry) -> Pixels:
    """The shade of the fold, darkest where the paper dives."""
    away = np.abs(np.arange(geometry.width) - (geometry.gutter or 0.0)) / geometry.px_per_mm
    shade = np.clip(1 - 0.55 * np.exp(-away / 4.5) - 0.12 * np.exp(-away / 16), 0.1, 1)
    strip = np.round(shade * 255).astype(np.uint8)
    full = np.broadcast_to(strip[None, :, None], (*flat.shape[:2], 3)) if flat.ndim == 3 else strip[None, :]
    return np.asarray(
        cv2.multiply(flat, np.ascontiguousarray(np.broadcast_to(full, flat.shape)), scale=1 / 255), np.uint8
    )


def _on_desk(seen: Pixels, view: View, geometry: Geometry, look: Look, rng: np.random.Generator) -> Pixels:
    """Put a table top where there is no sheet, and the sheet's own shadow on it."""
    whole = np.full((geometry.height, geometry.width), 255, np.uint8)
    mask = view.take(whole, 0)
    top = desk(view.size, look.camera, rng)
    if look.camera.bound:
        top = lying_book(top, view.matrix, geometry, look.paper, rng)
    reach = 1.2 * geometry.px_per_mm
    cast = cv2.GaussianBlur(mask, (0, 0), reach)
    cast = cv2.warpAffine(cast, np.array([[1, 0, reach], [0, 1, reach]], np.float32), view.size)
    dark = cv2.LUT(cast, np.round(255 - 0.55 * np.arange(256)).astype(np.uint8))
    shaded = cv2.multiply(top, cv2.merge([dark] * 3), scale=1 / 255)
    return np.where(mask[:, :, None] > 127, seen, shaded).astype(np.uint8)
