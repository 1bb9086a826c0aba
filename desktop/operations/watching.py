"""Bring in what arrives in a watched folder: whole pictures only, nothing twice, nothing moved."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db.errors import Expected
from desktop.capture.files import Source
from desktop.capture.load import PAGES, Decoder
from desktop.capture.watch import Seen, look, take
from desktop.fields.problems import Problem
from desktop.operations.importing import import_pictures
from desktop.operations.session import Session
from desktop.operations.views import Arrival, Outcome
from desktop.operations.work import Cancel, Progress, Report, never, stop_if, unheard

POLL_SECONDS = 2.0
"""How far two looks lie apart: a file that has not changed for as long has stopped growing."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What one look found. Hand `seen` to the next. `problem` says that the folder went, or came back, since the last.

    `outcomes` tell of pictures that came in, look like a page already in, or could not be used; one that is in already
    (the folder is never emptied) is not spoken of again.
    """

    seen: Seen
    outcomes: tuple[Outcome, ...] = ()
    paths: tuple[Path, ...] = ()  # the file of each outcome
    problem: Problem | None = None


def watch(
    session: Session,
    ledger_id: str,
    folder: Path,
    before: Seen,
    report: Report = unheard,
    cancel: Cancel = never,
) -> Watched:
    """Look once into the folder and bring in what is ripe. Raises Cancelled, and Expected where nothing can be done."""
    seen, ripe = look(folder, before)
    if not seen.there:
        gone = Problem("watched_folder_gone", (("name", str(folder)),))
        return Watched(seen, problem=gone if before.there else None)
    problem = None if before.there else Problem("watched_folder_back", (("name", str(folder)),))
    outcomes: list[Outcome] = []
    paths: list[Path] = []
    if ripe:
        with Decoder(PAGES) as decoder:
            for done, source in enumerate(ripe):
                stop_if(cancel)
                report(Progress(done, len(ripe), "progress_importing", (("name", source.name),)))
                came = _bring(session, ledger_id, source, cancel, decoder)
                seen = take(seen, source)
                outcomes += came
                paths += [source.path] * len(came)
    return Watched(seen, tuple(outcomes), tuple(paths), problem)


def check_folder(folder: Path) -> None:
    """Raise Expected where there is no such folder to watch."""
    if not folder.is_dir():
        raise Expected("watched_folder_missing", name=str(folder))


def _bring(
    session: Session, ledger_id: str, source: Source, cancel: Cancel, decoder: Decoder
) -> tuple[Outcome, ...]:
    came = import_pictures(session, ledger_id, [source.path], cancel=cancel, decoder=decoder)
    return tuple(one for one in came if one.arrival is not Arrival.ALREADY_IN)
