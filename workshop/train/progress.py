"""How far a run is: what it reads of writers, faces and pages that it does not train on, line after line in a log."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from workshop.train.fields import Field, Material, empty, handwritten, load_material, strip, typed
from workshop.train.network import FieldReader, batch_of, best_path
from workshop.train.real import RealField

_COUNT = 300  # fields of each kind: enough to see a run go wrong, not to choose between two good ones
_BATCH = 64


def held_out(material: Material, count: int, seed: int = 11) -> dict[str, list[Field]]:
    """Composed fields of writers and faces kept apart, and the real fields as they are cut (not varied)."""
    makers: dict[str, Callable[[np.random.Generator], Field]] = {
        "serial": lambda rng: handwritten(material, "serial", rng, mild=True, rough=0.1),
        "ruled": lambda rng: handwritten(material, "digits", rng, rough=1.0),
        "capitals": lambda rng: handwritten(material, "capitals", rng, mild=True, rough=0.3),
        "typed": lambda rng: typed(material, rng, "serial", mild=True),
        "empty": lambda rng: empty(material, rng),
    }
    sets = {}
    for number, (name, make) in enumerate(makers.items()):
        rng = np.random.default_rng([seed, number])
        sets[name] = [make(rng) for _ in range(count)]
    for source in ("amounts", "registers", "words"):
        sets[source] = [as_cut(field) for field in material.real[source][:count]]
    return sets


def as_cut(field: RealField) -> Field:
    """A real field within its own box."""
    left, top, right, bottom = field.box
    return Field(field.source, field.text, field.grey[top:bottom, left:right], field.signs)


def read(network: FieldReader, fields: list[Field]) -> list[str]:
    """The plainest reading of each field."""
    texts = [""] * len(fields)
    inks = [(place, ink) for place, field in enumerate(fields) if (ink := strip(field)) is not None]
    inks.sort(key=lambda pair: pair[1].shape[1])
    with torch.inference_mode():
        for start in range(0, len(inks), _BATCH):
            part = inks[start : start + _BATCH]
            logits, _ = network(batch_of([ink for _, ink in part]))
            for (place, _), text in zip(part, best_path(logits), strict=True):
                texts[place] = text
    return texts


def plain(field: Field, text: str) -> str:
    """The text as the truth counts it: digits alone where the truth leaves the signs out."""
    return text if field.signs else re.sub(r"[^0-9A-Za-z]", "", text)


class Progress:
    """The log of one run."""

    def __init__(self, data: Path, log: Path) -> None:
        self.sets = held_out(load_material(data, "validation"), _COUNT)
        self.log = log
        if not log.exists():
            names = (f"{name} (n={len(fields)})" for name, fields in self.sets.items())
            log.write_text("\t".join(["minutes", "fields", "loss", *names]) + "\n", encoding="utf-8")

    def write(self, network: FieldReader, *, minutes: float, seen: int, loss: float) -> None:
        """Add a line: share of fields read without a mistake, of each kind."""
        shares = []
        for fields in self.sets.values():
            texts = read(network, fields)
            right = [
                plain(f, text).replace(" ", "") == f.text.replace(" ", "")
                for f, text in zip(fields, texts, strict=True)
            ]
            shares.append(f"{np.mean(right):.3f}")
        line = "\t".join([f"{minutes:.1f}", str(seen), f"{loss:.4f}", *shares])
        with self.log.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        print(line, flush=True)
