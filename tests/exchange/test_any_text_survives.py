"""Whatever stands in a ledger comes back from the workbook as it was."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from desktop.exchange.celltext import MOST_CHARACTERS, cell_text, length, text_of_cell
from desktop.exchange.sheets import OutsideWorkbook
from desktop.exchange.table import SheetColumn
from desktop.exchange.workbook import CellTooLongError, TextWorkbook

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)

AWKWARD = (
    "00417", "0", "100E10", "1E5", "=1+1", "=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "'417", "1/2", "2024-01-02",
    "12345678901234567890", "TRUE", "#N/A", "بندقية ١٢٣ أ", "АК-47 № 4", "a\nb", "a\r\nb", "a\rb", "tab\tbed",
    "bell\x07", "\x00", "_x0041_", "_x005F_x0041_", "_x0041_x0042_", "_", "__x0041_", " lead", "trail ", "   ", "\n",
    "\ufffe\uffff", "\ud800", "\U0001f52b", "\x7f\x85\u2028", "<&>\"']]>", "e\u0301",
)  # fmt: skip


def written(texts: list[str]) -> bytes:
    out = io.BytesIO()
    with TextWorkbook(AT, "test") as book:
        sheet = book.add("Sheet", [SheetColumn("Heading", 10)])
        for text in texts:
            sheet.append([text])
        book.save_to(out)
    return out.getvalue()


def read(data: bytes) -> list[str]:
    rows = {row.number: row.texts[1] for row in OutsideWorkbook(data, "test.xlsx").rows("Sheet")}
    return [rows.get(number, "") for number in range(2, max(rows) + 1)]


def test_awkward_texts_come_back_as_they_were() -> None:
    assert read(written([*AWKWARD, "end"])) == [*AWKWARD, "end"]


@given(st.lists(st.text(st.characters(), max_size=40), max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_text_comes_back_as_it_was(texts: list[str]) -> None:
    assert read(written([*texts, "end"])) == [*texts, "end"]


@given(st.text(st.characters() | st.sampled_from("_x0123456789ABCDEFabcdef\r\n\x01")))
@example("_x005f_")
@settings(max_examples=500)
def test_an_escaped_text_leads_back_and_is_fit_for_xml(text: str) -> None:
    stored = cell_text(text)
    assert text_of_cell(stored) == text
    assert all(
        character in "\t\n" or " " <= character <= "\ud7ff" or "\ue000" <= character <= "\ufffd"
        or character >= "\U00010000"
        for character in stored
    )  # fmt: skip


def test_every_cell_is_typed_as_text_and_shown_as_text() -> None:
    sheet = load_workbook(io.BytesIO(written(list(AWKWARD))))["Sheet"]
    cells = [cell for (cell,) in sheet.iter_rows() if cell.value is not None]
    assert len(cells) == len(AWKWARD) + 1
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}
    assert sheet.column_dimensions["A"].number_format == "@"


@pytest.mark.parametrize("character", ["a", "\x01", "\U0001f52b"])
def test_a_cell_holds_what_a_spreadsheet_can_and_not_more(character: str) -> None:
    fits = character * (MOST_CHARACTERS // length(cell_text(character)))
    assert read(written([fits])) == [fits]
    with pytest.raises(CellTooLongError) as refused:
        written([fits + character])
    assert refused.value.heading == "Heading"
    assert refused.value.characters > MOST_CHARACTERS
