"""What persons said of whole rows: added, parted, joined, struck. A state is only ever added; the newest counts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import cast

from db.errors import Exit, Expected
from db.model import Cell, Quad
from db.store.connect import Store
from db.store.rows import Found, insert, select, select_one


class RowStanding(StrEnum):
    """What a row of a page is."""

    ENTRY = "entry"
    STRUCK = "struck"  # a line goes through it on the paper: filed as struck
    LEFT_OUT = "left_out"  # a person struck it here: kept and shown, no record
    ABSENT = "absent"  # joined into the row above, or taken back: not shown


@dataclass(frozen=True, slots=True)
class RowState:
    """Where a row stands among the others of its page, what it is, and where its cells lie if not as they were found.

    `place` orders the rows of a page: the number of one that was found, something in between for one that was added.
    """

    id: str  # "" for a row of which nobody said anything: it is as it was found
    row_id: str
    place: float
    standing: RowStanding
    quads: Mapping[str, Quad] = field(default_factory=dict)  # by the cell's id
    signature: str = ""  # of its ink, as in `row_signatures`
    note: str = ""  # why, on a filed page
    at: str = ""
    by: str = ""  # user id


_OF_ROW = """
select coalesce(s.id, '') as id, w.id as row_id, coalesce(s.place, w.number) as place,
  coalesce(s.standing, case w.struck when 1 then 'struck' else 'entry' end) as standing,
  coalesce(s.quads, '{}') as quads, coalesce(s.signature, g.signature, '') as signature,
  coalesce(s.note, '') as note, coalesce(s.at, '') as at, coalesce(s.by, '') as by
from rows w left join row_states s on s.seq = (select max(seq) from row_states where row_id = w.id)
left join row_signatures g on g.page_id = w.page_id and g.number = w.number
"""


def state(store: Store, row_id: str) -> RowState:
    """What a row is now. Expected: row_unknown."""
    found = select_one(store, f"{_OF_ROW} where w.id = ?", row_id)
    if found is None:
        raise Expected("row_unknown", Exit.BAD_INPUT)
    return _state(found)


def states(store: Store, page_id: str) -> tuple[RowState, ...]:
    """What every row of a page is now, absent ones too, top to bottom."""
    return tuple(_state(each) for each in select(store, f"{_OF_ROW} where w.page_id = ? order by 3", page_id))


def said(store: Store, row_id: str) -> tuple[RowState, ...]:
    """Everything that persons said of a row, oldest first."""
    sql = (
        "select id, row_id, place, standing, quads, signature, note, at, by from row_states "
        "where row_id = ? order by seq"
    )
    return tuple(_state(each) for each in select(store, sql, row_id))


def next_number(store: Store, page_id: str) -> int:
    """The number under which a row that a person adds is kept: after all that were found or added."""
    found = select_one(
        store, "select coalesce(max(number), 0) + 1 as next from rows where page_id = ?", page_id
    )
    return int(found["next"]) if found else 1


def cells_of_any(store: Store, row_id: str) -> tuple[Cell, ...]:
    """The cells of a row as they were found, also of one that is absent now, in the order in which they were added."""
    sql = "select id, row_id, column_name, quad from cells where row_id = ? order by rowid"
    return tuple(
        Cell(each["id"], each["row_id"], each["column_name"], _quad(json.loads(each["quad"])))
        for each in select(store, sql, row_id)
    )


def add_states(store: Store, new: Sequence[RowState]) -> None:
    """Keep what persons say of rows; the rows of their pages are numbered anew."""
    insert(
        store,
        "row_states",
        [
            {
                "id": each.id, "row_id": each.row_id, "place": float(each.place), "standing": each.standing.value,
                "quads": json.dumps({cell: [[*map(float, at)] for at in quad] for cell, quad in each.quads.items()}),
                "signature": each.signature, "note": each.note, "at": each.at, "by": each.by,
            }
            for each in new
        ],
    )  # fmt: skip


def _state(found: Found) -> RowState:
    return RowState(
        found["id"], found["row_id"], float(found["place"]), RowStanding(found["standing"]),
        {cell: _quad(points) for cell, points in json.loads(found["quads"]).items()},
        found["signature"], found["note"], found["at"], found["by"],
    )  # fmt: skip


def _quad(points: Sequence[Sequence[float]]) -> Quad:
    return cast(Quad, tuple((x, y) for x, y in points))
