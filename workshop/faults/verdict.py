"""After a kill, a power cut or a failing disk: is everything that was shown as kept there, and nothing half done?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from db.errors import Expected
from db.model import PageState
from db.store import connect, journal, ledgers, pages, readings
from db.vault import DataKey, unlock
from desktop.operations import checking
from desktop.operations.rotation import moment_of
from workshop.faults.moved import wrong_with_the_move
from workshop.faults.stages import PASSPHRASE, Place, at_work


def wrong_with(place: Place, key: DataKey, said: tuple[str, ...]) -> tuple[str, ...]:
    """What is wrong, a text each; empty when nothing is. `said` is what the stage said before it ended."""
    try:
        return tuple(_wrong(place, key, said))
    except Expected as failure:
        return (f"refused: {failure}",)


def _wrong(place: Place, key: DataKey, said: tuple[str, ...]) -> Iterator[str]:
    unlock(place.register, PASSPHRASE)
    with closing(at_work(place, key)) as session:
        for problem in checking.check(session):
            yield f"check: {problem}"
        store = session.store
        for line in said:
            yield from _missing(store, line)
        for book in ledgers.ledgers(store):
            for page in pages.pages(store, book.id):
                cells = len(readings.cells(store, page.id))
                if bool(cells) is (page.state is PageState.IMPORTED):
                    yield f"page half read: {cells} cells, {page.state}"
        with connect.action(store):  # whoever was killed holds nothing any more
            journal.append(store, at=session.now(), actor="", action="after", subject="", details={})
    yield from _batches(place.stick, said)
    yield from wrong_with_the_move(place, key, said)
    yield from _backups(place.register / "backups", key, said)


def _missing(store: connect.Store, line: str) -> Iterator[str]:
    what, *rest = line.split(" ", 2)
    if what == "saved":
        now = readings.latest(store, rest[0])
        if now is None or now.as_written != rest[1] or not now.settled:
            yield f"lost: {line}"
    elif what in {"brought", "read", "filed"}:
        state = pages.page(store, rest[0]).state
        wanted = {
            "brought": tuple(PageState),
            "read": (PageState.READ, PageState.FILED),
            "filed": (PageState.FILED,),
        }
        if state not in wanted[what]:
            yield f"lost: {line}"


def _batches(stick: Path, said: tuple[str, ...]) -> Iterator[str]:
    """A folder with a final name holds what its manifest says."""
    folders = [path for path in stick.glob("LM-*") if not path.name.endswith(".part")]
    for folder in folders:
        manifest = folder / "manifest.json"
        listed = json.loads(manifest.read_text(encoding="utf-8"))["files"] if manifest.is_file() else None
        if not listed:
            yield f"half a batch: {folder.name}"
            continue
        for each in listed:
            path = folder / each["name"]
            if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != each["sha256"]:
                yield f"half a batch: {folder.name}/{each['name']}"
    there = {folder.name for folder in folders}
    yield from (f"lost: {line}" for line in said if line.startswith("sealed ") and line[7:] not in there)


def _backups(place: Path, key: DataKey, said: tuple[str, ...]) -> Iterator[str]:
    """A backup with a final name opens, and its files are whole."""
    found = [path for path in place.iterdir() if moment_of(path.name)] if place.is_dir() else []
    for folder in found:
        try:
            with closing(connect.open_copy(folder, key)) as copy:
                broken = copy.db.execute("pragma cipher_integrity_check").fetchall() or journal.verify(copy)
        except Expected as failure:
            broken = [failure]
        if broken:
            yield f"half a backup: {folder.name}: {broken[0]}"
        unlock(folder, PASSPHRASE)
    there = {folder.name for folder in found}
    told = [line[7:] for line in said if line.startswith("backed ")]
    if told and told[-1] not in there:
        yield f"lost: backup {told[-1]}"
