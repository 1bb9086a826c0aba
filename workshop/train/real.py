"""Fields cut from real pages, and which of them train, calibrate and judge: whole pages and blocks of files."""

from __future__ import annotations

import csv
import html
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from workshop.train.alphabet import spell

Grey = NDArray[np.uint8]

_TEST_PAGES = ("06493_L-0", "07682_L-1", "07686_L-1", "07689_L-1", "2863_L-0")  # one whole book among them
_CALIBRATION_PAGES = ("06480_L-1", "07670_L-1", "07679_L-1", "2674_L-0")
_TYPED_TEST_PAGES = ("11091_L", "US_08", "YV3549264_09", "WL16560176_09", "bljd_DSN169", "43_61321")
_AROUND = 14  # pixels of the page kept around a line's box, so that training can cut it roughly
_NUMBER = re.compile(r"[0-9][0-9 .,/\-]*")


@dataclass(frozen=True, slots=True)
class RealField:
    """A field on a piece of its page: `box` is left, top, right, bottom on `grey`.

    `signs` tells whether the text has the points and dashes that stand on the paper.
    """

    source: str  # amounts, registers, words, typed
    text: str
    grey: Grey
    box: tuple[int, int, int, int]
    signs: bool = True


def _block(name: str, order: list[str]) -> str:
    """Seven of ten amounts train, the next one calibrates, the last two judge: one writer's lie side by side."""
    share = order.index(name) / len(order)
    return "training" if share < 0.7 else "calibration" if share < 0.8 else "test"


def load_amounts(data: Path, wanted: str) -> list[RealField]:
    """Handwritten amounts; their truth leaves the points and dashes out."""
    folder = data / "amounts_handwritten"
    with (folder / "digits.tsv").open(encoding="utf-8") as file:
        truth = {row["image"]: row["digits"] for row in csv.DictReader(file, delimiter="\t")}
    order = sorted(truth)
    found = []
    for name in order:
        if _block(name, order) == wanted:
            grey = np.asarray(cv2.imread(str(folder / name), cv2.IMREAD_GRAYSCALE), np.uint8)
            box = (0, 0, grey.shape[1], grey.shape[0])
            found.append(RealField("amounts", truth[name], grey, box, signs=False))
    return found


def _page_role(page: str) -> str:
    if any(part in page for part in _TEST_PAGES + _TYPED_TEST_PAGES):
        return "test"
    return "calibration" if any(part in page for part in _CALIBRATION_PAGES) else "training"


def _pages(folder: Path, wanted: str) -> list[tuple[Grey, list[dict[str, str]]]]:
    with (folder / "lines.tsv").open(encoding="utf-8") as file:
        by_page = defaultdict(list)
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            by_page[row["page"]].append(row)
    return [
        (np.asarray(cv2.imread(str(folder / page), cv2.IMREAD_GRAYSCALE), np.uint8), rows)
        for page, rows in sorted(by_page.items())
        if _page_role(page) == wanted
    ]


def _box(row: dict[str, str]) -> tuple[int, int, int, int]:
    return int(row["left"]), int(row["top"]), int(row["right"]), int(row["bottom"])


def _cut(page: Grey, box: tuple[int, int, int, int], source: str, text: str) -> RealField:
    left, top, right, bottom = box
    x, y = max(0, left - _AROUND), max(0, top - _AROUND)
    grey = page[y : bottom + _AROUND, x : right + _AROUND].copy()
    return RealField(source, text, grey, (left - x, top - y, right - x, bottom - y))


def load_registers(data: Path, wanted: str) -> tuple[list[RealField], list[Grey]]:
    """Numbers and short lines of the handwritten registers; and pieces of their paper without any writing."""
    fields, empty = [], []
    rng = np.random.default_rng(7)
    for folder in sorted(path.parent for path in (data / "registers_handwritten").glob("*/lines.tsv")):
        for page, rows in _pages(folder, wanted):
            boxes = [_box(row) for row in rows]
            for row, box in zip(rows, boxes, strict=True):
                raw = html.unescape(row["text"]).strip()
                text = spell(raw)
                if (
                    min(box[2] - box[0], box[3] - box[1]) < 16
                    or not text
                    or len(text) < len(raw.replace(" ", ""))
                ):
                    continue
                if _NUMBER.fullmatch(text):
                    fields.append(_cut(page, box, "registers", text))
                elif len(text) <= 22 and re.search(r"[A-Za-z]", text):
                    fields.append(_cut(page, box, "words", text))
            empty.extend(_empty(page, boxes, rng))
    return fields, empty


def _empty(page: Grey, boxes: list[tuple[int, int, int, int]], rng: np.random.Generator) -> list[Grey]:
    """Pieces of the page that no transcribed line touches, from the middle of the page where the paper is."""
    found = []
    rows, columns = page.shape
    for _ in range(400):
        wide, tall = int(rng.uniform(50, 320)), int(rng.uniform(40, 110))
        x, y = int(rng.uniform(0.1, 0.9) * (columns - wide)), int(rng.uniform(0.1, 0.9) * (rows - tall))
        clear = all(
            x + wide < b[0] - 12 or x > b[2] + 12 or y + tall < b[1] - 12 or y > b[3] + 12 for b in boxes
        )
        if clear:
            found.append(page[y : y + tall, x : x + wide].copy())
    return found[:40]


def load_typed(data: Path, wanted: str) -> list[RealField]:
    """Words of the typed pages, where a line's widest gaps tell its words apart; short lines as they are."""
    fields = []
    for folder in sorted(path.parent for path in (data / "typed").glob("*/lines.tsv")):
        for page, rows in _pages(folder, wanted):
            for row in rows:
                raw = html.unescape(row["text"]).strip().replace('""', '"')
                text = spell(raw)
                if text and len(text) == len(" ".join(raw.split())) and "~" not in raw:
                    fields.extend(_words(page, _box(row), text))
    return fields


def _words(page: Grey, box: tuple[int, int, int, int], text: str) -> list[RealField]:
    """The line's words, or nothing when its gaps do not tell them apart."""
    left, top, right, bottom = box
    words = text.split(" ")
    middle = page[top + (bottom - top) // 4 : bottom - (bottom - top) // 4, left:right]
    if middle.size == 0:
        return []
    dark = middle < np.percentile(middle, 60) * 0.72
    inky = np.flatnonzero(dark.sum(axis=0) > 0)
    if len(inky) < 4:
        return []
    if len(words) == 1:
        return [_cut(page, box, "typed", text)]
    gaps = np.diff(inky)
    order = np.argsort(gaps)[::-1]
    breaks = np.sort(order[: len(words) - 1])
    pitch = (inky[-1] - inky[0]) / len(text)
    least = gaps[order[len(words) - 2]]
    next_widest = gaps[order[len(words) - 1]] if len(order) >= len(words) else 0
    if least < 0.9 * pitch or least < 1.25 * next_widest:
        return []
    starts = [int(inky[0]), *(int(inky[i + 1]) for i in breaks)]
    stops = [*(int(inky[i]) for i in breaks), int(inky[-1])]
    found = []
    for word, start, stop in zip(words, starts, stops, strict=True):
        if abs((stop - start) / pitch - len(word)) > 0.9 + 0.12 * len(word):
            return []  # the widths contradict the text
        found.append(_cut(page, (left + start - 3, top, left + stop + 4, bottom), "typed", word))
    return found
