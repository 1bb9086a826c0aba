"""Records: every weapon and event that was filed, found by what is known of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from db.errors import Expected
from desktop.fields.confusions import Confusions
from desktop.operations import finding, searching
from desktop.operations.finding import Found, Query
from desktop.operations.session import Session
from desktop.ui.actions import Where
from desktop.ui.bindings import button
from desktop.ui.controls import footer, label
from desktop.ui.records.asking import Asking
from desktop.ui.records.crops import Crops
from desktop.ui.records.table import RecordsTable, RecordsView
from desktop.ui.screen import Screen
from desktop.ui.seat import Seat
from desktop.ui.words import count, sentence, translate

SHOWN = 200
"""More than these nobody reads through; a few letters of the serial narrow them down."""
_Answer = tuple[tuple[str, str, str], tuple[Found, ...], int, Confusions]


class RecordsScreen(Screen):
    """A box to type into, and what is found."""

    where = Where.RECORDS

    wants_page = Signal(str, int)
    """Show a page, the cursor in a row."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        actions = self.can({"open_record": self._open, "clear_search": self._clear})
        self.asking = Asking()
        self.asking.changed.connect(self._ask)
        self._known: Confusions | None = None
        self._how_many = label("", "muted")
        self.crops = Crops(seat.view, self)
        self.table = RecordsTable(seat.look, self.crops, self)
        self._view = RecordsView(self.table)
        self._view.doubleClicked.connect(self._open)
        self._view.verticalScrollBar().valueChanged.connect(self._want_paper)
        self._empty = label("", "empty", wraps=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._primary = button(actions["open_record"], seat.commands, primary=True)
        self._lay_out()

    def enter(self) -> None:
        """Look again, with what is typed."""
        self.titled.emit(translate("Records", "Records"))
        self._known = None
        self._ask()
        self.asking.serial.setFocus()

    def start_search(self) -> None:
        """Begin to type."""
        self.asking.begin()

    def help_lines(self) -> tuple[str, ...]:
        """What F1 says beside the keys."""
        return (
            translate(
                "Records",
                "Type a part of a serial number; punctuation and capitals do not matter. Down goes into the list.",
            ),
            translate(
                "Records",
                "? stands for one character that is not known and * for several. What looks alike is found too, and "
                "says so.",
            ),
            translate("Records", "Enter shows the record on the page that it came from."),
        )

    def _ask(self) -> None:
        texts = self.asking.texts()
        try:
            query = self.asking.query()
        except Expected as odd:
            self._show_nothing(sentence(odd))
            return
        known = self._known

        def work(session: Session) -> _Answer:
            confused = finding.confusions(session) if known is None else known
            found = finding.find(session, query, SHOWN, confused)
            return texts, found, searching.count(session), confused

        self.seat.desk.ask(work, self._show, self.failed.emit)

    def _show(self, answer: _Answer) -> None:
        texts, found, whole, self._known = answer
        if texts != self.asking.texts():
            return  # more was typed meanwhile; its answer is on the way
        asked = self.asking.query() != Query()
        self.table.show_found(found)
        if found:
            self._view.selectRow(0)
            self._stack.setCurrentWidget(self._view)
            self._want_paper()
        else:
            self._show_nothing(
                translate(
                    "Records",
                    "No record is like that. Try fewer characters, or ? in place of one that is not sure.",
                )
                if asked
                else translate(
                    "Records",
                    "Nothing is filed yet. A page's rows become records when it is finished in Review.",
                )
            )
        self._how_many.setText(
            translate("Records", "Shown: {shown} of {whole}").format(
                shown=count(len(found)), whole=count(whole)
            )
        )
        self.enable(open_record=bool(found), clear_search=asked)

    def _show_nothing(self, why: str) -> None:
        self.table.show_found(())
        self._empty.setText(why)
        self._stack.setCurrentWidget(self._empty)
        self.enable(open_record=False, clear_search=True)

    def _want_paper(self) -> None:
        self.crops.want(self.table.found[row].hit.record for row in self._view.rows_in_sight())

    def _clear(self) -> None:
        self.asking.clear()
        self.asking.serial.setFocus()

    def _open(self, _index: object = None) -> None:
        row = self._view.currentIndex().row()
        if 0 <= row < len(self.table.found):
            hit = self.table.found[row].hit
            self.wants_page.emit(hit.record.page_id, hit.row_number)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 12)
        whole.setSpacing(10)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self.asking, 1)
        top.addWidget(self._how_many)
        whole.addLayout(top)
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._empty)
        whole.addWidget(self._stack, 1)
        whole.addLayout(footer(primary=self._primary))
        self.setTabOrder(self.asking, self._view)
