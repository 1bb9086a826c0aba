"""An answer is read from the workbook filled in, from a list of its own, or from CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from db.errors import Expected
from desktop.exchange import answer_file
from desktop.exchange.answer import Reply, RowAnswer, RowKey, SentRow, match
from desktop.exchange.answer_file import read_answer
from desktop.exchange.canonical import row_sha256
from desktop.exchange.columns import RegistryColumns
from desktop.exchange.folder import seal_files
from desktop.exchange.limits import AnswerLimits
from desktop.exchange.manifest import WORKBOOK
from desktop.messages import sentence
from tests.exchange.builders import default_columns, header, many

COLUMNS = default_columns()
ROWS = many(4)
BATCH = seal_files(header(), ROWS, COLUMNS).files[WORKBOOK]
SENT = [
    SentRow(RowKey(header().batch_id, row.record.id, row.record.revision), row_sha256(row.record))
    for row in ROWS
]


def answered(
    filled_in: Mapping[int, Mapping[str, str | int | None]], more: Callable[[Workbook], object] | None = None
) -> bytes:
    """The batch's workbook with headings and what the registry wrote under them, by row."""
    book = load_workbook(io.BytesIO(BATCH))
    sheet = book["Answer"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for row, values in filled_in.items():
        for heading, value in values.items():
            sheet.cell(row + 1, columns[heading] or 0, value)
    if more is not None:
        more(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table(lines: list[dict[str, str]], separator: str = ",", encoding: str = "utf-8-sig") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(lines[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue().encode(encoding)


def line(row: int, answer: str, **more: str) -> dict[str, str]:
    sent = SENT[row - 1]
    return {
        "Batch id": sent.key.batch_id,
        "Record id": sent.key.record_id,
        "Revision": str(sent.key.revision),
        "SHA-256 of the row": sent.row_sha256,
        "Answer": answer,
        "Registry number": more.pop("number", "0017"),
        **more,
    }


def expected(row: int, reply: Reply, **more: str) -> RowAnswer:
    return RowAnswer(SENT[row - 1].key, SENT[row - 1].row_sha256, reply, **more)  # type: ignore[arg-type]


def problems(data: bytes, columns: RegistryColumns = COLUMNS) -> list[str]:
    found = read_answer(data, "answer.xlsx", columns).problems
    assert all(sentence(problem.key, dict(problem.values)) for problem in found)
    return [problem.key for problem in found]


def test_a_workbook_that_was_filled_in_is_read() -> None:
    read = read_answer(
        answered(
            {
                1: {"Answer": "accepted", "Registry number": "00017", "Date of the answer": "2026-04-01"},
                2: {"Answer": "Duplicate ", "Duplicate of": "00011"},
                4: {"Answer": "REJECTED", "Code": "7", "Note": "رقم غير مقروء"},
            }
        ),
        "answer.xlsx",
        COLUMNS,
    )
    assert read.problems == ()
    assert read.answers == (
        expected(1, Reply.ACCEPTED, registry_number="00017", answered_on="2026-04-01"),
        expected(2, Reply.DUPLICATE, duplicate_of="00011"),
        expected(4, Reply.REJECTED, code="7", note="رقم غير مقروء"),
    )
    matched = match(read.answers, SENT, [])
    assert len(matched.new) == 3
    assert matched.missing == (SENT[2],)


def test_the_batch_as_it_was_sent_answers_nothing() -> None:
    read = read_answer(BATCH, "batch.xlsx", COLUMNS)
    assert (read.answers, read.problems) == ((), ())


def test_sheets_sorted_and_columns_dropped_do_no_harm() -> None:
    def rearrange(book: Workbook) -> None:
        sheet = book["Answer"]
        sheet.move_range("A3:Z3", rows=20, cols=0)
        sheet.delete_cols(1, 3)

    read = read_answer(
        answered({2: {"Answer": "accepted", "Registry number": "2"}}, rearrange), "a.xlsx", COLUMNS
    )
    assert read.answers == (expected(2, Reply.ACCEPTED, registry_number="2"),)


def test_a_record_altered_on_the_way_is_named_and_a_sorted_sheet_is_not() -> None:
    def sort_and_alter(book: Workbook) -> None:
        sheet = book["Events"]
        lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
        for number, line in enumerate(reversed(lines), 2):
            for column, value in enumerate(line, 1):
                sheet.cell(number, column).value = value
        book["Records"]["E3"].value = "002E1O"

    read = read_answer(
        answered({1: {"Answer": "accepted", "Registry number": "1"}}, sort_and_alter), "a.xlsx", COLUMNS
    )
    assert [sentence(problem.key, dict(problem.values)) for problem in read.problems] == [
        "Line 3 of the sheet Records (book 3, page 1, row 3) is not as it was sealed."
    ]
    assert len(read.answers) == 1


def test_an_answer_to_a_row_that_was_altered_is_found_by_its_hash() -> None:
    data = answered({1: {"Answer": "accepted", "Registry number": "1", "SHA-256 of the row": "0" * 64}})
    assert len(match(read_answer(data, "a.xlsx", COLUMNS).answers, SENT, []).altered) == 1


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_list_of_values_is_read(separator: str, encoding: str) -> None:
    lines = [line(1, "accepted", number="00017", Note="вид\nсверху"), line(2, "", number="", Note="")]
    read = read_answer(table(lines, separator, encoding), "answer.csv", COLUMNS)
    assert read.answers == (expected(1, Reply.ACCEPTED, registry_number="00017", note="вид\nсверху"),)


def test_a_list_may_use_our_own_names() -> None:
    lines = [
        {
            "record_id": SENT[0].key.record_id,
            "batch_id": SENT[0].key.batch_id,
            "revision": "1",
            "row_sha256": SENT[0].row_sha256,
            "answer": "accepted",
            "registry_number": "17",
            "colour": "unknown to us",
        }
    ]
    assert len(read_answer(table(lines), "answer.csv", COLUMNS).answers) == 1


@pytest.mark.parametrize("title", ["Answer", "Sheet7"])
def test_a_workbook_of_its_own_is_read(title: str) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.title = title
    book.active.append(list(line(1, "accepted")))
    book.active.append(list(line(1, "accepted").values()))
    out = io.BytesIO()
    book.save(out)
    assert read_answer(out.getvalue(), "list.xlsx", COLUMNS).answers == (
        expected(1, Reply.ACCEPTED, registry_number="0017"),
    )


def test_a_registry_s_own_words_are_understood() -> None:
    answer = tuple(
        replace(column, words=(("accepted", "accepté"), ("rejected", "refusé")))
        if column.value == "answer"
        else column
        for column in COLUMNS.answer
    )
    own = replace(COLUMNS, answer=answer)
    read = read_answer(table([line(1, "ACCEPTÉ", Note=""), line(2, "rejected", Note="")]), "answer.csv", own)
    assert [one.reply for one in read.answers] == [Reply.ACCEPTED, Reply.REJECTED]
    data = answered({1: {"Answer": "accepted", "Registry number": "1"}})
    assert read_answer(data, "answer.xlsx", own).answers[0].reply is Reply.ACCEPTED


LACKING: dict[str, Mapping[str, str | int | None]] = {
    "answer_without_number": {"Answer": "accepted"},
    "answer_without_original": {"Answer": "duplicate"},
    "answer_without_reason": {"Answer": "rejected"},
    "answer_number_lost_its_text": {"Answer": "accepted", "Registry number": 17},
}


@pytest.mark.parametrize("what", LACKING)
def test_an_answer_that_lacks_something_is_taken_and_said(what: str) -> None:
    read = read_answer(answered({1: LACKING[what]}), "answer.xlsx", COLUMNS)
    assert len(read.answers) == 1
    assert [problem.key for problem in read.problems] == [what]
    assert "Line 2" in sentence(what, dict(read.problems[0].values))


UNUSABLE: dict[str, Mapping[str, str | int | None]] = {
    "answer_without_word": {"Registry number": "17"},
    "answer_word_unknown": {"Answer": "maybe"},
    "answer_without_ids": {"Answer": "accepted", "Record id": None, "Revision": "first"},
    "answer_line_too_long": {"Answer": "question", "Note": "x" * 10_001},
}


@pytest.mark.parametrize("what", UNUSABLE)
def test_a_line_that_says_nothing_usable_is_left_out_and_said(what: str) -> None:
    data = answered({1: UNUSABLE[what], 2: {"Answer": "accepted", "Registry number": "2"}})
    assert problems(data) == [what]
    assert len(read_answer(data, "answer.xlsx", COLUMNS).answers) == 1


@pytest.mark.parametrize("date", ["9/3/26", "2026-13-01", "soon"])
def test_a_date_in_another_form_counts_as_none(date: str) -> None:
    data = answered({1: {"Answer": "accepted", "Registry number": "1", "Date of the answer": date}})
    assert read_answer(data, "answer.xlsx", COLUMNS).answers[0].answered_on == ""


def refusal(data: bytes) -> str:
    with pytest.raises(Expected) as refused:
        read_answer(data, "answer.csv", COLUMNS)
    assert sentence(refused.value.key, refused.value.values)
    return refused.value.key


def test_what_is_no_answer_is_refused_in_words() -> None:
    assert refusal(b"") == "answer_without_columns"
    assert refusal(b"a,b\n1,2\n") == "answer_without_columns"
    assert refusal(b"\xe9t\xe9,b") == "answer_not_utf8"
    assert refusal(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(99)) == "workbook_other_format"
    assert refusal(table([line(1, "accepted")]) + b'"never closed') == "answer_no_table"
    assert refusal(table([{**line(1, "accepted"), "answer": "rejected"}])) == "answer_column_twice"


def test_a_formula_in_the_answer_is_refused() -> None:
    assert refusal(answered({1: {"Answer": "accepted", "Registry number": "=1+1"}})) == "workbook_has_formula"


def test_a_row_of_millions_of_columns_or_lines_is_refused_before_it_fills_the_memory() -> None:
    whole = table([line(1, "accepted")]).decode()
    for row in ("," * 1_100_000, '"\n",' * 10_100):
        assert refusal((whole + row).encode()) == "answer_no_table"


def test_an_answer_of_more_text_than_a_pc_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_file, "ANSWER", AnswerLimits(all_characters=100))
    assert refusal(table([line(row, "accepted") for row in (1, 2, 3)])) == "answer_too_much"


def test_the_bounds_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_file, "ANSWER", AnswerLimits(lines=1))
    assert refusal(table([line(row, "accepted") for row in (1, 2, 3)])) == "answer_too_long"
    monkeypatch.setattr(answer_file, "ANSWER", AnswerLimits(file_bytes=10))
    assert refusal(table([line(1, "accepted")])) == "answer_too_large"


@given(st.binary(max_size=300) | st.text().map(lambda text: table([line(1, text, Note=text)])))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused_and_never_fail(data: bytes) -> None:
    try:
        read = read_answer(data, "answer.csv", COLUMNS)
    except Expected as refused:
        sentence(refused.key, refused.values)
    else:
        match(read.answers, SENT, [])
