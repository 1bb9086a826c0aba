"""The register from its first page to its last, a page at a time: what is printed in order and handed over on closure.

Each answer holds at most a page's rows or a few hundred lines, however many records there are.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Final

from db.cipher import failures_told
from db.model import Record
from db.model_desk import Amendment
from db.store import amendments, records
from db.store.connect import Store
from db.store.rows import BLOCK, listed, select, select_value

Line = tuple[object, ...]
"""One row of a table that is handed over: texts, numbers, None for what is not known."""


def count(store: Store, ledger_ids: Sequence[str]) -> int:
    """How many records these books have, each counted once, struck ones too."""
    sql = (
        "select count(*) from latest_records l join records r on r.seq = l.seq "
        "where r.ledger_id in (select value from json_each(?))"
    )
    return int(select_value(store, sql, listed(ledger_ids)))


def earlier(store: Store, record_ids: Sequence[str]) -> dict[str, tuple[Record, ...]]:
    """The revisions of these records before the latest, the oldest first; what was never corrected is left out."""
    sql = (
        "select r.seq from records r join latest_records l on l.id = r.id "
        "where r.id in (select value from json_each(?)) and r.seq <> l.seq order by r.seq"
    )
    answers: dict[str, tuple[Record, ...]] = {}
    for one in records.at(store, [each["seq"] for each in select(store, sql, listed(record_ids))]):
        answers[one.id] = (*answers.get(one.id, ()), one)
    return answers


def places(store: Store) -> array[int]:
    """Where in time every latest revision was filed, the newest first: eight bytes a record."""
    with failures_told():
        cursor = store.db.execute("select seq from latest_records order by seq desc")
        return array("q", (seq for (seq,) in cursor))


def latest(store: Store) -> Iterator[tuple[tuple[Record, dict[str, Amendment]], ...]]:
    """The latest revisions as they were filed, some hundred at a time, each with what persons said of it by part."""
    last = 0
    sql = "select seq from latest_records where seq > ? order by seq limit ?"
    while seqs := [each["seq"] for each in select(store, sql, last, BLOCK)]:
        last = seqs[-1]
        found = records.at(store, seqs)
        said = amendments.of_records(store, [record.id for record in found])
        yield tuple((record, said.get(record.id, {})) for record in found)


def lines(store: Store, table: str) -> Iterator[Line]:
    """The lines of one of TABLES in their order, a few hundred in memory at a time."""
    with failures_told():
        cursor = store.db.execute(TABLES[table])
        while block := cursor.fetchmany(BLOCK):
            yield from block


def lines_of_page(store: Store, table: str, page_id: str) -> tuple[Line, ...]:
    """The lines of one of TABLES_OF_PAGE for the records of a page, in the order of its rows."""
    with failures_told():
        return tuple(store.db.execute(TABLES_OF_PAGE[table], (page_id,)).fetchall())


TABLES: Final = {
    "people": "select id, name, role from users order by name, id",
    "books": "select number, title, form, id from ledgers_as_they_are order by number",
    "same_weapon": (
        "select j.first_id, j.second_id, j.verdict, j.note, j.at, u.name from judgements j "
        "left join users u on u.id = j.by order by j.seq"
    ),
    "said": (
        "select a.record_id, a.part, a.data, a.why, a.at, u.name from amendments a "
        "left join users u on u.id = a.by order by a.seq"
    ),
    "trace_requests": (
        "select t.number, t.reference, t.requester, t.contact, t.received_on, t.serial, t.make, t.model, t.calibre, "
        "t.country, t.circumstances, t.restrictions, t.at, u.name from trace_requests t "
        "left join users u on u.id = t.by order by t.number"
    ),
    "trace_steps": (
        "select t.number, s.kind, s.ground, s.note, s.on_day, s.at, u.name, e.record_id, e.revision "
        "from trace_steps s join trace_requests t on t.id = s.request_id left join users u on u.id = s.by "
        "left join trace_entries e on e.step_id = s.id order by s.seq, e.position"
    ),
    "batches": "select number, folder, sealed_at, count from batches order by number",
    "sent": (
        "select b.number, r.record_id, r.revision from batches b cross join batch_records r on r.batch_id = b.id "
        "order by b.number"
    ),
    "answers": (
        "select b.number, a.record_id, a.revision, a.reply, a.registry_number, a.duplicate_of, a.code, a.note, "
        "a.answered_on from answers a join batches b on b.id = a.batch_id order by a.seq"
    ),
    "journal": "select number, at, actor, action, subject, details, previous, hash from journal order by number",
}
"""What is handed over as it stands."""

_OF_PAGE: Final = "from records r join rows_as_they_are w on w.id = r.row_id"
_ORDER: Final = "where r.page_id = ? order by w.number, r.seq"

TABLES_OF_PAGE: Final = {
    "records": (
        "select r.id, r.revision, l.seq is not null, w.number, r.kind, r.struck, r.serial, r.serial_state, r.filed_at, "
        f"coalesce(u.name, r.filed_by), r.reason, r.row_sha256 {_OF_PAGE} left join latest_records l on l.seq = r.seq "
        f"left join users u on u.id = r.filed_by {_ORDER}"
    ),
    "fields": (
        "select r.id, r.revision, f.name, f.text, f.as_written, c.column_name, c.quad, d.reader "
        f"{_OF_PAGE} join record_fields f on f.record_seq = r.seq left join cells c on c.id = f.cell_id "
        f"left join readings d on d.id = f.reading_id {_ORDER}, f.position"
    ),
    "markings": (
        "select r.id, r.revision, m.kind, m.text, m.part, m.place, m.method, m.year "
        f"{_OF_PAGE} join markings m on m.record_seq = r.seq {_ORDER}, m.position"
    ),
    "events": (
        "select r.id, r.revision, e.kind, e.date, e.date_as_written, e.counterpart, e.document, e.quantity, e.note "
        f"{_OF_PAGE} join events e on e.record_seq = r.seq {_ORDER}, e.position"
    ),
}
"""What is handed over page by page, since ordering a million lines at once would need them all in memory."""
