"""What stands in each sheet of a batch's workbook, line by line.

The Batch sheet says which heading stands for which value, so that the workbook can be read and its row hashes
computed again without the columns file that it was made with.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Final

from db.errors import Exit, Expected
from desktop.exchange.canonical import canonical_values, event_values, marking_values, values_sha256
from desktop.exchange.columns import (
    ANSWER_VALUES,
    ANSWERED_ON,
    EVENT_VALUES,
    MARKING_VALUES,
    PLACE,
    RegistryColumns,
    WorkbookColumn,
)
from desktop.exchange.manifest import FORMAT, BatchHeader
from desktop.exchange.merkle import RowsRoot
from desktop.exchange.rows import FiledRow
from desktop.exchange.table import SheetColumn

SHEETS: Final[Mapping[str, str]] = {
    "records": "Records",
    "events": "Events",
    "markings": "Markings",
    "batch": "Batch",
    "answer": "Answer",
}
"""The titles of the sheets, in their order."""

COLUMN_KEY: Final = "column."
"""Before a sheet's name: the key of the Batch sheet's lines that describe a column."""

TECHNICAL: Final = frozenset(
    ["record_id", "revision", "row_sha256", "further", "batch_id", *PLACE, "filed_at"]
)
"""Values of the Records sheet that are not the record's own, so not under its hash."""

BATCH_COLUMNS: Final = (
    SheetColumn("What", 30),
    SheetColumn("Value", 70),
    SheetColumn("Key", 18, hidden=True),
    SheetColumn("Column", 40, hidden=True),
)

_LABELS: Final[Mapping[str, str]] = {
    "format": "Format",
    "batch_id": "Batch id",
    "number": "Batch number",
    "armoury_name": "Armoury",
    "armoury_code": "Armoury's short name",
    "armoury_id": "Armoury id",
    "country": "Country",
    "sealed_at": "Sealed (UTC)",
    "sealed_by": "Sealed by",
    "records": "Records",
    "events": "Events",
    "markings": "Markings",
    "rows_root": "Hash over all rows",
    "rows_root_rule": "How it is made",
    "row_rule": "How a row's hash is made",
    "journal_head": "Journal's head",
    "journal_entries": "Journal's entries",
    "previous_batch": "Batch before this one",
    "certificates": "Certificates of spot checks",
    "schema": "Version of the register",
    "program": "Version of Ledgermark",
}
_ROOT_RULE: Final = "Merkle tree of RFC 6962 over the row hashes in the order of the sheet Records, SHA-256"
_ROW_RULE: Final = (
    "SHA-256 of JSON in ASCII without spaces: "
    '["ledgermark-row/1", record id, revision, [[name, text]... sorted by name, without empty ones], '
    "[[kind, text, part, place, method, year]...], "
    "[[kind, date, date as written, counterpart, document, quantity, note]...]]; "
    "markings and events in their order; which column holds which name stands below"
)


@dataclass(frozen=True, slots=True)
class Composed:
    """One record as lines of the sheets."""

    record: list[str]
    events: list[list[str]]
    markings: list[list[str]]
    answer: list[str]


class Composer:
    """Makes the lines of one batch, and the root over its rows."""

    def __init__(self, header: BatchHeader, columns: RegistryColumns) -> None:
        self._batch_id = header.batch_id
        self._columns = {
            "records": columns.records,
            "events": columns.events,
            "markings": columns.markings,
            "answer": columns.answer,
        }
        self._own = {column.value for column in columns.records} - TECHNICAL
        self.root = RowsRoot()

    def shown(self, sheet: str) -> tuple[SheetColumn, ...]:
        """The columns of a sheet, for whoever draws it."""
        return tuple(
            SheetColumn(
                column.heading,
                column.width,
                column.hidden,
                tuple(word for _, word in column.words)
                if sheet == "answer" and column.value in ANSWER_VALUES
                else (),
            )
            for column in self._columns[sheet]
        )

    def compose(self, row: FiledRow) -> Composed:
        """The lines of one record. Raises Expected("row_hash_differs", "word_stands_for_two")."""
        record = row.record
        pairs = canonical_values(record)
        markings = [marking_values(marking) for marking in record.markings]
        events = [event_values(event) for event in record.events]
        sha256 = values_sha256(record.id, record.revision, pairs, markings, events)
        if record.row_sha256 not in {"", sha256}:
            raise Expected(
                "row_hash_differs", Exit.REGISTER, book=row.book, page=row.page, row=row.row, id=record.id
            )
        self.root.add(sha256)
        place = {"book": row.book, "page": row.page, "row": row.row}
        key = {"record_id": record.id, "revision": str(record.revision)}
        own = {name: text for name, text in pairs if name in self._own}
        further = [pair for pair in pairs if pair[0] not in own]
        values = own | place | key | {"row_sha256": sha256, "filed_at": record.filed_at}
        if further:
            values["further"] = json.dumps(further, ensure_ascii=True, separators=(",", ":"))
        seen = {**place, **key, "serial": record.serial}
        return Composed(
            record=self._line("records", values, row),
            events=[
                self._line("events", seen | named | {"position": str(position)}, row)
                for position, named in _named(EVENT_VALUES, events)
            ],
            markings=[
                self._line("markings", seen | named | {"position": str(position)}, row)
                for position, named in _named(MARKING_VALUES, markings)
            ],
            answer=self._line("answer", self._for_answer(dict(pairs), values), row),
        )

    def _for_answer(self, pairs: dict[str, str], values: dict[str, str]) -> dict[str, str]:
        filled_in = dict.fromkeys((*ANSWER_VALUES, ANSWERED_ON), "")
        return pairs | values | {"batch_id": self._batch_id} | filled_in

    def _line(self, sheet: str, values: Mapping[str, str], row: FiledRow) -> list[str]:
        return [_word(column, values.get(column.value, ""), row) for column in self._columns[sheet]]


def _named(names: tuple[str, ...], lists: list[tuple[str, ...]]) -> Iterator[tuple[int, dict[str, str]]]:
    for position, texts in enumerate(lists, 1):
        yield position, dict(zip(names, texts, strict=True))


def _word(column: WorkbookColumn, text: str, row: FiledRow) -> str:
    if not column.words or not text:
        return text
    for own, word in column.words:
        if text == own:
            return word
    if any(text == word for _, word in column.words):
        # Reading it back would give the other value, and the row would look altered.
        raise Expected(
            "word_stands_for_two",
            Exit.REFUSED,
            heading=column.heading,
            book=row.book,
            page=row.page,
            row=row.row,
        )
    return text


def batch_lines(
    header: BatchHeader, columns: RegistryColumns, records: int, events: int, markings: int, rows_root: str
) -> Iterator[list[str]]:
    """The Batch sheet: the manifest in words, then what each column of the other sheets holds."""
    values = {
        **{name: str(value) for name, value in asdict(header).items()},
        "format": FORMAT,
        "records": str(records),
        "events": str(events),
        "markings": str(markings),
        "rows_root": rows_root,
        "rows_root_rule": _ROOT_RULE,
        "row_rule": _ROW_RULE,
    }
    for key, label in _LABELS.items():
        yield [label, values[key], key, ""]
    listed = (
        ("records", columns.records),
        ("events", columns.events),
        ("markings", columns.markings),
        ("answer", columns.answer),
    )
    for sheet, shown in listed:
        for column in shown:
            held = json.dumps(
                {"value": column.value, "words": dict(column.words)}, ensure_ascii=True, sort_keys=True
            )
            yield [f"Column of {SHEETS[sheet]}", column.heading, COLUMN_KEY + sheet, held]
