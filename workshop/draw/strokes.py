"""Entries in the pen strokes of real people: a writer for `draw_page(hand=…)`. Needs the data of LEDGERMARK_DATA."""

from __future__ import annotations

import string
from collections.abc import Callable
from pathlib import Path

import numpy as np

from workshop.draw.faces import Ink, Writer
from workshop.train.hands import Hand, Manner, Points, draw, lay, load_hands

_ALSO = {"“": '"', "”": '"', "〃": '"', "’": "'", "×": "x", "—": "-", "–": "-"}


def writers(data: Path, role: str) -> list[Callable[[float, np.random.Generator], Writer]]:
    """One writer for each person of the role who left enough characters; what one lacks, another of the role lends."""
    people = load_hands(data, role)
    everyone = Hand(
        "everyone",
        {
            character: tuple(glyph for person in people for glyph in person.glyphs.get(character, ()))
            for character in {character for person in people for character in person.glyphs}
        },
    )
    return [_writer_of(person, everyone) for person in people if _wrote_enough(person)]


def _wrote_enough(person: Hand) -> bool:
    return all(
        sum(character in person.glyphs for character in known) >= least
        for known, least in ((string.digits, 9), (string.ascii_uppercase, 18), (string.ascii_lowercase, 15))
    )


def _writer_of(person: Hand, everyone: Hand) -> Callable[[float, np.random.Generator], Writer]:
    return lambda capital_px, rng: Pen(person, everyone, capital_px, rng)


class Pen:
    """One person with one pen; see `workshop.draw.faces.Writer`."""

    def __init__(self, person: Hand, lend: Hand, capital_px: float, rng: np.random.Generator) -> None:
        self._person, self._lend = person, lend
        self._how = Manner(
            height=capital_px,
            slant=float(rng.normal(0.06, 0.1)),
            stretch=float(np.clip(rng.normal(0.95, 0.08), 0.8, 1.15)),
            gap=float(rng.uniform(0.14, 0.32)),
            gap_spread=float(rng.uniform(0.02, 0.06)),
            space=float(rng.uniform(0.5, 0.8)),
            pen=max(1.0, capital_px * float(rng.uniform(0.06, 0.12))),
            pitch=0.0,
            wobble=float(rng.uniform(0.0, 0.04)),
            join=0.0,
            tail=0.0,
        )
        self._nib = int(rng.integers(2**32))  # the same pen all over the page
        self._widths: dict[str, float] = {}

    def _strokes(self, text: str, rng: np.random.Generator) -> list[Points]:
        plain = "".join(_ALSO.get(character, character) for character in text)
        if plain == '"':
            return _two_strokes(rng)
        return lay(plain, self._person, self._how, rng, self._lend)

    def width(self, text: str) -> float:
        """About: nobody writes the same text twice in the same width."""
        if text not in self._widths:
            every = np.concatenate(self._strokes(text, np.random.default_rng(len(text))))
            wide = float(np.ptp(every[:, 0] + self._how.slant * every[:, 1]))
            self._widths[text] = 1.06 * wide * self._how.height + 2 * self._how.pen
        return self._widths[text]

    def write(self, text: str, rng: np.random.Generator) -> Ink:
        """Raises KeyError for a character that nobody of the role wrote."""
        mask, line = draw(self._strokes(text, rng), self._how, np.random.default_rng(self._nib))
        return Ink(mask, line)


def _two_strokes(rng: np.random.Generator) -> list[Points]:
    """A ditto mark: in a ledger larger and lower than a quotation mark, which is all that the pen strokes have."""
    height, apart, foot = rng.uniform(0.3, 0.5), rng.uniform(0.22, 0.4), rng.uniform(0.2, 0.5)
    lean = rng.normal(-0.08, 0.05, 2)
    ends = rng.normal(0, 0.03, (2, 2))
    along = np.linspace(0, 1, 6)
    return [
        np.stack(
            [
                side * apart + lean[side] * along,
                foot + ends[side, 0] + (height + ends[side, 1]) * (1 - along),
            ],
            1,
        ).astype(np.float32)
        for side in (0, 1)
    ]
