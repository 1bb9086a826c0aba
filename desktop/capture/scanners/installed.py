"""Which ways to a scanner this PC has, as one scanner."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from db.errors import Exit, Expected
from desktop.capture.scanners.naps2 import PREFIX, Naps2Scanner
from desktop.capture.scanners.sane import SaneScanner
from desktop.capture.scanners.scanner import Cancel, Capabilities, Device, Heard, NoScanner, Scanner, Wanted
from desktop.capture.scanners.wia import WiaScanner

NAPS2 = "NAPS2.Console.exe"


def installed_scanner(environ: Mapping[str, str], platform: str = sys.platform) -> Scanner:
    """SANE's program where it is installed; on Windows WIA, and NAPS2 beside it where it is installed."""
    path = environ.get("PATH")
    if platform == "win32":
        program = _naps2(environ)
        if program is None:
            return WiaScanner()
        return TwoWays(WiaScanner(), Naps2Scanner([str(program)]))
    program_path = shutil.which("scanimage", path=path)
    return SaneScanner([program_path]) if program_path else NoScanner()


class TwoWays:
    """Two ways at once; the second's scanners are told by the beginning of their ids."""

    def __init__(self, first: Scanner, second: Scanner, prefix: str = PREFIX) -> None:
        self._first = first
        self._second = second
        self._prefix = prefix

    def devices(self, cancel: Cancel) -> tuple[Device, ...]:
        """Those of both; a way that fails leaves those of the other."""
        found: list[Device] = []
        failures: list[Expected] = []
        for way in (self._first, self._second):
            try:
                found += way.devices(cancel)
            except Expected as failure:
                if failure.exit_code is Exit.STOPPED:
                    raise
                failures.append(failure)
        if len(failures) == 2:
            raise failures[0]
        return tuple(found)

    def capabilities(self, device_id: str, cancel: Cancel) -> Capabilities:
        """Of the way that the scanner belongs to."""
        return self._way(device_id).capabilities(device_id, cancel)

    def scan(
        self, device_id: str, wanted: Wanted, folder: Path, heard: Heard, cancel: Cancel
    ) -> Iterator[Path]:
        """By the way that the scanner belongs to."""
        return self._way(device_id).scan(device_id, wanted, folder, heard, cancel)

    def _way(self, device_id: str) -> Scanner:
        return self._second if device_id.startswith(self._prefix) else self._first


def _naps2(environ: Mapping[str, str]) -> Path | None:
    folders: Sequence[str | None] = (
        environ.get("PROGRAMFILES"), environ.get("PROGRAMFILES(X86)"), environ.get("LOCALAPPDATA")
    )  # fmt: skip
    for folder in folders:
        for inside in ("NAPS2", "Programs/NAPS2"):
            if folder and (program := Path(folder) / inside / NAPS2).is_file():
                return program
    found = shutil.which(NAPS2, path=environ.get("PATH"))
    return Path(found) if found else None
