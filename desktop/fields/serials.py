"""Serial numbers: verbatim text that is never changed, and what stands beside it for finding and comparing.

Search keys fold what other systems and other eyes do to a serial number (design 2; US practice of leaving out
punctuation and letters; look-alikes as in check lists for tracing). They are for finding, never for showing.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from desktop.fields.dates import western_digits
from desktop.fields.scripts import HOMOGLYPHS, scripts_in

LOOK_ALIKES: Final = ("0OQD", "1IL", "5S", "8B", "2Z", "6G", "7T")
"""Groups of characters that hands, stamps and readers confuse; the figure comes first and stands for its group."""

_FOLD: Final[Mapping[int, str]] = MappingProxyType(
    {ord(other): group[0] for group in LOOK_ALIKES for other in group}
    | {
        ord(foreign): next((group[0] for group in LOOK_ALIKES if latin in group), latin)
        for foreign, latin in HOMOGLYPHS.items()
    }
)
UNREAD: Final = "?*"
"""`?` stands for one character that nobody could read, `*` for several; both stay in the keys."""

_FIGURES: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class SerialParts:
    """Letters before, figures, letters after; separators between them are left out, everything else is verbatim."""

    prefix: str
    body: str
    suffix: str
    script: str  # of the letters: "Latin", "Cyrillic"…; "mixed"; "" when there are none


@dataclass(frozen=True, slots=True)
class SerialKeys:
    """What a serial number is found by."""

    plain: str
    folded: str
    digits: str


def parts(serial: str) -> SerialParts:
    """Take a serial number apart. The body is its longest run of figures, the last one where two are as long.

    `parts("AB 01234-C")` is prefix "AB", body "01234", suffix "C". Without figures everything is prefix.
    """
    runs = list(_FIGURES.finditer(serial))
    scripts = scripts_in(serial)
    script = scripts[0] if len(scripts) == 1 else "mixed" if scripts else ""
    if not runs:
        return SerialParts(_bare(serial), "", "", script)
    body = max(runs, key=lambda run: (run.end() - run.start(), run.start()))
    return SerialParts(_bare(serial[: body.start()]), body.group(), _bare(serial[body.end() :]), script)


def search_keys(serial: str) -> SerialKeys:
    """The keys of a serial number; keys of keys are the same again.

    plain: capitals, without punctuation and spaces, figures of other scripts as 0-9. folded: look-alikes and
    homoglyphs made one. digits: letters dropped.
    """
    upper = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", serial).upper())
    plain = western_digits("".join(c for c in upper if c.isalnum() or c in UNREAD))
    folded = plain.translate(_FOLD)
    return SerialKeys(plain, folded, "".join(c for c in plain if c.isdecimal()))


def next_in_run(previous: Sequence[str]) -> str | None:
    """The serial number that follows where the last three of `previous` step by one, else None.

    Only one run of figures may change; leading zeros, width, punctuation and the script of the figures stay.
    """
    if len(previous) < 3:
        return None
    last = previous[-3:]
    pieces = [_FIGURES.split(serial) for serial in last]
    runs = [_FIGURES.findall(serial) for serial in last]
    if not runs[0] or any(piece != pieces[0] for piece in pieces):
        return None
    moving = [place for place, figures in enumerate(zip(*runs, strict=True)) if len(set(figures)) > 1]
    if len(moving) != 1:
        return None
    place = moving[0]
    first, second, third = (int(run[place]) for run in runs)
    if not (second == first + 1 and third == second + 1) or _width_jumps(runs, place):
        return None
    following = list(runs[-1])
    following[place] = _written_like(third + 1, runs[-1][place])
    return "".join(text + figures for text, figures in zip(pieces[-1], [*following, ""], strict=True))


def _width_jumps(runs: Sequence[Sequence[str]], place: int) -> bool:
    """Whether a width changes other than from 9 to 10, 99 to 100…: "09", "010" is no run."""
    return any(
        len(after[place]) != max(len(before[place]), len(str(int(after[place]))))
        for before, after in itertools.pairwise(runs)
    )


def _written_like(number: int, sample: str) -> str:
    """`number` at least as wide as `sample` and in its script's figures."""
    zero = ord(sample[0]) - unicodedata.decimal(sample[0])
    return "".join(chr(zero + int(figure)) for figure in f"{number:0{len(sample)}d}")


def _bare(piece: str) -> str:
    """Without the separators at its ends."""
    return piece.strip(" \t-–—./\\_,:;·")
