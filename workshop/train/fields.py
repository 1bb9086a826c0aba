"""One training field after another: a text, a hand or a face, a cell, a picture, and the strip that the reader sees."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop.recognition.normalise import prepare
from workshop.train import hands, paper, strings
from workshop.train.alphabet import spell
from workshop.train.doubted import doubted
from workshop.train.faces import FOLDERS, Face, load_faces, pick, type_text
from workshop.train.hands import Hand, Manner, Word, draw, lay, manner
from workshop.train.real import RealField, load_amounts, load_registers, load_typed
from workshop.train.tables import load_tables

Grey = NDArray[np.uint8]
Ink = NDArray[np.uint8]
_BORROW_TRIES = 4
_REAL = {"amounts": 0.38, "registers": 0.36, "words": 0.05, "typed": 0.14, "tables": 0.07}  # shares


@dataclass(frozen=True, slots=True)
class Material:
    """All that fields of one role are made of."""

    hands: tuple[Hand, ...]
    everyone: Hand  # lends what neither writer has
    written: tuple[Word, ...]
    faces: list[Face]
    words: tuple[str, ...]
    names: tuple[str, ...]
    real: dict[str, list[RealField]]
    empty: list[Grey]


@dataclass(frozen=True, slots=True)
class Field:
    """A crop and the text on it. `signs`: whether the text has all points and dashes of the paper."""

    kind: str
    text: str
    crop: Grey
    signs: bool = True


def load_material(data: Path, role: str) -> Material:
    """Material of one role: "training", "calibration" or "validation" (whose real fields are the "test" ones)."""
    registers, empty = load_registers(data, "test" if role == "validation" else role)
    found = load_amounts(data, "test" if role == "validation" else role) + registers
    found += load_typed(data, "test" if role == "validation" else role)
    found += load_tables(data, "test" if role == "validation" else role)
    real = {
        source: [f for f in found if f.source == source]
        for source in ("amounts", "registers", "words", "typed", "tables")
    }
    writers = hands.load_hands(data, role, doubted())
    together = {
        c: tuple(g for w in writers for g in w.glyphs.get(c, ()))
        for c in {c for w in writers for c in w.glyphs}
    }
    written = tuple(word for word in hands.load_words(data, role) if spell(word.text) == word.text)
    words = tuple(sorted({word.text for word in written if word.text.isalpha() and len(word.text) > 1}))
    names = _names(data)
    faces = load_faces(FOLDERS, role)
    return Material(tuple(writers), Hand("everyone", together), written, faces, words, names, real, empty)


def _names(data: Path) -> tuple[str, ...]:
    """Names of weapons, makers and cartridges: facts, rewritten in the reader's alphabet."""
    found: set[str] = set()
    with (data / "vocabulary" / "cartridges.csv").open(encoding="utf-8") as file:
        found.update(spell(row["name"]) for row in csv.DictReader(file))
    with (data / "vocabulary" / "weapons.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            maker = (row["manufacturers"] or "").split(" - ")[0]
            found.update(spell(part) for part in (row["name"] or "", maker, row["caliber"] or ""))
    return tuple(sorted(name for name in found if 1 < len(name) <= 22))


def compose(material: Material, rng: np.random.Generator) -> Field:
    """A training field, of everything there is."""
    roll = rng.random()
    if roll < 0.57:
        # Most as a careful clerk writes, the rest as hard as it comes; figures fill the narrow, ruled cells.
        kind = strings.any_kind(rng)
        return handwritten(material, kind, rng, mild=rng.random() < (0.5 if kind == "digits" else 0.7))
    if roll < 0.71:
        return typed(material, rng, mild=rng.random() < 0.5)
    if roll < 0.96:
        source = str(rng.choice(tuple(_REAL), p=tuple(_REAL.values())))
        return real(material, source, rng) if material.real[source] else handwritten(material, "digits", rng)
    return empty(material, rng)


def handwritten(
    material: Material, kind: str, rng: np.random.Generator, *, mild: bool = False, rough: float = 0.5
) -> Field:
    """A text of `kind` in one person's hand."""
    if kind == "words" and material.written and rng.random() < 0.6:
        return _cursive(material, rng)
    text = spell(strings.text_of(kind, rng, material.words, material.names))
    how = manner(rng, kind, careful=mild)
    hand = _writer(material, text, rng)
    lender = _writer(material, text, rng)
    try:
        strokes = lay(text, hand, how, rng, lender)
    except KeyError:
        strokes = lay(
            "".join(c for c in text if c == " " or c in material.everyone.glyphs),
            hand,
            how,
            rng,
            material.everyone,
        )
        text = "".join(c for c in text if c == " " or c in material.everyone.glyphs).strip()
    ink, _ = draw(strokes, how, rng)
    if how.comb:
        _comb(ink, how, rng)
    return Field(kind, text, _picture(ink, how.height, material, rng, mild=mild, rough=rough))


def in_one_hand(text: str, hand: Hand, material: Material, rng: np.random.Generator) -> Field:
    """A text in this hand and no other, carefully written; pieces of others' ink may stand at its edges."""
    how = manner(rng, "digits", careful=True)
    ink, _ = draw(lay(text, hand, how, rng), how, rng)
    return Field("digits", text, _picture(ink, how.height, material, rng, mild=True, rough=0.3))


def _writer(material: Material, text: str, rng: np.random.Generator) -> Hand:
    """A writer who has the whole text, if a few tries find one."""
    best = material.hands[int(rng.integers(len(material.hands)))]
    for _ in range(_BORROW_TRIES):
        if best.has(text):
            break
        other = material.hands[int(rng.integers(len(material.hands)))]
        best = max(best, other, key=lambda hand: sum(c in hand.glyphs for c in text))
    return best


def _comb(ink: Ink, how: Manner, rng: np.random.Generator) -> None:
    """Ticks of a form between the characters, low or as high as the line."""
    step = max(how.pitch, 1.0) * how.height
    top = int(ink.shape[0] * (rng.uniform(0.5, 0.9) if rng.random() < 0.6 else 0))
    shade = int(rng.uniform(60, 230))
    for x in np.arange(rng.uniform(-0.1, 0.1) * step, ink.shape[1], step):
        column = int(x)
        if 0 <= column < ink.shape[1]:
            ink[top:, column : column + 1 + int(how.height // 40)] = np.maximum(
                ink[top:, column : column + 1 + int(how.height // 40)], shade
            )


def _cursive(material: Material, rng: np.random.Generator) -> Field:
    """One to three written words side by side."""
    how = manner(rng, "words")
    texts, placed, x = [], [], 0.0
    for _ in range(int(rng.choice([1, 2, 3], p=[0.6, 0.3, 0.1]))):
        word = material.written[int(rng.integers(len(material.written)))]
        below = 0.35 if any(c in "gjpqy" for c in word.text) else 0.0
        for points in word.glyph.strokes:
            at = np.stack([points[:, 0] * how.stretch + x, points[:, 1] - below], 1)
            placed.append(at.astype(np.float32))
        texts.append(word.text)
        x += word.glyph.width * how.stretch + how.space
    ink, _ = draw(placed, how, rng)
    return Field("words", " ".join(texts), _picture(ink, how.height, material, rng, mild=False, rough=0.5))


def typed(material: Material, rng: np.random.Generator, kind: str = "", *, mild: bool = False) -> Field:
    """A text in type, printed or from a typewriter."""
    kind = kind or strings.any_kind(rng)
    text = spell(strings.text_of(kind, rng, material.words, material.names))
    face = pick(material.faces, rng)
    ink = np.array(type_text(text, face, rng))
    height = 0.42 * ink.shape[0]
    return Field(f"typed {kind}", text, _picture(ink, height, material, rng, mild=mild, rough=0.35))


def _neighbour(material: Material, height: float, rng: np.random.Generator) -> Ink:
    """Another field's ink, for its pieces at the edges."""
    how = manner(rng, "digits")
    hand = material.hands[int(rng.integers(len(material.hands)))]
    characters = [c for c in strings.serial(rng) if c in hand.glyphs] or [next(iter(hand.glyphs))]
    ink, _ = draw(lay("".join(characters[:7]), hand, how, rng), how, rng)
    scale = height / how.height
    return np.asarray(cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _picture(
    ink: Ink, height: float, material: Material, rng: np.random.Generator, *, mild: bool, rough: float
) -> Grey:
    neighbours = [_neighbour(material, height, rng)] if rng.random() < rough else []
    canvas = paper.cell(ink, rng, height, neighbours, rough)
    if rng.random() < 0.04 and neighbours and not mild:
        canvas = paper.stamp(canvas, rng, neighbours[0])
    return paper.scan(canvas, rng) if mild else paper.photograph(canvas, rng)


def real(material: Material, source: str, rng: np.random.Generator, place: int | None = None) -> Field:
    """A field from a real page (the one at `place`, or any), cut a little otherwise each time, on other paper,
    through another scanner.
    """
    fields = material.real[source]
    field = fields[int(rng.integers(len(fields))) if place is None else place]
    left, top, right, bottom = field.box
    rows, columns = field.grey.shape
    tall = bottom - top
    top = int(np.clip(top + rng.normal(-0.02, 0.05) * tall, 0, tall * 0.2))
    bottom = int(np.clip(bottom + rng.normal(0.02, 0.05) * tall, rows - tall * 0.2, rows))
    left, right = int(max(0, left - rng.exponential(4))), int(min(columns, right + rng.exponential(4)))
    grey = field.grey[top:bottom, left:right]
    scale = float(rng.uniform(0.45, 1.25)) * min(1.0, 90 / grey.shape[0])
    wide = max(16, int(grey.shape[1] * scale * np.exp(rng.normal(0, 0.12))))
    small = cv2.resize(grey, (wide, max(14, int(grey.shape[0] * scale))), interpolation=cv2.INTER_AREA)
    picture = np.asarray(small, np.float32)
    if rng.random() < 0.5:
        lean = float(rng.normal(0, 0.12))
        turn = float(np.tan(np.radians(rng.normal(0, 1.5))))
        matrix = np.array([[1, lean, -lean * picture.shape[0] / 2], [turn, 1, -turn * picture.shape[1] / 2]])
        picture = np.asarray(
            cv2.warpAffine(picture, matrix, picture.shape[::-1], borderMode=cv2.BORDER_REPLICATE), np.float32
        )
    if rng.random() < 0.4:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.4, 1.3))), np.float32)
    picture = (picture - 128) * float(rng.uniform(0.6, 1.25)) + 128 + float(rng.normal(0, 15))
    picture += rng.standard_normal(picture.shape, dtype=np.float32) * float(rng.choice([0, 3, 8]))
    out = np.clip(picture, 0, 255).astype(np.uint8)
    if rng.random() < 0.3:
        paper_level, dark = float(np.percentile(out, 70)), float(np.percentile(out, 1))
        out = paper.bilevel(out, rng, paper_level, dark)
    return Field(source, field.text, out, field.signs)


def empty(material: Material, rng: np.random.Generator) -> Field:
    """A crop without any writing: rules, specks, scribbles, real paper between its lines."""
    if material.empty and rng.random() < 0.4:
        return Field("empty", "", material.empty[int(rng.integers(len(material.empty)))])
    ink = paper.scribble(rng)
    return Field("empty", "", paper.photograph(ink, rng))


def strip(field: Field) -> Ink | None:
    """What the reader's network sees of the field, 0 to 255; None when it never gets so far."""
    ready = prepare(field.crop)
    return None if ready.ink is None else np.round(ready.ink * 255).astype(np.uint8)
