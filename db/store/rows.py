"""How the other modules ask and add: SQL in, dicts out, and the world's failures told on the way."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from db.cipher import failures_told, texts_told
from db.store.connect import Store
from db.store.lock import any_away, belongs_to_a_book, refuse_added

Found = dict[str, Any]
"""One row of an answer by the names of its columns; never leaves db.store."""

BLOCK: Final = 500  # rows asked for at once where a table may be long


def select(store: Store, sql: str, *values: object) -> list[Found]:
    """Every row of the answer."""
    with failures_told(), texts_told():
        cursor = store.db.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def select_one(store: Store, sql: str, *values: object) -> Found | None:
    """The first row of the answer, or None."""
    rows = select(store, sql, *values)
    return rows[0] if rows else None


def select_value(store: Store, sql: str, *values: object) -> Any:  # noqa: ANN401 - whatever the column holds
    """The one value of an answer of one row and one column."""
    with failures_told(), texts_told():
        return store.db.execute(sql, values).fetchone()[0]


def insert(store: Store, table: str, rows: Iterable[Mapping[str, object]]) -> None:
    """Add rows to a table of the schema, inside an action. Expected: book_is_elsewhere."""
    _in_action(store)
    if belongs_to_a_book(table) and any_away(store):
        rows = list(rows)
        refuse_added(store, table, rows)
    with failures_told(), texts_told():
        store.db.table(table).insert_all(rows)


def change(store: Store, sql: str, *values: object) -> None:
    """Run a statement that writes, inside an action."""
    _in_action(store)
    with failures_told(), texts_told():
        store.db.execute(sql, values)


def blocks(values: Iterable[str]) -> Iterator[Sequence[str]]:
    """The values, a few hundred at a time."""
    block: list[str] = []
    for value in values:
        block.append(value)
        if len(block) == BLOCK:
            yield block
            block = []
    if block:
        yield block


def listed(values: Sequence[object]) -> str:
    """Values for `in (select value from json_each(?))`: one parameter however many they are."""
    return json.dumps(values)


def _in_action(store: Store) -> None:
    if not store.db.conn.in_transaction:
        raise RuntimeError("writing outside an action")
