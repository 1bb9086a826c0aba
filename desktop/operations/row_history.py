"""What persons did to a whole row, told from what it was before and after: added, parted, joined, struck."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from db.store import row_states, steps
from db.store.row_states import RowStanding, RowState
from desktop.operations.row_steps import Was
from desktop.operations.session import Session


class RowDid(StrEnum):
    """What happened to a row."""

    ADDED = "row_added"
    PARTED = "row_parted"  # it is the upper of two now
    PARTED_OFF = "row_parted_off"  # it is the lower of two that were one
    JOINED = "row_joined"  # the row below came into it
    JOINED_ABOVE = "row_joined_above"  # it came into the row above, and is not there any more
    STRUCK = "row_struck"  # as no entry
    STRUCK_ON_PAPER = "row_struck_on_paper"
    NOT_STRUCK = "row_not_struck"


@dataclass(frozen=True, slots=True)
class RowLine:
    """One thing that a person did to a row."""

    at: str
    by: str  # user id
    did: RowDid
    step: str  # do; undo: it was taken back; redo: that was taken back
    why: str


def row_history(session: Session, page_id: str, row_id: str) -> Iterator[RowLine]:
    """What was done to a row of a page, oldest first."""
    store = session.store
    taken = {}
    for step in steps.of_row(store, page_id, row_id):
        changes = [_change(session, change) for change in steps.row_changes(store, step.id)]
        own = next(now.id for _, now in changes if now.row_id == row_id)
        taken[own] = (step.kind, changes)
    for state in row_states.said(store, row_id):
        if state.id not in taken:
            continue  # what a row was before it was born, so that taking it back leaves nothing
        kind, changes = taken[state.id]
        ways = [(now, was) for was, now in changes] if kind == "undo" else changes
        yield RowLine(state.at, state.by, _did(row_id, ways), kind, state.note)


def _change(session: Session, change: steps.RowChange) -> Was:
    """A row as it was before and after a step."""
    row_id, before, after = change
    said = {state.id: state for state in row_states.said(session.store, row_id)}
    return said.get(before) or row_states.as_found(session.store, row_id), said[after]


def _did(row_id: str, changes: Sequence[Was]) -> RowDid:
    """What a change of rows means for one of them: of two that change together one gives to the other."""
    was, now = next(each for each in changes if each[1].row_id == row_id)
    beside = [each for each in changes if each[1].row_id != row_id]
    if _comes(was, now):
        return RowDid.PARTED_OFF if beside else RowDid.ADDED
    if now.standing is RowStanding.ABSENT:
        return RowDid.JOINED_ABOVE
    if was.standing is not now.standing:
        return {
            RowStanding.LEFT_OUT: RowDid.STRUCK,
            RowStanding.STRUCK: RowDid.STRUCK_ON_PAPER,
        }.get(now.standing, RowDid.NOT_STRUCK)
    return RowDid.PARTED if any(_comes(*each) for each in beside) else RowDid.JOINED


def _comes(was: RowState, now: RowState) -> bool:
    """Whether a row is there that was not."""
    return was.standing is RowStanding.ABSENT and now.standing is not RowStanding.ABSENT
