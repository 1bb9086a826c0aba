"""A batch's workbook read back: its rows with their hashes computed again from what stands in the cells."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from db.errors import Expected
from desktop.exchange.batch_sheets import COLUMN_KEY, SHEETS, TECHNICAL
from desktop.exchange.canonical import values_sha256
from desktop.exchange.columns import EVENT_VALUES, MARKING_VALUES, REQUIRED
from desktop.exchange.sheet_parts import SheetRow
from desktop.exchange.sheets import OutsideWorkbook
from desktop.fields.problems import Problem

Key = tuple[str, str]
"""Record id and revision, as they stand in the sheet."""

_KEY_COLUMN: Final = 3
_HELD_COLUMN: Final = 4


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """One line of the Records sheet. `sha256` is computed from its values, `stated_sha256` is what the line says."""

    number: int  # of the line in the sheet
    record_id: str
    revision: str
    stated_sha256: str
    sha256: str  # "" where the values are none that a row hash can be computed over
    book: str
    page: str
    row: str

    @property
    def altered(self) -> bool:
        """Whether the line is not as it was sealed."""
        return not self.sha256 or self.sha256 != self.stated_sha256

    @property
    def problem(self) -> Problem:
        """Where the altered line stands, in the sheet and in the books."""
        where = {"line": str(self.number), "book": self.book, "page": self.page, "row": self.row}
        return Problem("batch_row_altered", tuple(where.items()))


class Line(NamedTuple):
    """One line of a sheet: its number, its values by their names, the names whose cell was a number."""

    number: int
    values: dict[str, str]
    numbers: tuple[str, ...] = ()


@dataclass(slots=True)
class Strays:
    """Lines of Events and Markings that follow no record; known once all rows were read."""

    events: int = 0
    markings: int = 0
    seen_events: int = 0
    seen_markings: int = 0


@dataclass(frozen=True, slots=True)
class _Layout:
    """What each heading of a sheet stands for."""

    values: Mapping[str, str] = field(default_factory=dict)  # heading -> value
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # value -> word -> what it stands for


class ReceivedBatch:
    """The workbook of a batch, as it came."""

    def __init__(self, data: bytes, name: str) -> None:
        self._book = OutsideWorkbook(data, name)
        self._name = name
        self.header: dict[str, str] = {}
        self._layouts: dict[str, _Layout] = {}
        if missing := [title for title in SHEETS.values() if title not in self._book.titles]:
            raise Expected("workbook_lacks_sheet", name=name, sheet=missing[0])
        self._read_batch_sheet()

    def lines(self, sheet: str) -> Iterator[Line]:
        """The lines of a sheet (a key of REQUIRED) below its heading."""
        rows = self._book.rows(SHEETS[sheet])
        names = self._names(sheet, next(rows, SheetRow(0, {})))
        own = self._layouts[sheet].own
        for line in rows:
            values = {names[column]: text for column, text in line.texts.items() if column in names}
            for value, words in own.items():
                if value in values:
                    values[value] = words.get(values[value], values[value])
            if values:
                numbers = tuple(names[column] for column in line.numbers if column in names)
                yield Line(line.number, values, numbers)

    def rows(self, strays: Strays) -> Iterator[ReceivedRow]:
        """The records in the order of the sheet, each with its events and markings, which follow the same order."""
        events = _Following(self.lines("events"), EVENT_VALUES)
        markings = _Following(self.lines("markings"), MARKING_VALUES)
        for number, values, _ in self.lines("records"):
            key = (values.get("record_id", ""), values.get("revision", ""))
            sha256 = _sha256(key, values, markings.take(key), events.take(key))
            yield ReceivedRow(
                number,
                *key,
                stated_sha256=values.get("row_sha256", ""),
                sha256=sha256,
                book=values.get("book", ""),
                page=values.get("page", ""),
                row=values.get("row", ""),
            )
        strays.events, strays.seen_events = events.rest(), events.seen
        strays.markings, strays.seen_markings = markings.rest(), markings.seen

    def altered(self) -> tuple[ReceivedRow, ...]:
        """The records that are not as they were sealed, however the sheets were sorted since."""
        suspects = {(row.record_id, row.revision): row for row in self.rows(Strays()) if row.altered}
        if not suspects:
            return ()
        # Where a person sorted the sheets, a record's lines no longer follow it: look for them everywhere.
        events = self._gathered("events", EVENT_VALUES, suspects.keys())
        markings = self._gathered("markings", MARKING_VALUES, suspects.keys())
        for _, values, _ in self.lines("records"):
            key = (values.get("record_id", ""), values.get("revision", ""))
            if key in suspects:
                sha256 = _sha256(key, values, markings.get(key, []), events.get(key, []))
                if sha256 and sha256 == values.get("row_sha256", ""):
                    del suspects[key]
        return tuple(suspects.values())

    def _gathered(
        self, sheet: str, names: tuple[str, ...], keys: Collection[Key]
    ) -> dict[Key, list[tuple[str, ...]]]:
        found: dict[Key, list[tuple[str, tuple[str, ...]]]] = {}
        for _, values, _ in self.lines(sheet):
            key = (values.get("record_id", ""), values.get("revision", ""))
            if key in keys:
                texts = tuple(values.get(name, "") for name in names)
                found.setdefault(key, []).append((values.get("position", "").zfill(9), texts))
        return {key: [texts for _, texts in sorted(lines)] for key, lines in found.items()}

    def _read_batch_sheet(self) -> None:
        values: dict[str, dict[str, str]] = {sheet: {} for sheet in REQUIRED}
        own: dict[str, dict[str, dict[str, str]]] = {sheet: {} for sheet in REQUIRED}
        for line in self._book.rows(SHEETS["batch"]):
            key, text = line.texts.get(_KEY_COLUMN, ""), line.texts.get(2, "")
            sheet = key.removeprefix(COLUMN_KEY)
            if sheet == key or sheet not in values:
                self.header[key] = text
                continue
            value, words = self._held(line.texts.get(_HELD_COLUMN, ""))
            values[sheet][text] = value
            if words:
                own[sheet][value] = {word: stated for stated, word in words.items()}
        for sheet, required in REQUIRED.items():
            if missing := [value for value in required if value not in values[sheet].values()]:
                raise Expected(
                    "workbook_lacks_column", name=self._name, sheet=SHEETS[sheet], column=missing[0]
                )
            self._layouts[sheet] = _Layout(values[sheet], own[sheet])

    def _held(self, text: str) -> tuple[str, dict[str, str]]:
        try:
            held = json.loads(text)
            value, words = held["value"], held["words"]
            if isinstance(value, str) and all(isinstance(word, str) for word in words.values()):
                return value, words
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as cause:
            raise Expected("workbook_broken", name=self._name) from cause
        raise Expected("workbook_broken", name=self._name)

    def _names(self, sheet: str, heading: SheetRow) -> dict[int, str]:
        known = self._layouts[sheet].values
        names = {column: known[text] for column, text in heading.texts.items() if text in known}
        # Who fills in the answer may well drop the columns that only help to find a row.
        wanted = REQUIRED[sheet] if sheet == "answer" else known.values()
        if missing := [value for value in wanted if value not in names.values()]:
            raise Expected("workbook_lacks_column", name=self._name, sheet=SHEETS[sheet], column=missing[0])
        if len(set(names.values())) < len(names):
            raise Expected("workbook_broken", name=self._name)
        return names


class _Following:
    """Lines of a sheet that come in the order of the records they belong to."""

    def __init__(self, lines: Iterator[Line], names: tuple[str, ...]) -> None:
        self._lines = lines
        self._names = names
        self._next = next(lines, None)
        self.seen = 0

    def take(self, key: Key) -> list[tuple[str, ...]]:
        """The lines of the record `key`, where they come next."""
        taken: list[tuple[str, ...]] = []
        while self._next is not None:
            values = self._next.values
            if (values.get("record_id", ""), values.get("revision", "")) != key:
                break
            taken.append(tuple(values.get(name, "") for name in self._names))
            self._advance()
        return taken

    def rest(self) -> int:
        """How many lines nobody took; reads to the end."""
        count = 0
        while self._next is not None:
            count += 1
            self._advance()
        return count

    def _advance(self) -> None:
        self.seen += 1
        self._next = next(self._lines, None)


def _sha256(
    key: Key, values: Mapping[str, str], markings: list[tuple[str, ...]], events: list[tuple[str, ...]]
) -> str:
    record_id, revision = key
    if not (record_id and revision.isascii() and revision.isdecimal() and len(revision) < 10):
        return ""
    if str(int(revision)) != revision:
        return ""
    pairs = {name: text for name, text in values.items() if name not in TECHNICAL}
    try:
        further = json.loads(values.get("further", "[]"))
        for name, text in further:
            if not (isinstance(name, str) and isinstance(text, str)) or name in pairs:
                return ""
            pairs[name] = text
    except (ValueError, TypeError, RecursionError):
        return ""
    return values_sha256(record_id, int(revision), tuple(pairs.items()), markings, events)
