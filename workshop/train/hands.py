"""The pen strokes of real people: who wrote what, who trains, who judges; and a text in one person's hand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]
Ink = NDArray[np.uint8]

VALIDATION_CONTRIBUTORS = ("ced", "pri")
CALIBRATION_CONTRIBUTORS = ("art", "uqb")
_APB_CALIBRATES = 10  # and one of so many writers of the largest contributor

_BELOW = {
    "g": 0.36,
    "j": 0.3,
    "p": 0.36,
    "q": 0.36,
    "y": 0.36,
    ",": 0.65,
    "Q": 0.06,
    "/": 0.08,
    "(": 0.1,
    ")": 0.1,
}
_HANGING = "34579"
_HEIGHT = {  # of a character, in heights of a digit: where the writer's own cannot be trusted
    **dict.fromkeys("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1.0),
    **dict.fromkeys("acemnorsuvwxz", 0.62), **dict.fromkeys("bdfhkl", 1.08), "i": 0.9, "j": 1.25, "t": 0.95,
    **dict.fromkeys("gpqy", 1.0), "/": 1.2, "(": 1.2, ")": 1.2, "#": 0.95, "&": 1.0, "'": 0.35, '"': 0.35,
    ":": 0.5, ",": 0.3, ".": 0.08, "-": 0.06, "°": 0.35,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character as its strokes: x to the right, y upwards from 0, one digit of the writer high = 1."""

    strokes: tuple[Points, ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Hand:
    """What one writer left us, by character."""

    name: str
    glyphs: dict[str, tuple[Glyph, ...]]

    def has(self, text: str) -> bool:
        """Whether the writer wrote every character of the text."""
        return all(c == " " or c in self.glyphs for c in text)


@dataclass(frozen=True, slots=True)
class Word:
    """One written word."""

    text: str
    glyph: Glyph


def role(writer: str) -> str:
    """What a writer is for: "validation", "calibration" or "training". Whole contributors first."""
    contributor, _, person = writer.partition("/")
    if contributor in VALIDATION_CONTRIBUTORS:
        return "validation"
    if contributor in CALIBRATION_CONTRIBUTORS:
        return "calibration"
    if contributor == "apb" and sum(person.encode()) % _APB_CALIBRATES == 0:
        return "calibration"
    return "training"


def _strokes(arrays: dict[str, NDArray[np.generic]], item: int, scale: float) -> tuple[Points, ...]:
    found = []
    for s in range(int(arrays["glyph_stroke"][item]), int(arrays["glyph_stroke"][item + 1])):
        start, stop = int(arrays["stroke_point"][s]), int(arrays["stroke_point"][s + 1])
        points = np.asarray(arrays["points"][start:stop], np.float32) * np.float32(scale)
        if len(points) > 60:
            points = points[np.linspace(0, len(points) - 1, 60).astype(int)]
        found.append(points)
    return tuple(found)


def _glyph(strokes: tuple[Points, ...]) -> Glyph:
    every = np.concatenate(strokes)
    low, high = every.min(0), every.max(0)
    moved = tuple(s - low for s in strokes)
    return Glyph(moved, float(high[0] - low[0]), float(high[1] - low[1]))


def load_hands(data: Path, wanted: str, dropped: frozenset[int] = frozenset()) -> list[Hand]:
    """Writers of one role with every character of theirs that is not `dropped` (places in glyphs.npz)."""
    with np.load(data / "handwriting" / "glyphs.npz") as archive:
        arrays = {name: archive[name] for name in archive.files}
    labels, writers, unit = arrays["label"], arrays["writer"], arrays["unit"]
    by_writer: dict[int, list[int]] = defaultdict(list)
    for item in range(len(labels)):
        if item not in dropped:
            by_writer[int(writers[item])].append(item)
    hands = []
    for writer, items in by_writer.items():
        name = str(arrays["writer_name"][writer])
        if role(name) != wanted:
            continue
        raw = [(str(labels[i]), _strokes(arrays, i, float(unit[i]))) for i in items]
        hands.append(Hand(name, _scaled(raw)))
    return sorted(hands, key=lambda hand: hand.name)


def _scaled(raw: list[tuple[str, tuple[Points, ...]]]) -> dict[str, tuple[Glyph, ...]]:
    """Bring a writer's characters to one scale: each class of heights apart, for sessions differ in theirs."""
    heights: dict[str, list[float]] = defaultdict(list)
    glyphs = [(label, _glyph(strokes)) for label, strokes in raw if sum(len(s) for s in strokes) > 0]
    for label, glyph in glyphs:
        if label in _HEIGHT and label not in ".-,'\"":
            group = "digit" if label.isdigit() else "capital" if label.isupper() else "small"
            heights[group].append(max(glyph.height, 1e-3) / _HEIGHT[label])
    median = {group: float(np.median(values)) for group, values in heights.items()}
    overall = float(np.median(list(median.values()))) if median else 1.0
    found: dict[str, list[Glyph]] = defaultdict(list)
    for label, glyph in glyphs:
        group = (
            "digit"
            if label.isdigit()
            else "capital"
            if label.isupper()
            else "small"
            if label.isalpha()
            else ""
        )
        scale = 1.0 / max(median.get(group, overall), 1e-3)
        if label in ".-,'\":":
            largest = max(glyph.height, glyph.width) * scale
            limit = {"-": 0.9, ".": 0.16, ",": 0.5, "'": 0.5, '"': 0.6, ":": 0.8}[label]
            scale *= min(1.0, limit / max(largest, 1e-3))
        elif label in _HEIGHT:
            height = max(glyph.height * scale, 1e-3)
            scale *= float(np.clip(height, 0.72 * _HEIGHT[label], 1.4 * _HEIGHT[label])) / height
        strokes = tuple(s * np.float32(scale) for s in glyph.strokes)
        found[label].append(Glyph(strokes, glyph.width * scale, glyph.height * scale))
    return {label: tuple(glyphs) for label, glyphs in found.items()}


def load_words(data: Path, wanted: str) -> list[Word]:
    """Written words of one role; the tallest part is brought to about one digit's height."""
    with np.load(data / "handwriting" / "words.npz") as archive:
        arrays = {name: archive[name] for name in archive.files}
    names = [role(str(name)) for name in arrays["writer_name"]]
    words = []
    for item, label in enumerate(arrays["label"]):
        if names[int(arrays["writer"][item])] != wanted:
            continue
        glyph = _glyph(_strokes(arrays, item, 1.0))
        text = str(label)
        tall = 0.62 if all(c in "acemnorsuvwxz" for c in text) else 1.05
        low = 0.35 if any(c in "gjpqy" for c in text) else 0.0
        scale = (tall + low) / max(glyph.height, 1.0)
        if glyph.width * scale > 0.9 * len(text) + 2:
            continue
        strokes = tuple(s * np.float32(scale) for s in glyph.strokes)
        words.append(Word(text, Glyph(strokes, glyph.width * scale, glyph.height * scale)))
    return words


@dataclass(frozen=True, slots=True)
class Manner:
    """How a text is written this time; lengths in heights of a digit."""

    height: float  # pixels of one digit
    slant: float
    stretch: float
    gap: float
    gap_spread: float
    space: float
    pen: float  # pixels
    pitch: float  # fixed distance from character to character, 0: as they come
    wobble: float
    join: float  # how often one character runs into the next
    tail: float  # how often a character begins or ends with a flourish
    comb: bool = False  # a printed tick between the characters, as on forms
    old: bool = False  # an old hand's 3, 4, 5, 7 and 9 hang below the line
    bend: float = 0.02  # how much a character differs from the one that was once written


def manner(rng: np.random.Generator, kind: str, *, careful: bool = False) -> Manner:
    """Draw a manner. Capitals are often printed wide apart, one to a box; a careful hand keeps its characters apart."""
    height = float(rng.uniform(22, 52))
    wide = rng.random() < (0.55 if kind == "capitals" else 0.12)
    if careful:
        return Manner(
            height=height,
            slant=float(rng.normal(0.04, 0.1)),
            stretch=float(np.exp(rng.normal(0.0, 0.1))),
            gap=float(rng.uniform(0.3, 1.3)) if wide else max(0.06, float(rng.normal(0.2, 0.07))),
            gap_spread=float(rng.uniform(0.02, 0.06)),
            space=float(rng.uniform(0.5, 1.0)) + (0.9 if wide else 0.0),
            pen=height * float(rng.choice([0.05, 0.075, 0.1, 0.12], p=[0.2, 0.4, 0.3, 0.1])),
            pitch=float(rng.uniform(1.1, 2.0)) if wide and rng.random() < 0.4 else 0.0,
            wobble=float(rng.uniform(0.0, 0.03)),
            join=0.0,
            tail=0.0,
            old=bool(rng.random() < 0.12),
            bend=0.012,
        )
    return Manner(
        height=height,
        slant=float(rng.normal(0.06, 0.16)),
        stretch=float(np.exp(rng.normal(0.0, 0.16))),
        gap=float(rng.uniform(0.3, 1.3)) if wide else float(rng.normal(0.15, 0.08)),
        gap_spread=float(rng.uniform(0.02, 0.1)) * (2 if wide else 1),
        space=float(rng.uniform(0.45, 1.1)) + (0.9 if wide else 0.0),
        pen=height * float(rng.choice([0.05, 0.075, 0.1, 0.14, 0.19], p=[0.2, 0.3, 0.25, 0.17, 0.08])),
        pitch=float(rng.uniform(1.1, 2.0)) if wide and rng.random() < 0.5 else 0.0,
        wobble=float(rng.uniform(0.0, 0.05)),
        join=0.35 if rng.random() < 0.1 else 0.0,
        tail=0.3 if rng.random() < 0.15 else 0.0,
        comb=wide and rng.random() < 0.25,
        old=bool(rng.random() < 0.15),
        bend=float(rng.uniform(0.01, 0.045)),
    )


def _bend(points: Points, much: float, rng: np.random.Generator) -> Points:
    """Bend a character a little: no one writes the same 3 twice."""
    frequency, phase = rng.uniform(1.5, 5.0, (2, 2)), rng.uniform(0, 6.3, (2, 2))
    amount = rng.normal(0, much, (2, 2))
    x, y = points[:, 0], points[:, 1]
    dx = amount[0, 0] * np.sin(frequency[0, 0] * y + phase[0, 0]) + amount[0, 1] * np.sin(
        frequency[0, 1] * x + phase[0, 1]
    )
    dy = amount[1, 0] * np.sin(frequency[1, 0] * x + phase[1, 0]) + amount[1, 1] * np.sin(
        frequency[1, 1] * y + phase[1, 1]
    )
    return np.stack([x + dx, y + dy], 1).astype(np.float32)


def _rise(character: str, glyph: Glyph, rng: np.random.Generator) -> float:
    """Height of the character's lower edge above the line."""
    if character == "-":
        return float(rng.uniform(0.32, 0.58)) - glyph.height / 2
    if character in "'\"°":
        return float(rng.uniform(0.85, 1.1)) - glyph.height
    if character == ":":
        return float(rng.uniform(0.0, 0.15))
    return -_BELOW.get(character, 0.0) * glyph.height


def _tail(strokes: list[Points], rng: np.random.Generator) -> None:
    """A lead-in or an end stroke, so that the net does not take one for a figure."""
    first = rng.random() < 0.5
    end = strokes[0][0] if first else strokes[-1][-1]
    reach = rng.uniform(0.1, 0.4) * (-1 if first else 1)
    rise = rng.uniform(-0.35, 0.25)
    t = np.linspace(0, 1, 6, dtype=np.float32)
    curve = np.stack([end[0] + reach * t, end[1] + rise * t * t + rng.normal(0, 0.1) * t * (1 - t)], 1)
    strokes.append(curve.astype(np.float32))


def lay(
    text: str, hand: Hand, how: Manner, rng: np.random.Generator, lend: Hand | None = None
) -> list[Points]:
    """Strokes of the text, x from 0, y upwards from the line, in heights of a digit.

    `lend` is the hand that gives what this one lacks; a KeyError without it.
    """
    placed: list[Points] = []
    x, drift, last = 0.0, 0.0, None
    chosen: dict[str, tuple[Glyph, ...]] = {}
    for number, character in enumerate(text):
        if character == " ":
            x += how.space
            continue
        pool = hand.glyphs.get(character) or (lend.glyphs[character] if lend else ())
        pool = chosen.setdefault(character, pool)
        if not pool:
            raise KeyError(character)
        glyph = pool[int(rng.integers(len(pool)))]
        size = float(np.exp(rng.normal(0, 0.06)))
        drift = 0.7 * drift + float(rng.normal(0, how.wobble))
        lean, rise = float(rng.normal(0, 0.05)), _rise(character, glyph, rng) + drift
        if how.old and character in _HANGING:
            size *= float(rng.uniform(1.0, 1.25))
            rise -= float(rng.uniform(0.15, 0.45)) * glyph.height
        strokes = []
        width = glyph.width * size * how.stretch
        left = x + max(0.0, (how.pitch - width) / 2) if how.pitch else x
        for points in glyph.strokes:
            bent = _bend(points, how.bend, rng) * np.float32(size)
            strokes.append(
                np.stack([bent[:, 0] * how.stretch + lean * bent[:, 1] + left, bent[:, 1] + rise], 1).astype(
                    np.float32
                )
            )
        if how.tail and character.isalnum() and rng.random() < how.tail:
            _tail(strokes, rng)
        if how.join and last is not None and number and rng.random() < how.join:
            placed.append(np.stack([last, strokes[0][0]]))
        last = strokes[-1][-1]
        placed.extend(strokes)
        x = left + (
            max(width, how.pitch - (left - x))
            if how.pitch
            else width + max(-0.06, rng.normal(how.gap, how.gap_spread))
        )
    return placed


def draw(strokes: list[Points], how: Manner, rng: np.random.Generator) -> tuple[Ink, int]:
    """Ink of strokes, 255 where there is ink, tight but for the pen; and the row of the writing line."""
    every = np.concatenate(strokes)
    every_x = every[:, 0] + how.slant * every[:, 1]
    pad = how.pen + 2
    left, right = float(every_x.min()), float(every_x.max())
    low, high = float(every[:, 1].min()), float(every[:, 1].max())
    width, height = (
        int((right - left) * how.height + 2 * pad) + 1,
        int((high - low) * how.height + 2 * pad) + 1,
    )
    ink = np.zeros((min(height, 400), min(width, 2400)), np.uint8)
    thick = max(1, int(how.pen + rng.random()))
    polylines = []
    for points in strokes:
        x = (points[:, 0] + how.slant * points[:, 1] - left) * how.height + pad
        y = (high - points[:, 1]) * how.height + pad
        polylines.append(np.round(np.stack([x, y], 1) * 16).astype(np.int32))
    cv2.polylines(ink, polylines, isClosed=False, color=255, thickness=thick, lineType=cv2.LINE_AA, shift=4)
    if thick > 2 and rng.random() < 0.25:  # a broad nib: thick where it runs across its edge
        size = int(rng.integers(2, max(3, thick)))
        nib = np.eye(size, dtype=np.uint8) if rng.random() < 0.5 else np.fliplr(np.eye(size, dtype=np.uint8))
        ink = np.asarray(cv2.dilate(ink, nib), np.uint8)
    return ink, int(high * how.height + pad)
