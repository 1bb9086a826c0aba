"""The bound book on paper: the register in its order, page x of y, every correction readable, the journal's head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPdfWriter

from db.model import Ledger, Page
from desktop.operations.bound_book import BoundBook, BoundEntry, BoundPage
from desktop.operations.work import Cancel, Progress, Report, never, stop_if, unheard
from desktop.printing import entry_text
from desktop.printing.flow import Face, Flow, Piece, face, shown, wrapped
from desktop.printing.paper import MM, MONO, SANS, drawing, pdf, translate

MARGIN_MM: Final = 12.0
_WIDTHS_MM: Final = (20.0, 44.0, 66.0, 72.0, 70.0)  # page and row, number, weapon, what happened, the rest
_GAP_MM: Final = 2.5
_HEAD_MM: Final = 9.0
_EVERY: Final = 200  # entries between two reports of progress


@dataclass(frozen=True, slots=True)
class _Faces:
    text: Face
    small: Face
    strong: Face
    mono: Face
    title: Face


def write_bound_book(bound: BoundBook, target: Path, report: Report = unheard, cancel: Cancel = never) -> int:
    """Write the book as PDF/A on A4 and return how many pages it has; a page of entries is in memory at a time.

    Works in any thread. Raises Expected("out_not_writable"), Cancelled; nothing is left at `target` then.
    """
    with drawing(), pdf(target, _title(bound), MARGIN_MM, landscape=True) as writer:
        faces = _Faces(
            face(writer, SANS, 8), face(writer, SANS, 7), face(writer, SANS, 8, bold=True),
            face(writer, MONO, 8.5, bold=True), face(writer, SANS, 15, bold=True),
        )  # fmt: skip
        counting = _Print(bound, writer, faces, None, 0)
        total = counting.whole(report, cancel)
        painter = QPainter(writer)
        try:
            _Print(bound, writer, faces, painter, total).whole(report, cancel)
        finally:
            painter.end()
    return total


class _Print:
    """One walk through the book: counting its pages, or drawing them."""

    def __init__(
        self, bound: BoundBook, writer: QPdfWriter, faces: _Faces, painter: QPainter | None, total: int
    ) -> None:
        self._bound = bound
        self._writer = writer
        self._faces = faces
        self._total = total
        self._drawing = painter is not None
        self._ledger: Ledger | None = None
        self._lefts = [sum(_WIDTHS_MM[:at]) * MM for at in range(len(_WIDTHS_MM))]
        self._flow = Flow(writer, painter, _HEAD_MM * MM, self._edges)

    def whole(self, report: Report, cancel: Cancel) -> int:
        """Walk from the first entry to the last; how many pages that takes."""
        self._opening()
        done = 0
        walks = 2 * self._bound.entries
        for page in self._bound.pages():
            if page.ledger != self._ledger:
                self._ledger = page.ledger
                self._flow.turn()
                self._line(self._faces.title, _book(page.ledger))
                self._flow.space(2 * MM)
            self._page(page)
            before, done = done, done + len(page.entries)
            if before // _EVERY != done // _EVERY:
                stop_if(cancel)
                walked = done + self._drawing * self._bound.entries
                report(Progress(walked, walks, "progress_bound_book"))
        self._flow.room(2 * self._faces.text.line)
        self._flow.space(2 * MM)
        self._line(self._faces.strong, translate("Bound book", "End. Entries: {count}").format(count=done))
        return self._flow.page

    def _opening(self) -> None:
        """What this is, of when and by whom, before the first entry."""
        bound, faces = self._bound, self._faces
        self._line(faces.title, _title(bound))
        self._flow.space(3 * MM)
        lines = [
            (translate("Bound book", "Armoury"), f"{bound.armoury.name} ({bound.armoury.code})"),
            (translate("Bound book", "Entries"), str(bound.entries)),
            (translate("Bound book", "Printed (UTC), by"), f"{bound.made_at}, {bound.made_by}"),
            (translate("Bound book", "Journal: entry"), str(bound.journal_number)),
            (translate("Bound book", "Journal: head"), bound.journal_head),
            (translate("Bound book", "Books"), "; ".join(_book(ledger) for ledger in bound.books) or "—"),
            (
                translate("Bound book", "What it is"),
                translate(
                    "Bound book",
                    "Every entry that was filed, in the order of the books, their pages and rows. An entry stands as "
                    "it is now; below it stand its corrections, each with what was there before, when, by whom and "
                    "why. Struck entries are kept. Signs without a shape are written ‹U+…›. The journal's head above "
                    "proves which state of the register this is.",
                ),
            ),
        ]
        for name, text in lines:
            self._columns([(0, faces.strong, (name,), 40.0), (40 * MM, faces.text, (shown(text),), 220.0)])
            self._flow.space(1 * MM)

    def _page(self, page: BoundPage) -> None:
        heading = translate("Bound book", "Page {page}").format(page=_page_name(page.page))
        self._flow.room(6 * self._faces.text.line)
        self._flow.space(1.5 * MM)
        self._line(self._faces.strong, f"{heading}   {shown(page.page.source)}")
        for entry in page.entries:
            self._entry(page.page, entry)

    def _entry(self, page: Page, entry: BoundEntry) -> None:
        record, faces = entry.record, self._faces
        texts = (
            (f"{page.position} / {entry.row}",), entry_text.numbers(entry), (entry_text.weapon(record),),
            entry_text.happened(record), entry_text.rest(record),
        )  # fmt: skip
        used = (faces.text, faces.mono, faces.text, faces.text, faces.text)
        columns = [
            Piece(left, chosen, self._wrapped(lines, chosen, width - _GAP_MM))
            for left, chosen, lines, width in zip(self._lefts, used, texts, _WIDTHS_MM, strict=True)
        ]
        below = self._wrapped(tuple(entry_text.notes(entry, self._bound.people)), faces.small, 250.0)
        high = max(len(piece.lines) for piece in columns) * faces.mono.line + len(below) * faces.small.line
        self._flow.room(min(high + 1 * MM, self._writer.height() * 0.8))
        self._flow.rule()
        self._flow.space(0.5 * MM)
        self._flow.put(columns)
        if below:
            self._flow.put([Piece(self._lefts[1], faces.small, below)])
        self._flow.space(0.5 * MM)

    def _line(self, chosen: Face, text: str) -> None:
        self._columns([(0, chosen, (text,), 270.0)])

    def _columns(self, columns: Sequence[tuple[float, Face, tuple[str, ...], float]]) -> None:
        self._flow.put(
            [
                Piece(left, chosen, self._wrapped(texts, chosen, width))
                for left, chosen, texts, width in columns
            ]
        )

    def _wrapped(self, texts: Sequence[str], chosen: Face, width_mm: float) -> tuple[str, ...]:
        return tuple(line for text in texts for line in wrapped(text, chosen, width_mm * MM, self._writer))

    def _edges(self, painter: QPainter, number: int) -> None:
        """What stands on every page: whose book, the columns' names, who printed it when, page x of y."""
        bound, faces = self._bound, self._faces
        width, foot = self._writer.width(), self._writer.height() - 3 * MM
        painter.setFont(faces.small.font)
        middle = _book(self._ledger) if self._ledger else _title(bound)
        painter.drawText(QPointF(0, 2 * MM), f"{bound.armoury.name} ({bound.armoury.code}) · {middle}")
        if self._ledger:
            for left, name in zip(self._lefts, _heads(), strict=True):
                painter.drawText(QPointF(left, 6.5 * MM), name)
            painter.fillRect(QRectF(0, 7.5 * MM, width, 0.3 * MM), Qt.GlobalColor.black)
        said = translate(
            "Bound book", "Printed {at} (UTC) by {who} · journal entry {number}, head {head}…"
        ).format(
            at=bound.made_at, who=bound.made_by, number=bound.journal_number, head=bound.journal_head[:24]
        )
        painter.drawText(QPointF(0, foot), said)
        count = translate("Bound book", "Page {number} of {total}").format(number=number, total=self._total)
        painter.drawText(QPointF(width - faces.small.metrics.horizontalAdvance(count), foot), count)


def _title(bound: BoundBook) -> str:
    title = translate("Bound book", "The register as a bound book")
    practice = translate("Bound book", "PRACTICE — {title}").format(title=title)
    return practice if bound.armoury.practice else title


def _book(ledger: Ledger) -> str:
    return translate("Bound book", "Book {number}: {title}").format(
        number=ledger.number, title=shown(ledger.title)
    )


def _page_name(page: Page) -> str:
    if page.folio and page.folio != str(page.position):
        return translate("Bound book", "{position} (number on the paper: {folio})").format(
            position=page.position, folio=shown(page.folio)
        )
    return str(page.position)


def _heads() -> tuple[str, ...]:
    return (
        translate("Bound book", "Page / row"),
        translate("Bound book", "Serial number"),
        translate("Bound book", "Weapon"),
        translate("Bound book", "What happened"),
        translate("Bound book", "Marks, holder, remarks"),
    )
