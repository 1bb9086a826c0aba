"""Linux: `scanimage`, SANE's own program, in a child process. Its exit codes are SANE's status codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from db.errors import Exit, Expected
from desktop.capture.scanners.child import SILENT_SECONDS, Child, Line
from desktop.capture.scanners.sane_options import (
    Option,
    arguments_for,
    capabilities_of,
    options_of,
    source_for,
)
from desktop.capture.scanners.scanner import Cancel, Capabilities, Device, Heard, Paper, Wanted

AHEAD: Final = 2
"""Pages that may lie scanned and not yet taken: the feeder goes on while one is brought in."""
LIST_SECONDS: Final = 60.0
"""Looking for scanners asks every backend, some of them by way of a slow USB hub."""

NO_DOCS: Final = 7  # SANE_STATUS_NO_DOCS
KEYS: Final = {
    1: "scanner_refused",  # unsupported; also what scanimage says when it cannot open a scanner, see `_opening`
    2: "scanner_failed",  # cancelled, by the button on the scanner
    3: "scanner_busy",
    4: "scanner_refused",  # an option that it does not take
    6: "scanner_jammed",
    NO_DOCS: "scanner_empty",
    8: "scanner_open",
    9: "scanner_vanished",  # input or output failed: the cable or the power
    11: "scanner_forbidden",
}
_STATUS_TEXTS: Final = (
    ("Device busy", "scanner_busy"),
    ("Access to resource has been denied", "scanner_forbidden"),
    ("Document feeder jammed", "scanner_jammed"),
    ("Scanner cover is open", "scanner_open"),
    ("Document feeder out of documents", "scanner_empty"),
    ("Error during device I/O", "scanner_vanished"),
    ("Invalid argument", "scanner_vanished"),  # a name that it no longer knows
)
_PROGRESS: Final = re.compile(r"Progress: ([\d.]+)%")
_SCANNING: Final = re.compile(r"Scanning page (\d+)")


class SaneScanner:
    """Scanners that `scanimage` reaches. `program` starts it; `silent_seconds` bounds its silence."""

    def __init__(
        self, program: Sequence[str] = ("scanimage",), silent_seconds: float = SILENT_SECONDS
    ) -> None:
        self._program = list(program)
        self._silent_seconds = silent_seconds

    def devices(self, cancel: Cancel) -> tuple[Device, ...]:
        """The scanners that SANE finds."""
        with Child([*self._program, "-f", "%d\t%v %m%n"], silent_seconds=self._least(LIST_SECONDS)) as child:
            said = [line for line in child.lines(cancel) if not line.aside and "\t" in line.text]
        return tuple(
            Device(name, model.replace("_", " ").strip() or name)
            for name, model in (line.text.split("\t", 1) for line in said)
        )

    def capabilities(self, device_id: str, cancel: Cancel) -> Capabilities:
        """What the scanner's options offer."""
        return capabilities_of(self._options(device_id, cancel))

    def scan(
        self, device_id: str, wanted: Wanted, folder: Path, heard: Heard, cancel: Cancel
    ) -> Iterator[Path]:
        """Pages as PNG. scanimage asks for a key before each page: that key is pressed for two pages ahead."""
        options = self._options(device_id, cancel)
        if source_for(options, wanted) is None:
            raise Expected("scanner_refused", reason=wanted.paper.value)
        most = 1 if wanted.paper is Paper.GLASS else wanted.most
        count = [f"--batch-count={most}"] if most else []
        command = [
            *self._program, "-d", device_id, *arguments_for(options, wanted), "--format=png",
            "--batch=page-%04d.png", *count, "--batch-print", "--batch-prompt", "--progress",
        ]  # fmt: skip
        pages = 0
        asides: list[str] = []
        with Child(command, folder, self._silent_seconds) as child:
            child.say("\n" * AHEAD)
            for line in child.lines(cancel):
                if line.aside:
                    _hear(line, pages + 1, heard)
                    asides = [*asides[-20:], line.text]
                elif (path := folder / Path(line.text.strip()).name).is_file():
                    pages += 1
                    yield path
                    child.say("\n")
            code = child.code()
        if not pages and code in {0, NO_DOCS}:  # an empty feeder too is a batch that ended well, of no pages
            raise Expected("scanner_empty")
        if code not in {0, NO_DOCS}:
            raise _said(code, asides)

    def _options(self, device_id: str, cancel: Cancel) -> dict[str, Option]:
        # Without a format it complains on its standard error, which is of no matter here.
        with Child([*self._program, "-d", device_id, "-A"], silent_seconds=self._silent_seconds) as child:
            said = list(child.lines(cancel))
            code = child.code()
        if code:
            raise _said(code, [line.text for line in said if line.aside])
        return options_of("\n".join(line.text for line in said if not line.aside))

    def _least(self, seconds: float) -> float:
        return min(seconds, self._silent_seconds)


def _hear(line: Line, page: int, heard: Heard) -> None:
    progress = _PROGRESS.search(line.text)
    if progress is not None:
        heard(page, min(float(progress[1]) / 100, 1.0))
    elif _SCANNING.search(line.text):
        heard(page, 0.0)


def _said(code: int, asides: Sequence[str]) -> Expected:
    """The sentence for an exit code; where a scanner could not be opened the code is 1 whatever the cause."""
    last = " ".join(asides)
    key = KEYS.get(code, "scanner_failed")
    if code == 1:
        key = next((known for text, known in _STATUS_TEXTS if text in last), key)
        if "setting of option" in last or "unrecognized option" in last:
            key = "scanner_refused"
    if key in {"scanner_refused", "scanner_failed"}:
        reason = next((text for text in reversed(asides) if "scanimage:" in text), "").partition(
            "scanimage:"
        )[2]
        return Expected(key, Exit.BAD_INPUT, reason=reason.strip()[:120] or f"scanimage {code}")
    return Expected(key, Exit.BAD_INPUT)
