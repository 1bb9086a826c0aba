"""The words of books that move between the PCs of one armoury, whole, with a lock so that each is in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a value of a fact is."""

    TEXT = "text"
    ID = "id"  # text, or nothing where the fact refers to nothing
    WHOLE = "whole"
    MAYBE = "maybe"  # a whole number, or nothing
    NUMBER = "number"
    BYTES = "bytes"


Value = str | int | float | bytes | None
Fact = tuple[Value, ...]

_T, _I, _W, _M, _N, _B = Kind.TEXT, Kind.ID, Kind.WHOLE, Kind.MAYBE, Kind.NUMBER, Kind.BYTES

FACTS: Final[Mapping[str, Mapping[str, Kind]]] = {
    "users": {"id": _T, "name": _T, "role": _T},
    "ledger": {"id": _T, "title": _T},
    "ledger_forms": {"version": _W, "form": _T},
    "pages": {
        "id": _T, "source": _T, "sha256": _T, "width": _W, "height": _W, "dpi": _N, "replaces": _I,
        "position": _W, "folio": _T, "likeness": _T, "state": _T, "cleaning": _T, "problems": _T,
    },
    "pictures": {"sha256": _T, "data_sha256": _T, "size": _W},
    "thumbnails": {"page_id": _T, "png": _B},
    "row_signatures": {"page_id": _T, "number": _W, "signature": _T},
    "rows": {"id": _T, "page_id": _T, "number": _W, "struck": _W},
    "cells": {"id": _T, "row_id": _T, "column_name": _T, "quad": _T},
    "readings": {
        "id": _T, "cell_id": _T, "reader": _T, "text": _T, "as_written": _T, "state": _T, "confidence": _N, "at": _T,
        "settled": _W, "characters": _T, "alternatives": _T, "source_cell_id": _I, "note": _T, "asked": _W,
    },
    "row_states": {
        "id": _T, "row_id": _T, "place": _N, "standing": _T, "quads": _T, "note": _T, "at": _T, "by": _T,
    },
    "steps": {"id": _T, "user_id": _T, "page_id": _T, "at": _T, "kind": _T, "of": _I},
    "step_changes": {"step_id": _T, "position": _W, "cell_id": _T, "before_id": _I, "after_id": _I},
    "step_rows": {"step_id": _T, "position": _W, "row_id": _T, "before_id": _I, "after_id": _T},
    "records": {
        "id": _T, "revision": _W, "kind": _T, "page_id": _T, "row_id": _T, "struck": _W, "serial": _T,
        "serial_state": _T, "filed_at": _T, "filed_by": _T, "reason": _T, "row_sha256": _T,
    },
    "record_fields": {
        "record_id": _T, "revision": _W, "position": _W, "name": _T, "text": _T, "as_written": _T, "cell_id": _I,
        "reading_id": _I,
    },
    "markings": {
        "record_id": _T, "revision": _W, "position": _W, "kind": _T, "text": _T, "part": _T, "place": _T,
        "method": _T, "year": _T, "cell_id": _I,
    },
    "events": {
        "record_id": _T, "revision": _W, "position": _W, "kind": _T, "date": _T, "date_as_written": _T,
        "counterpart": _T, "document": _T, "quantity": _T, "note": _T, "cell_id": _I,
    },
    "page_hands": {"page_id": _T, "hand": _T, "at": _T, "by": _T},
    "forgettings": {"after": _W, "at": _T, "by": _T},
    "second_entries": {"id": _T, "cell_id": _T, "text": _T, "state": _T, "at": _T, "by": _T},
    "second_decisions": {
        "id": _T, "cell_id": _T, "first_reading": _T, "second_entry": _T, "chosen": _T, "reading_id": _T, "at": _T,
        "by": _T,
    },
    "book_statements": {"pages": _M, "entries": _M, "at": _T, "by": _T},
    "column_defaults": {
        "id": _T, "page_id": _T, "cell_id": _T, "column_name": _T, "scope": _T, "text": _T, "step_id": _T, "at": _T,
        "by": _T,
    },
    "amendments": {"id": _T, "record_id": _T, "part": _T, "data": _T, "why": _T, "at": _T, "by": _T},
    "sent": {"record_id": _T, "revision": _W, "register_id": _T, "folder": _T},
    "entries": {
        "register_id": _T, "number": _W, "at": _T, "actor": _T, "action": _T, "subject": _T, "details": _T,
        "previous": _T, "hash": _T,
    },
}  # fmt: skip
"""Everything of a book that moves with it, table by table, in the order in which it is added: name to columns.

The id of the ledger stands in `ledger` alone, a record's place in time is its `revision`; `after` of a forgetting
counts the book's readings before it.
"""

ONLY_ADDED: Final = (
    "ledger_forms", "rows", "cells", "readings", "row_states", "steps", "step_changes", "step_rows", "records",
    "record_fields", "markings", "events", "page_hands", "forgettings", "second_entries", "second_decisions",
    "book_statements", "column_defaults", "amendments",
)  # fmt: skip
"""What is only ever added to: where a book has been before, what is there is how what comes begins."""


@dataclass(frozen=True, slots=True)
class BookFacts:
    """A book as it moves: the facts of each table of `FACTS`, in their order."""

    tables: Mapping[str, tuple[Fact, ...]]

    def of(self, table: str, *columns: str) -> tuple[Fact, ...]:
        """Some columns of a table's facts."""
        places = [list(FACTS[table]).index(column) for column in columns]
        return tuple(tuple(fact[place] for place in places) for fact in self.tables[table])

    @property
    def ledger_id(self) -> str:
        """Which book it is."""
        return str(self.tables["ledger"][0][0])

    @property
    def title(self) -> str:
        """What the book is called."""
        return str(self.tables["ledger"][0][1])


@dataclass(frozen=True, slots=True)
class Peer:
    """Another PC of this armoury with a register of its own, whose keys were compared and trusted."""

    id: str  # of its register
    name: str  # what people here call it
    signing: str  # Ed25519 public key, 64 hex digits
    age: str  # age recipient
    at: str = ""
    by: str = ""  # user id


@dataclass(frozen=True, slots=True)
class BookMove:
    """A book left this PC, came to it, or was taken back without having come; the newest says where it is."""

    bundle_id: str
    ledger_id: str
    turn: int  # counts the moves of the book from its beginning, wherever they were made
    kind: str  # out, in, back
    peer: str  # the register at the other end
    home: str  # whose book it is: the register that may seal its records
    contents: str  # SHA-256 of the facts that came; "" for what went out
    reason: str
    at: str
    by: str  # user id
