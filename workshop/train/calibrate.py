"""`python -m workshop.train.calibrate --data FOLDER`: what the reader's own figures are worth, by kind of field.

Fitted on writers and pages kept for that alone (role "calibration"), then measured on others still ("validation").
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop.fields.definitions import alphabet_of
from desktop.recognition.calibration import FORMAT, Calibration, load_calibration
from desktop.recognition.engine import Hint
from desktop.recognition.field_reader import FieldReader, field_reader
from workshop.train.fields import Field, Material, handwritten, load_material, real, typed
from workshop.train.judging import as_cut, right

Rising = tuple[NDArray[np.float64], NDArray[np.float64]]
_TEXTS = {  # kinds of field by the kinds of text that stand in them
    "serial_number": "serial", "digits": "digits", "number": "number", "capitals": "capitals", "text": "words",
    "date": "date", "calibre": "words", "year": "digits",
}  # fmt: skip
_REAL = {"digits": "amounts", "number": "registers", "text": "words"}
_POINTS = 16
_BINS = 10


def fields_of(material: Material, kind: str, count: int, seed: int) -> list[Field]:
    """Fields as a column of that kind holds them: most by hand, some typed, some cut roughly, and real ones."""
    rng = np.random.default_rng([seed, *kind.encode()])
    text = _TEXTS[kind]
    makers: list[tuple[float, Callable[[], Field]]] = [
        (0.6, lambda: handwritten(material, text, rng, mild=True, rough=0.2)),
        (0.15, lambda: handwritten(material, text, rng)),
        (0.25, lambda: typed(material, rng, text, mild=True)),
    ]
    shares = np.array([share for share, _ in makers])
    found = [makers[int(rng.choice(len(makers), p=shares))][1]() for _ in range(count)]
    pool = material.real[_REAL[kind]] if kind in _REAL else []
    found += [as_cut(field) for field in pool]
    found += [real(material, _REAL[kind], rng) for _ in range(count // 5 if pool else 0)]
    return found


def answers(reader: FieldReader, fields: Sequence[Field], kind: str) -> Rising:
    """For each field that was read as anything: the figure, and 1 where the whole field is right."""
    guesses = reader.read([field.crop for field in fields], Hint(kind, alphabet=alphabet_of(kind)))
    pairs = [
        (guess.confidence, float(right(field, guess.text)))
        for field, guess in zip(fields, guesses, strict=True)
        if guess.text
    ]
    return np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])


def rising(raw: NDArray[np.float64], good: NDArray[np.float64]) -> tuple[list[float], list[float]]:
    """A rising line through (figure, right): neighbouring violators pooled (Ayer et al. 1955), then few points."""
    order = np.argsort(raw, kind="stable")
    blocks: list[list[float]] = []  # sum of figures, of right ones, count
    for part in np.array_split(order, min(len(order), 4 * _POINTS)):
        blocks.append([float(raw[part].sum()), float(good[part].sum()), float(len(part))])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    points: dict[float, float] = {}
    for total, hits, count in blocks:
        points[round(min(1.0, total / count), 6)] = round((hits + 0.5) / (count + 1), 5)
    x = sorted(points)
    y = np.maximum.accumulate([points[place] for place in x])
    return x, [float(value) for value in y]


def error(worth: NDArray[np.float64], good: NDArray[np.float64]) -> float:
    """Expected calibration error: ten bins of equal width, each weighed by its fields (Guo et al. 2017)."""
    bins = np.minimum((worth * _BINS).astype(int), _BINS - 1)
    return sum(
        abs(float(worth[bins == b].mean() - good[bins == b].mean())) * float((bins == b).mean())
        for b in range(_BINS)
        if bool((bins == b).any())
    )


def _report(kind: str, worth: NDArray[np.float64], good: NDArray[np.float64]) -> None:
    rng = np.random.default_rng(5)
    draws = [error(worth[pick], good[pick]) for pick in rng.integers(len(good), size=(300, len(good)))]
    low, high = np.percentile(draws, (2.5, 97.5))
    print(f"\n{kind}: calibration error {error(worth, good):.4f} [{low:.4f}–{high:.4f}], n = {len(good)}")
    bins = np.minimum((worth * _BINS).astype(int), _BINS - 1)
    for b in range(_BINS):
        inside = bins == b
        if inside.any():
            said, was = worth[inside].mean(), good[inside].mean()
            print(
                f"  {b / _BINS:.1f}–{(b + 1) / _BINS:.1f}  said {said:.3f}  right {was:.3f}  n = {inside.sum()}"
            )


def main(argv: list[str]) -> int:
    """Fit, write calibration.json beside the model, print reliability tables."""
    parser = argparse.ArgumentParser(prog="python -m workshop.train.calibrate", description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("LEDGERMARK_DATA"))
    parser.add_argument("--model", type=Path, default=Path("resources/models/field-reader.onnx"))
    parser.add_argument("--count", type=int, default=3000, help="composed fields of each kind")
    given = parser.parse_args(argv)
    if given.data is None or not Path(given.data).is_dir():
        print("The pages to measure with are missing: name their folder with --data or in LEDGERMARK_DATA.")
        return 3
    reader = field_reader(given.model)
    reader.check()
    itself = ((0.0, 0.0), (1.0, 1.0))
    reader.calibration = Calibration("field-reader", dict.fromkeys(_TEXTS, itself))
    material = load_material(Path(given.data), "calibration")
    every: list[Rising] = []
    kinds = {}
    for kind in _TEXTS:
        every.append(answers(reader, fields_of(material, kind, given.count, 21), kind))
        x, y = rising(*every[-1])
        kinds[kind] = {"raw": x, "probability": y}
    x, y = rising(np.concatenate([e[0] for e in every]), np.concatenate([e[1] for e in every]))
    kinds[""] = {"raw": x, "probability": y}
    path = given.model.with_name("calibration.json")
    written = {"format": FORMAT, "engine": "field-reader", "kinds": kinds}
    path.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    reader.calibration = load_calibration(path)
    material = load_material(Path(given.data), "validation")
    for kind in ("serial_number", "digits", "number", "capitals", "text"):
        _report(kind, *answers(reader, fields_of(material, kind, given.count, 22), kind))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
