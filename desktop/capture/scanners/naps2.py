"""Windows: an installed `NAPS2.Console.exe`, the way to scanners that only speak TWAIN.

It writes its files when the scan is over, so pages come all at once; it tells no status code, only a line of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from db.errors import Exit, Expected
from desktop.capture.scanners.child import SILENT_SECONDS, Child
from desktop.capture.scanners.scanner import (
    USUAL_DPI,
    Cancel,
    Capabilities,
    Colour,
    Device,
    Heard,
    Paper,
    Size,
    Wanted,
)

PREFIX: Final = "twain:"
"""Before the names of its scanners, to tell them from WIA's."""
SOURCES: Final = {Paper.GLASS: "glass", Paper.FEEDER: "feeder"}
PAGE_SIZES: Final = {Size.A3: "a3", Size.A4: "a4", Size.LETTER: "letter", Size.LEGAL: "legal"}
PILE_SECONDS: Final = 900.0
"""It says nothing while a pile goes through."""

_SAID: Final = (
    (re.compile(r"jam", re.IGNORECASE), "scanner_jammed"),
    (
        re.compile(r"no (?:pages|paper|documents?)|feeder is empty|in the feeder", re.IGNORECASE),
        "scanner_empty",
    ),
    (re.compile(r"cover|open", re.IGNORECASE), "scanner_open"),
    (re.compile(r"busy|in use", re.IGNORECASE), "scanner_busy"),
    (re.compile(r"offline|not found|could not be found|disconnected", re.IGNORECASE), "scanner_vanished"),
)
_PAGE: Final = re.compile(r"(\d+)")


class Naps2Scanner:
    """TWAIN scanners by NAPS2's console. `program` starts it."""

    def __init__(self, program: Sequence[str], silent_seconds: float = PILE_SECONDS) -> None:
        self._program = list(program)
        self._silent_seconds = silent_seconds

    def devices(self, cancel: Cancel) -> tuple[Device, ...]:
        """One line a scanner."""
        command = [*self._program, "--listdevices", "--driver", "twain"]
        with Child(command, silent_seconds=min(self._silent_seconds, SILENT_SECONDS)) as child:
            names = [line.text.strip() for line in child.lines(cancel) if not line.aside]
        return tuple(Device(f"{PREFIX}{name}", f"{name} (TWAIN)") for name in names if name)

    def capabilities(self, device_id: str, cancel: Cancel) -> Capabilities:  # noqa: ARG002 - the protocol's
        """What TWAIN offers in general: NAPS2 does not tell what a scanner can."""
        papers, colours = (Paper.GLASS, Paper.FEEDER), (Colour.GREY, Colour.COLOUR)
        return Capabilities(papers, both_sides=True, colours=colours, resolutions=USUAL_DPI)

    def scan(
        self, device_id: str, wanted: Wanted, folder: Path, heard: Heard, cancel: Cancel
    ) -> Iterator[Path]:
        """Pages as PNG, when the last has been scanned; those that came before a jam are handed over too."""
        source = "duplex" if wanted.both_sides else SOURCES[wanted.paper]
        size = PAGE_SIZES.get(wanted.size)
        command = [
            *self._program, "-o", str(folder / "page-$(nnnn).png"), "--noprofile", "--driver", "twain",
            "--device", device_id.removeprefix(PREFIX), "--source", source, "--dpi", str(wanted.dpi),
            "--bitdepth", "color" if wanted.colour is Colour.COLOUR else "gray",
            *(["--pagesize", size] if size else []), "--verbose",
        ]  # fmt: skip
        said: list[str] = []
        heard(1, 0.0)
        with Child(command, folder, self._silent_seconds) as child:
            for line in child.lines(cancel):
                said = [*said[-20:], line.text]
                page = _PAGE.search(line.text)
                if page is not None and int(page[1]) < 10_000:
                    heard(int(page[1]), 0.0)
            child.code()
        pages = sorted(folder.glob("page-*.png"))
        yield from pages
        failure = _failure(said)
        if failure is not None and not (failure.key == "scanner_empty" and pages):
            raise failure
        if not pages:
            raise Expected("scanner_failed", Exit.BAD_INPUT, reason=(said[-1:] or ["NAPS2"])[0][:120])


def _failure(said: Sequence[str]) -> Expected | None:
    for line in reversed(said):
        for pattern, key in _SAID:
            if pattern.search(line):
                return Expected(key, Exit.BAD_INPUT)
    return None
