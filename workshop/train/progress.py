"""How far a run is: what it reads of writers, faces and pages that it does not train on, line after line in a log."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from workshop.train.fields import Field, load_material, strip
from workshop.train.judging import held_out, right
from workshop.train.network import FieldReader, batch_of, best_path

_COUNT = 300  # fields of each kind: enough to see a run go wrong, not to choose between two good ones
_BATCH = 64


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
            good = [right(field, text) for field, text in zip(fields, texts, strict=True)]
            shares.append(f"{np.mean(good):.3f}")
        line = "\t".join([f"{minutes:.1f}", str(seen), f"{loss:.4f}", *shares])
        with self.log.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        print(line, flush=True)
