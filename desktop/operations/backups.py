"""Backups: at leaving and daily, rotating, each checked before it gets its name; one to a stick; the proof."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from db.durable import disk_failures_told
from db.errors import Exit, Expected
from db.places import BACKUPS, REGISTER, free_name
from db.store import backup, connect, journal
from desktop.fields.problems import Problem
from desktop.operations.rights import require
from desktop.operations.rotation import kept, moment_of, name_of
from desktop.operations.session import Session
from desktop.operations.work import Progress, Report, unheard
from desktop.settings import load_settings

TOO_OLD: Final = timedelta(days=7)
DAILY: Final = timedelta(days=1)
_MARGIN: Final = 16 * 1024 * 1024  # bytes that a backup leaves free
_GOING: Final = ".going"  # a backup whose days are over, while it is removed


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup, checked when it was taken."""

    path: Path
    taken: datetime


@dataclass(frozen=True, slots=True)
class Proof:
    """That a backup opens: what it holds beside the register, and what is wrong with it (nothing, when it is good)."""

    backup: Path
    pages: int
    records: int
    behind: int  # entries of the journal that came since
    problems: tuple[Problem, ...]


def place_of(session: Session) -> Path:
    """The folder of the rotating backups: chosen in the settings of this PC, else beside the register."""
    chosen = load_settings(session.workplace.places.config).backups
    return Path(chosen) / session.armoury.code if chosen else session.store.folder / BACKUPS


def backups(place: Path) -> tuple[Backup, ...]:
    """The backups in a folder, the newest first; what has no name of ours is left out. Raises the disk's Expected."""
    with disk_failures_told():
        folders = [path for path in place.iterdir() if (path / REGISTER).is_file()] if place.is_dir() else []
    found = [Backup(path, taken) for path in folders if (taken := moment_of(path.name)) is not None]
    return tuple(sorted(found, key=lambda one: one.taken, reverse=True))


def is_due(session: Session, place: Path, least: timedelta = timedelta(0)) -> bool:
    """Whether something was done since the newest backup, and that is at least so old. Practice has no backups."""
    if session.armoury.practice:
        return False
    newest = next(iter(backups(place)), None)
    if newest is None:
        return True
    return session.workplace.clock() - newest.taken >= least and _is_behind(session, newest.path)


def back_up(session: Session, place: Path, report: Report = unheard) -> Backup:
    """Take a backup into the folder `place`, checked, and let go of those whose days are over.

    Raises Expected: backup_no_room, backup_damaged, the disk's (Exit.DISK); the backups before stay as they are then.
    """
    require(session, "back_up")
    report(Progress(0, 1, "progress_backup"))
    _sweep(place)
    before = backups(place)
    like = before[0].path if before else None
    _room_or_refused(place, backup.room_wanted(session.store, like))
    # First, so that the backup knows of itself: nothing was done since when the heads are the same.
    _note(session, "back_up", {})
    taken = session.workplace.clock().replace(microsecond=0)
    made = Backup(backup.backup(session.store, free_place(place, taken), like=like), taken)
    _rotate((made, *before))
    report(Progress(1, 1, "progress_backup"))
    return made


def copy_away(session: Session, target: Path, report: Report = unheard) -> Path:
    """Copy the whole register into a new folder on a stick or another disk, checked. The folder's path.

    It is as secret as the register and opens with the same passphrases. Raises Expected as `back_up`, and not_allowed.
    """
    require(session, "copy_away")
    report(Progress(0, 1, "progress_backup"))
    _room_or_refused(target, backup.room_wanted(session.store))
    _note(session, "copy_away", {})
    name = f"Ledgermark-{session.armoury.code}-{name_of(session.workplace.clock())}"
    made = backup.backup(session.store, free_name(target, name))
    report(Progress(1, 1, "progress_backup"))
    return made


def prove(session: Session, source: Path, report: Report = unheard) -> Proof:
    """Restore a backup into a scratch place, open it, check all of it and compare it with the register.

    Raises Expected as restoring does: it does not open then.
    """
    require(session, "back_up")
    report(Progress(0, 1, "progress_proving"))
    data = session.workplace.places.data
    _room_or_refused(data, sum(path.stat().st_size for path in source.rglob("*") if path.is_file()))
    scratch = free_name(data, "proof")
    with disk_failures_told():
        scratch.mkdir(mode=0o700, parents=True)
    try:
        proof = backup.prove(session.store, source, scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    problems = tuple(Problem(one.key, one.values) for one in proof.findings)
    report(Progress(1, 1, "progress_proving"))
    return Proof(source, proof.pages, proof.records, proof.behind, problems)


def warnings(session: Session, place: Path) -> tuple[Problem, ...]:
    """That there was no backup for a week, though something was done."""
    now = session.workplace.clock()
    newest = next(iter(backups(place)), None)
    if newest is None:
        first = journal.entries(session.store, 0, 1)
        begun = datetime.fromisoformat(first[0].at) if first else now
        return (Problem("backup_none"),) if now - begun >= TOO_OLD else ()
    if now - newest.taken < TOO_OLD:
        return ()
    return (Problem("backup_old", (("days", str((now - newest.taken).days)),)),)


def free_place(place: Path, taken: datetime) -> Path:
    """The folder of a backup that is taken now; a second later where two are taken in one second."""
    while (path := place / name_of(taken)).exists():
        taken += timedelta(seconds=1)
    return path


def _is_behind(session: Session, newest: Path) -> bool:
    """Whether the journal went on since a backup; one that can't be opened is no backup."""
    try:
        with closing(connect.open_copy(newest, session.store.key)) as copy:
            return journal.head(copy) != journal.head(session.store)
    except Expected:
        return True


def _rotate(found: tuple[Backup, ...]) -> None:
    """Let those go whose days are over. What can't be removed now is removed at the next backup."""
    stay = kept(one.taken for one in found)
    for one in found:
        if one.taken not in stay:
            going = one.path.with_name(one.path.name + _GOING)
            with suppress(OSError):
                one.path.rename(going)
                shutil.rmtree(going)


def _sweep(place: Path) -> None:
    """What a kill left: half a backup under no final name, half of one that was being removed."""
    if place.is_dir():
        for path in (*place.glob(f"*{_GOING}"), *place.glob("*.part")):
            shutil.rmtree(path, ignore_errors=True)


def _room_or_refused(place: Path, wanted: int) -> None:
    with disk_failures_told():
        there = next(path for path in (place, *place.parents) if path.exists())
        free = shutil.disk_usage(there).free
    if free < wanted + _MARGIN:
        values: Mapping[str, int] = {"wanted": -(-wanted // 1_000_000), "free": free // 1_000_000}
        raise Expected("backup_no_room", Exit.DISK, **values)


def _note(session: Session, action: str, details: Mapping[str, object]) -> None:
    with connect.action(session.store):
        journal.append(
            session.store, at=session.now(), actor=session.user.id, action=action, subject=session.armoury.id,
            details=details,
        )  # fmt: skip
