"""What was filed. A correction is another revision of the same record; every revision stays readable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

from db.errors import Exit, Expected
from db.finding_step import WORDS_OF_RECORDS
from db.model import Event, Marking, Record, RecordField, SerialState
from db.store.connect import Store
from db.store.rows import Found, blocks, change, insert, listed, select, select_one, select_value

_Part = TypeVar("_Part", RecordField, Marking, Event)

_UNSENT: Final = (
    "from latest_records l join records r on r.seq = l.seq where l.sent = 0 and r.ledger_id not in "
    "(select ledger_id from book_places where home <> (select id from armoury))"
)
_SHORTEST_INDEXED: Final = 3  # a trigram index knows nothing shorter


def add_record(store: Store, new: Record, keys: tuple[str, str, str]) -> None:
    """File a revision; `keys` are the serial's search keys: plain, look-alikes folded, digits alone."""
    plain, folded, digits = keys
    values = {
        "id": new.id, "revision": new.revision, "kind": new.kind, "ledger_id": new.ledger_id,
        "page_id": new.page_id, "row_id": new.row_id, "struck": int(new.struck), "serial": new.serial,
        "serial_state": new.serial_state.value, "filed_at": new.filed_at, "filed_by": new.filed_by,
        "reason": new.reason, "row_sha256": new.row_sha256, "plain": plain, "folded": folded, "digits": digits,
    }  # fmt: skip
    insert(store, "records", [values])
    sql = "select seq from records where id = ? and revision = ?"
    seq = select_value(store, sql, new.id, new.revision)
    fields = (
        {"name": f.name, "text": f.text, "as_written": f.as_written, "cell_id": f.cell_id or None,
         "reading_id": f.reading_id or None} for f in new.fields
    )  # fmt: skip
    markings = (
        {"kind": m.kind, "text": m.text, "part": m.part, "place": m.place, "method": m.method, "year": m.year,
         "cell_id": m.cell_id or None} for m in new.markings
    )  # fmt: skip
    events = (
        {"kind": e.kind, "date": e.date, "date_as_written": e.date_as_written, "counterpart": e.counterpart,
         "document": e.document, "quantity": e.quantity, "note": e.note, "cell_id": e.cell_id or None}
        for e in new.events
    )  # fmt: skip
    for table, parts in (("record_fields", fields), ("markings", markings), ("events", events)):
        numbered = ({"record_seq": seq, "position": place, **part} for place, part in enumerate(parts))
        insert(store, table, numbered)
    change(store, f"{WORDS_OF_RECORDS} where f.record_seq = ? group by f.record_seq", seq)


def at(store: Store, seqs: Sequence[int]) -> tuple[Record, ...]:
    """The revisions that were filed at these places in time, in this order."""
    return _records(store, [{"seq": seq} for seq in seqs])


def seqs(store: Store, record_ids: Sequence[str]) -> dict[str, int]:
    """Where in time the latest revisions of these records were filed, by their ids."""
    sql = "select id, seq from latest_records where id in (select value from json_each(?))"
    return {each["id"]: each["seq"] for each in select(store, sql, listed(record_ids))}


def record(store: Store, record_id: str) -> Record:
    """The latest revision. Expected: record_unknown."""
    return _one(store, "select seq from latest_records where id = ?", record_id)


def revision(store: Store, record_id: str, number: int) -> Record:
    """One revision. Expected: record_unknown."""
    return _one(store, "select seq from records where id = ? and revision = ?", record_id, number)


def revisions(store: Store, members: Iterable[tuple[str, int]]) -> tuple[Record, ...]:
    """These revisions in this order, by a few queries however many they are. Expected: record_unknown."""
    wanted = list(members)
    places: dict[tuple[str, int], Found] = {}
    for block in blocks(sorted({record_id for record_id, _ in wanted})):
        sql = "select id, revision, seq from records where id in (select value from json_each(?))"
        places |= {(found["id"], found["revision"]): found for found in select(store, sql, listed(block))}
    if not set(wanted) <= places.keys():
        raise Expected("record_unknown", Exit.BAD_INPUT)
    return _records(store, [places[member] for member in wanted])


def drawn_by_id(store: Store, size: int) -> tuple[Record, ...]:
    """The latest revisions of the records with the smallest ids: ids are random, so this is a random sample."""
    sql = "select seq from latest_records order by id limit ?"
    return _records(store, select(store, sql, size))


def records_of_page(store: Store, page_id: str) -> tuple[Record, ...]:
    """The records whose latest revision lies on this page, in the order of its rows."""
    sql = (
        "select r.seq from records r join latest_records l on l.seq = r.seq join rows_as_they_are w on w.id = r.row_id "
        "where r.page_id = ? order by w.number, r.seq"
    )
    return _records(store, select(store, sql, page_id))


def record_of_row(store: Store, row_id: str) -> Record | None:
    """The latest revision of the record that was filed from this row, whichever row its later revisions are from."""
    sql = (
        "select l.seq from records r join latest_records l on l.id = r.id where r.row_id = ? "
        "order by r.seq desc limit 1"
    )
    found = _records(store, select(store, sql, row_id))
    return found[0] if found else None


def search(store: Store, plain: str, limit: int) -> tuple[Record, ...]:
    """Records whose serial's plain key holds `plain`: the same first, then those that begin with it, newest first."""
    if not plain:
        return newest(store, limit, 0)
    if len(plain) < _SHORTEST_INDEXED:
        sql = (
            "select seq from latest_records where instr(plain, ?) > 0 "
            "order by plain = ? desc, instr(plain, ?) = 1 desc, seq desc limit ?"
        )
        return _records(store, select(store, sql, plain, plain, plain, limit))
    sql = (
        "select l.seq from record_search s join latest_records l on l.seq = s.rowid where s.plain match ? "
        "order by l.plain = ? desc, instr(l.plain, ?) = 1 desc, l.seq desc limit ?"
    )
    phrase = '"' + plain.replace('"', '""').replace("\0", " ") + '"'  # a NUL would end the question there
    return _records(store, select(store, sql, phrase, plain, plain, limit))


def newest(store: Store, limit: int, offset: int) -> tuple[Record, ...]:
    """Latest revisions, the last filed first."""
    sql = "select seq from latest_records order by seq desc limit ? offset ?"
    return _records(store, select(store, sql, limit, offset))


def ids(store: Store) -> tuple[str, ...]:
    """The ids of all records, the last filed first, for a list that asks for its lines when they come into sight."""
    return tuple(found["id"] for found in select(store, "select id from latest_records order by seq desc"))


def ids_of_book(store: Store, ledger_id: str) -> tuple[str, ...]:
    """The ids of a book's records, in the order of its pages and rows."""
    sql = (
        "select l.id from pages p cross join records r on r.page_id = p.id join latest_records l on l.seq = r.seq "
        "join rows_as_they_are w on w.id = r.row_id where p.ledger_id = ? order by p.position, w.number"
    )
    return tuple(found["id"] for found in select(store, sql, ledger_id))


def count(store: Store) -> int:
    """How many records there are, each counted once."""
    return int(select_value(store, "select count(*) from latest_records"))


def unsent(store: Store) -> tuple[tuple[str, int], ...]:
    """(record id, revision) of latest revisions that are in no batch, in the order of filing.

    Those of books that came from another PC are left out: the register whose books they are seals them.
    """
    sql = f"select l.id, l.revision {_UNSENT} order by l.seq"
    return tuple((found["id"], found["revision"]) for found in select(store, sql))


def count_unsent(store: Store) -> int:
    """How many latest revisions are in no batch."""
    return int(select_value(store, f"select count(*) {_UNSENT}"))


def is_sent(store: Store, record_id: str, number: int) -> bool:
    """Whether this revision is in a batch."""
    sql = (
        "select 1 from batch_records where record_id = ?1 and revision = ?2 "
        "union all select 1 from sent_elsewhere where record_id = ?1 and revision = ?2"
    )
    return select_one(store, sql, record_id, number) is not None


def iterate(store: Store, ids: Iterable[str]) -> Iterator[Record]:
    """The latest revisions of these records in this order, a few hundred in memory at a time.

    Expected: record_unknown.
    """
    for block in blocks(ids):
        sql = "select id, seq from latest_records where id in (select value from json_each(?))"
        places = {found["id"]: found for found in select(store, sql, listed(block))}
        if len(places) < len(set(block)):
            raise Expected("record_unknown", Exit.BAD_INPUT)
        yield from _records(store, [places[id_] for id_ in block])


def ids_beginning(store: Store, start: str) -> tuple[str, ...]:
    """Ids of the records that begin with these hex digits; two at most, since more than one name none."""
    sql = "select id from latest_records where id >= ? and id < ? limit 2"
    return tuple(found["id"] for found in select(store, sql, start, start + "g"))


def _one(store: Store, sql: str, *values: object) -> Record:
    found = _records(store, select(store, sql, *values))
    if not found:
        raise Expected("record_unknown", Exit.BAD_INPUT)
    return found[0]


def _records(store: Store, found: Sequence[Found]) -> tuple[Record, ...]:
    """Whole records in the order of the `seq` of each that was found, by four queries however many they are."""
    wanted = [each["seq"] for each in found]
    sql = "select * from records where seq in (select value from json_each(?))"
    rows = {row["seq"]: row for row in select(store, sql, listed(wanted))}
    fields = _parts(store, _FIELDS, RecordField, wanted)
    markings = _parts(store, _MARKINGS, Marking, wanted)
    events = _parts(store, _EVENTS, Event, wanted)
    return tuple(
        _record(rows[seq], fields.get(seq, ()), markings.get(seq, ()), events.get(seq, ())) for seq in wanted
    )


_FIELDS: Final = """
select record_seq, name, text, as_written, coalesce(cell_id, '') as cell_id, coalesce(reading_id, '') as reading_id
from record_fields where record_seq in (select value from json_each(?)) order by record_seq, position
"""
_MARKINGS: Final = """
select record_seq, kind, text, part, place, method, year, coalesce(cell_id, '') as cell_id
from markings where record_seq in (select value from json_each(?)) order by record_seq, position
"""
_EVENTS: Final = """
select record_seq, kind, date, date_as_written, counterpart, document, quantity, note,
  coalesce(cell_id, '') as cell_id
from events where record_seq in (select value from json_each(?)) order by record_seq, position
"""


def _parts(
    store: Store, sql: str, made: Callable[..., _Part], wanted: Sequence[int]
) -> dict[int, tuple[_Part, ...]]:
    answers: dict[int, list[_Part]] = {}
    for found in select(store, sql, listed(wanted)):
        answers.setdefault(found.pop("record_seq"), []).append(made(**found))
    return {seq: tuple(parts) for seq, parts in answers.items()}


def _record(
    found: Found, fields: tuple[RecordField, ...], markings: tuple[Marking, ...], events: tuple[Event, ...]
) -> Record:
    return Record(
        found["id"], found["revision"], found["kind"], found["ledger_id"], found["page_id"], found["row_id"],
        bool(found["struck"]), found["serial"], SerialState(found["serial_state"]), fields, markings, events,
        found["filed_at"], found["filed_by"], found["reason"], found["row_sha256"],
    )  # fmt: skip
