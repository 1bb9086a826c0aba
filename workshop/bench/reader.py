"""`python -m workshop.bench reader --data FOLDER`: the field reader, Tesseract and RapidOCR on the same crops.

Writers, faces and pages are ones that the training never saw. Composed sets are called so; the others are real.
Texts are compared without spaces; amounts by their digits, for their truth has no signs. The field's alphabet chooses
among each reader's alternatives where it has any.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop.fields.definitions import alphabet_of
from desktop.recognition.engine import Guess, Hint
from desktop.recognition.field_reader import field_reader
from desktop.recognition.tesseract import TesseractEngine
from workshop.bench._shares import interval
from workshop.train.fields import Field, load_material
from workshop.train.judging import COMPOSED, held_out, plain, right

_KINDS = {
    "serial": "serial_number", "careless": "serial_number", "ruled": "digits", "capitals": "capitals",
    "typed": "serial_number", "empty": "text", "clear": "serial_number", "amounts": "digits", "registers": "number",
    "words": "text", "tables": "number",
}  # fmt: skip
_ALIKE = str.maketrans("OoIl", "0011")  # what no one can tell apart without the book's pattern
_COVERAGE = (0.5, 0.8, 0.95)
_HEIGHT = 48  # RapidOCR's own height, and one at which Tesseract reads best
Reader = Callable[[Sequence[Field], str], list[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class _Result:
    """What one reader made of one set."""

    answers: list[tuple[str, float]]
    seconds: float


def _best(guess: Guess, alphabet: str) -> tuple[str, float]:
    if guess.blank:
        return "", 1.0
    for text, confidence in (
        (guess.text, guess.confidence),
        *((a.text, a.confidence) for a in guess.alternatives),
    ):
        if not alphabet or set(text) <= set(alphabet):
            return text, confidence
    return guess.text, guess.confidence


def _ours(model: Path) -> Reader:
    reader = field_reader(model)
    reader.check()

    def read(fields: Sequence[Field], kind: str) -> list[tuple[str, float]]:
        # A serial number may end in a small letter, so nothing is taken from what is read there.
        alphabet = "" if kind == "serial_number" else alphabet_of(kind)
        guesses = reader.read(
            [field.crop for field in fields], Hint(kind, alphabet=alphabet, script="handwritten")
        )
        return [_best(guess, alphabet) for guess in guesses]

    return read


def _enlarged(field: Field) -> NDArray[np.uint8]:
    scale = _HEIGHT / max(8, field.crop.shape[0])
    size = (max(8, round(field.crop.shape[1] * scale)), _HEIGHT)
    return np.asarray(cv2.resize(field.crop, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def _tesseract() -> Reader:
    """As the program uses it, which is also the quickest way: one process for many crops."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    program = Path(shutil.which("tesseract") or "tesseract")
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "OMP_THREAD_LIMIT": "1"}
    engine = TesseractEngine(program, folder, environment)
    engine.check(("eng",))

    def read(fields: Sequence[Field], kind: str) -> list[tuple[str, float]]:
        hint = Hint(kind, alphabet=alphabet_of(kind) if kind == "digits" else "")
        return [_best(guess, hint.alphabet) for guess in engine.read([_enlarged(f) for f in fields], hint)]

    return read


def _rapid() -> Reader:
    from rapidocr_onnxruntime import RapidOCR

    engine = RapidOCR()

    def read(fields: Sequence[Field], kind: str) -> list[tuple[str, float]]:
        del kind
        crops = [cv2.cvtColor(_enlarged(field), cv2.COLOR_GRAY2BGR) for field in fields]
        texts, _ = engine.text_rec(crops)
        return [(str(text), float(confidence)) for text, confidence in texts]

    return read


def distance(a: str, b: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]


def _line(name: str, reader: str, fields: Sequence[Field], result: _Result) -> str:
    texts = [text for text, _ in result.answers]
    good = sum(right(field, text) for field, text in zip(fields, texts, strict=True))
    low, high = interval(good, len(fields))
    wrong = sum(distance(plain(f, t), plain(f, f.text)) for f, t in zip(fields, texts, strict=True))
    every = sum(len(plain(f, f.text)) for f in fields)
    label = f"{name} ({'composed' if name in COMPOSED else 'real'})"
    rate = f"{wrong / every:.3f}" if every else "–"
    alike = sum(
        plain(f, t).translate(_ALIKE) == plain(f, f.text).translate(_ALIKE)
        for f, t in zip(fields, texts, strict=True)
    )
    each = 1000 * result.seconds / len(fields)
    return (
        f"{label:22} {reader:14} {len(fields):5}  {100 * good / len(fields):5.1f} % "
        f"[{100 * low:4.1f}–{100 * high:5.1f}]  {rate:>6}  {100 * alike / len(fields):5.1f} %  {each:7.1f}"
    )


def _risk(name: str, fields: Sequence[Field], result: _Result) -> str:
    order = np.argsort([-confidence for _, confidence in result.answers], kind="stable")
    good = np.array([right(f, t) for f, (t, _) in zip(fields, result.answers, strict=True)])[order]
    parts = []
    for share in _COVERAGE:
        count = max(1, round(share * len(fields)))
        threshold = result.answers[int(order[count - 1])][1]
        parts.append(f"{share:4.0%} pass at {threshold:.3f}: {1 - good[:count].mean():6.2%} wrong")
    return f"{name:12} n = {len(fields):4}   " + "   ".join(parts)


def main(argv: list[str]) -> int:
    """Print the table, then the risk at three coverages for the field reader."""
    parser = argparse.ArgumentParser(prog="python -m workshop.bench reader", description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("LEDGERMARK_DATA"))
    parser.add_argument("--count", type=int, default=300, help="fields of each kind")
    parser.add_argument("--model", type=Path, default=Path("resources/models/field-reader.onnx"))
    parser.add_argument("--only", choices=("field-reader", "tesseract", "rapidocr"))
    parser.add_argument("--sets", nargs="*", choices=tuple(_KINDS), help="default: all")
    parser.add_argument("--wrong", action="store_true", help="also list what the field reader got wrong")
    given = parser.parse_args(argv)
    if given.data is None or not Path(given.data).is_dir():
        print("The pages to measure with are missing: name their folder with --data or in LEDGERMARK_DATA.")
        return 3
    makers: dict[str, Callable[[], Reader]] = {
        "field-reader": lambda: _ours(given.model), "tesseract": _tesseract, "rapidocr": _rapid,
    }  # fmt: skip
    readers = {name: make() for name, make in makers.items() if given.only in (None, name)}
    sets = held_out(load_material(Path(given.data), "validation"), given.count)
    print(f"{'set':22} {'reader':14} {'n':>5}   exact [95 % interval]    CER  0=O 1=I  ms a field")
    risks, mistakes = [], []
    for name, fields in sets.items():
        if given.sets and name not in given.sets:
            continue
        for reader, read in readers.items():
            began = time.perf_counter()
            result = _Result(read(fields, _KINDS[name]), time.perf_counter() - began)
            print(_line(name, reader, fields, result), flush=True)
            if reader == "field-reader" and name != "empty":
                risks.append(_risk(name, fields, result))
                mistakes += [
                    f"{name}: {f.text!r} read {t!r} at {c:.3f}"
                    for f, (t, c) in zip(fields, result.answers, strict=True)
                    if not right(f, t)
                ]
            if reader == "field-reader" and name == "empty":
                risks.append(_invented(fields, result))
    print("\nHow sure the field reader is, and how often it is wrong then:", *risks, sep="\n")
    if given.wrong:
        print("", *mistakes, sep="\n")
    return 0


def _invented(fields: Sequence[Field], result: _Result) -> str:
    count = sum(bool(text.strip()) and confidence > 0.5 for text, confidence in result.answers)
    return f"empty        n = {len(fields):4}   {count} got a text above 0.5"
