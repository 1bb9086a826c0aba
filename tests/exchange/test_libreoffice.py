"""The registry's spreadsheet program opens the workbook, saves it again, and every text survives."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from db.model import Event, Marking
from desktop.exchange.canonical import row_sha256
from desktop.exchange.received import ReceivedBatch, Strays
from desktop.exchange.workbook import write_batch_workbook
from tests.exchange.builders import default_columns, field, filed, header, record
from tests.exchange.office import WANTED, XLSX, convert
from tests.exchange.test_any_text_survives import AWKWARD

pytestmark = WANTED

# LibreOffice (7.4) has no place for half a character, makes one line break of two, and undoes twice a text that
# itself looks like two escapes in a row.
LOST = ("\ud800", "a\r\nb", "_x005F_x0041_", "_x0041_x0042_")
SERIALS = [text for text in AWKWARD if text not in LOST]

RECORDS = [
    record(
        serial,
        field("make", "Fabrique Nationale", "F.N."),
        field("remarks", serial[::-1]),
        number=number,
        markings=(Marking("other", serial),),
        events=(Event("received", "1984-03-09", serial),),
    )
    for number, serial in enumerate(SERIALS)
]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = io.BytesIO()
    write_batch_workbook(out, header(), [filed(one) for one in RECORDS], default_columns())
    path = tmp_path_factory.mktemp("batch") / "batch.xlsx"
    path.write_bytes(out.getvalue())
    return path


def test_every_text_survives_being_opened_and_saved_again(workbook: Path, tmp_path: Path) -> None:
    saved = convert(workbook, f"xlsx:{XLSX}", tmp_path)
    batch = ReceivedBatch(saved.read_bytes(), "batch.xlsx")
    strays = Strays()
    rows = list(batch.rows(strays))
    assert [row.sha256 for row in rows] == [row_sha256(one) for one in RECORDS]
    assert (strays.events, strays.markings) == (0, 0)
    assert [values["serial"] for _, values, _ in batch.lines("answer")] == SERIALS
    cells = load_workbook(saved)["Records"]["E"][1:]
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}


def test_the_other_office_format_keeps_the_serials_too(workbook: Path, tmp_path: Path) -> None:
    ods = convert(workbook, "ods", tmp_path)
    again = convert(ods, f"xlsx:{XLSX}", tmp_path)
    read = [
        values.get("serial", "")
        for _, values, _ in ReceivedBatch(again.read_bytes(), "batch.xlsx").lines("records")
    ]
    plain = [serial for serial in SERIALS if serial.isprintable() and "_x" not in serial]
    assert [serial for serial in read if serial in plain] == plain


def test_a_list_of_values_shows_the_serials_as_they_are(workbook: Path, tmp_path: Path) -> None:
    listed = convert(workbook, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false", tmp_path)
    lines = list(csv.DictReader(io.StringIO(listed.read_text("utf-8"), newline="")))
    read = [line["Serial number"] for line in lines]
    for serial in ("00417", "100E10", "=1+1", "1/2", "12345678901234567890", "بندقية ١٢٣ أ", "АК-47 № 4"):
        assert serial in read
