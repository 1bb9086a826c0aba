"""Where each book is worked on: the other PCs of the armoury, books that left and came, what their journals told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, astuple, fields
from typing import Final

from db.chain import entry_hash
from db.model import JournalEntry
from db.model_moving import BookMove, Peer
from db.store.connect import Store
from db.store.rows import insert, select, select_one, select_value

_SELECT: Final = "select {} from {}".format
_MOVE: Final = ", ".join(field.name for field in fields(BookMove))


def add_peer(store: Store, new: Peer) -> None:
    """Trust the keys of another PC; what was said of it last counts."""
    insert(store, "peers", [asdict(new)])


def peers(store: Store) -> tuple[Peer, ...]:
    """The other PCs, by name."""
    sql = (
        "select id, name, signing, age, at, by from peers p where seq = (select max(seq) from peers where id = p.id) "
        "order by name, id"
    )
    return tuple(Peer(**found) for found in select(store, sql))


def peer(store: Store, register_id: str) -> Peer | None:
    """The PC with that register, where it is known."""
    return next((one for one in peers(store) if one.id == register_id), None)


def add_move(store: Store, move: BookMove) -> None:
    """Keep that a book left, came or was taken back."""
    insert(store, "book_moves", [asdict(move)])


def place(store: Store, ledger_id: str) -> BookMove | None:
    """The last move of a book; None where it has always been here."""
    found = select_one(store, _SELECT(_MOVE, "book_places where ledger_id = ?"), ledger_id)
    return BookMove(**found) if found else None


def places(store: Store) -> dict[str, BookMove]:
    """The last move of every book that ever moved, by the ledger's id."""
    return {found["ledger_id"]: BookMove(**found) for found in select(store, _SELECT(_MOVE, "book_places"))}


def moves(store: Store, ledger_id: str) -> tuple[BookMove, ...]:
    """Every move of a book, oldest first."""
    found = select(store, _SELECT(_MOVE, "book_moves where ledger_id = ? order by seq"), ledger_id)
    return tuple(BookMove(**each) for each in found)


def last_turn(store: Store, ledger_id: str) -> int:
    """How often the book moved, as far as is known here."""
    sql = "select coalesce(max(turn), 0) from book_moves where ledger_id = ?"
    return int(select_value(store, sql, ledger_id))


def was_taken(store: Store, bundle_id: str) -> bool:
    """Whether a bundle was taken in here before."""
    return (
        select_one(store, "select 1 from book_moves where bundle_id = ? and kind = 'in'", bundle_id)
        is not None
    )


def foreign_entries(store: Store, ledger_id: str) -> tuple[tuple[str, JournalEntry], ...]:
    """(register id, entry) of what other registers' journals tell of a book, in the order in which it came."""
    sql = (
        "select register_id, number, at, actor, action, subject, details, previous, hash from foreign_entries "
        "where ledger_id = ? order by seq"
    )
    return tuple((found.pop("register_id"), JournalEntry(**found)) for found in select(store, sql, ledger_id))


def add_foreign_entries(store: Store, ledger_id: str, told: Iterable[tuple[str, JournalEntry]]) -> None:
    """Keep what other registers' journals told of a book."""
    rows = ({"register_id": register, "ledger_id": ledger_id, **asdict(entry)} for register, entry in told)
    insert(store, "foreign_entries", rows)


def foreign_hashes(store: Store, register_id: str) -> dict[int, str]:
    """What is kept of another register's journal: number to hash."""
    sql = "select number, hash from foreign_entries where register_id = ?"
    return {found["number"]: found["hash"] for found in select(store, sql, register_id)}


def broken_entries(store: Store) -> int:
    """How many entries of other registers are not as they were when they came."""
    broken = 0
    for found in select(store, "select * from foreign_entries order by seq"):
        entry = JournalEntry(*(found[field.name] for field in fields(JournalEntry)))
        broken += entry_hash(entry) != entry.hash
    return broken


def add_sent(store: Store, sent: Iterable[tuple[str, int, str, str]]) -> None:
    """Keep (record id, revision, register id, batch's folder) of what another register sent."""
    columns = ("record_id", "revision", "register_id", "folder")
    insert(store, "sent_elsewhere", (dict(zip(columns, one, strict=True)) for one in sent))


def sent_elsewhere(store: Store) -> frozenset[tuple[str, int]]:
    """(record id, revision) of everything that other registers sent."""
    sql = "select record_id, revision from sent_elsewhere"
    return frozenset((found["record_id"], found["revision"]) for found in select(store, sql))


def entry_fact(register_id: str, entry: JournalEntry) -> tuple[str | int, ...]:
    """An entry as the facts of a book tell it."""
    return (register_id, *astuple(entry))
