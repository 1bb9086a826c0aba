"""New figures from real ones: digits of one hand, cut from its fields and put together anew.

The few hundred real amounts were known by heart (96 % of those that train were read, 85 % of those that judge): a
network that sees a whole line remembers the line. What is spliced it can only read digit by digit.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from workshop.train.fields import Material, real, strip

Ink = NDArray[np.uint8]
SOURCES: Final = ("amounts", "registers")
_NEAR: Final = 6  # fields to either side in the order of the files: one hand's lie side by side
_DRAWN: Final = 6  # fields that lend their digits
_LEANS: Final = (0.0, 0.2, 0.4, -0.15, 0.6)  # columns a row by which slanted digits are set upright
_INKY: Final = 107
_WIDE: Final = 34  # columns: no digit is wider
_LOW: Final = 0.36  # of the strip's height: lower is a point or a dash


def spliced(material: Material, rng: np.random.Generator) -> tuple[Ink, str, bool] | None:
    """A strip of two to seven digits of one hand, its text, and whether that has the paper's signs.

    None where too few could be told apart.
    """
    source = SOURCES[int(rng.integers(len(SOURCES)))]
    fields = material.real[source]
    if not fields:
        return None
    middle = int(rng.integers(len(fields)))
    first = max(0, middle - _NEAR)
    near = fields[first : middle + _NEAR + 1]
    found: list[tuple[str, Ink]] = []
    leans = []
    for _ in range(_DRAWN):
        field = real(material, source, rng, first + int(rng.integers(len(near))))
        ink = strip(field)
        cut = None if ink is None else pieces(ink, field.text.replace(" ", ""), signs=field.signs)
        if cut:
            found += cut[0]
            leans.append(cut[1])
    count = min(len(found), int(rng.integers(2, 8)))
    if count < 2:
        return None
    chosen = [found[int(at)] for at in rng.permutation(len(found))[:count]]
    line = np.concatenate([piece for _, piece in chosen], axis=1)
    text = "".join(character for character, _ in chosen).lstrip(".,-/").rstrip("-/")
    if len(text) < count:  # it began or ended with a sign, whose ink is still there
        return None
    return _leant(line, -leans[0]), text, fields[middle].signs


def pieces(ink: Ink, text: str, *, signs: bool) -> tuple[list[tuple[str, Ink]], float] | None:
    """Each character of `text` with its part of the strip set upright, and the lean that set them so.

    None where the ink does not fall into as many parts as there are characters, however it is leant. Without `signs`
    the text has no points and dashes, and low ink goes with the digit before it.
    """
    for lean in _LEANS:
        upright = _leant(ink, lean)
        runs = _runs(np.asarray((upright > _INKY).any(axis=0)))
        if not signs:
            runs = [run for run in runs if _tall(upright[:, run[0] : run[1]])]
        if len(runs) != len(text) or not all(
            _is(character, upright[:, a:b]) for character, (a, b) in zip(text, runs, strict=True)
        ):
            continue
        edges = [max(0, runs[0][0] - 2)]
        edges += [(before[1] + behind[0]) // 2 for before, behind in pairwise(runs)]
        edges.append(min(upright.shape[1], runs[-1][1] + 3))
        if not signs:  # a point that stands between two digits stays with the first
            edges[1:-1] = [
                max(edge, behind[0] - 2) for edge, behind in zip(edges[1:-1], runs[1:], strict=True)
            ]
        return [(c, upright[:, a:b]) for c, (a, b) in zip(text, pairwise(edges), strict=True)], lean
    return None


def _is(character: str, part: Ink) -> bool:
    """Whether the part can be that character: two that touch are wide, a rule runs from edge to edge."""
    inky = part > _INKY
    rule = bool(inky[0].any() and inky[-1].any())
    return not rule and part.shape[1] <= _WIDE and _tall(part) == character.isalnum()


def _tall(part: Ink) -> bool:
    rows = np.flatnonzero((part > _INKY).any(axis=1))
    return bool(len(rows) and rows[-1] - rows[0] >= _LOW * len(part))


def _runs(on: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], on.view(np.int8), [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _leant(ink: Ink, lean: float) -> Ink:
    """Each row moved by `lean` columns a row, feet to the right of heads where it is positive."""
    if not lean:
        return ink
    rows, columns = ink.shape
    room = int(np.ceil(abs(lean) * rows / 2)) + 1
    matrix = np.array([[1, lean, room - lean * rows / 2], [0, 1, 0]])
    moved = cv2.warpAffine(ink, matrix, (columns + 2 * room, rows), flags=cv2.INTER_LINEAR)
    inky = np.flatnonzero((moved > 40).any(axis=0))
    return np.asarray(moved[:, inky[0] : inky[-1] + 1] if len(inky) else moved, np.uint8)
