"""A batch at the registry: proved, opened, taken in once, and looked at for what a person should decide."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from db.errors import Exit, Expected
from db.store import connect, intake
from db.store.intake import TakenBatch, TakenRow
from desktop.exchange.batch_sheets import TECHNICAL
from desktop.exchange.locking import EMPTY_HANDED, Opener
from desktop.exchange.manifest import Manifest
from desktop.exchange.received import ReceivedBatch
from desktop.exchange.signature import PublicKey
from desktop.exchange.verify import Looked, look_into, read_manifest
from desktop.fields.problems import Problem
from desktop.fields.profiles import Profile, lacking
from desktop.fields.serials import search_keys
from desktop.operations.registry_desk import RegistryDesk, registry_opener, trusted_key

BATCH_NAME = "batch.xlsx"


@dataclass(frozen=True, slots=True)
class Proved:
    """What was found of a folder. Take nothing in where `problems` says anything."""

    manifest: Manifest | None
    problems: tuple[Problem, ...]
    signed_by: str  # fingerprint of the armoury's key where its signature holds, else ""
    locked: bool  # the workbook could not be looked into for want of a key or password
    workbook: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Found:
    """What a person should look at before a row is answered."""

    row: TakenRow
    duplicates: tuple[dict[str, str], ...]  # the same serial and make, elsewhere
    look_alikes: tuple[dict[str, str], ...]  # the same serial but for look-alikes, or of another make
    lacks: tuple[str, ...]  # fields that the profile asks for

    @property
    def fine(self) -> bool:
        """Whether nothing was found."""
        return not (self.duplicates or self.look_alikes or self.lacks)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A batch after it was opened."""

    batch: TakenBatch
    new: bool  # False where it was taken in before
    found: tuple[Found, ...]  # every row, in the batch's order


def prove(path: Path, trusted: PublicKey | None = None, opener: Opener = EMPTY_HANDED) -> Proved:
    """Look into a batch's folder without any file of one's own: `trusted` and `opener` are handed in."""
    return _proved(look_into(path, trusted, opener))


def prove_enrolled(desk: RegistryDesk, path: Path, password: str = "") -> Proved:
    """The same against the armouries that are enrolled; one that is not is a problem.

    The key is that of the armoury that the manifest names, and the manifest is proved by it: an enrolled armoury
    cannot send in another one's name.
    """
    stated = read_manifest(path) if path.is_dir() else None
    key = trusted_key(desk, stated.header.armoury_id) if stated else None
    looked = look_into(path, key, registry_opener(desk, password))
    proved = _proved(looked)
    if looked.manifest is None:
        return proved
    named = looked.manifest.header
    if key is None or stated is None or stated.header.armoury_id != named.armoury_id:
        unknown = Problem("armoury_not_enrolled", (("name", named.armoury_name),))
        return Proved(proved.manifest, (unknown, *proved.problems), "", proved.locked, proved.workbook)
    return proved


def take_in(desk: RegistryDesk, path: Path, profile: Profile | None = None, password: str = "") -> TakenIn:
    """Prove and open a batch, keep its rows, and look through them. The same batch again changes nothing.

    Raises Expected (Exit.REFUSED): the first problem of `prove_enrolled`; batch_locked; intake_differs where a batch
    of this number, or a row of this revision, is known with other values.
    """
    proved = prove_enrolled(desk, path, password)
    if proved.problems:
        first = proved.problems[0]
        raise Expected(first.key, Exit.REFUSED, **dict(first.values))
    if proved.manifest is None or proved.workbook is None:
        raise Expected("batch_locked", Exit.REFUSED, name=path.name)
    header = proved.manifest.header
    store = desk.store
    known = intake.batch(store, header.batch_id)
    if known is None:
        new = TakenBatch(
            header.batch_id, header.armoury_id, header.number, path.name, header.sealed_at, header.journal_head,
            header.journal_entries, proved.manifest.rows_root, proved.manifest.records, desk.now(),
        )  # fmt: skip
        rows = tuple(_rows(header.batch_id, proved.workbook))
        with connect.action(store):
            _refuse_other(desk, new, rows)
            intake.add_batch(store, new, rows)
        return TakenIn(new, new=True, found=look_through(desk, new.id, profile))
    if (known.rows_root, known.armoury_id) != (proved.manifest.rows_root, header.armoury_id):
        raise Expected("intake_differs", Exit.REFUSED, number=header.number)
    return TakenIn(known, new=False, found=look_through(desk, known.id, profile))


def look_through(desk: RegistryDesk, batch_id: str, profile: Profile | None) -> tuple[Found, ...]:
    """Every row of a batch with what a person should look at: its like elsewhere, and what its profile lacks."""
    alike = intake.alike(desk.store, batch_id)
    answer = []
    for row in intake.rows(desk.store, batch_id):
        others = alike.get(row.record_id, ())
        same = tuple(one for one in others if _same(row, one))
        weapon = row.held.get("kind", "weapon") == "weapon"
        asks = lacking(profile, _fields(row)) if profile and weapon else ()
        answer.append(
            Found(
                row,
                duplicates=same,
                look_alikes=tuple(one for one in others if one not in same),
                lacks=tuple(" / ".join(ask.fields) for ask in asks),
            )
        )
    return tuple(answer)


def _proved(looked: Looked) -> Proved:
    signer = looked.signer.fingerprint if looked.signer else ""
    return Proved(looked.manifest, looked.problems, signer, looked.locked, looked.workbook)


def _refuse_other(desk: RegistryDesk, new: TakenBatch, rows: tuple[TakenRow, ...]) -> None:
    """A number is given once, and a revision says one thing: whatever differs was made by a register brought back."""
    if intake.batch_numbered(desk.store, new.armoury_id, new.number) is not None:
        raise Expected("intake_differs", Exit.REFUSED, number=new.number)
    known = intake.row_hashes(desk.store, [(row.record_id, row.revision) for row in rows])
    if known:
        raise Expected("intake_rows_twice", Exit.REFUSED, number=new.number, count=len(known))


def _rows(batch_id: str, workbook: bytes) -> Iterator[TakenRow]:
    lines = ReceivedBatch(workbook, BATCH_NAME).lines("records")
    for position, (_, values, _) in enumerate(lines):
        held = {name: text for name, text in values.items() if name not in TECHNICAL}
        held |= dict(json.loads(values.get("further", "[]")))
        serial = held.get("serial", "")
        keys = search_keys(serial)
        yield TakenRow(
            batch_id=batch_id,
            position=position,
            record_id=values["record_id"],
            revision=int(values["revision"]),
            row_sha256=values["row_sha256"],
            serial=serial,
            plain=keys.plain,
            folded=keys.folded,
            make=held.get("make", ""),
            place="/".join(values.get(name, "") for name in ("book", "page", "row")),
            held=held,
        )


def _same(row: TakenRow, other: dict[str, str]) -> bool:
    makes = {row.make.casefold(), other["make"].casefold()} - {""}
    return row.plain == other["plain"] and len(makes) <= 1


def _fields(row: TakenRow) -> dict[str, str]:
    """The row's values by the names that profiles use; a weapon without a number says so, and lacks none."""
    absent = row.held.get("serial_state", "") in {"none_marked", "obliterated"}
    return {**row.held, "serial_number": row.serial or ("-" if absent else "")}
