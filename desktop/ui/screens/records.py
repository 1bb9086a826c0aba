"""Records: every weapon and event that was filed, found by what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from db.errors import Expected
from db.model import Ledger
from desktop.fields.confusions import Confusions
from desktop.operations import everything, finding, searching
from desktop.operations.bound_book import on_the_shelf
from desktop.operations.cell_history import record_history
from desktop.operations.finding import Found, How, Query
from desktop.operations.rights import may
from desktop.operations.session import Session
from desktop.operations.views import RecordHit
from desktop.ui.actions import Where
from desktop.ui.bindings import button
from desktop.ui.controls import footer, label
from desktop.ui.dialogs.cell_history import CellHistory
from desktop.ui.more import Groups, MoreMenu
from desktop.ui.records.amend import Amend
from desktop.ui.records.asking import Asking
from desktop.ui.records.beside import NOWHERE, Beside
from desktop.ui.records.crops import Crops
from desktop.ui.records.on_paper import OnPaper
from desktop.ui.records.table import RecordsTable, RecordsView
from desktop.ui.screen import Screen
from desktop.ui.seat import Seat
from desktop.ui.words import count, sentence, translate

SHOWN = 200
"""So many are asked for first. Where nothing is asked, all others follow when they come into sight."""
AT_ONCE = 3
"""Blocks of lines on their way at one time."""
_Answer = tuple[tuple[str, str, str], tuple[Found, ...], int, Confusions]


class RecordsScreen(Screen):
    """A box to type into, and what is found."""

    where = Where.RECORDS

    wants_page = Signal(str, int)
    """Show a page, the cursor in a row."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        self.crops = Crops(seat.view, self)
        self.beside = Beside(seat, self.crops)
        beside = self.beside
        actions = self.can(
            {
                "open_record": self._open,
                "clear_search": self._clear,
                "show_history": self._history,
                "show_pairs": beside.show_pairs,
                "show_findings": self._findings,
                "show_readiness": beside.show_readiness,
                "show_traces": beside.show_traces,
                "pair_same": partial(beside.judge, "same"),
                "pair_different": partial(beside.judge, "different"),
                "pair_misread": partial(beside.judge, "reading_error"),
                "pair_later": partial(beside.judge, "later"),
                "pair_open": beside.take_back,
                "trace_sheet": self._sheet,
                "on_paper": self._on_paper,
                "amend_record": self._amend,
                "record_history": self._said,
                "record_lacks": self._lacks,
                "show_quantities": beside.show_quantities,
                "record_more": MoreMenu(self, menu_groups).show_menu,
                "new_trace": beside.new_trace,
                "trace_step": beside.trace_step,
            }
        )
        beside.came.connect(self._beside_came)
        beside.moved.connect(self._enable)
        beside.told.connect(self.told)
        beside.failed.connect(self.failed)
        beside.listing.opened.connect(self._open)
        self.asking = Asking()
        self.asking.changed.connect(self._ask)
        self._known: Confusions | None = None
        self._asked = False
        self._whole = 0  # records of the register
        self._turn = 0  # of answers that were shown
        self._asked_for: set[int] = set()  # blocks on their way
        self._how_many = label("", "muted")
        self.table = RecordsTable(seat.look, self.crops, self)
        self._view = RecordsView(self.table)
        self._view.doubleClicked.connect(self._open)
        self._view.verticalScrollBar().valueChanged.connect(self._want_paper)
        self._empty = label("", "empty", wraps=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._primary = button(actions["open_record"], seat.commands, primary=True)
        self._others = tuple(
            button(actions[name], seat.commands)
            for name in (
                "show_history",
                "show_pairs",
                "show_findings",
                "show_readiness",
                "show_traces",
            )
        )
        self._of_line = tuple(
            button(actions[name], seat.commands)
            for name in (
                *("pair_same", "pair_different", "pair_misread", "pair_later", "pair_open"),
                *("amend_record", "new_trace", "trace_step", "trace_sheet", "on_paper", "record_more"),
            )
        )
        self._rarer = self._of_line[-3:-1]
        self._lay_out()
        self._enable()

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
        keys = self.seat.key_names
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
            translate("Records", "{open_record} shows the record on the page that it came from.").format(
                **keys
            ),
            translate(
                "Records",
                "{show_history} shows every entry of the weapon in order of time. Entries that look like it stand "
                "below them; look at the paper, then {pair_same} joins one. Nothing is ever merged, and {pair_open} "
                "takes back what was said.",
            ).format(**keys),
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
            self._view.setCurrentIndex(self.table.index(0, 0))  # `selectRow` fails from right to left
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
        self._whole = whole
        self._turn += 1
        self._asked_for.clear()
        self._say_how_many()
        if not asked and whole > len(found):
            self.seat.view.ask(everything.places, partial(self._all_came, self._turn), self.failed.emit)
        self._asked = asked
        self._enable()

    def _show_nothing(self, why: str) -> None:
        self.table.show_found(())
        self._empty.setText(why)
        self._stack.setCurrentWidget(self._empty)
        self._asked = True
        self._enable()

    def _want_paper(self) -> None:
        rows = self._view.rows_in_sight()
        self.crops.want(line.hit.record for row in rows if (line := self.table.line(row)) is not None)
        for block, places in self.table.missing(rows).items():
            # Whoever drags through a million lines asks for none that is out of sight when its turn comes.
            if block not in self._asked_for and len(self._asked_for) < AT_ONCE:
                self._asked_for.add(block)
                came = partial(self._block_came, self._turn, block)
                self.seat.desk.ask(partial(_lines_at, places), came, self.failed.emit)

    def _block_came(self, asked: int, block: int, found: tuple[Found, ...]) -> None:
        if asked != self._turn:
            return
        self._asked_for.discard(block)
        self.table.show_block(block, found)
        self._want_paper()
        self._enable()

    def _all_came(self, asked: int, places: Sequence[int]) -> None:
        """Where every record is; an answer to what was asked before is let go."""
        if asked == self._turn and len(places) == self._whole:
            self.table.show_all(places)
            self._say_how_many()

    def _say_how_many(self) -> None:
        said = translate("Records", "Shown: {shown} of {whole}")
        self._how_many.setText(said.format(shown=count(self.table.rowCount()), whole=count(self._whole)))

    def _clear(self) -> None:
        """Back from a list to the records found; from those to all."""
        if self._is_beside():
            self._show_found()
            return
        self.asking.clear()
        self.asking.serial.setFocus()

    def _show_found(self) -> None:
        self._stack.setCurrentWidget(self._view if self.table.found else self._empty)
        self._view.setFocus()
        self._enable()

    def _open(self, _index: object = None) -> None:
        if self._is_beside():
            target = self.beside.target()
            if target.page_id:
                self.wants_page.emit(target.page_id, target.row)
        elif (hit := self._hit()) is not None:
            self.wants_page.emit(hit.record.page_id, hit.row_number)

    def _hit(self) -> RecordHit | None:
        """The record under the cursor of the records found."""
        row = self._view.currentIndex().row()
        line = self.table.line(row)
        return line.hit if line is not None else None

    def _record_id(self) -> str:
        hit = self._hit()
        return self.beside.target().record_id if self._is_beside() else hit.record.id if hit else ""

    def _history(self) -> None:
        if record_id := self._record_id():
            self.beside.show_history(record_id)

    def _lacks(self) -> None:
        if record_id := self._record_id():
            hit = self._hit()
            self.beside.show_lacking(
                record_id, hit if hit is not None and hit.record.id == record_id else None
            )

    def _findings(self) -> None:
        if (hit := self._hit()) is not None:
            self.beside.show_findings(hit.ledger.number)

    def _sheet(self) -> None:
        if record_id := self._record_id():
            self.beside.ask_sheet(record_id)

    def _on_paper(self) -> None:
        def asks(shelf: tuple[Ledger, ...]) -> None:
            dialog = OnPaper(self, self.seat.jobs, shelf)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.told.connect(self.told)
            dialog.failed.connect(self.failed)
            dialog.open()

        self.seat.desk.ask(on_the_shelf, asks, self.failed.emit)

    def _said(self) -> None:
        """Who said what of the record's cells, and why."""
        if not (record_id := self._record_id()):
            return
        about = translate("Records", "What was said of this record's fields")
        self.seat.desk.ask(
            lambda session: record_history(session, record_id),
            lambda lines: CellHistory(self, about, lines, columns=True).open(),
            self.failed.emit,
        )

    def _amend(self) -> None:
        """Ask what is said of the record under the cursor, keep it, and look again."""
        if (hit := self._hit()) is not None:
            asks = Amend(self, hit.record)
            asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            asks.answered.connect(
                lambda work: self.seat.desk.ask(work, lambda _kept: self._ask(), self.failed.emit)
            )
            asks.open()

    def _is_beside(self) -> bool:
        return self._stack.currentWidget() is self.beside

    def _beside_came(self) -> None:
        self._stack.setCurrentWidget(self.beside)
        self.beside.listing.setFocus()
        self._enable()

    def _enable(self) -> None:
        beside = self._is_beside()
        target = self.beside.target() if beside else NOWHERE
        one = bool(target.record_id) if beside else self._hit() is not None
        pair = beside and bool(target.other_id)
        self.enable(
            open_record=bool(target.page_id) if beside else one,
            clear_search=beside or self._asked,
            show_history=one,
            show_findings=self._hit() is not None,
            trace_sheet=one,
            record_history=one,
            record_lacks=one,
            amend_record=not beside and one and may(self.seat.user.role, "amend"),
            pair_same=pair,
            pair_different=pair,
            pair_misread=pair,
            pair_later=pair,
            pair_open=pair or (beside and self.beside.kind == "history" and one),
            new_trace=beside and self.beside.kind == "traces",
            trace_step=bool(target.number),
        )
        for rarer in self._rarer:
            # While two records are judged there is room for that alone; the menu has these.
            rarer.setVisible(rarer.isEnabled() and not pair)

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
        self._stack.addWidget(self.beside)
        whole.addWidget(self._stack, 1)
        whole.addLayout(footer(secondary=self._of_line))
        whole.addLayout(footer(secondary=self._others, primary=self._primary))
        self.setTabOrder(self.asking, self._view)
        for line in (self.asking.serial, self.asking.words):
            # In a line of text Down means nothing else.
            down = QShortcut(QKeySequence(Qt.Key.Key_Down), line)
            down.setContext(Qt.ShortcutContext.WidgetShortcut)
            down.activated.connect(self._view.setFocus)


def menu_groups() -> Groups:
    """What the menu of a line offers."""
    return (
        (
            translate("Records", "This record"),
            ("open_record", "show_history", "record_history", "record_lacks", "amend_record", "trace_sheet"),
        ),
        (
            translate("Records", "These two"),
            ("pair_same", "pair_different", "pair_misread", "pair_later", "pair_open"),
        ),
        (translate("Records", "This request"), ("trace_step", "new_trace")),
        (
            translate("Records", "The register"),
            ("show_findings", "show_quantities", "show_pairs", "show_readiness", "show_traces", "on_paper"),
        ),
    )


def _lines_at(places: Sequence[int], session: Session) -> tuple[Found, ...]:
    return tuple(Found(hit, How.CHOSEN) for hit in everything.at(session, places))
