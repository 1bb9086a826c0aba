"""The registry's answer: written for a person to finish, then kept, signed, and encrypted to the armoury."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from db.errors import Exit, Expected
from db.store import connect, intake
from db.store.intake import RegistryReply, TakenBatch
from desktop.exchange.age import age_encrypted
from desktop.exchange.answer import Matched, Reply, RowAnswer, RowKey, SentRow, match
from desktop.exchange.answer_file import read_answer
from desktop.exchange.answer_workbook import write_answer_workbook
from desktop.exchange.columns import RegistryColumns, load_columns
from desktop.exchange.disk import disk_in_words, write_whole
from desktop.exchange.limits import ANSWER
from desktop.exchange.signature import Purpose, sign
from desktop.fields.problems import Problem
from desktop.operations.registry_desk import RegistryDesk, enrolled, registry_keys, registry_signing_key
from desktop.operations.registry_intake import Found, TakenIn

LABELS: Final = {
    "batch_id": "Batch id", "number": "Batch number", "armoury_id": "Armoury id", "armoury_name": "Armoury",
    "journal_head": "Journal's head at the armoury", "journal_entries": "Journal's entries",
    "registry_name": "Registry", "answered_at": "Answered (UTC)", "newest_batch_id": "Newest batch received, id",
    "newest_number": "Newest batch received", "newest_journal_head": "Journal's head in that one",
    "newest_journal_entries": "Journal's entries in that one",
}  # fmt: skip
"""What the sheet Batch of an answer calls its keys."""


@dataclass(frozen=True, slots=True)
class Finished:
    """An answer as it was sent off."""

    files: tuple[str, ...]
    counts: tuple[tuple[Reply, int], ...]
    unanswered: int
    problems: tuple[Problem, ...]


def write_answer(
    desk: RegistryDesk, taken: TakenIn, path: Path, *, accept: bool = False, prefix: str = ""
) -> int:
    """Write an answer workbook for a person to finish; how many rows it proposes an answer for.

    What was answered before stands there as it was. A weapon that is known already is proposed as a duplicate, one
    that lacks something as a question; with `accept` the rest as accepted, numbered from `prefix`. Nothing counts
    before `finish_answer`. Raises Expected: the disk's.
    """
    store = desk.store
    said = intake.replies(store, taken.batch.id)
    numbers = _Numbers(prefix, taken.batch)
    lines = []
    for found in taken.found:
        row = found.row
        before = said.get((row.record_id, row.revision))
        proposed = _kept(before) if before else _proposed(found, numbers, accept=accept)
        place = dict(zip(("book", "page", "row"), row.place.split("/"), strict=False))
        key = {
            "batch_id": row.batch_id, "record_id": row.record_id, "revision": str(row.revision),
            "row_sha256": row.row_sha256,
        }  # fmt: skip
        lines.append({**row.held, **place, **key, **proposed})
    at = datetime.fromisoformat(desk.now())
    write_whole(path, write_answer_workbook(at, header_of(desk, taken.batch), lines, _columns(desk), LABELS))
    return sum(bool(line.get("answer")) for line in lines)


def finish_answer(desk: RegistryDesk, path: Path, target: Path) -> Finished:
    """Keep what a person filled in, and write it signed and encrypted for the armoury into `target`.

    Rows that are not as they were taken in, or contradict each other, are refused as a whole: the file is mended
    first. Raises Expected: answer_…, workbook_…, answer_not_matching (Exit.REFUSED), the disk's.
    """
    with disk_in_words(path):
        if not path.is_file():
            raise Expected("answer_missing", Exit.BAD_INPUT, name=path.name)
        with path.open("rb") as file:
            data = file.read(ANSWER.file_bytes + 1)
    if not target.is_dir():
        raise Expected("target_vanished", Exit.DISK, name=str(target))
    read = read_answer(data, path.name, _columns(desk))
    batch = _batch_of(desk, read.answers, path.name)
    matched = _match(desk, batch, read.answers)
    wrong = len(matched.unknown) + len(matched.altered) + len(matched.contradicting)
    if wrong:
        raise Expected("answer_not_matching", Exit.REFUSED, name=path.name, count=wrong)
    armoury = next(one for one in enrolled(desk) if one.id == batch.armoury_id)
    with connect.action(desk.store):
        intake.add_replies(desk.store, (_reply(answer, desk.now()) for answer in matched.taken))
    # The whole of what stands goes out each time, so that an answer that was lost on the way does no harm.
    sealed = _complete(desk, batch)
    name = f"answer-{armoury.code or 'armoury'}-{batch.number:04d}.xlsx"
    signature = sign(sealed, Purpose.ANSWER, registry_signing_key(desk))
    files = {f"{name}.sig": signature, f"{name}.age": age_encrypted(sealed, armoury.age)}
    for file_name, content in files.items():
        write_whole(target / file_name, content)
    standing = intake.replies(desk.store, batch.id).values()
    counts = tuple((reply, sum(one.reply == reply.value for one in standing)) for reply in Reply)
    return Finished(tuple(sorted(files)), counts, batch.count - len(standing), read.problems)


def header_of(desk: RegistryDesk, batch: TakenBatch) -> dict[str, str]:
    """What an answer says of its batch, and of the newest one: a register from before that one finds out."""
    newest = intake.newest_batch(desk.store, batch.armoury_id) or batch
    names = {one.id: one.name for one in enrolled(desk)}
    return {
        "armoury_id": batch.armoury_id,
        "armoury_name": names.get(batch.armoury_id, ""),
        "batch_id": batch.id,
        "number": str(batch.number),
        "journal_head": batch.journal_head,
        "journal_entries": str(batch.journal_entries),
        "newest_batch_id": newest.id,
        "newest_number": str(newest.number),
        "newest_journal_head": newest.journal_head,
        "newest_journal_entries": str(newest.journal_entries),
        "registry_name": registry_keys(desk).name,
    }


class _Numbers:
    """Registry numbers in order: the prefix, the batch's number, the row's."""

    def __init__(self, prefix: str, batch: TakenBatch) -> None:
        self._beginning = f"{prefix}{batch.number:04d}-" if prefix else ""
        self._width = max(4, len(str(batch.count)))

    def of(self, found: Found) -> str:
        return f"{self._beginning}{found.row.position + 1:0{self._width}d}" if self._beginning else ""


def _proposed(found: Found, numbers: _Numbers, *, accept: bool) -> dict[str, str]:
    if found.duplicates:
        first = found.duplicates[0]
        return {
            "answer": "duplicate",
            "duplicate_of": first["registry_number"] or f"{first['armoury']} {first['place']}",
            "note": f"same serial number and make: {_others(found.duplicates)}",
        }
    if found.lacks:
        return {"answer": "question", "note": "missing: " + ", ".join(found.lacks)}
    if found.look_alikes:
        return {"answer": "", "note": f"looks like: {_others(found.look_alikes)}"}
    return {"answer": "accepted", "registry_number": numbers.of(found)} if accept else {"answer": ""}


def _others(others: tuple[dict[str, str], ...]) -> str:
    shown = [
        f"{one['serial']} {one['make']} ({one['armoury']}, batch {one['number']}, {one['place']})"
        for one in others[:3]
    ]
    return "; ".join(shown) + (f"; and {len(others) - 3} more" if len(others) > 3 else "")


def _kept(reply: RegistryReply) -> dict[str, str]:
    return {
        "answer": reply.reply, "registry_number": reply.registry_number, "duplicate_of": reply.duplicate_of,
        "code": reply.code, "note": reply.note, "answered_on": reply.answered_on,
    }  # fmt: skip


def _complete(desk: RegistryDesk, batch: TakenBatch) -> bytes:
    said = intake.replies(desk.store, batch.id)
    lines = []
    for row in intake.rows(desk.store, batch.id):
        reply = said.get((row.record_id, row.revision))
        if reply is not None:
            key = {"batch_id": batch.id, "record_id": row.record_id, "revision": str(row.revision)}
            lines.append({**row.held, **key, "row_sha256": row.row_sha256, **_kept(reply)})
    at = datetime.fromisoformat(desk.now())
    return write_answer_workbook(at, header_of(desk, batch), lines, _columns(desk), LABELS)


def _batch_of(desk: RegistryDesk, answers: tuple[RowAnswer, ...], name: str) -> TakenBatch:
    named = {answer.key.batch_id for answer in answers}
    if len(named) != 1:
        raise Expected("answer_of_batches", Exit.REFUSED, name=name, count=len(named))
    batch = intake.batch(desk.store, named.pop())
    if batch is None:
        raise Expected("answer_of_batches", Exit.REFUSED, name=name, count=0)
    return batch


def _match(desk: RegistryDesk, batch: TakenBatch, answers: tuple[RowAnswer, ...]) -> Matched:
    rows = intake.rows(desk.store, batch.id)
    sent = [SentRow(RowKey(batch.id, row.record_id, row.revision), row.row_sha256) for row in rows]
    hashes = {(row.record_id, row.revision): row.row_sha256 for row in rows}
    earlier = [
        RowAnswer(
            RowKey(batch.id, *key), hashes[key], Reply(one.reply), one.registry_number, one.duplicate_of, one.code,
            one.note, one.answered_on,
        )
        for key, one in intake.replies(desk.store, batch.id).items()
    ]  # fmt: skip
    return match(answers, sent, earlier)


def _reply(answer: RowAnswer, at: str) -> RegistryReply:
    return RegistryReply(
        answer.key.record_id, answer.key.revision, answer.reply.value, answer.registry_number, answer.duplicate_of,
        answer.code, answer.note, answer.answered_on or at[:10], at,
    )  # fmt: skip


def _columns(desk: RegistryDesk) -> RegistryColumns:
    return load_columns(desk.workplace.places.resources / "registry" / "default.toml")
