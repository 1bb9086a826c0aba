"""An answer from outside, read: the batch's workbook filled in, a list of its own, or CSV. A file is hostile."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Final

from db.errors import Expected
from desktop.exchange.answer import Acknowledgement, Reply, RowAnswer, RowKey
from desktop.exchange.batch_sheets import SHEETS
from desktop.exchange.columns import ANSWER_VALUES, ANSWERED_ON, ANSWERS, REQUIRED, RegistryColumns
from desktop.exchange.limits import ANSWER
from desktop.exchange.outside_csv import csv_rows
from desktop.exchange.received import Line, ReceivedBatch
from desktop.exchange.sheets import OutsideWorkbook
from desktop.fields.problems import Problem

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")


def read_answer(data: bytes, name: str, columns: RegistryColumns) -> Acknowledgement:
    """What the file `name` answers; `columns` name the headings where the file itself does not say them.

    Lines without an answer are left out: the registry has not come to them yet. Where the whole batch came back,
    rows of the sheet Records that were altered on the way are among the problems. Raises Expected where the file is
    no answer at all, or breaks a bound.
    """
    if len(data) > ANSWER.file_bytes:
        raise Expected("answer_too_large", name=name, most=ANSWER.file_bytes // 1024**2)
    answers: list[RowAnswer] = []
    problems: list[Problem] = []
    header: Mapping[str, str] = {}
    if data.startswith((_ZIP, _OLE)):
        book = OutsideWorkbook(data, name)
        if set(SHEETS.values()) <= set(book.titles):
            batch = ReceivedBatch(data, name)
            problems += (row.problem for row in batch.altered())
            lines = batch.lines("answer")
            header = batch.header
        else:
            header = _header(book)
            lines = _list_lines(book, name, columns)
    else:
        lines = _csv_lines(data, name, columns)
    words = _words(columns)
    characters = 0
    for line in lines:
        if len(answers) + len(problems) > ANSWER.lines:
            raise Expected("answer_too_long", name=name, most=ANSWER.lines)
        answer, found = _answer(line, words)
        problems += [Problem(key, (("line", str(line.number)),)) for key in found]
        if answer is not None:
            answers.append(answer)
            characters += sum(map(len, line.values.values()))
            if characters > ANSWER.all_characters:
                raise Expected("answer_too_much", name=name, most=ANSWER.all_characters // 1_000_000)
    return Acknowledgement(
        name, hashlib.sha256(data).hexdigest(), tuple(answers), tuple(problems), tuple(header.items())
    )


def _answer(line: Line, words: Mapping[str, str]) -> tuple[RowAnswer | None, list[str]]:
    """The line's answer and what is not right with it; neither where it is not answered yet."""
    values = {name: text.strip() for name, text in line.values.items()}
    filled_in = {name: values.get(name, "") for name in ANSWER_VALUES}
    if not any(filled_in.values()):
        return None, []
    if any(len(text) > ANSWER.characters for text in filled_in.values()):
        return None, ["answer_line_too_long"]
    word = filled_in.pop("answer")
    reply, key = words.get(word.casefold()), _key(values)
    if reply is None:
        return None, ["answer_word_unknown" if word else "answer_without_word"]
    if key is None:
        return None, ["answer_without_ids"]
    answer = RowAnswer(
        key=key,
        row_sha256=values.get("row_sha256", ""),
        reply=Reply(reply),
        answered_on=_date(values.get(ANSWERED_ON, "")),
        line=line.number,
        **filled_in,
    )
    return answer, _lacking(answer, line)


def _key(values: Mapping[str, str]) -> RowKey | None:
    batch_id, record_id = values.get("batch_id"), values.get("record_id")
    revision = values.get("revision", "")
    whole = revision.isascii() and revision.isdecimal() and len(revision) < 10
    return RowKey(batch_id, record_id, int(revision)) if batch_id and record_id and whole else None


def _lacking(answer: RowAnswer, line: Line) -> list[str]:
    """What a person should know of an answer that is taken all the same."""
    lacking = []
    if answer.reply is Reply.ACCEPTED and not answer.registry_number:
        lacking.append("answer_without_number")
    if answer.reply is Reply.DUPLICATE and not answer.duplicate_of:
        lacking.append("answer_without_original")
    if answer.reply in {Reply.REJECTED, Reply.QUESTION} and not (answer.code or answer.note):
        lacking.append("answer_without_reason")
    if {"registry_number", "duplicate_of"} & set(line.numbers):
        lacking.append("answer_number_lost_its_text")
    return lacking


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _words(columns: RegistryColumns) -> dict[str, str]:
    """The registry's words for the four answers, and ours, however they are capitalised."""
    own = {word.casefold(): word for word in ANSWERS}
    column = next(column for column in columns.answer if column.value == "answer")
    return own | {word.casefold(): stated for stated, word in column.words if stated in ANSWERS}


def _list_lines(book: OutsideWorkbook, name: str, columns: RegistryColumns) -> Iterator[Line]:
    title = SHEETS["answer"] if SHEETS["answer"] in book.titles else next(iter(book.titles), "")
    if not title:
        raise Expected("answer_without_columns", name=name, column="")
    rows = book.rows(title)
    first = next(rows, None)
    names = _names(first.texts if first else {}, name, columns)
    for row in rows:
        values = {names[column]: text for column, text in row.texts.items() if column in names}
        yield Line(row.number, values, tuple(names[column] for column in row.numbers if column in names))


def _header(book: OutsideWorkbook) -> dict[str, str]:
    """What a list's sheet Batch says by its keys; nothing where it has none."""
    if SHEETS["batch"] not in book.titles:
        return {}
    rows = islice(book.rows(SHEETS["batch"]), ANSWER.header_lines)
    return {key: row.texts.get(2, "") for row in rows if (key := row.texts.get(3, ""))}


def _csv_lines(data: bytes, name: str, columns: RegistryColumns) -> Iterator[Line]:
    rows = csv_rows(data, name)
    _, headings = next(rows, (0, []))
    names = _names(dict(enumerate(headings)), name, columns)
    for number, texts in rows:
        values = {names[column]: text for column, text in enumerate(texts) if column in names}
        if values:
            yield Line(number, values)


def _names(headings: Mapping[int, str], name: str, columns: RegistryColumns) -> dict[int, str]:
    """Which column holds which value, by the registry's headings or by our own names of the values."""
    known = {column.value: column.value for column in columns.answer}
    known |= {column.heading: column.value for column in columns.answer}
    names = {at: known[text.strip()] for at, text in headings.items() if text.strip() in known}
    wanted = [value for value in REQUIRED["answer"] if value not in {"duplicate_of", "code", "note"}]
    if missing := [value for value in wanted if value not in names.values()]:
        heading = next(column.heading for column in columns.answer if column.value == missing[0])
        raise Expected("answer_without_columns", name=name, column=heading)
    if len(set(names.values())) < len(names):
        raise Expected("answer_column_twice", name=name)
    return names
