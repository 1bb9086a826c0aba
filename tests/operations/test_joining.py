"""Two rows that are one entry are joined, and come apart again by undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from db.errors import Expected
from db.model import Ledger, Page
from db.store import readings
from desktop.cli.door import run
from desktop.operations import filing, importing, joining, reading, review, settling
from desktop.operations.session import Session
from desktop.operations.views import Entry, RowView
from desktop.paths import PASSPHRASE_VARIABLE, REGISTER_VARIABLE
from tests.engines import in_order
from tests.operations.conftest import PASSPHRASE, SwappableTools

ROWS = (("1", "0045127", "Mauser", "1941"), ("", "", "Oberndorf", ""), ("2", "0045128", "Mauser", "1942"))


Brings = Callable[[Sequence[Sequence[str]]], Page]


@pytest.fixture
def comes(session: Session, book: Ledger, tools: SwappableTools, draw: Callable[..., Path]) -> Brings:
    """Brings a page in and reads it; the engine is asked for no blank cell."""

    def coming(rows: Sequence[Sequence[str]]) -> Page:
        (outcome,) = importing.import_pictures(session, book.id, [draw("page.png", rows)], all_new=True)
        kinds = ("number", "serial_number", "text", "year")
        tools.swap.engine = in_order(
            {kind: [row[at] for row in rows if row[at]] for at, kind in enumerate(kinds)}
        )
        return reading.read_page(session, outcome.page_id)

    return coming


@pytest.fixture
def page(comes: Brings) -> Page:
    return comes(ROWS)


def texts(row: RowView) -> tuple[str, ...]:
    return tuple(cell.text for cell in row.cells)


def rows(session: Session, page: Page) -> tuple[RowView, ...]:
    return review.review_page(session, page.id).rows


def test_the_lines_of_one_entry_stand_together_and_so_does_their_ink(session: Session, page: Page) -> None:
    before = rows(session, page)
    changed = joining.join_rows(session, before[0].row.id)
    after = rows(session, page)
    assert texts(after[0]) == ("1", "0045127", "Mauser Oberndorf", "1941")
    assert [(row.row.id, row.row.number) for row in after[:2]] == [
        (before[0].row.id, 1),
        (before[2].row.id, 2),
    ]
    assert texts(after[1]) == texts(before[2])
    assert [cell.cell.id for cell in changed] == [after[0].cells[2].cell.id]
    quad, upper, lower = (row.cells[2].cell.quad for row in (after[0], before[0], before[1]))
    assert quad == (upper[0], upper[1], lower[2], lower[3])


def test_what_repeats_a_joined_cell_goes_on_repeating_it(session: Session, comes: Brings) -> None:
    page = comes(
        (("1", "0045127", "Mauser", "1941"), ("", "", "Oberndorf", ""), ("2", "0045128", "do", "1942"))
    )
    assert texts(rows(session, page)[2])[2] == "Oberndorf"
    joining.join_rows(session, rows(session, page)[0].row.id)
    assert texts(rows(session, page)[1])[2] == "Mauser Oberndorf"
    settling.undo(session)
    assert texts(rows(session, page)[2])[2] == "Oberndorf"


def test_undo_takes_the_rows_apart_again_whole(session: Session, page: Page) -> None:
    before = [texts(row) for row in rows(session, page)]
    joining.join_rows(session, rows(session, page)[0].row.id)
    settling.undo(session)
    assert [texts(row) for row in rows(session, page)] == before
    settling.redo(session)
    assert texts(rows(session, page)[0])[2] == "Mauser Oberndorf"


def test_what_a_machine_read_in_the_lower_row_waits_to_be_checked_in_the_upper(
    session: Session, comes: Brings
) -> None:
    page = comes((("1", "", "Mauser", "1941"), ("", "0045127", "", ""), ("2", "0045128", "Mauser", "1942")))
    joining.join_rows(session, rows(session, page)[0].row.id)
    serial = rows(session, page)[0].cells[1]
    assert (serial.text, serial.standing.value) == ("0045127", "to_check")


def test_a_joined_pair_makes_one_record(session: Session, page: Page) -> None:
    joining.join_rows(session, rows(session, page)[0].row.id)
    for row in rows(session, page):
        for cell in row.cells:
            settling.settle(session, cell.cell.id, Entry(cell.as_written, cell.state))
    filed = filing.file_page(session, page.id)
    assert [record.serial for record in filed.new] == ["0045127", "0045128"]
    with pytest.raises(Expected) as said:
        joining.join_rows(session, rows(session, page)[0].row.id)
    assert said.value.key == "join_filed"


def test_the_last_row_has_none_below(session: Session, page: Page) -> None:
    last = readings.rows(session.store, page.id)[-1]
    with pytest.raises(Expected) as said:
        joining.join_rows(session, last.id)
    assert said.value.key == "row_last"


def test_rows_are_joined_by_the_command_line_too(
    session: Session, page: Page, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)
    monkeypatch.setenv(REGISTER_VARIABLE, str(session.store.folder))
    assert run(["settle", "1/1/1/Make", "--join"]) == 0
    assert texts(rows(session, page)[0])[2] == "Mauser Oberndorf"
    assert run(["settle", "1/1/7/Make", "--join"]) == 8
    assert "last row" in capsys.readouterr().err
