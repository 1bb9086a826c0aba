"""Rows that were added, joined and struck move with their book, and are taken back where they were made."""

from __future__ import annotations

from db.model import Ledger
from db.store import row_states
from desktop.operations import checking, joining, review, settling, shaping
from desktop.operations.session import Session
from tests.operations.pcs import Bring, Pcs


def test_rows_are_at_the_other_pc_as_they_were_made_here(pcs: Pcs, book: Ledger, bring: Bring) -> None:
    page = bring()

    def rows(session: Session) -> list[tuple[object, ...]]:
        return [
            (row.row, [cell.cell for cell in row.cells]) for row in review.review_page(session, page.id).rows
        ]

    ids = [row.row.id for row in review.review_page(pcs.first, page.id).rows]
    shaping.add_row(pcs.first, ids[0])
    shaping.strike_row(pcs.first, ids[1])
    pcs.move(pcs.first, book.id, pcs.second)
    assert rows(pcs.second) == rows(pcs.first)
    joining.join_rows(pcs.second, ids[0])
    pcs.move(pcs.second, book.id, pcs.first)
    assert rows(pcs.first) == rows(pcs.second)
    assert row_states.states(pcs.first.store, page.id) == row_states.states(pcs.second.store, page.id)
    assert checking.check(pcs.first) == ()
    settling.undo(pcs.first)
    assert not review.review_page(pcs.first, page.id).rows[1].row.left_out
