"""Rows, cells and what readers saw in them. Readings are only ever added; the latest that counts is what stands.

Those of engines never count: a "choice" made of them does, and a person's. Rows and cells are as persons left them:
numbered anew where one was added, parted or joined, of which `row_states` keeps what was said.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast

from db.errors import Exit, Expected
from db.model import Alternative, Cell, CellState, FieldReading, Page, Quad, Row
from db.store.connect import Store
from db.store.pages import page
from db.store.rows import Found, change, insert, listed, select, select_one

_ROWS = "select id, page_id, number, struck, left_out, note from rows_as_they_are"


def add_table(store: Store, rows: Sequence[Row], cells: Sequence[Cell]) -> None:
    """Add the rows and cells that were found on a page."""
    new_rows = ({"id": r.id, "page_id": r.page_id, "number": r.number, "struck": int(r.struck)} for r in rows)
    insert(store, "rows", new_rows)
    new_cells = (
        {
            "id": c.id,
            "row_id": c.row_id,
            "column_name": c.column,
            "quad": json.dumps([[float(x), float(y)] for x, y in c.quad]),
        }
        for c in cells
    )
    insert(store, "cells", new_cells)


def rows(store: Store, page_id: str) -> tuple[Row, ...]:
    """The rows of a page, top to bottom."""
    sql = _ROWS + " where page_id = ? order by number"
    return tuple(_row(found) for found in select(store, sql, page_id))


def row(store: Store, row_id: str) -> Row:
    """One row. Expected: row_unknown."""
    found = select_one(store, _ROWS + " where id = ?", row_id)
    if found is None:
        raise Expected("row_unknown", Exit.BAD_INPUT)
    return _row(found)


def cells(store: Store, page_id: str) -> tuple[Cell, ...]:
    """The cells of a page, row by row, in the order in which they were added."""
    sql = (
        "select c.id, c.row_id, c.column_name, c.quad from rows_as_they_are w "
        "join cells_as_they_are c on c.row_id = w.id where w.page_id = ? order by w.number, c.cell_order"
    )
    return tuple(_cell(found) for found in select(store, sql, page_id))


def cell(store: Store, cell_id: str) -> Cell:
    """One cell. Expected: cell_unknown."""
    found = select_one(
        store, "select id, row_id, column_name, quad from cells_as_they_are where id = ?", cell_id
    )
    if found is None:
        raise Expected("cell_unknown", Exit.BAD_INPUT)
    return _cell(found)


def rows_called(store: Store, row_ids: Sequence[str]) -> dict[str, Row]:
    """Rows by their ids."""
    sql = (
        "select id, page_id, number, struck, left_out, note from rows_as_they_are "
        "where id in (select value from json_each(?))"
    )
    return {found["id"]: _row(found) for found in select(store, sql, listed(row_ids))}


def cells_of_rows(store: Store, row_ids: Sequence[str]) -> dict[str, tuple[Cell, ...]]:
    """The cells of rows, by the row's id, in the order in which they were added."""
    sql = (
        "select id, row_id, column_name, quad from cells_as_they_are "
        "where row_id in (select value from json_each(?)) order by cell_order"
    )
    answers: dict[str, list[Cell]] = {}
    for found in select(store, sql, listed(row_ids)):
        answers.setdefault(found["row_id"], []).append(_cell(found))
    return {row_id: tuple(cells) for row_id, cells in answers.items()}


def rows_of_cells(store: Store, cell_ids: Sequence[str]) -> frozenset[str]:
    """The ids of the rows in which cells stand."""
    sql = "select distinct row_id from cells where id in (select value from json_each(?))"
    return frozenset(found["row_id"] for found in select(store, sql, listed(cell_ids)))


def row_numbers(store: Store, cell_ids: Sequence[str]) -> dict[str, int]:
    """The numbers of the rows in which cells stand, by the cell's id."""
    sql = (
        "select c.id, w.number from cells c join rows_as_they_are w on w.id = c.row_id "
        "where c.id in (select value from json_each(?))"
    )
    return {found["id"]: found["number"] for found in select(store, sql, listed(cell_ids))}


def column_of_cell(store: Store, page_id: str, cell_id: str) -> tuple[Cell, ...]:
    """The cells of a page that stand in one column with a cell, top to bottom. Expected: cell_unknown."""
    sql = (
        "select c.id, c.row_id, c.column_name, c.quad from rows_as_they_are w "
        "cross join cells_as_they_are c on c.row_id = w.id "
        "and c.column_name = (select column_name from cells where id = ?) where w.page_id = ? order by w.number"
    )
    found = tuple(_cell(each) for each in select(store, sql, cell_id, page_id))
    if all(each.id != cell_id for each in found):
        raise Expected("cell_unknown", Exit.BAD_INPUT)
    return found


def page_of_cell(store: Store, cell_id: str) -> Page:
    """The page that a cell lies on. Expected: cell_unknown."""
    sql = "select w.page_id from cells c join rows w on w.id = c.row_id where c.id = ?"
    found = select_one(store, sql, cell_id)
    if found is None:
        raise Expected("cell_unknown", Exit.BAD_INPUT)
    return page(store, found["page_id"])


def add_row_signatures(store: Store, page_id: str, signatures: Sequence[str]) -> None:
    """Keep what tells the rows' ink apart, top to bottom, in place of earlier ones."""
    change(store, "delete from row_signatures where page_id = ?", page_id)
    numbered = (
        {"page_id": page_id, "number": number, "signature": signature}
        for number, signature in enumerate(signatures, start=1)
    )
    insert(store, "row_signatures", numbered)


def add_readings(store: Store, readings: Sequence[FieldReading]) -> None:
    """Add what readers saw, in this order."""
    insert(store, "readings", (_values(reading) for reading in readings))


def latest(store: Store, cell_id: str) -> FieldReading | None:
    """What stands in a cell: the newest choice or a person's reading. None before anything was read."""
    sql = "select * from readings where cell_id = ? and counts = 1 order by seq desc limit 1"
    found = select_one(store, sql, cell_id)
    return _reading(found) if found else None


def latest_on_page(store: Store, page_id: str) -> dict[str, FieldReading]:
    """What stands in the cells of a page, by the cell's id; cells without a reading are not in it."""
    sql = "select * from standing_readings where page_id = ? order by row_number, cell_order"
    return {found["cell_id"]: _reading(found) for found in select(store, sql, page_id)}


def latest_of(store: Store, cell_ids: Sequence[str]) -> dict[str, FieldReading]:
    """What stands in these cells, by the cell's id; cells without a reading are not in it."""
    sql = (
        "select r.* from json_each(?) wanted cross join readings r "
        "on r.seq = (select max(seq) from readings where cell_id = wanted.value and counts = 1)"
    )
    return {found["cell_id"]: _reading(found) for found in select(store, sql, listed(cell_ids))}


def column_texts(store: Store, page_id: str, column: str) -> tuple[tuple[str, str], ...]:
    """(cell id, what stands in it) of one column of a page, top to bottom; "" before anything was read."""
    sql = (
        "select c.id, coalesce(r.text, '') as text from rows_as_they_are w "
        "cross join cells c on c.row_id = w.id and c.column_name = ? left join readings r "
        "on r.seq = (select max(seq) from readings where cell_id = c.id and counts = 1) "
        "where w.page_id = ? order by w.number"
    )
    return tuple((found["id"], found["text"]) for found in select(store, sql, column, page_id))


def history(store: Store, cell_id: str) -> tuple[FieldReading, ...]:
    """Every reading of a cell, engines' too, oldest first."""
    found = select(store, "select * from readings where cell_id = ? order by seq", cell_id)
    return tuple(_reading(each) for each in found)


def histories(store: Store, cell_ids: Sequence[str]) -> dict[str, tuple[FieldReading, ...]]:
    """Every reading of these cells, engines' too, by the cell's id, oldest first."""
    sql = "select * from readings where cell_id in (select value from json_each(?)) order by seq"
    return _by_cell(select(store, sql, listed(cell_ids)))


def entries_on_pages(store: Store, page_ids: Sequence[str]) -> tuple[tuple[str, FieldReading], ...]:
    """(row id, reading) of everything that persons said on these pages, in the order in which they said it."""
    sql = (
        "select c.row_id as row_of_cell, r.* from rows w cross join cells c on c.row_id = w.id "
        "cross join readings r on r.cell_id = c.id and r.counts = 1 and r.reader <> 'choice' "
        "where w.page_id in (select value from json_each(?)) order by r.seq"
    )
    return tuple(
        (found.pop("row_of_cell"), _reading(found)) for found in select(store, sql, listed(page_ids))
    )


def engines_on_page(store: Store, page_id: str) -> dict[str, tuple[FieldReading, ...]]:
    """What each engine said by itself, by the cell's id, oldest first."""
    sql = (
        "select r.* from rows w cross join cells c on c.row_id = w.id "
        "cross join readings r on r.cell_id = c.id and r.counts = 0 where w.page_id = ? order by r.seq"
    )
    return _by_cell(select(store, sql, page_id))


def engines_of(store: Store, cell_ids: Sequence[str]) -> dict[str, tuple[FieldReading, ...]]:
    """What each engine said by itself of these cells, by the cell's id, oldest first."""
    sql = (
        "select r.* from json_each(?) wanted cross join readings r "
        "on r.cell_id = wanted.value and r.counts = 0 order by r.seq"
    )
    return _by_cell(select(store, sql, listed(cell_ids)))


def _by_cell(found: Sequence[Found]) -> dict[str, tuple[FieldReading, ...]]:
    answers: dict[str, list[FieldReading]] = {}
    for each in found:
        answers.setdefault(each["cell_id"], []).append(_reading(each))
    return {cell_id: tuple(said) for cell_id, said in answers.items()}


def _row(found: Found) -> Row:
    return Row(**{**found, "struck": bool(found["struck"]), "left_out": bool(found["left_out"])})


def _cell(found: Found) -> Cell:
    quad = cast(Quad, tuple((x, y) for x, y in json.loads(found["quad"])))
    return Cell(found["id"], found["row_id"], found["column_name"], quad)


def _values(reading: FieldReading) -> dict[str, object]:
    return {
        "id": reading.id, "cell_id": reading.cell_id, "reader": reading.reader, "text": reading.text,
        "as_written": reading.as_written, "state": reading.state.value, "confidence": float(reading.confidence),
        "at": reading.at, "settled": int(reading.settled),
        "characters": json.dumps([float(share) for share in reading.characters]),
        "alternatives": json.dumps([(a.text, float(a.confidence)) for a in reading.alternatives], ensure_ascii=False),
        "source_cell_id": reading.source_cell_id or None, "note": reading.note, "asked": int(reading.asked),
    }  # fmt: skip


def _reading(found: Found) -> FieldReading:
    return FieldReading(
        found["id"], found["cell_id"], found["reader"], found["text"], found["as_written"],
        CellState(found["state"]), found["confidence"], found["at"], bool(found["settled"]),
        tuple(_listed(found["characters"])),
        tuple(Alternative(text, confidence) for text, confidence in _listed(found["alternatives"])),
        found["source_cell_id"] or "", found["note"], bool(found["asked"]),
    )  # fmt: skip


def _listed(text: str) -> Any:  # noqa: ANN401 - whatever the JSON holds
    """A JSON list; most are empty, and a page's readings are looked at again whenever one is saved."""
    return () if text == "[]" else json.loads(text)
