"""Who said what of a cell, when and why: machines, persons, undo, filing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.model import Page
from db.store import readings
from desktop.cli.door import run
from desktop.operations import filing, joining, review, settling, shaping
from desktop.operations.cell_history import Did, cell_history, record_history
from desktop.operations.row_history import RowDid
from desktop.operations.session import Session
from desktop.operations.views import Entry, Standing
from desktop.paths import PASSPHRASE_VARIABLE, REGISTER_VARIABLE
from tests.engines import in_order
from tests.operations.conftest import PASSPHRASE, SwappableTools


def test_everything_that_was_said_of_a_cell_is_told_in_order_of_time(
    session: Session,
    bring: Callable[..., Page],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = bring()
    cell = review.review_page(session, page.id).rows[0].cells[1].cell
    settling.settle(session, cell.id, Entry("0045721"))
    settling.undo(session)
    settling.settle(session, cell.id, Entry("0045722"))
    shaping.strike_row(session, cell.row_id)
    settling.undo(session)
    for row in review.review_page(session, page.id).rows:
        for view in row.cells:
            if view.standing is Standing.TO_CHECK:
                settling.accept(session, view.cell.id)
    (first, *_) = filing.file_page(session, page.id).new
    settling.settle(session, cell.id, Entry("0045723", note="read on the frame"))
    filing.file_page(session, page.id)
    lines = cell_history(session, cell.id)
    assert [(line.did, line.who, line.text) for line in lines] == [
        (Did.READ, "scripted", "0045127"),
        (Did.CHOSEN, "", "0045127"),
        (Did.SETTLED, "A. Njoroge", "0045721"),
        (Did.UNDONE, "A. Njoroge", "0045127"),
        (Did.SETTLED, "A. Njoroge", "0045722"),
        (RowDid.STRUCK, "A. Njoroge", ""),
        (RowDid.STRUCK, "A. Njoroge", ""),
        (Did.FILED, "A. Njoroge", "0045722"),
        (Did.SETTLED, "A. Njoroge", "0045723"),
        (Did.FILED, "A. Njoroge", "0045723"),
    ]
    assert [(line.revision, line.why) for line in lines if line.did is Did.FILED] == [
        (1, ""),
        (2, "read on the frame"),
    ]
    of_record = record_history(session, first.id)
    assert {line.column for line in of_record} >= {"Serial number", "Make"}
    assert [(line.column, line.step) for line in of_record if line.did is RowDid.STRUCK] == [
        ("", "do"),
        ("", "undo"),
    ]
    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)
    monkeypatch.setenv(REGISTER_VARIABLE, str(session.store.folder))
    assert run(["cell", "1/1/1/Serial number"]) == 0
    assert "read on the frame" in capsys.readouterr().out


def test_what_was_done_to_a_row_is_told_by_name_and_once(
    session: Session, bring: Callable[..., Page], tools: SwappableTools
) -> None:
    page = bring()
    first, second = (row.row.id for row in review.review_page(session, page.id).rows[:2])

    def told(row_id: str) -> list[tuple[str, str]]:
        cell = next(cell for cell in readings.cells(session.store, page.id) if cell.row_id == row_id)
        lines = cell_history(session, cell.id)
        return [(line.step, line.did.value) for line in lines if isinstance(line.did, RowDid)]

    shaping.add_row(session, first)
    added = review.review_page(session, page.id).rows[1]
    assert told(added.row.id) == [("do", "row_added")]
    assert [line.did for line in cell_history(session, added.cells[0].cell.id)] == [RowDid.ADDED]
    assert all(view.unread for view in added.cells)
    settling.undo(session)
    settling.redo(session)
    assert told(added.row.id) == [("do", "row_added"), ("undo", "row_added"), ("redo", "row_added")]
    settling.undo(session)
    joining.join_rows(session, first)
    settling.undo(session)
    tools.swap.engine = in_order({"text": ["Walther", "Ulm"], "number": ["1"], "year": ["1941"]})
    shaping.part_row(session, first)
    lower = review.review_page(session, page.id).rows[1].row.id
    assert told(first) == [("do", "row_joined"), ("undo", "row_joined"), ("do", "row_parted")]
    assert told(second) == [("do", "row_joined_above"), ("undo", "row_joined_above")]
    assert told(lower) == [("do", "row_parted_off")]
    shaping.strike_row(session, second, on_paper=True)
    shaping.strike_row(session, second)
    shaping.strike_row(session, second)
    assert [did for _, did in told(second)][2:] == ["row_struck_on_paper", "row_not_struck", "row_struck"]
