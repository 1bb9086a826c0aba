"""What any scanner is asked, and what it can answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from db.errors import Exit, Expected

Cancel = Callable[[], bool]
Heard = Callable[[int, float], None]
"""Called with the page that is being scanned, from 1, and how much of it is done, 0-1."""

SCAN_KEYS: Final = frozenset({
    "scanner_jammed", "scanner_open", "scanner_busy", "scanner_empty", "scanner_vanished", "scanner_silent",
    "scanner_forbidden", "scanner_refused", "scanner_failed", "scanner_double_feed", "scanner_unknown",
    "scanner_program_missing", "scanner_none",
})  # fmt: skip
"""What a scan can end with besides the end of the paper; each is a sentence that says what to do."""


class Paper(StrEnum):
    """Where the paper lies."""

    GLASS = "glass"
    FEEDER = "feeder"


class Colour(StrEnum):
    """What is kept of it."""

    GREY = "grey"
    COLOUR = "colour"


class Size(StrEnum):
    """How much is scanned, from the corner; WHOLE is as much as the scanner can."""

    WHOLE = "whole"
    A3 = "a3"
    A4 = "a4"
    LETTER = "letter"
    LEGAL = "legal"


MILLIMETRES: Final = {
    Size.A3: (297.0, 420.0),
    Size.A4: (210.0, 297.0),
    Size.LETTER: (215.9, 279.4),
    Size.LEGAL: (215.9, 355.6),
}
"""Width and height of each size of paper."""

USUAL_DPI: Final = (150, 200, 300, 400, 600)
"""Offered where a scanner takes any number."""


@dataclass(frozen=True, slots=True)
class Device:
    """A scanner that this PC knows. `id` is what its own program calls it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a scanner can do. `largest_mm` is width and height, (0, 0) where it does not say."""

    papers: tuple[Paper, ...]
    both_sides: bool  # from its feeder, by itself
    colours: tuple[Colour, ...]
    resolutions: tuple[int, ...]  # dots per inch, ascending
    largest_mm: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How to scan. `most` pages at the most, 0 for all that lie in the feeder; the glass always gives one."""

    paper: Paper = Paper.GLASS
    both_sides: bool = False
    dpi: int = 300
    colour: Colour = Colour.COLOUR
    size: Size = Size.WHOLE
    most: int = 0


class Scanner(Protocol):
    """One way to scanners. All three block; `cancel` is asked all the while, and ends them with Cancelled."""

    def devices(self, cancel: Cancel) -> tuple[Device, ...]:
        """The scanners that can be reached now."""

    def capabilities(self, device_id: str, cancel: Cancel) -> Capabilities:
        """What one of them can do."""

    def scan(
        self, device_id: str, wanted: Wanted, folder: Path, heard: Heard, cancel: Cancel
    ) -> Iterator[Path]:
        """The pages as lossless files in `folder`, each whole, in the order in which they come.

        The end of the paper ends it, once a page came. Whatever else stops the scanner is an Expected with one of
        `SCAN_KEYS`, after the pages that came before. A generator that is closed stops the scanner.
        """


class NoScanner:
    """For a PC, or a test, without any."""

    def devices(self, cancel: Cancel) -> tuple[Device, ...]:  # noqa: ARG002 - the protocol's
        """None."""
        return ()

    def capabilities(self, device_id: str, cancel: Cancel) -> Capabilities:  # noqa: ARG002 - the protocol's
        """Refuses."""
        raise Expected("scanner_none", Exit.MISSING_PART)

    def scan(
        self,
        device_id: str,  # noqa: ARG002 - the protocol's
        wanted: Wanted,  # noqa: ARG002 - the protocol's
        folder: Path,  # noqa: ARG002 - the protocol's
        heard: Heard,  # noqa: ARG002 - the protocol's
        cancel: Cancel,  # noqa: ARG002 - the protocol's
    ) -> Iterator[Path]:
        """Refuses."""
        raise Expected("scanner_none", Exit.MISSING_PART)


def nearest_dpi(wanted: int, offered: tuple[int, ...]) -> int:
    """The least resolution offered that is not under the wanted one, else the highest; the wanted one if none is."""
    enough = [dpi for dpi in offered if dpi >= wanted]
    return min(enough) if enough else max(offered, default=wanted)


def area_mm(size: Size, largest_mm: tuple[float, float]) -> tuple[float, float]:
    """Width and height to scan, inside what the scanner can; (0, 0) leaves it to the scanner."""
    width, height = MILLIMETRES.get(size, largest_mm)
    if largest_mm == (0.0, 0.0):
        return (0.0, 0.0) if size is Size.WHOLE else (width, height)
    return min(width, largest_mm[0]), min(height, largest_mm[1])
