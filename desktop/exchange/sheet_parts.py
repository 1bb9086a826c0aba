"""What each part of a workbook says, heard from defusedxml's parser element by element."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from db.errors import Expected
from desktop.exchange.celltext import MOST_CHARACTERS, text_of_cell
from desktop.exchange.limits import WorkbookLimits

_LAST_ROW: Final = 1_048_576
_LONGEST_STORED: Final = 7 * MOST_CHARACTERS  # every character escaped


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a sheet: its number as the spreadsheet program shows it, and its texts by column, from 1.

    `numbers` are the columns whose cell was a number, so that its text may have lost leading zeros.
    """

    number: int
    texts: Mapping[int, str]
    numbers: tuple[int, ...] = ()


class PartHandler(ContentHandler):
    """Hands elements on by their local name, and refuses a nesting that no workbook has."""

    def __init__(self, deepest: int = 64) -> None:
        super().__init__()
        self._deepest = deepest
        self._depth = 0
        self.heard = 0  # elements that began or ended, pieces of text

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX names it
        """SAX hands over an element that begins."""
        self._depth += 1
        self.heard += 1
        if self._depth > self._deepest:
            raise ValueError("nested too deep")
        self.start(name.rpartition(":")[2] if ":" in name else name, attrs)

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX names it
        """SAX hands over an element that ends."""
        self._depth -= 1
        self.heard += 1
        self.end(name.rpartition(":")[2] if ":" in name else name)

    def characters(self, content: str) -> None:  # noqa: ARG002 - SAX names it
        """SAX hands over a piece of text."""
        self.heard += 1

    def start(self, name: str, attrs: AttributesImpl) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""


class Relations(PartHandler):
    """A .rels part; `outside` when it points out of the workbook, but for hyperlinks, which nobody follows."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder = folder
        self.targets: dict[str, tuple[str, str]] = {}
        self.outside = False

    def start(self, name: str, attrs: AttributesImpl) -> None:
        """Take a relation."""
        if name != "Relationship":
            return
        kind, target = attrs.get("Type", ""), attrs.get("Target", "")
        if attrs.get("TargetMode", "Internal") != "Internal":
            self.outside = self.outside or not kind.endswith("/hyperlink")
            return
        part = posixpath.normpath(posixpath.join("/" + self._folder, target)).lstrip("/")
        self.targets[attrs.get("Id", "")] = (kind, part)


class ListedSheets(PartHandler):
    """The workbook part: the sheets' titles with the relation that leads to each."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []

    def start(self, name: str, attrs: AttributesImpl) -> None:
        """Take a sheet."""
        if name == "sheet":
            relation = next((attrs[key] for key in attrs.getNames() if key.rpartition(":")[2] == "id"), "")
            self.sheets.append((attrs.get("name", ""), relation))


class TextHandler(PartHandler):
    """Collects the text of `t` (and `v`) elements; what is said about pronunciation (`rPh`) is not the cell's."""

    def __init__(self, deepest: int) -> None:
        super().__init__(deepest)
        self._pieces: list[str] = []
        self._length = 0
        self._listening = False
        self._spoken = False

    def characters(self, content: str) -> None:
        """A piece of text, kept where it is a cell's."""
        self.heard += 1
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


class SharedStrings(TextHandler):
    """The texts that cells refer to by number."""

    def __init__(self, limits: WorkbookLimits, too_large: Callable[[], Expected]) -> None:
        super().__init__(limits.depth)
        self._limits = limits
        self._too_large = too_large
        self._characters = 0
        self.strings: list[str] = []

    def start(self, name: str, attrs: AttributesImpl) -> None:  # noqa: ARG002 - as the others
        """Begin a text, or listen to a piece of it."""
        if name == "si":
            self._begin()
        elif name == "rPh":
            self._spoken = True
        elif name == "t":
            self._listening = not self._spoken

    def end(self, name: str) -> None:
        """Keep a text that is whole."""
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


class Table(TextHandler):
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
        """Begin a row or a cell, or listen to a piece of its text."""
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
        """Keep a cell or a row that is whole."""
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
