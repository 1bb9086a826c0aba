"""The workbook that a registry opens."""

from __future__ import annotations

import gc
import io
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from db.errors import Cancelled, Exit, Expected
from db.model import Event, Marking, Record
from desktop.exchange.canonical import row_sha256
from desktop.exchange.columns import ANSWERS, parse_columns
from desktop.exchange.received import ReceivedBatch, Strays
from desktop.exchange.rows import FiledRow
from desktop.exchange.workbook import WorkbookCounts, write_batch_workbook
from desktop.messages import sentence
from tests.exchange.builders import COLUMNS_FILE, default_columns, field, filed, header, many, record

COLUMNS = default_columns()


def batch(*records: Record) -> bytes:
    out = io.BytesIO()
    write_batch_workbook(out, header(), [filed(one) for one in records], COLUMNS)
    return out.getvalue()


def opened(*records: Record) -> Workbook:
    return load_workbook(io.BytesIO(batch(*records)))


def table(book: Workbook, title: str) -> list[dict[str, object]]:
    headings, *lines = book[title].iter_rows(values_only=True)
    return [dict(zip(headings, line, strict=True)) for line in lines]  # type: ignore[arg-type]


def test_a_weapon_is_one_line_under_plain_headings() -> None:
    weapon = record("00417", field("make", "Fabrique Nationale", "F.N."), field("model", "High Power"))
    (line,) = table(opened(weapon), "Records")
    assert line["Serial number"] == "00417"
    assert line["Make"] == "Fabrique Nationale"
    assert line["Make as written in the book"] == "F.N."
    assert line["Model as written in the book"] is None
    assert (line["Book"], line["Page"], line["Row"]) == ("3", "12", "4")
    assert line["SHA-256 of the row"] == row_sha256(weapon)


def test_the_sheets_are_the_five_in_their_order() -> None:
    assert opened(record()).sheetnames == ["Records", "Events", "Markings", "Batch", "Answer"]


def test_technical_columns_are_hidden_and_the_heading_stays_in_sight() -> None:
    sheet = opened(record())["Records"]
    letters = {get_column_letter(cell.column): cell.value for cell in sheet[1] if cell.column}
    hidden = {heading for letter, heading in letters.items() if sheet.column_dimensions[letter].hidden}
    assert hidden == {"Record id", "Revision", "SHA-256 of the row", "Further values"}
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{list(letters)[-1]}2"
    assert sheet.column_dimensions["E"].width == 22


def test_events_and_markings_have_a_line_each() -> None:
    weapon = record(
        markings=(Marking("proof", "crown", part="barrel"), Marking("import", "CAI")),
        events=(Event("received", "1984-03-09", "9/3/84", counterpart="Police"),),
    )
    book = opened(weapon)
    assert [line["Marking"] for line in table(book, "Markings")] == ["crown", "CAI"]
    (event,) = table(book, "Events")
    assert (event["What happened"], event["Date"], event["From or to"]) == (
        "received",
        "1984-03-09",
        "Police",
    )
    assert event["Record id"] == weapon.id


def test_the_answer_sheet_waits_to_be_filled_in() -> None:
    weapon = record("00417")
    book = opened(weapon)
    (line,) = table(book, "Answer")
    assert (line["Serial number"], line["Answer"], line["Registry number"]) == ("00417", None, None)
    assert (line["Batch id"], line["Record id"]) == (header().batch_id, weapon.id)
    assert line["SHA-256 of the row"] == row_sha256(weapon)
    (choice,) = book["Answer"].data_validations.dataValidation
    assert sorted(str(choice.formula1).strip('"').split(",")) == sorted(ANSWERS)


def test_the_batch_sheet_says_the_manifest_in_words() -> None:
    said = {line["What"]: line["Value"] for line in table(opened(record()), "Batch")}
    assert said["Armoury"] == "Armoury of Kabale"
    assert said["Batch number"] == "3"
    assert said["Records"] == "1"


def test_what_has_no_column_travels_all_the_same() -> None:
    weapon = record(
        "417",
        field("rack_number", "7"),
        field("rack_number", "old 8"),
        field("bayonet", "yes", "y"),
        field("page", "as a field's name"),
        field("further", "as a field's name"),
        struck=True,
    )
    (row,) = ReceivedBatch(batch(weapon), "batch.xlsx").rows(Strays())
    assert row.sha256 == row.stated_sha256 == row_sha256(weapon)
    (line,) = table(opened(weapon), "Records")
    assert "old 8" in str(line["Further values"])
    assert line["Struck out in the book"] == "struck out"


def test_a_registry_with_fewer_columns_loses_no_value() -> None:
    text = "\n".join(
        line
        for line in COLUMNS_FILE.read_text("utf-8").splitlines()
        if '"make' not in line and '"calibre' not in line
    )
    out = io.BytesIO()
    rows = many(5)
    write_batch_workbook(out, header(), rows, parse_columns(text, "few"))
    read = ReceivedBatch(out.getvalue(), "batch.xlsx").rows(Strays())
    assert [row.sha256 for row in read] == [row_sha256(row.record) for row in rows]


def test_a_word_that_stands_for_another_value_is_refused() -> None:
    weapon = replace(record(), kind="movement of a weapon")
    with pytest.raises(Expected) as refused:
        batch(weapon)
    assert refused.value.key == "word_stands_for_two"
    assert "“Entry”" in sentence(refused.value.key, refused.value.values)


def test_a_text_that_no_cell_can_hold_is_refused_in_words() -> None:
    with pytest.raises(Expected) as refused:
        batch(record(), record("1", field("remarks", "x" * 32_768)))
    assert refused.value.exit_code is Exit.REFUSED
    said = sentence(refused.value.key, refused.value.values)
    assert "Book 3, page 12, row 4" in said
    assert "“Remarks” has 32768 characters" in said


def test_counts_and_root_are_told() -> None:
    counts = write_batch_workbook(io.BytesIO(), header(), iter(many(7)), COLUMNS)
    assert counts == WorkbookCounts(7, 8, 7, counts.rows_root)
    other = write_batch_workbook(io.BytesIO(), header(), many(7)[::-1], COLUMNS)
    assert other.rows_root != counts.rows_root


def test_no_plain_text_is_left_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        tempfile, "tempdir", str(tmp_path / "not there")
    )  # whoever asks for a file there fails
    assert batch(record())


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
names = st.text("abcdefgh_.#12", min_size=1, max_size=12) | st.sampled_from(
    ["make", "page", "further", "date"]
)
records = st.builds(
    record,
    texts,
    st.builds(field, names, texts, texts),
    st.builds(field, names, texts, texts),
    revision=st.integers(1, 99),
    markings=st.lists(st.builds(Marking, texts, texts, part=texts, year=texts), max_size=3).map(tuple),
    events=st.lists(st.builds(Event, texts, texts, texts, note=texts), max_size=3).map(tuple),
    struck=st.booleans(),
)


@given(st.lists(records, max_size=4))
@settings(max_examples=40, deadline=None)
def test_whatever_a_record_holds_its_hash_is_computed_again_from_the_cells(
    filed_records: list[Record],
) -> None:
    numbered = [replace(one, id=f"{number:032x}") for number, one in enumerate(filed_records)]
    strays = Strays()
    read = list(ReceivedBatch(batch(*numbered), "batch.xlsx").rows(strays))
    assert [row.sha256 for row in read] == [row_sha256(one) for one in numbered]
    assert (strays.events, strays.markings) == (0, 0)


def test_stopping_between_two_rows_leaves_no_loose_ends() -> None:
    def stopped() -> Iterator[FiledRow]:
        yield from many(3)
        raise Cancelled

    out = io.BytesIO()
    with pytest.raises(Cancelled):
        write_batch_workbook(out, header(), stopped(), COLUMNS)
    gc.collect()
    assert out.getvalue() == b""


def test_every_member_bears_the_time_of_sealing() -> None:
    with zipfile.ZipFile(io.BytesIO(batch(record()))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(2026, 3, 1, 9, 30, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2026-03-01T09:30:01Z") == 2
    assert "Ledgermark 0.1.0" in core


def test_a_registry_may_ask_for_sheets_that_run_from_the_right() -> None:
    out = io.BytesIO()
    write_batch_workbook(out, header(), many(1), replace(COLUMNS, right_to_left=True))
    assert load_workbook(out)["Records"].sheet_view.rightToLeft
