"""Which records, which share, how sure; the plan in words; and the lots that were begun."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from db.model import Ledger, Lot, User
from desktop.fields.problems import Problem
from desktop.operations.lot_views import LIMITS, LotChoice, LotState
from desktop.operations.lot_words import percent
from desktop.operations.lots import EVERYTHING, IDENTITY
from desktop.ui.checks.names import lot_name, state_name
from desktop.ui.controls import card, label
from desktop.ui.words import count, isolated, sentence, translate

RISKS = (Fraction(1, 10), Fraction(1, 20), Fraction(1, 100))
"""What may go wrong with the claim: 90, 95 or 99 % sure."""


class ChooseStep(QWidget):
    """For who decides: the lot and its plan. For everybody: the lots that were begun."""

    changed = Signal()
    """Another lot, share or risk is wanted."""

    def __init__(self, *, decides: bool) -> None:
        super().__init__()
        self.which = QComboBox()
        self.which.setAccessibleName(translate("Checks", "Which records"))
        self.who = QComboBox()
        self.who.setAccessibleName(translate("Checks", "Filed by"))
        self.first, self.last = _day(), _day()
        self._days_set = False
        self.first.setAccessibleName(translate("Checks", "From"))
        self.last.setAccessibleName(translate("Checks", "To"))
        self.share = QSlider(Qt.Orientation.Horizontal)
        self.share.setRange(0, len(LIMITS) - 1)
        self.share.setValue(LIMITS.index(Fraction(1, 100)))
        self.share.setPageStep(1)
        self.share.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.share.setAccessibleName(translate("Checks", "At most so many may be wrong"))
        self.sure = QComboBox()
        self.sure.setAccessibleName(translate("Checks", "How sure to be"))
        for risk in RISKS:
            self.sure.addItem(translate("Checks", "{share} %").format(share=percent(1 - risk)), risk)
        self.sure.setCurrentIndex(RISKS.index(Fraction(1, 20)))
        self.typed = QComboBox()
        self.typed.setAccessibleName(translate("Checks", "What is typed"))
        self.typed.addItem(translate("Checks", "Maker, country and serial number"), IDENTITY)
        self.typed.addItem(translate("Checks", "Every field"), EVERYTHING)
        self._share_said = label("", "heading")
        self._plan = label("", wraps=True)
        self.begun = QListWidget()
        self.begun.setAccessibleName(translate("Checks", "Lots that were begun"))
        self._none_begun = label(
            translate("Checks", "None yet. A lot that was begun stands here until it is decided, and after."),
            "muted", wraps=True,
        )  # fmt: skip
        self._lay_out(decides=decides)
        for box in (self.which, self.who, self.sure):
            box.currentIndexChanged.connect(lambda _index: self._say())
        self.share.valueChanged.connect(lambda _value: self._say())
        for day in (self.first, self.last):
            day.dateChanged.connect(lambda _date: self._say())
        self._show_days()

    def show_books(
        self,
        books: Sequence[Ledger],
        people: Sequence[User],
        lots: Sequence[tuple[Lot, LotState | None]],
        today: str,
    ) -> None:
        """Offer the batch to be, each book, a person's week and some days; list the lots."""
        chosen, person = self.which.currentIndex(), self.who.currentIndex()
        with QSignalBlocker(self.which), QSignalBlocker(self.who):
            self.which.clear()
            self.which.addItem(translate("Checks", "Filed and not yet sent"), LotChoice("batch"))
            for book in books:
                name = translate("Checks", "Book {number}: {title}").format(
                    number=count(book.number), title=isolated(book.title)
                )
                self.which.addItem(name, LotChoice("book", ledger_id=book.id))
            self.which.addItem(translate("Checks", "What one person filed in a week"), LotChoice("week"))
            self.which.addItem(translate("Checks", "What was filed on some days"), LotChoice("range"))
            self.which.setCurrentIndex(max(0, min(chosen, self.which.count() - 1)))
            self.who.clear()
            for user in people:
                self.who.addItem(user.name, user.id)
            self.who.setCurrentIndex(max(0, min(person, self.who.count() - 1)))
        if not self._days_set:
            day = QDate.fromString(today, Qt.DateFormat.ISODate)
            for edit, date in ((self.first, day.addDays(-6)), (self.last, day)):
                with QSignalBlocker(edit):
                    edit.setDate(date)
            self._days_set = True
        self.begun.clear()
        for lot, state in lots:
            item = QListWidgetItem(f"{lot.frozen_at[:10]}   {lot_name(lot)}   {state_name(state)}")
            item.setData(Qt.ItemDataRole.UserRole, lot.id)
            self.begun.addItem(item)
        self._none_begun.setVisible(not lots)
        self.begun.setVisible(bool(lots))
        self._show_days()

    def choice(self) -> LotChoice:
        """The records that are wanted."""
        chosen = self.which.currentData()
        if not isinstance(chosen, LotChoice):
            return LotChoice("batch")
        first = self.first.date().toString(Qt.DateFormat.ISODate)
        if chosen.kind == "week":
            return LotChoice("week", user_id=str(self.who.currentData() or ""), start=first)
        if chosen.kind == "range":
            return LotChoice("range", start=first, end=self.last.date().toString(Qt.DateFormat.ISODate))
        return chosen

    def limit(self) -> Fraction:
        """The share that is wanted."""
        return LIMITS[self.share.value()]

    def risk(self) -> Fraction:
        """How often the claim may be false."""
        return RISKS[self.sure.currentIndex()]

    def fields(self) -> tuple[str, ...]:
        """Which fields are typed."""
        return IDENTITY if self.typed.currentIndex() == 0 else EVERYTHING

    def show_plan(self, words: Sequence[Problem]) -> None:
        """Say what it takes."""
        self._share_said.setText(translate("Checks", "{share} %").format(share=percent(self.limit())))
        self._plan.setText(" ".join(sentence(one) for one in words))

    def show_nothing(self, said: str) -> None:
        """Say that there is nothing to check in this choice."""
        self._plan.setText(said)

    def plan_said(self) -> str:
        """The plan as it is shown."""
        return self._plan.text()

    def lot_id(self) -> str:
        """The lot that is chosen in the list; "" for none."""
        item = self.begun.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None and self.begun.hasFocus() else ""

    def _say(self) -> None:
        self._show_days()
        self.changed.emit()

    def _show_days(self) -> None:
        """Who and when are asked only where they matter."""
        chosen = self.which.currentData()
        kind = chosen.kind if isinstance(chosen, LotChoice) else ""
        self.who.setVisible(kind == "week")
        self.first.setVisible(kind in {"week", "range"})
        self.last.setVisible(kind == "range")
        named = {
            "week": translate("Checks", "By, and the first of the seven days"),
            "range": translate("Checks", "First and last day"),
        }
        self._days_said.setText(named.get(kind, ""))
        self._days_said.setVisible(kind in named)

    def _lay_out(self, *, decides: bool) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        frame, inside = card()
        lines = QGridLayout()
        lines.setHorizontalSpacing(16)
        self._days_said = label("")
        days = QHBoxLayout()
        for widget in (self.who, self.first, self.last):
            days.addWidget(widget)
        days.addStretch(1)
        lines.addWidget(label(self.which.accessibleName()), 0, 0)
        lines.addWidget(self.which, 0, 1, 1, 2)
        lines.addWidget(self._days_said, 1, 0)
        lines.addLayout(days, 1, 1, 1, 2)
        lines.addWidget(label(self.share.accessibleName()), 2, 0)
        lines.addWidget(self.share, 2, 1)
        lines.addWidget(self._share_said, 2, 2)
        lines.addWidget(label(self.sure.accessibleName()), 3, 0)
        lines.addWidget(self.sure, 3, 1, 1, 2)
        lines.addWidget(label(self.typed.accessibleName()), 4, 0)
        lines.addWidget(self.typed, 4, 1, 1, 2)
        lines.setColumnStretch(1, 1)
        inside.addLayout(lines)
        inside.addWidget(self._plan)
        column.addWidget(frame)
        frame.setVisible(decides)
        column.addWidget(label(self.begun.accessibleName(), "heading"))
        column.addWidget(self._none_begun)
        column.addWidget(self.begun, 1)
        column.addStretch(0)


def _day() -> QDateEdit:
    made = QDateEdit()
    made.setDisplayFormat("yyyy-MM-dd")
    made.setCalendarPopup(True)
    return made
