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
from collections.abc import Iterator
from typing import IO, Final
from xml.sax import SAXException

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from db.errors import Expected
from desktop.exchange.archive import open_archive
from desktop.exchange.limits import WORKBOOK, WorkbookLimits
from desktop.exchange.sheet_parts import ListedSheets, PartHandler, Relations, SharedStrings, SheetRow, Table

_CHUNK_BYTES: Final = 64 * 1024
_WORKSHEET = "/worksheet"
_SHARED_STRINGS = "/sharedStrings"


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
        listed = ListedSheets()
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
        table = Table(self._strings(), self._limits, lambda key: Expected(key, name=self._name, sheet=title))
        for _ in self._chunks(part, table):
            yield from table.take()
        yield from table.take()

    def _strings(self) -> list[str]:
        if self._shared is None:
            part = next(
                (target for kind, target in self._parts.values() if kind.endswith(_SHARED_STRINGS)), ""
            )
            shared = SharedStrings(self._limits, self._too_large)
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
        found = Relations(folder)
        self._feed(relations, found, whole=True)
        if found.outside:
            raise Expected("workbook_has_links", name=self._name)
        return found.targets

    def _feed(self, part: str, handler: PartHandler, *, whole: bool = False) -> None:
        if whole and self._member(part).file_size > self._limits.small_member_bytes:
            raise self._too_large()
        for _ in self._chunks(part, handler):
            pass

    def _member(self, part: str) -> zipfile.ZipInfo:
        try:
            return self._archive.getinfo(part)
        except KeyError as cause:
            raise self._broken() from cause

    def _chunks(self, part: str, handler: PartHandler) -> Iterator[None]:
        """Hand `part` to `handler`, and stop after each chunk so that its rows can be taken."""
        parser = DefusedExpatParser(forbid_dtd=True)
        parser.setContentHandler(handler)
        member = self._member(part)
        silent, heard = 0, 0
        try:
            with self._archive.open(member) as stream:
                while chunk := self._read(stream):
                    parser.feed(chunk)
                    silent = silent + len(chunk) if handler.heard == heard else 0
                    heard = handler.heard
                    if silent > self._limits.silence_bytes:
                        raise self._broken()
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
