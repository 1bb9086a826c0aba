"""What a registry's spreadsheet program sends back: the answer that it saved, and the workbook behind a password."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop.exchange.answer import Reply
from desktop.exchange.answer_file import read_answer
from desktop.exchange.folder import seal_files
from desktop.exchange.locking import Lock
from desktop.exchange.manifest import PROTECTED_WORKBOOK, WORKBOOK
from desktop.exchange.received import ReceivedBatch
from tests.exchange.builders import default_columns, filed, header, record
from tests.exchange.office import WANTED, XLSX, convert, resave_with_password

pytestmark = WANTED
SERIALS = ("00417", "100E10", "=1+1", "1/2", "12345678901234567890", "بندقية ١٢٣ أ", "АК-47 № 4")
ROWS = [filed(record(serial, number=number), row=str(number)) for number, serial in enumerate(SERIALS, 1)]
NUMBERS = ("000017", "1E5", "+49", "3/4", "98765432109876543210", "رقم ٧", "№ 8")
PASSWORD = "long-enough-for-a-stick"


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The batch's workbook filled in, one record's serial typed over, and saved by LibreOffice."""
    folder = tmp_path_factory.mktemp("answer")
    book = load_workbook(io.BytesIO(seal_files(header(), ROWS, default_columns()).files[WORKBOOK]))
    sheet = book["Answer"]
    at = {str(cell.value): place for place, cell in enumerate(sheet[1])}
    for number, row in zip(NUMBERS, sheet.iter_rows(min_row=2), strict=True):
        row[at["Answer"]].value, row[at["Registry number"]].value = "accepted", number
        row[at["Registry number"]].data_type = "s"
    for row in book["Records"].iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("="):
                cell.data_type = "s"  # openpyxl makes a formula of it, which no person's program did
            if cell.value == "100E10":
                cell.value = "100E11"
    path = folder / "filled.xlsx"
    book.save(path)
    return convert(path, f"xlsx:{XLSX}", folder / "out").read_bytes()


def test_an_answer_saved_by_libreoffice_is_read_whole(saved: bytes) -> None:
    read = read_answer(saved, "answer.xlsx", default_columns())
    assert [answer.registry_number for answer in read.answers] == list(NUMBERS)
    assert {answer.reply for answer in read.answers} == {Reply.ACCEPTED}
    assert dict(read.header)["journal_head"] == "c" * 64


def test_the_row_that_was_typed_over_is_named(saved: bytes) -> None:
    (problem,) = read_answer(saved, "answer.xlsx", default_columns()).problems
    where: Mapping[str, str] = dict(problem.values)
    assert (problem.key, where["row"]) == ("batch_row_altered", "2")


def test_libreoffice_opens_a_workbook_by_its_password(tmp_path: Path) -> None:
    sealed = seal_files(header(), ROWS, default_columns(), Lock(password=PASSWORD))
    path = tmp_path / PROTECTED_WORKBOOK
    path.write_bytes(sealed.files[PROTECTED_WORKBOOK])
    opened = resave_with_password(path, PASSWORD, tmp_path)
    lines = ReceivedBatch(opened.read_bytes(), WORKBOOK).lines("records")
    assert [line.values["serial"] for line in lines] == list(SERIALS)
