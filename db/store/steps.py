"""What can be taken back, and done again, also tomorrow. Taking back adds a step; it removes none.

An undo names in `of` the step whose readings it brings back to what was before, a redo the undo that it takes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.store.connect import Store
from db.store.rows import Found, insert, select, select_one

Change = tuple[str, str, str]
"""Cell, reading before ("" for none), reading after ("" for none)."""

RowChange = tuple[str, str, str]
"""Row, what was said of it before ("" for nothing: it was as it was found), and after, as ids of `row_states`."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a person did to the cells of a page."""

    id: str
    user_id: str
    page_id: str
    at: str
    kind: str  # do, undo, redo
    of: str = ""  # the step that this one takes back


def add_step(store: Store, step: Step, changes: Sequence[Change], rows: Sequence[RowChange] = ()) -> None:
    """Keep a step with what it changed: readings of cells, and what rows are."""
    values = {
        "id": step.id, "user_id": step.user_id, "page_id": step.page_id, "at": step.at, "kind": step.kind,
        "of": step.of or None,
    }  # fmt: skip
    insert(store, "steps", [values])
    numbered = (
        {
            "step_id": step.id,
            "position": place,
            "cell_id": cell,
            "before_id": before or None,
            "after_id": after or None,
        }
        for place, (cell, before, after) in enumerate(changes)
    )
    insert(store, "step_changes", numbered)
    of_rows = (
        {"step_id": step.id, "position": place, "row_id": row, "before_id": before or None, "after_id": after}
        for place, (row, before, after) in enumerate(rows)
    )
    insert(store, "step_rows", of_rows)


def last_to_undo(store: Store, user_id: str) -> Step | None:
    """The newest step of this person (done, or done again) that still stands."""
    # Kind by kind, so that each is found at the end of its index however long somebody has worked here.
    sql = (
        "select * from steps s where user_id = ? and kind = ? "
        "and not exists (select 1 from steps later where later.of = s.id) order by seq desc limit 1"
    )
    standing = [found for kind in ("do", "redo") if (found := select_one(store, sql, user_id, kind))]
    return _step(max(standing, key=lambda found: found["seq"], default=None))


def last_to_redo(store: Store, user_id: str) -> Step | None:
    """The newest undo of this person that still stands, unless they did something new since."""
    sql = (
        "select * from steps s where user_id = ? and kind = 'undo' "
        "and not exists (select 1 from steps later where later.of = s.id) "
        "and seq > coalesce((select max(seq) from steps where user_id = ? and kind = 'do'), 0) "
        "order by seq desc limit 1"
    )
    return _step(select_one(store, sql, user_id, user_id))


def changes(store: Store, step_id: str) -> tuple[Change, ...]:
    """What a step changed, in its order."""
    sql = "select cell_id, before_id, after_id from step_changes where step_id = ? order by position"
    found = select(store, sql, step_id)
    return tuple((each["cell_id"], each["before_id"] or "", each["after_id"] or "") for each in found)


def of_cell(store: Store, page_id: str, cell_id: str) -> dict[str, tuple[str, str]]:
    """By the id of a reading of a cell the kind of the step on its page that put it there, and whose it was."""
    sql = (
        "select c.after_id, s.kind, s.user_id from steps s cross join step_changes c on c.step_id = s.id "
        "where s.page_id = ? and c.cell_id = ? and c.after_id is not null"
    )
    found = select(store, sql, page_id, cell_id)
    return {each["after_id"]: (each["kind"], each["user_id"]) for each in found}


def of_row(store: Store, page_id: str, row_id: str) -> tuple[Step, ...]:
    """The steps on a page that changed what a row of it is, oldest first."""
    sql = (
        "select s.* from steps s cross join step_rows c on c.step_id = s.id "
        "where s.page_id = ? and c.row_id = ? order by s.seq"
    )
    return tuple(step for found in select(store, sql, page_id, row_id) if (step := _step(found)) is not None)


def row_changes(store: Store, step_id: str) -> tuple[RowChange, ...]:
    """What a step changed of whole rows, in its order."""
    sql = "select row_id, before_id, after_id from step_rows where step_id = ? order by position"
    found = select(store, sql, step_id)
    return tuple((each["row_id"], each["before_id"] or "", each["after_id"]) for each in found)


def _step(found: Found | None) -> Step | None:
    if found is None:
        return None
    return Step(
        found["id"], found["user_id"], found["page_id"], found["at"], found["kind"], found["of"] or ""
    )
