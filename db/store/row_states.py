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
    note: str = ""  # why, on a filed page
    at: str = ""
    by: str = ""  # user id


_OF_ROW = """
select coalesce(s.id, '') as id, w.id as row_id, coalesce(s.place, w.number) as place,
  coalesce(s.standing, case w.struck when 1 then 'struck' else 'entry' end) as standing,
  coalesce(s.quads, '{}') as quads, coalesce(s.note, '') as note, coalesce(s.at, '') as at, coalesce(s.by, '') as by
from rows w left join row_states s on s.seq = (select max(seq) from row_states where row_id = w.id)
"""


def page_of(store: Store, row_id: str) -> str:
    """The id of the page on which a row lies, absent or not. Expected: row_unknown."""
    found = select_one(store, "select page_id from rows where id = ?", row_id)
    if found is None:
        raise Expected("row_unknown", Exit.BAD_INPUT)
    return str(found["page_id"])


def state(store: Store, row_id: str) -> RowState:
    """What a row is now. Expected: row_unknown."""
    found = select_one(store, f"{_OF_ROW} where w.id = ?", row_id)
    if found is None:
        raise Expected("row_unknown", Exit.BAD_INPUT)
    return _state(found)


def states(store: Store, page_id: str) -> tuple[RowState, ...]:
    """What every row of a page is now, absent ones too, top to bottom."""
    return tuple(_state(each) for each in select(store, f"{_OF_ROW} where w.page_id = ? order by 3", page_id))


def as_found(store: Store, row_id: str) -> RowState:
    """What a row was before anybody said anything of it. Expected: row_unknown."""
    sql = (
        "select '' as id, id as row_id, number as place, '{}' as quads, "
        "case struck when 1 then 'struck' else 'entry' end as standing, "
        "'' as note, '' as at, '' as by from rows where id = ?"
    )
    found = select_one(store, sql, row_id)
    if found is None:
        raise Expected("row_unknown", Exit.BAD_INPUT)
    return _state(found)


def signatures(store: Store, page_id: str) -> tuple[str, ...]:
    """What tells the rows' ink apart, for those that show, top to bottom; "" for one that a person added."""
    sql = (
        "select coalesce(g.signature, '') as signature from rows_as_they_are w join rows f on f.id = w.id "
        "left join row_signatures g on g.page_id = f.page_id and g.number = f.number where w.page_id = ? "
        "order by w.number"
    )
    return tuple(each["signature"] for each in select(store, sql, page_id))


def found_rows(store: Store, page_id: str) -> tuple[str, ...]:
    """Ids of the rows as they were found on the picture, top to bottom; those that persons added are not among them."""
    sql = (
        "select w.id from rows w join row_signatures g on g.page_id = w.page_id and g.number = w.number "
        "where w.page_id = ? order by w.number"
    )
    return tuple(each["id"] for each in select(store, sql, page_id))


def reshaped(store: Store, page_id: str) -> frozenset[str]:
    """Ids of the rows of a page whose cells do not lie where they were found."""
    sql = (
        "select n.row_id from rows w join latest_rows n on n.row_id = w.id "
        "where w.page_id = ? and (n.quads <> '{}' or n.number = 0)"
    )
    return frozenset(each["row_id"] for each in select(store, sql, page_id))


def said(store: Store, row_id: str) -> tuple[RowState, ...]:
    """Everything that persons said of a row, oldest first."""
    sql = (
        "select id, row_id, place, standing, quads, note, at, by from row_states "
        "where row_id = ? order by seq"
    )
    return tuple(_state(each) for each in select(store, sql, row_id))


def place_after(store: Store, row_id: str) -> float:
    """A place between a row and whichever follows it, absent or not. Expected: row_no_room."""
    own = state(store, row_id)
    later = [each.place for each in states(store, page_of(store, row_id)) if each.place > own.place]
    following = min(later, default=own.place + 2)
    place = (own.place + following) / 2
    if not own.place < place < following:
        raise Expected("row_no_room", Exit.REFUSED)
    return place


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
                "note": each.note, "at": each.at, "by": each.by,
            }
            for each in new
        ],
    )  # fmt: skip


def _state(found: Found) -> RowState:
    return RowState(
        found["id"], found["row_id"], float(found["place"]), RowStanding(found["standing"]),
        {cell: _quad(points) for cell, points in json.loads(found["quads"]).items()},
        found["note"], found["at"], found["by"],
    )  # fmt: skip


def _quad(points: Sequence[Sequence[float]]) -> Quad:
    return cast(Quad, tuple((x, y) for x, y in points))
