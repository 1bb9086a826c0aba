"""The cells of a workbook from outside, as text, row by row; the only reader of XML in the program.

Not openpyxl: with defusedxml beside it, openpyxl parses XML in pure Python, keeps every element of a row's siblings,
doesn't undo `_xHHHH_` and makes numbers of what looks like one (`workshop.bench exchange` times both). This reads
only what a table needs, holds one row at a time, and refuses a formula, a DTD and whatever goes beyond the limits.
"""

from __future__ import annotations

import posixpath
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Final
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from db.errors import Expected
from desktop.exchange.archive import open_archive
from desktop.exchange.celltext import MOST_CHARACTERS, text_of_cell
from desktop.exchange.limits import WORKBOOK, WorkbookLimits

_CHUNK_BYTES: Final = 64 * 1024
_LAST_ROW: Final = 1_048_576
_LONGEST_STORED: Final = 7 * MOST_CHARACTERS  # every character escaped
_WORKSHEET = "/worksheet"
_SHARED_STRINGS = "/sharedStrings"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a sheet: its number as the spreadsheet program shows it, and its texts by column, from 1.

    `numbers` are the columns whose cell was a number, so that its text may have lost leading zeros.
    """

    number: int
    texts: Mapping[int, str]
    numbers: tuple[int, ...] = ()


class OutsideWorkbook:
    """A workbook's sheets by their titles. `name` stands in the sentences that say what is wrong with it."""

    def __init__(self, data: bytes, name: str, limits: WorkbookLimits = WORKBOOK) -> None:
        self._name = name
        self._limits = limits
        self._until = time.monotonic() + limits.seconds
        self._archive = open_archive(data, name, limits)
        self._shared: list[str] | None = None
        root = self._relations("")
        book = next((target for kind, target in root.values() if kind.endswith("/officeDocument")), None)
        if book is None:
            raise self._broken()
        self._parts = self._relations(book)
        listed = _Listed()
        self._feed(book, listed, whole=True)
        self._sheets: dict[str, str] = {}
        for title, relation in listed.sheets:
            kind, target = self._parts.get(relation, ("", ""))
            if kind.endswith(_WORKSHEET):
                self._sheets[title] = target

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of the worksheets, in their order."""
        return tuple(self._sheets)

    def rows(self, title: str) -> Iterator[SheetRow]:
        """The rows that hold any text, top to bottom. Raises KeyError for a title that is not there, Expected."""
        part = self._sheets[title]
        table = _Table(self._strings(), self._limits, lambda key: Expected(key, name=self._name, sheet=title))
        for _ in self._chunks(part, table):
            yield from table.take()
        yield from table.take()

    def _strings(self) -> list[str]:
        if self._shared is None:
            part = next(
                (target for kind, target in self._parts.values() if kind.endswith(_SHARED_STRINGS)), ""
            )
            shared = _SharedStrings(self._limits, self._too_large)
            if part:
                self._feed(part, shared)
            self._shared = shared.strings
        return self._shared

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What `part` points to: id -> (kind, part). A part without relations points to nothing."""
        folder, file = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        if relations not in self._archive.namelist():
            return {}
        found = _Relations(folder)
        self._feed(relations, found, whole=True)
        if found.outside:
            raise Expected("workbook_has_links", name=self._name)
        return found.targets

    def _feed(self, part: str, handler: ContentHandler, *, whole: bool = False) -> None:
        if whole and self._member(part).file_size > self._limits.small_member_bytes:
            raise self._too_large()
        for _ in self._chunks(part, handler):
            pass

    def _member(self, part: str) -> zipfile.ZipInfo:
        try:
            return self._archive.getinfo(part)
        except KeyError as cause:
            raise self._broken() from cause

    def _chunks(self, part: str, handler: ContentHandler) -> Iterator[None]:
        """Hand `part` to `handler`, and stop after each chunk so that its rows can be taken."""
        parser = DefusedExpatParser(forbid_dtd=True)
        parser.setContentHandler(handler)
        member = self._member(part)
        try:
            with self._archive.open(member) as stream:
                while chunk := self._read(stream):
                    parser.feed(chunk)
                    yield
                parser.close()
        except DefusedXmlException as cause:
            raise Expected("workbook_has_dtd", name=self._name) from cause
        except (
            SAXException,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            ValueError,
            LookupError,
            NotImplementedError,
        ) as cause:
            raise self._broken() from cause

    def _read(self, stream: IO[bytes]) -> bytes:
        if time.monotonic() > self._until:
            raise Expected("workbook_too_slow", name=self._name, seconds=round(self._limits.seconds))
        return stream.read(_CHUNK_BYTES)

    def _broken(self) -> Expected:
        return Expected("workbook_broken", name=self._name)

    def _too_large(self) -> Expected:
        return Expected(
            "workbook_unpacks_too_large", name=self._name, most=self._limits.unpacked_bytes // 1024**2
        )


class _Handler(ContentHandler):
    """Hands elements on by their local name, and refuses a nesting that no workbook has."""

    def __init__(self, deepest: int = 64) -> None:
        super().__init__()
        self._deepest = deepest
        self._depth = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX names it
        self._depth += 1
        if self._depth > self._deepest:
            raise ValueError("nested too deep")
        self.start(name.rpartition(":")[2] if ":" in name else name, attrs)

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX names it
        self._depth -= 1
        self.end(name.rpartition(":")[2] if ":" in name else name)

    def start(self, name: str, attrs: AttributesImpl) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""


class _Relations(_Handler):
    """A .rels part; `outside` when it points out of the workbook, but for hyperlinks, which nobody follows."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder = folder
        self.targets: dict[str, tuple[str, str]] = {}
        self.outside = False

    def start(self, name: str, attrs: AttributesImpl) -> None:
        if name != "Relationship":
            return
        kind, target = attrs.get("Type", ""), attrs.get("Target", "")
        if attrs.get("TargetMode", "Internal") != "Internal":
            self.outside = self.outside or not kind.endswith("/hyperlink")
            return
        part = posixpath.normpath(posixpath.join("/" + self._folder, target)).lstrip("/")
        self.targets[attrs.get("Id", "")] = (kind, part)


class _Listed(_Handler):
    """The workbook part: the sheets' titles with the relation that leads to each."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []

    def start(self, name: str, attrs: AttributesImpl) -> None:
        if name == "sheet":
            relation = next((attrs[key] for key in attrs.getNames() if key.rpartition(":")[2] == "id"), "")
            self.sheets.append((attrs.get("name", ""), relation))


class _Texts(_Handler):
    """Collects the text of `t` (and `v`) elements; what is said about pronunciation (`rPh`) is not the cell's."""

    def __init__(self, deepest: int) -> None:
        super().__init__(deepest)
        self._pieces: list[str] = []
        self._length = 0
        self._listening = False
        self._spoken = False

    def characters(self, content: str) -> None:
        """A piece of text, kept where it is a cell's."""
        if self._listening:
            self._length += len(content)
            if self._length > _LONGEST_STORED:
                raise ValueError("longer than a cell can be")
            self._pieces.append(content)

    def _begin(self) -> None:
        self._pieces.clear()
        self._length = 0

    def _text(self) -> str:
        return self._pieces[0] if len(self._pieces) == 1 else "".join(self._pieces)


class _SharedStrings(_Texts):
    """The texts that cells refer to by number."""

    def __init__(self, limits: WorkbookLimits, too_large: Callable[[], Expected]) -> None:
        super().__init__(limits.depth)
        self._limits = limits
        self._too_large = too_large
        self._characters = 0
        self.strings: list[str] = []

    def start(self, name: str, attrs: AttributesImpl) -> None:  # noqa: ARG002 - as the others
        if name == "si":
            self._begin()
        elif name == "rPh":
            self._spoken = True
        elif name == "t":
            self._listening = not self._spoken

    def end(self, name: str) -> None:
        if name == "t":
            self._listening = False
        elif name == "rPh":
            self._spoken = False
        elif name == "si":
            text = text_of_cell(self._text())
            self._characters += len(text)
            if (
                len(self.strings) >= self._limits.shared_strings
                or self._characters > self._limits.shared_characters
            ):
                raise self._too_large()
            self.strings.append(text)


class _Table(_Texts):
    """A worksheet part; finished rows wait to be taken."""

    def __init__(self, shared: list[str], limits: WorkbookLimits, refused: Callable[[str], Expected]) -> None:
        super().__init__(limits.depth)
        self._shared = shared
        self._most_columns = limits.columns
        self._refused = refused
        self._rows: list[SheetRow] = []
        self._row = 0
        self._column = 0
        self._kind = ""
        self._cells: dict[int, str] = {}
        self._numbers: tuple[int, ...] = ()

    def take(self) -> list[SheetRow]:
        """The rows that were finished since the last time."""
        rows, self._rows = self._rows, []
        return rows

    def start(self, name: str, attrs: AttributesImpl) -> None:
        if name == "c":
            self._start_cell(attrs)
        elif name in {"t", "v"}:
            self._listening = not self._spoken
        elif name == "row":
            number = int(attrs.get("r") or self._row + 1)
            if not self._row < number <= _LAST_ROW:
                raise ValueError("rows out of order")
            self._row, self._column, self._cells, self._numbers = number, 0, {}, ()
        elif name == "f":
            raise self._refused("workbook_has_formula")
        elif name == "rPh":
            self._spoken = True

    def _start_cell(self, attrs: AttributesImpl) -> None:
        self._pieces.clear()
        self._length = 0
        where = attrs.get("r")
        column = self._column + 1 if where is None else column_number(where)
        if column <= self._column:
            raise ValueError("cells out of order")
        self._column, self._kind = column, attrs.get("t", "n")

    def end(self, name: str) -> None:
        if name == "c":
            if self._pieces:
                self._end_cell()
        elif name in {"t", "v"}:
            self._listening = False
        elif name == "rPh":
            self._spoken = False
        elif name == "row" and self._cells:
            self._rows.append(SheetRow(self._row, self._cells, self._numbers))
            self._cells = {}

    def _end_cell(self) -> None:
        text = self._text()
        if self._kind == "s":
            number = int(text)
            if not 0 <= number < len(self._shared):
                raise ValueError("no such shared text")
            text = self._shared[number]
        elif self._kind in {"inlineStr", "str"}:
            text = text_of_cell(text)
        elif self._kind == "n":
            self._numbers += (self._column,)
        if text:
            if self._column > self._most_columns:
                raise self._refused("workbook_too_wide")
            self._cells[self._column] = text


def column_number(reference: str) -> int:
    """The column of a cell's reference, from 1: `AB12` is in column 28. Raises ValueError."""
    number = 0
    for character in reference:
        if not "A" <= character <= "Z":
            break
        number = 26 * number + ord(character) - 64
        if number > 16_384:
            break
    if not 0 < number <= 16_384:
        raise ValueError("no cell's reference")
    return number
