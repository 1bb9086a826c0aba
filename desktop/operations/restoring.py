"""Put a backup back: first what it holds and what would be lost, then into a new folder, never over another."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from db import vault
from db.copies import copy_register
from db.durable import disk_failures_told
from db.errors import Expected
from db.places import free_name
from db.store import batches, connect, journal, people, records
from db.store import counts as counted
from desktop.fields.problems import Problem
from desktop.operations.journal_view import did
from desktop.operations.rights import require
from desktop.operations.session import Session, Workplace, session_of
from desktop.operations.work import Progress, Report, unheard


@dataclass(frozen=True, slots=True)
class Loss:
    """What is in the register that stands there and not in the backup: by what the journal says was done since."""

    since: str  # when the first of it was done
    done: tuple[tuple[Problem, int], ...]  # what, how often; the most frequent first
    batches: tuple[int, ...]  # numbers of batches that were sealed since: the registry may have them


@dataclass(frozen=True, slots=True)
class Preview:
    """A backup that was looked into. `loss` None: the register that stands there can't be opened or is another."""

    armoury: str
    last: str  # when the last thing in it was done; "" for nothing
    pages: int
    records: int
    entries: int
    head: str
    loss: Loss | None


def look_into(workplace: Workplace, source: Path, passphrase: str, name: str, current: Path) -> Preview:
    """What a backup holds, and what would be lost if it took the place of the register in `current`. Changes nothing.

    The passphrase is one that counted when the backup was taken. Raises Expected: register_missing,
    wrong_passphrase, …, as unlocking does.
    """
    key, _ = vault.unlock(source, passphrase, name, clock=workplace.clock)
    with closing(connect.open_copy(source, key)) as copy:
        head, number = journal.head(copy)
        last = journal.newest(copy, limit=1)
        return Preview(
            people.armoury(copy).name,
            last[0].at if last else "",
            counted.pages(copy),
            records.count(copy),
            number,
            head,
            _loss(current, key, head, number, {batch.number for batch in batches.batches(copy)}),
        )


def restore(
    workplace: Workplace, source: Path, passphrase: str, name: str, target: Path, report: Report = unheard
) -> Session:
    """Put the backup in `source` into the new folder `target`, checked, and open it there.

    What stood there before stays where it is: what is damaged may be wanted. Raises Expected: not_allowed,
    backup_exists, backup_damaged, and as unlocking and opening do; nothing lies under `target` then.
    """
    key, user_id = vault.unlock(source, passphrase, name, clock=workplace.clock)
    report(Progress(0, 1, "progress_restoring"))
    with closing(connect.open_copy(source, key)) as copy:
        require(Session(workplace, copy, key, people.user(copy, user_id)), "restore")
    copy_register(source, key, target)
    try:
        session = session_of(workplace, connect.open_store(target, key), key, user_id)
        try:
            _note(session, source)
        except BaseException:
            session.close()
            raise
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
    report(Progress(1, 1, "progress_restoring"))
    return session


def free_target(folder: Path) -> Path:
    """A new folder beside the register in `folder` for what is put back."""
    with disk_failures_told():
        return free_name(folder.parent, f"{folder.name}-restored")


def _note(session: Session, source: Path) -> None:
    """The restored register tells where it is from, so that nobody takes it for the one that went on."""
    head, number = journal.head(session.store)
    with connect.action(session.store):
        journal.append(
            session.store, at=session.now(), actor=session.user.id, action="restore",
            subject=session.armoury.id, details={"from": source.name, "head": head, "number": number},
        )  # fmt: skip


def _loss(current: Path, key: vault.DataKey, head: str, number: int, sealed: set[int]) -> Loss | None:
    try:
        with closing(connect.open_copy(current, key)) as now:
            if number and journal.hash_at(now, number) != head:
                return None
            first = journal.entries(now, number, 1)
            done = sorted(journal.counts(now, number).items(), key=lambda one: -one[1])
            since = {batch.number for batch in batches.batches(now)} - sealed
            words = tuple((did(action), count) for action, count in done)
            return Loss(first[0].at if first else "", words, tuple(sorted(since)))
    except Expected:
        return None
