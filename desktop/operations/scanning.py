"""Scan into a book: each page is brought in as it comes, its file in the private folder is gone the moment after."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from db.errors import Cancelled, Exit, Expected
from desktop.capture.files import told
from desktop.capture.load import PAGES, Decoder
from desktop.capture.scanners.scanner import SCAN_KEYS, Capabilities, Device, Wanted
from desktop.fields.problems import Problem
from desktop.operations.importing import AT_THE_END, Placement, import_pictures
from desktop.operations.rights import require
from desktop.operations.session import Session
from desktop.operations.views import Arrival, Outcome
from desktop.operations.work import Cancel, Progress, Report, never, unheard
from desktop.recognition.workfolder import work_folder


@dataclass(frozen=True, slots=True)
class Scanned:
    """What came of a scan: one outcome a page that the scanner delivered, and why it stopped before its paper ended.

    `undecided` are the files of pages that look like one already in, by their outcomes' names: they are kept until a
    person has said what they are, or the program is started again.
    """

    outcomes: tuple[Outcome, ...]
    stopped: Problem | None
    undecided: tuple[Path, ...] = ()

    def page_ids(self) -> tuple[str, ...]:
        """The pages brought in, in order; "" for one that was not."""
        return tuple(one.page_id if one.arrival is Arrival.IMPORTED else "" for one in self.outcomes)


def scanners(session: Session, cancel: Cancel = never) -> tuple[Device, ...]:
    """The scanners that can be reached now."""
    return session.workplace.scanner.devices(cancel)


def scanner_named(session: Session, name: str, cancel: Cancel = never) -> Device:
    """A scanner by its id or name, the first where none is named. Raises Expected: scanner_none, scanner_unknown."""
    found = scanners(session, cancel)
    if not name:
        if not found:
            raise Expected("scanner_none", Exit.MISSING_PART)
        return found[0]
    for device in found:
        if name in {device.id, device.name}:
            return device
    return Device(name, name)  # not every scanner can be listed: some answer only when they are called


def capabilities(session: Session, device_id: str, cancel: Cancel = never) -> Capabilities:
    """What a scanner can do."""
    return session.workplace.scanner.capabilities(device_id, cancel)


def scan_pages(
    session: Session,
    ledger_id: str,
    device_id: str,
    wanted: Wanted,
    report: Report = unheard,
    cancel: Cancel = never,
    *,
    placement: Placement = AT_THE_END,
    all_new: bool = False,
) -> Scanned:
    """Scan into a book, each page whole or not at all. What stopped the scanner is told beside the pages that came.

    Raises Cancelled, with the pages that came before kept, and Expected where nothing can be scanned here at all.
    """
    require(session, "import")
    if placement.instead:
        wanted = replace(wanted, both_sides=False, most=1)
    stamp = session.now().replace("-", "").replace(":", "").rstrip("Z")
    outcomes: list[Outcome] = []
    undecided: list[Path] = []
    stopped: Problem | None = None

    def heard(page: int, share: float) -> None:
        report(
            Progress(
                len(outcomes), 0, "progress_scanning", (("page", str(page)), ("percent", f"{share:.0%}"))
            )
        )

    with work_folder(session.workplace.places.private) as folder, Decoder(PAGES) as decoder:
        decoder.warm()
        try:
            pages = session.workplace.scanner.scan(device_id, wanted, folder, heard, cancel)
            for number, path in enumerate(pages, 1):
                named = path.rename(folder / f"scan-{stamp}-{number:04d}{path.suffix}")
                (outcome,) = import_pictures(
                    session, ledger_id, [named], cancel=cancel, all_new=all_new, placement=placement, decoder=decoder
                )  # fmt: skip
                outcomes.append(outcome)
                report(Progress(len(outcomes), 0, "progress_scanned", (("page", str(number)),)))
                if outcome.arrival is Arrival.LOOKS_LIKE:
                    undecided.append(_keep_aside(named, session.workplace.places.private))
                else:
                    named.unlink()
        except Cancelled:
            raise
        except Expected as end:
            if end.key not in SCAN_KEYS:
                raise
            stopped = told(end)
    return Scanned(tuple(outcomes), stopped, tuple(undecided))


def forget_undecided(paths: Sequence[Path]) -> None:
    """A person has said what these pages are: their files go."""
    for path in paths:
        path.unlink(missing_ok=True)


def _keep_aside(path: Path, private: Path) -> Path:
    """Into a folder of the same private place that the sweep of the next start knows by its name."""
    folder = private / f"crops-{os.getpid()}-undecided"
    folder.mkdir(mode=0o700, exist_ok=True)
    return Path(shutil.move(path, folder / path.name))
