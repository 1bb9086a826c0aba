"""Fields in shards on disk: one process composes them, numbered and seeded, while another trains on them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from workshop.train.fields import Field, Material, compose, load_material, strip
from workshop.train.splice import spliced

Ink = NDArray[np.uint8]
SHARD = 2048  # fields
_SMALL = 0.15  # of all fields
_SPLICED = 0.16  # of all fields; a quarter of the tries finds too few digits to splice
_AHEAD = 6  # shards kept ready; the composing process waits when the training lags behind


@dataclass(frozen=True, slots=True)
class Example:
    """What the network learns from: a strip 0 to 255, its text, and whether the text has the paper's signs."""

    ink: Ink
    text: str
    signs: bool


def shard_path(folder: Path, number: int) -> Path:
    """Where shard `number` lies."""
    return folder / f"{number:05d}.npz"


def make_shard(material: Material, seed: int, number: int) -> list[Example]:
    """The shard of that number: always the same for the same seed and material."""
    rng = np.random.default_rng([seed, number])
    examples: list[Example] = []
    while len(examples) < SHARD:
        example = _example(material, rng)
        if example:
            examples.append(_smaller(example, rng) if rng.random() < _SMALL else example)
    return examples


def _example(material: Material, rng: np.random.Generator) -> Example | None:
    if rng.random() < _SPLICED:
        new = spliced(material, rng)
        return Example(*new) if new else None
    return as_example(compose(material, rng))


def as_example(field: Field) -> Example | None:
    """The field as the network sees it; None where the reader finds nothing to show it."""
    ink = strip(field)
    return None if ink is None else Example(ink, field.text, field.signs)


def _smaller(example: Example, rng: np.random.Generator) -> Example:
    """The same writing lower in its strip, as a long tail or a neighbour's ink makes it."""
    scale = float(rng.uniform(0.5, 0.9))
    rows, columns = example.ink.shape
    wide = max(16, round(columns * scale))
    down = float(rng.uniform(0, 1 - scale)) * rows
    matrix = np.array([[scale, 0, 0], [0, scale, down]])
    ink = cv2.warpAffine(example.ink, matrix, (wide, rows), flags=cv2.INTER_AREA)
    return Example(np.asarray(ink, np.uint8), example.text, example.signs)


def save(path: Path, examples: list[Example]) -> None:
    """Write a shard whole or not at all."""
    part = path.with_suffix(".part.npz")
    np.savez(
        part,
        ink=np.concatenate([example.ink for example in examples], axis=1),
        width=np.array([example.ink.shape[1] for example in examples]),
        text=np.array([example.text for example in examples]),
        signs=np.array([example.signs for example in examples]),
    )
    part.rename(path)


def load(path: Path) -> list[Example]:
    """Read a shard."""
    with np.load(path) as shard:
        ends = np.cumsum(shard["width"])
        strips = np.split(shard["ink"], ends[:-1], axis=1)
        return [
            Example(ink, str(text), bool(signs))
            for ink, text, signs in zip(strips, shard["text"], shard["signs"], strict=True)
        ]


def supply(data: Path, folder: Path, seed: int, first: int) -> None:
    """Compose shards from `first` on, for ever, a few ahead of those already taken (and deleted) by the training."""
    cv2.setNumThreads(1)
    material = load_material(data, "training")
    number = first
    while True:
        while len(list(folder.glob("[0-9]*.npz"))) >= _AHEAD:
            time.sleep(0.5)
        save(shard_path(folder, number), make_shard(material, seed, number))
        number += 1


def vary(ink: Ink, rng: np.random.Generator) -> Ink:
    """The strip a little larger or smaller, moved, leaning, bent, thicker or thinner: no field is met twice alike."""
    rows, columns = ink.shape
    stretch = float(np.exp(rng.normal(0, 0.09)))
    high = float(np.clip(rng.normal(0.98, 0.06), 0.82, 1.1))
    lean = float(rng.normal(0, 0.07))
    wide = int(np.clip(round(columns * stretch), 16, 512))
    x, y = wide / columns, float(rng.normal(0, 1.0)) + rows * (1 - high) / 2
    matrix = np.array([[x, lean, -lean * rows / 2], [0, high, y]])
    out = np.asarray(cv2.warpAffine(ink, matrix, (wide, rows), flags=cv2.INTER_LINEAR), np.uint8)
    if rng.random() < 0.5:
        out = _bent(out, rng)
    roll = rng.random()
    if roll < 0.06:
        out = np.asarray(cv2.dilate(out, np.ones((2, 2), np.uint8)), np.uint8)
    elif roll < 0.1:
        out = np.asarray(
            cv2.erode(out, np.ones((1, 2) if rng.random() < 0.5 else (2, 1), np.uint8)), np.uint8
        )
    elif roll < 0.22:
        scale = float(rng.uniform(0.6, 1.3))
        out = np.clip(out * scale, 0, 255).astype(np.uint8)
    return out


def _bent(ink: Ink, rng: np.random.Generator) -> Ink:
    """The strip bent a pixel or two here and there: the few thousand real fields stand for many more hands."""
    rows, columns = ink.shape
    much = float(rng.uniform(0.4, 1.5))
    coarse = rng.normal(0, much, (2, 4, max(3, columns // 10))).astype(np.float32)
    down, across = (cv2.resize(part, (columns, rows), interpolation=cv2.INTER_CUBIC) for part in coarse)
    y, x = np.mgrid[:rows, :columns].astype(np.float32)
    return np.asarray(cv2.remap(ink, x + across, y + down, cv2.INTER_LINEAR), np.uint8)
