"""The workbook of what was read, before any person saw it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from db.errors import Exit, Expected
from desktop.exchange.rows import ReadingsCell, ReadingsPage, ReadingsRow
from desktop.exchange.workbook import write_readings_workbook


def cell(text: str, confidence: float = 0.99, state: str = "read") -> ReadingsCell:
    return ReadingsCell(text, text, state, confidence)


def page(picture: str = "scan-1.png", form: str = "Stock register", *rows: ReadingsRow) -> ReadingsPage:
    return ReadingsPage(picture, 1, form, ("No.", "Serial number"), rows)


SURE = ReadingsRow(1, False, (cell("1"), cell("00417")))
UNSURE = ReadingsRow(2, True, (cell("2"), cell("0O418", 0.41)))
LOST = ReadingsRow(3, False, (cell("3"), cell("", 0.0, "unreadable")))


def test_pages_of_one_form_make_one_sheet(tmp_path: Path) -> None:
    path = tmp_path / "readings.xlsx"
    other = ReadingsPage("m.png", 1, "Movement book", ("Date",), (ReadingsRow(1, False, (cell("9/3/84"),)),))
    pages = [page("scan-1.png", "Stock register", SURE), page("scan-2.png", "Stock register", UNSURE), other]
    write_readings_workbook(path, pages)
    book = load_workbook(path)
    assert book.sheetnames == ["Pictures", "Stock register", "Movement book"]
    headings, first, second = book["Stock register"].iter_rows(values_only=True)
    assert headings == ("Picture", "Page", "Row", "Struck out", "No.", "Serial number", "To check")
    assert first == ("scan-1.png", "1", "1", None, "1", "00417", None)
    assert second == ("scan-2.png", "1", "2", "struck out", "2", "0O418", "Serial number (41% sure)")


def test_a_doubtful_cell_shows_without_colour_and_keeps_its_text(tmp_path: Path) -> None:
    path = tmp_path / "readings.xlsx"
    write_readings_workbook(path, [page("scan.png", "Stock register", SURE, UNSURE, LOST)])
    sheet = load_workbook(path)["Stock register"]
    sure, unsure, lost = sheet["F2"], sheet["F3"], sheet["F4"]
    assert (sure.fill.fill_type, sure.border.left.style) == (None, None)
    for doubtful in (unsure, lost):
        assert doubtful.fill.fill_type == "solid"
        assert doubtful.border.left.style == "mediumDashed"
    assert unsure.value == "0O418"
    assert sheet["G4"].value == "Serial number (unreadable)"


def test_a_cell_that_somebody_must_see_is_marked_however_sure_the_reader_was(tmp_path: Path) -> None:
    path = tmp_path / "readings.xlsx"
    serial = ReadingsCell("00417", "00417", "read", 0.99, to_check=True)
    write_readings_workbook(
        path, [page("a.png", "Stock register", ReadingsRow(1, False, (cell("1"), serial)))]
    )
    sheet = load_workbook(path)["Stock register"]
    assert (sheet["F2"].fill.fill_type, sheet["G2"].value) == ("solid", "Serial number (99% sure)")


def test_a_picture_that_could_not_be_read_is_listed_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "readings.xlsx"
    failed = ReadingsPage("cat.png", 1, "Stock register", (), (), (), "No table was found on this page.")
    write_readings_workbook(path, [failed, page("scan.png", "Stock register", SURE, UNSURE)])
    lines = list(load_workbook(path)["Pictures"].iter_rows(values_only=True, min_row=2))
    assert lines[0] == ("cat.png", "1", "Stock register", None, None, "No table was found on this page.")
    assert lines[1] == ("scan.png", "1", "Stock register", "2", "1", None)


@pytest.mark.parametrize("form", ["a/b: [c]*?", "x" * 60, "'quoted'", "", "Pictures", "\x07bell"])
def test_any_form_s_name_makes_a_sheet(tmp_path: Path, form: str) -> None:
    path = tmp_path / "readings.xlsx"
    differing = ReadingsPage("b.png", 1, form, ("Other",), (ReadingsRow(1, False, (cell("1"),)),))
    write_readings_workbook(path, [page("a.png", form, SURE), differing])
    titles = load_workbook(path).sheetnames
    assert len(titles) == 3
    assert all(0 < len(title) <= 31 for title in titles)


def test_a_folder_that_is_not_there_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(Expected) as refused:
        write_readings_workbook(tmp_path / "missing" / "readings.xlsx", [page()])
    assert (refused.value.key, refused.value.exit_code) == ("target_vanished", Exit.DISK)


def test_what_was_there_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "readings.xlsx"
    path.write_bytes(b"yesterday's")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Expected) as refused:
        write_readings_workbook(path, [page("a.png", "Stock register", SURE)])
    assert refused.value.key == "target_full"
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("readings.xlsx", b"yesterday's")]
