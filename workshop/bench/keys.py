"""`python -m workshop.bench keys`: how many keys a row the desk takes, and how many screens a page, in each lens.

A scripted clerk sits before the real window (without a screen): presses keys only, reads the truth, makes no errors,
and settles every cell of the sample ledger as it stands on the paper. Beside it, on the same pages, what typing the
rows into an empty form takes (each value and one key to go on; a mark for "same" as it is written), and what
correcting the same readings cell by cell in a spreadsheet takes (arrows to each wrong cell, its value, Enter; nobody
keeps there that the others were seen). With `--data`, pages that are drawn from the strokes of writers whom the reader
never saw.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.model import CellState, PageState
from desktop.fields.forms import load_form
from desktop.operations import books, importing, practice, reading
from desktop.operations.rescans import all_current_pages
from desktop.operations.review import review_page
from desktop.operations.session import Session
from desktop.operations.views import CellView
from desktop.operations.workplace import workplace
from desktop.ui.program import begin
from desktop.ui.review.other_readings import choices
from desktop.ui.review.screen import ReviewScreen
from desktop.ui.visit import Visit
from workshop.bench._waiting import wait
from workshop.bench.ledger import FORM, drawn_pages
from workshop.draw.overlap import iou
from workshop.draw.strokes import writers
from workshop.draw.truth import CellTruth, PageTruth

LENSES = ("row", "column", "doubts", "characters")


@dataclass(slots=True)
class Counted:
    """What one way of working took."""

    keys: int = 0
    rows: int = 0
    pages: int = 0
    screens: int = 0
    right: int = 0
    cells: int = 0

    def line(self, name: str, typed: int) -> str:
        """One line of the table."""
        share = f"{self.keys / typed:.0%}" if typed else "-"
        right = f"{self.right}/{self.cells}" if self.cells else "-"
        screens = f"{self.screens / self.pages:.1f}" if self.screens else "-"
        return f"| {name} | {self.keys / max(self.rows, 1):.1f} | {screens} | {share} | {right} |"


@dataclass(slots=True)
class Clerk:
    """Reads the truth and presses keys."""

    visit: Visit
    review: ReviewScreen
    truth: Mapping[str, CellTruth]  # by cell
    counted: Counted = field(default_factory=Counted)
    _seen: float = -1.0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key, counted; what it changes on the screen is looked at."""
        target = self.visit.window.focusWidget() or self.visit.window
        QTest.keyClick(target, key, modifier)
        self.counted.keys += 1
        self._look()

    def type(self, text: str) -> None:
        """A text, key by key."""
        QTest.keyClicks(self.visit.window.focusWidget() or self.visit.window, text)
        self.counted.keys += len(text)

    def works(self, lens: str) -> None:
        """Settle the page through a lens; what the lens does not show is settled row by row."""
        control = Qt.KeyboardModifier.ControlModifier
        if lens != "row":
            at = {"column": Qt.Key.Key_2, "characters": Qt.Key.Key_3, "doubts": Qt.Key.Key_4}[lens]
            self.press(at, control)
        if lens == "characters":
            self._signs()
            self.press(Qt.Key.Key_1, control)
            self._idle()
            self.review.checking.go(
                self.review.checking.sheet.first() if self.review.checking.sheet else None
            )
        elif lens == "doubts":
            self._enters(only_doubts=True)
            self.press(Qt.Key.Key_1, control)
        self._enters(only_doubts=False)
        self._what_was_passed()
        self._idle()
        sheet = self.review.checking.sheet
        for row in sheet.rows if sheet else ():
            for view in row:
                if view.cell.id in self.truth:
                    self.counted.cells += 1
                    self.counted.right += _right(view, self.truth[view.cell.id])

    def _enters(self, *, only_doubts: bool) -> None:
        checking = self.review.checking
        while checking.sheet is not None:
            left = checking.sheet.doubts() if only_doubts else checking.sheet.to_check()
            if not left:
                return
            self._settle()
            if self.counted.keys > 100_000:
                raise RuntimeError("the clerk does not come to an end")

    def _settle(self) -> None:
        """The cell under the cursor, as the paper has it."""
        view = self.review.checking.view()
        true = self.truth.get(view.cell.id)
        if true is not None and not _right(view, true):
            if true.state is CellState.BLANK:
                self.press(Qt.Key.Key_F8)
                return
            self._write(true.as_written, view)
        self.press(Qt.Key.Key_Return)

    def _write(self, text: str, view: CellView) -> None:
        """The fewest keys of: the readings that F6 offers, one character over the selected one, the whole anew."""
        editor = self.review.lens.editor()
        shown = editor.text()
        offered = [choice.text for choice in choices(view, shown, editor.caret())]
        start, selected = editor.selectionStart(), editor.selectedText()
        over = shown[:start] + "\0" + shown[start + len(selected) :] if start >= 0 else ""
        head, _, tail = over.partition("\0")
        fits = bool(over) and text.startswith(head) and text.endswith(tail) and len(text) >= len(head + tail)
        typed = text[len(head) : len(text) - len(tail)] if fits else text
        if text in offered and offered.index(text) + 1 <= len(typed):
            for _ in range(offered.index(text) + 1):
                self.press(Qt.Key.Key_F6)
        elif fits:
            self.type(typed)
        else:
            self.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            self.type(text)

    def _what_was_passed(self) -> None:
        """What passed and is wrong: the clerk reads the whole page and goes there."""
        checking = self.review.checking
        sheet = checking.sheet
        if sheet is None:
            return
        wrong = [
            (row, at)
            for row, cells in enumerate(sheet.rows)
            for at, view in enumerate(cells)
            if view.cell.id in self.truth and not _right(view, self.truth[view.cell.id])
        ]
        for row, at in wrong:
            while checking.spot.row != row and self.review.lens is self.review.lenses.row:
                self.press(Qt.Key.Key_Down if checking.spot.row < row else Qt.Key.Key_Up)
            if self.review.lens is not self.review.lenses.row:
                self.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
                while checking.spot.row != row:
                    self.press(Qt.Key.Key_Down if checking.spot.row < row else Qt.Key.Key_Up)
            while checking.spot.column != at:
                forward = checking.spot.column < at
                self.press(
                    Qt.Key.Key_Tab if forward else Qt.Key.Key_Backtab,
                    Qt.KeyboardModifier.NoModifier if forward else Qt.KeyboardModifier.ShiftModifier,
                )
            self._settle()

    def _signs(self) -> None:
        """Every class of characters: the odd ones out are typed over, a screen is confirmed with one key."""
        self._idle()
        signs = self.review.characters
        while signs.model.glyphs:
            self.counted.screens += 1
            for at, glyph in enumerate(signs.grid.in_sight()):
                true = self.truth.get(glyph.cell_id)
                wanted = true.as_written if true is not None else glyph.written
                if len(wanted) != len(glyph.written) or wanted[glyph.at] == glyph.sign:
                    continue
                while signs.model.number(signs.grid.currentIndex()) < at:
                    self.press(Qt.Key.Key_Right)
                self.type(wanted[glyph.at])
            self.press(Qt.Key.Key_Return)
        self._idle()

    def _look(self) -> None:
        """Another part of the page is another screen."""
        lens = self.review.lens
        rows = self.review.lenses.row
        now = rows.strip.offset().y() if lens is rows else float(lens.lines.verticalScrollBar().value())  # type: ignore[attr-defined]  # all other lenses have lines
        if now != self._seen:
            self.counted.screens += 1
            self._seen = now

    def _idle(self) -> None:
        wait(self.visit.desk.idle)


def _right(view: CellView, true: CellTruth) -> bool:
    if true.state is not CellState.READ:
        return view.state is true.state
    return view.state is CellState.READ and view.as_written == true.as_written


def _truths(session: Session, folder: Path) -> dict[str, dict[str, CellTruth]]:
    """For each page the truth of its cells: of each the one that lies most upon it."""
    answers = {}
    for page in all_current_pages(session):
        path = folder / f"{Path(page.source).stem}.json"
        if page.state is not PageState.READ or not path.is_file():
            continue
        truth = PageTruth.from_json(path.read_text("utf-8"))
        cells = [view for row in review_page(session, page.id).rows for view in row.cells]
        found = {}
        for true in (cell for row in truth.rows for cell in row.cells):
            near = [view for view in cells if view.column.name == true.column]
            best = max(near, key=lambda view: iou(view.cell.quad, true.quad), default=None)
            if best is not None and iou(best.cell.quad, true.quad) >= 0.5:
                found[best.cell.id] = true
        answers[page.id] = found
    return answers


def _typing(truths: Mapping[str, Mapping[str, CellTruth]]) -> int:
    return sum(len(true.as_written) + 1 for cells in truths.values() for true in cells.values())


def _spreadsheet(pages: Sequence[tuple[Sequence[Sequence[CellView]], Mapping[str, CellTruth]]]) -> int:
    keys = 0
    for rows, truth in pages:
        at = (0, 0)
        for row, cells in enumerate(rows):
            for column, view in enumerate(cells):
                true = truth.get(view.cell.id)
                if true is None or _right(view, true):
                    continue
                keys += abs(row - at[0]) + abs(column - at[1]) + max(len(true.as_written), 1) + 1
                at = (row + 1, column)
    return keys


def _measure(home: Path, truth_folder: Path, only: str, pages: int, lenses: Sequence[str]) -> None:
    """Read the register's pages once; work through a copy of it in each lens; print the table."""
    place = workplace({**os.environ, "LEDGERMARK_HOME": str(home)})
    session = practice.open_practice(place)
    wanted = [page for page in all_current_pages(session) if only in page.source][:pages]
    for page in wanted:
        reading.read_page(session, page.id)
    ids = {page.id for page in wanted}
    truths = {page: cells for page, cells in _truths(session, truth_folder).items() if page in ids}
    shown = {page: review_page(session, page) for page in truths}
    session.close()
    rows = sum(
        any(view.cell.id in truths[page] for view in row.cells) for page in shown for row in shown[page].rows
    )
    typed = _typing(truths)
    sheets = [([list(row.cells) for row in shown[page].rows], truths[page]) for page in shown]
    print(f"{len(truths)} pages, {rows} rows, {sum(map(len, truths.values()))} cells")
    print("| Way | keys a row | screens a page | of typing | cells right |")
    print("|---|---|---|---|---|")
    print(Counted(typed, rows).line("typing into an empty form", typed))
    print(Counted(_spreadsheet(sheets), rows).line("correcting in a spreadsheet", typed), flush=True)
    for lens in lenses:
        copy = home.with_name(f"{home.name} {lens}")
        shutil.copytree(home, copy)
        print(_work(copy, truths, lens, rows).line(f"{lens} lens", typed), flush=True)


def _work(home: Path, truths: Mapping[str, Mapping[str, CellTruth]], lens: str, rows: int) -> Counted:
    application = QApplication.instance() or QApplication(["ledgermark"])
    visit = begin(application, {**os.environ, "LEDGERMARK_HOME": str(home)}, practice=True)  # type: ignore[arg-type]  # the one instance is a QApplication
    wait(lambda: visit.room is not None)
    room = visit.room
    if room is None:
        raise RuntimeError("the practice register did not open")
    room.reading.stop()
    visit.window.resize(1366, 768)
    visit.window.activateWindow()
    wait(visit.window.isActiveWindow)
    whole = Counted(rows=rows, pages=len(truths))
    for page_id, truth in truths.items():
        _open(visit, room.review, page_id)
        Clerk(visit, room.review, truth, whole).works(lens)
    visit.leave_now()
    visit.put_away()
    return whole


def _open(visit: Visit, review: ReviewScreen, page_id: str) -> None:
    review.look_through(review.lenses.row)
    review.show_page(page_id)
    wait(lambda: review.page_id() == page_id and visit.desk.idle() and visit.view.idle())


def _drawn(folder: Path, data: Path, count: int) -> Path:
    """A practice register whose one book is drawn by hands that the reader never saw; where its truth lies."""
    place = workplace({**os.environ, "LEDGERMARK_HOME": str(folder / "hand")})
    session = practice.open_practice(place)
    form = load_form(place.places.resources / "forms" / f"{FORM}.toml")
    book = books.new_book(session, "Drawn by hand", form)
    truth = folder / "truth"
    truth.mkdir()
    pens = writers(data, "validation")
    for at, page in enumerate(drawn_pages("handwritten scanned", count, form, pens, 11)):
        path = folder / f"drawn-{at}.png"
        cv2.imwrite(str(path), np.ascontiguousarray(page.pixels))
        (truth / f"drawn-{at}.json").write_text(page.truth.to_json(), "utf-8")
        importing.import_pictures(session, book.id, [path], all_new=True)
    session.close()
    return truth


def main(argv: list[str]) -> int:
    """Print a table for the sample ledger, and one for drawn handwriting where there are strokes."""
    parser = argparse.ArgumentParser(prog="python -m workshop.bench keys", description=__doc__)
    parser.add_argument("--only", default="typed", help="only sample pages whose name holds this")
    parser.add_argument("--pages", type=int, default=11, help="so many pages at most")
    parser.add_argument("--lens", choices=LENSES, action="append", help="only this lens")
    parser.add_argument(
        "--data", default=os.environ.get("LEDGERMARK_DATA", ""), help="folder with writers' strokes"
    )
    parser.add_argument("--drawn", type=int, default=3, help="so many handwritten pages")
    asked = parser.parse_args(argv)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    lenses = asked.lens or LENSES
    resources = workplace(os.environ).places.resources
    with tempfile.TemporaryDirectory() as folder:
        if asked.pages:
            print("sample ledger, typed" if asked.only == "typed" else "sample ledger")
            _measure(Path(folder) / "sample", resources / "samples", asked.only, asked.pages, lenses)
        if asked.data and asked.drawn:
            print("drawn from strokes of writers that the reader never saw")
            truth = _drawn(Path(folder), Path(asked.data), asked.drawn)
            _measure(Path(folder) / "hand", truth, "drawn-", asked.drawn, lenses)
    return 0
