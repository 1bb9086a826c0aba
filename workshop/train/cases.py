"""Fields of one kind, as a column of that kind holds them, shown to both readers."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from desktop.fields.definitions import alphabet_of
from desktop.recognition.calibration import Calibration
from desktop.recognition.engine import Hint
from desktop.recognition.field_reader import field_reader
from desktop.recognition.tesseract import TesseractEngine
from workshop.train.alphabet import spell
from workshop.train.fields import Field, Material, empty, handwritten, load_material, real, typed
from workshop.train.hands import load_words
from workshop.train.judging import as_cut
from workshop.train.weighing import Case

TEXTS = {  # kinds of field by the kinds of text that stand in them
    "serial_number": "serial", "digits": "digits", "number": "number", "capitals": "capitals", "text": "words",
    "date": "date",
}  # fmt: skip
SAME_AS = {"year": "digits", "calibre": "text"}
"""Kinds that are written as another is, and count as it."""
_REAL = {"digits": "amounts", "number": "registers", "text": "words"}
_EMPTY = 30  # one in so many has no writing at all
_PLAIN = ((0.0, 0.0), (1.0, 1.0))


@lru_cache(maxsize=1)
def material_of(data: Path, role: str) -> Material:
    """Loaded once in a process; its words to compose are of one pool, half of it for either role.

    The calibration writers' own words are 256 of a copied sentence or two, the judging writers' 99 long ones: what
    was fitted on those texts said too much of these (calibration error of capitals 0.067). Hands stay apart.
    """
    material = load_material(data, role)
    pool = sorted({w.text for w in load_words(data, "training") if w.text.isalpha() and len(w.text) > 1})
    pool = [word for word in pool if spell(word) == word]
    return replace(material, words=tuple(pool[role == "calibration" :: 2]))


def fields_of(material: Material, kind: str, count: int, seed: int) -> list[tuple[str, Field]]:
    """Fields with their script: most by hand, some typed, some cut roughly, some empty, and real ones."""
    rng = np.random.default_rng([seed, *kind.encode()])
    text = TEXTS[kind]
    makers: list[tuple[float, str, Callable[[], Field]]] = [
        (0.6, "handwritten", lambda: handwritten(material, text, rng, mild=True, rough=0.2)),
        (0.15, "handwritten", lambda: handwritten(material, text, rng)),
        (0.25, "typed", lambda: typed(material, rng, text, mild=True)),
    ]
    found = [(script, make()) for share, script, make in makers for _ in range(round(share * count))]
    if kind == "number":  # the recipe's numbers have calibres and units among them, which no such field holds
        found = [(script, field) for script, field in found if not any(map(str.isalpha, field.text))]
    pool = material.real[_REAL[kind]] if kind in _REAL else []
    found += [("handwritten", as_cut(field)) for field in pool]
    found += [("handwritten", real(material, _REAL[kind], rng)) for _ in range(count // 5 if pool else 0)]
    return found


def empties(material: Material, count: int, seed: int) -> list[tuple[str, Field]]:
    """Crops without any writing, half of them counted as of either script."""
    rng = np.random.default_rng([seed, 0])
    return [(("handwritten", "typed")[place % 2], empty(material, rng)) for place in range(count)]


def cases_of(data: Path, model: Path, role: str, kind: str, count: int, *, blank: bool = False) -> list[Case]:
    """What both readers say of fields of one kind; the field reader without its calibration.

    `blank`: only crops without writing, read as fields of that kind. The crops are not kept.
    """
    material = material_of(data, role)
    seed = 21 if role == "calibration" else 22
    fields = [] if blank else fields_of(material, kind, count, seed)
    fields += empties(material, count if blank else count // _EMPTY if role == "calibration" else 0, seed)
    crops = [field.crop for _, field in fields]
    hint = Hint(kind, ("eng",), alphabet_of(kind), "mixed")
    reader = field_reader(model)
    reader.check()
    reader.calibration = Calibration(reader.name, {kind: _PLAIN})
    first = reader.read(crops, hint)
    with tempfile.TemporaryDirectory(prefix="cases-") as folder:
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "OMP_THREAD_LIMIT": "1"}
        program = Path(shutil.which("tesseract") or "tesseract")
        second = TesseractEngine(program, Path(folder), environment).read(crops, hint)
    return [
        Case(
            script,
            replace(field, crop=np.zeros((0, 0), np.uint8)),
            {"field-reader": replace(a, features=None), "tesseract": b},
        )
        for (script, field), a, b in zip(fields, first, second, strict=True)
    ]
