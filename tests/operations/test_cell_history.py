"""Who said what of a cell, when and why: machines, persons, undo, filing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.model import Page
from desktop.cli.door import run
from desktop.operations import filing, review, settling, shaping
from desktop.operations.cell_history import Did, cell_history, record_history
from desktop.operations.session import Session
from desktop.operations.views import Entry, Standing
from desktop.paths import PASSPHRASE_VARIABLE, REGISTER_VARIABLE
from tests.operations.conftest import PASSPHRASE


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
        (Did.STRUCK, "A. Njoroge", ""),
        (Did.ROW, "A. Njoroge", ""),
        (Did.FILED, "A. Njoroge", "0045722"),
        (Did.SETTLED, "A. Njoroge", "0045723"),
        (Did.FILED, "A. Njoroge", "0045723"),
    ]
    assert [(line.revision, line.why) for line in lines if line.did is Did.FILED] == [
        (1, ""),
        (2, "read on the frame"),
    ]
    assert {line.column for line in record_history(session, first.id)} >= {"Serial number", "Make"}
    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)
    monkeypatch.setenv(REGISTER_VARIABLE, str(session.store.folder))
    assert run(["cell", "1/1/1/Serial number"]) == 0
    assert "read on the frame" in capsys.readouterr().out
