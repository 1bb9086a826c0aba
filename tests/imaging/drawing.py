"""Ledger pages drawn for this room's tests, with the truth of every cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from desktop.fields.forms import Column, LedgerForm

Floats = NDArray[np.float64]
Matrix = Floats
Corners = NDArray[np.float64]
"""Four points, top left first and clockwise: 4 x 2."""

WIDTHS = (0.07, 0.13, 0.18, 0.2, 0.12, 0.1, 0.2)
SERIALS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is drawn. Lengths on paper are millimetres."""

    seed: int = 0
    dpi: int = 300
    paper: tuple[float, float] = (210.0, 297.0)
    widths: tuple[float, ...] = WIDTHS
    rows: int = 25
    row_mm: float = 9.0
    header_mm: tuple[float, ...] = (13.0,)
    margin_mm: float = 12.0
    skew_degrees: float = 0.0
    rule_grey: int = 90
    rule_mm: float = 0.25
    broken: float = 0.0  # share of each rule that is missing, in pieces
    double_mm: float = 0.0  # a second rule this far under the heading's
    heavy: bool = False  # the heading's rule is three times as thick
    totals: bool = False
    struck: frozenset[int] = frozenset()  # rows from 0
    blank: float = 0.1  # share of cells without writing
    ditto: frozenset[tuple[int, int]] = frozenset()
    filled: int = -1  # rows with writing, -1: all
    handwriting: bool = False
    ink_grey: int = 45
    words: int = 0  # another number, other writing on the same paper
    shade: float = 0.0  # how much darker the darkest corner is
    edges: bool = False  # black of the scanner around the paper
    noise: float = 3.0
    row_rules: bool = True
    column_rules: bool = True


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture (height x width, grey) with its truth, entries only."""

    picture: NDArray[np.uint8]
    cells: tuple[tuple[Corners, ...], ...]
    texts: tuple[tuple[str, ...], ...]
    form: LedgerForm
    footer: tuple[tuple[Corners, ...], ...] = ()
    marks: frozenset[tuple[int, int]] = field(default=frozenset())


def form_of(
    columns: int, *, widths: Sequence[float] = (), spread: bool = False, header_rows: int = -1
) -> LedgerForm:
    """A form of so many columns, with widths where they are given."""
    named = tuple(
        Column(f"C{place + 1}", "text", widths[place] if widths else 0.0) for place in range(columns)
    )
    return LedgerForm("drawn", named, spread=spread, header_rows=header_rows)


def draw(sheet: Sheet) -> Drawn:
    """Draw a flat scan."""
    return turned(_flat(sheet), sheet)


def turned(flat: Drawn, sheet: Sheet) -> Drawn:
    """The sheet as a scanner sees it: turned, unevenly lit, noisy."""
    height, width = flat.picture.shape
    turn = np.vstack(
        [cv2.getRotationMatrix2D((width / 2, height / 2), -sheet.skew_degrees, 1.0), [0.0, 0.0, 1.0]]
    )
    return warped(flat, turn, (width, height), sheet)


def warped(flat: Drawn, matrix: Matrix, size: tuple[int, int], sheet: Sheet) -> Drawn:
    """The sheet through a homography, on a black scanner lid, a white one or a desk."""
    around = 20 if sheet.edges else 235
    picture = cv2.warpPerspective(flat.picture, matrix, size, flags=cv2.INTER_AREA, borderValue=(around,))
    rng = np.random.default_rng(sheet.seed + 1)
    ys, xs = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    light = 1.0 - sheet.shade * (0.7 * xs / size[0] + 0.3 * ys / size[1])
    noise = rng.normal(0.0, sheet.noise, picture.shape)
    seen = np.asarray(picture * light + noise, dtype=np.float64)
    return Drawn(
        np.clip(seen, 0, 255).astype(np.uint8),
        tuple(tuple(_moved(cell, matrix) for cell in row) for row in flat.cells),
        flat.texts,
        flat.form,
        tuple(tuple(_moved(cell, matrix) for cell in row) for row in flat.footer),
        flat.marks,
    )


def iou(one: Corners, other: Corners) -> float:
    """Shared area over the area of both."""
    first, second = (np.asarray(corners, np.float32).reshape(4, 2) for corners in (one, other))
    shared = cv2.intersectConvexConvex(first, second)[0]
    both = cv2.contourArea(first) + cv2.contourArea(second) - shared
    return float(shared / both) if both > 0 else 0.0


def _moved(cell: Corners, matrix: Matrix) -> Corners:
    return np.asarray(cv2.perspectiveTransform(cell.reshape(1, 4, 2), matrix)[0], dtype=np.float64)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _flat(sheet: Sheet) -> Drawn:
    px = sheet.dpi / 25.4
    width, height = round(sheet.paper[0] * px), round(sheet.paper[1] * px)
    rng = np.random.default_rng(sheet.seed)
    hand = np.random.default_rng(1000 * sheet.words + sheet.seed + 7)
    picture = Image.new("L", (width, height), 236)
    pen = ImageDraw.Draw(picture)
    left, right = sheet.margin_mm * px, width - sheet.margin_mm * px
    shares = np.r_[0.0, np.cumsum(sheet.widths)] / sum(sheet.widths)
    xs = left + shares * (right - left)
    heights = [*sheet.header_mm, *[sheet.row_mm] * (sheet.rows + sheet.totals)]
    ys = (sheet.margin_mm + 8.0 + np.r_[0.0, np.cumsum(heights)]) * px
    thick = max(1.0, sheet.rule_mm * px)
    pen.text((left, ys[0] - 7 * px), "LEDGER OF ARMS", fill=60, font=_font(round(4.5 * px)))
    if sheet.row_rules:
        for y in ys:
            _rule(pen, (xs[0], y, xs[-1], y), thick, sheet, rng)
    else:
        for y in (ys[0], ys[len(sheet.header_mm)], ys[-1]):
            _rule(pen, (xs[0], y, xs[-1], y), thick, sheet, rng)
    heading = ys[len(sheet.header_mm)]
    if sheet.double_mm:
        _rule(
            pen,
            (xs[0], heading + sheet.double_mm * px, xs[-1], heading + sheet.double_mm * px),
            thick,
            sheet,
            rng,
        )
    if sheet.column_rules:
        for x in xs:
            _rule(pen, (x, ys[0], x, ys[-1]), thick, sheet, rng)
    for place, (x0, _) in enumerate(pairwise(xs)):
        pen.text((x0 + 1.5 * px, ys[0] + 2 * px), f"Col {place + 1}", fill=70, font=_font(round(3 * px)))
        for band in range(1, len(sheet.header_mm)):
            pen.text((x0 + 4 * px, ys[band] + 2 * px), str(place + 1), fill=70, font=_font(round(2.5 * px)))
    if sheet.heavy:
        pen.rectangle((xs[0], heading - thick, xs[-1], heading + thick), fill=60)
    ink = np.asarray(picture).copy()
    texts, cells = _entries(ink, xs, ys, sheet, hand)
    footer = []
    if sheet.totals:
        top, bottom = ys[-2], ys[-1]
        _write(ink, "Total", (xs[0], top, xs[2], bottom), sheet, hand)
        cv2.rectangle(ink, (round(xs[0]), round(top - thick)), (round(xs[-1]), round(top + thick)), (60,), -1)
        footer.append(_row(xs, top, bottom))
    form = form_of(len(sheet.widths), widths=sheet.widths)
    return Drawn(ink, tuple(cells), tuple(texts), form, tuple(footer), sheet.ditto)


def _entries(
    ink: NDArray[np.uint8], xs: Floats, ys: Floats, sheet: Sheet, hand: np.random.Generator
) -> tuple[list[tuple[str, ...]], list[tuple[Corners, ...]]]:
    px = sheet.dpi / 25.4
    first = len(sheet.header_mm)
    texts, cells = [], []
    for row in range(sheet.rows):
        top, bottom = ys[first + row], ys[first + row + 1]
        top += sheet.double_mm * px if row == 0 else 0.0
        written = row < sheet.filled or sheet.filled < 0
        line = []
        for column, (x0, x1) in enumerate(pairwise(xs)):
            text = _text(hand, x1 - x0, sheet) if hand.random() >= sheet.blank else ""
            text = '"' if (row, column) in sheet.ditto else text
            if written and text:
                _write(ink, text, (x0, top, x1, bottom), sheet, hand)
            line.append(text if written else "")
        if row in sheet.struck:
            middle = (top + bottom) / 2
            slope = hand.uniform(-0.08, 0.08) * sheet.row_mm * px
            start = (round(xs[0] + 2 * px), round(middle - slope))
            end = (round(xs[-1] - 2 * px), round(middle + slope))
            cv2.line(ink, start, end, (sheet.ink_grey,), max(1, round(0.35 * px)), cv2.LINE_AA)
        texts.append(tuple(line))
        cells.append(_row(xs, top, bottom))
    return texts, cells


def _row(xs: Floats, top: float, bottom: float) -> tuple[Corners, ...]:
    return tuple(np.array([[a, top], [b, top], [b, bottom], [a, bottom]]) for a, b in pairwise(xs))


def _rule(
    pen: ImageDraw.ImageDraw,
    ends: tuple[float, float, float, float],
    thick: float,
    sheet: Sheet,
    rng: np.random.Generator,
) -> None:
    x0, y0, x1, y1 = ends
    pieces = 60
    for piece in range(pieces):
        if rng.random() < sheet.broken:
            continue
        a, b = piece / pieces, (piece + 1) / pieces
        part = (x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b)
        half = thick / 2
        pen.rectangle(
            (part[0] - half, part[1] - half, part[2] + half - 1, part[3] + half - 1), fill=sheet.rule_grey
        )


def _text(hand: np.random.Generator, room: float, sheet: Sheet) -> str:
    px = sheet.dpi / 25.4
    most = max(1, int((room / px - 3) / (2.3 if not sheet.handwriting else 3.4)))
    length = int(hand.integers(max(1, most // 2), most + 1))
    return "".join(SERIALS[int(at)] for at in hand.integers(len(SERIALS), size=length))


def _write(
    ink: NDArray[np.uint8],
    text: str,
    box: tuple[float, float, float, float],
    sheet: Sheet,
    hand: np.random.Generator,
) -> None:
    px = sheet.dpi / 25.4
    x = box[0] + hand.uniform(1.0, 1.8) * px
    if sheet.handwriting:
        size = hand.uniform(0.9, 1.1) * 4.2 * px
        base = box[3] - hand.uniform(0.16, 0.26) * (box[3] - box[1])
        scale = size / cv2.getTextSize("H", cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, 1.0, 1)[0][1] * 0.8
        cv2.putText(ink, text, (round(x), round(base)), cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, scale, (sheet.ink_grey,),
            max(1, round(0.4 * px)), cv2.LINE_AA)  # fmt: skip
        return
    size = round(3.6 * px)
    patch = Image.new("L", (round(box[2] - box[0] + 6 * px), round(box[3] - box[1] + 2 * px)), 255)
    rise = hand.uniform(0.32, 0.45) * (box[3] - box[1])
    ImageDraw.Draw(patch).text(
        (x - box[0], px + rise - 0.2 * size), text, fill=sheet.ink_grey, font=_font(size)
    )
    left, top = round(box[0]), round(box[1] - px)
    under = ink[top : top + patch.height, left : left + patch.width]
    np.minimum(under, np.asarray(patch)[: under.shape[0], : under.shape[1]], out=under)
