"""Lattices as a network would answer, made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from desktop.recognition.lattice import ALPHABET

BLANK = ""


def lattice(steps: Sequence[Mapping[str, float]]) -> NDArray[np.float32]:
    """One row of probabilities for each step; what is not named is shared out among all, "" is the blank."""
    rows = []
    for step in steps:
        rest = max(0.0, 1.0 - sum(step.values())) / (len(ALPHABET) + 1)
        row = np.full(len(ALPHABET) + 1, rest, np.float32)
        for sign, likely in step.items():
            row[0 if sign == BLANK else ALPHABET.index(sign) + 1] += likely
        rows.append(row)
    return np.stack(rows)


def written(text: str, sure: float = 0.999, **doubts: Mapping[str, float]) -> NDArray[np.float32]:
    """`text` with a blank before and after each character; `doubts` by place ("at2") replace what stands there."""
    steps: list[Mapping[str, float]] = [{BLANK: 0.999}]
    for place, sign in enumerate(text):
        steps += [doubts.get(f"at{place}", {sign: sure}), {BLANK: 0.999}]
    return lattice(steps)
