"""Is the register whole? Chain, schema, SQLite, the cipher, references, pictures, sealed files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Final

from db.cipher import Database, connect, failures_told, plain_memory
from db.errors import Expected
from db.migrations import BOOK_MIGRATIONS, MIGRATIONS, migrate, schema
from db.places import REGISTER
from db.store import batches, journal, moves
from db.store.books import book_path, open_book
from db.store.connect import Store
from db.store.rows import Found, select


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be: a key of `desktop.messages` with its values."""

    key: str
    values: tuple[tuple[str, str], ...] = ()


def unheard(done: int, total: int) -> None:
    """A report that nobody listens to."""


def check(store: Store, report: Callable[[int, int], None] = unheard) -> tuple[Finding, ...]:
    """Everything that is wrong; empty when the register is whole. `report(done, total)` counts its files."""
    findings: list[Finding] = []
    books: list[Found] = []
    for part in (_file_of_register, _journal, _latest, _sealed):
        findings += _found(store, part)
    findings += _found(store, partial(_shelf, books))
    report(1, 1 + len(books))
    for done, book in enumerate(books, start=2):
        findings += _found(store, partial(_book, book["id"], book["number"]))
        report(done, 1 + len(books))
    return tuple(dict.fromkeys(findings))


def _found(store: Store, part: Callable[[Store], Iterator[Finding]]) -> list[Finding]:
    """What one part of the check finds; what is too damaged to be asked is a finding too.

    Each part has a connection of its own, since SQLCipher answers nothing more on one that met a damaged page.
    """
    findings: list[Finding] = []
    try:
        with failures_told(), closing(connect(store.folder / REGISTER, store.key)) as db:
            for finding in part(Store(db, store.folder, store.key)):
                findings.append(finding)  # noqa: PERF402 - what was found before a failure counts
    except Expected as failure:
        findings.append(_finding(failure))
    return findings


_WRONG_LATEST: Final = """
select r.id from records r left join latest_records l on l.id = r.id
where r.revision = (select max(revision) from records where id = r.id)
  and (l.seq is not r.seq or l.revision is not r.revision or l.plain is not r.plain or l.sent is not
    (exists (select 1 from batch_records b where b.record_id = r.id and b.revision = r.revision)
    or exists (select 1 from sent_elsewhere e where e.record_id = r.id and e.revision = r.revision)))
"""


def _file_of_register(store: Store) -> Iterator[Finding]:
    return _file(store.db, MIGRATIONS, REGISTER)


def _journal(store: Store) -> Iterator[Finding]:
    for broken in journal.verify(store):
        number, _, what = broken.partition(": ")
        yield Finding("journal_broken", (("number", number), ("what", what)))
    if broken_there := moves.broken_entries(store):
        yield Finding("foreign_journal_broken", (("count", str(broken_there)),))


def _latest(store: Store) -> Iterator[Finding]:
    """What triggers derived from the records, against the records themselves."""
    if wrong := select(store, _WRONG_LATEST):
        yield Finding("latest_records_wrong", (("count", str(len(wrong))),))


def _sealed(store: Store) -> Iterator[Finding]:
    for batch in batches.batches(store):
        try:
            batches.files(store, batch.id)
        except Expected as failure:
            yield _finding(failure)


def _shelf(books: list[Found], store: Store) -> Iterator[Finding]:
    """Finds nothing, but which books there are."""
    books += select(store, "select id, number from ledgers order by number")
    return iter(())


def _book(ledger_id: str, number: int, store: Store) -> Iterator[Finding]:
    found = select(store, "select sha256, position from pages where ledger_id = ?", ledger_id)
    places = {each["sha256"]: str(each["position"]) for each in found}
    path = book_path(store, ledger_id)
    kept = set()
    try:
        with open_book(store, ledger_id) as db:
            yield from _file(db, BOOK_MIGRATIONS, path.name)
            for sha256, own, data in db.execute("select sha256, data_sha256, data from pictures"):
                kept.add(sha256)
                if hashlib.sha256(data).hexdigest() != own or ("#" not in sha256 and own != sha256):
                    yield Finding(
                        "picture_altered", (("book", str(number)), ("page", places.get(sha256, "–")))
                    )
    except Expected as failure:
        if places or failure.key != "book_missing":
            yield _finding(failure)
        return
    for sha256, place in places.items():
        if sha256 not in kept:
            yield Finding("picture_gone", (("book", str(number)), ("page", place)))


def _finding(failure: Expected) -> Finding:
    return Finding(failure.key, tuple((name, str(value)) for name, value in failure.values.items()))


def _file(db: Database, migrations: tuple[str, ...], name: str) -> Iterator[Finding]:
    """Schema, SQLite, cipher and references of one file."""
    golden = plain_memory()
    try:
        migrate(golden, migrations)
        other = sorted({each[1] for each in set(schema(golden)) ^ set(schema(db))})
    finally:
        golden.close()
    if other:
        yield Finding("schema_differs", (("file", name), ("names", ", ".join(other))))
    for (line,) in db.execute("pragma cipher_integrity_check").fetchall():
        yield Finding("cipher_broken", (("file", name), ("what", line)))
    for (line,) in db.execute("pragma integrity_check").fetchall():
        if line != "ok":
            yield Finding("file_broken", (("file", name), ("what", line)))
    for table, _, parent, _ in db.execute("pragma foreign_key_check").fetchall():
        yield Finding("reference_broken", (("file", name), ("what", f"{table} → {parent}")))
