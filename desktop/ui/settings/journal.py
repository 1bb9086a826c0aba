"""Settings, journal: who did what, when and to what, the newest first, for supervisors."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from db.model import User
from desktop.operations import journal_view, people
from desktop.operations.journal_view import GROUPS, Filter, Line
from desktop.ui.controls import footer, label
from desktop.ui.seat import Seat
from desktop.ui.settings.part import Part
from desktop.ui.words import count, sentence, translate

BLOCK = 200
"""Entries asked for at once; more by the button, since a year has a million."""


class JournalPart(Part):
    """Filters above, entries below."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self._lines: tuple[Line, ...] = ()
        self.who, self.what = QComboBox(), QComboBox()
        self.who.addItem(translate("Journal", "everybody"), "")
        self.what.addItem(translate("Journal", "everything"), "")
        for group, name in _group_names().items():
            self.what.addItem(name, group)
        self.first, self.last = QDateEdit(), QDateEdit()
        for day in (self.first, self.last):
            day.setCalendarPopup(True)
            day.setDisplayFormat("yyyy-MM-dd")
        self.first.setDate(QDate(2000, 1, 1))
        self.last.setDate(QDate.currentDate().addDays(1))  # times are kept in UTC
        row = QHBoxLayout()
        for text, field in (
            (translate("Journal", "Who"), self.who),
            (translate("Journal", "What"), self.what),
            (translate("Journal", "From"), self.first),
            (translate("Journal", "Until"), self.last),
        ):
            field.setAccessibleName(text)
            row.addWidget(label(text))
            row.addWidget(field, 1)
        self.who.activated.connect(lambda _index: self.look())
        self.what.activated.connect(lambda _index: self.look())
        self.first.dateChanged.connect(lambda _day: self.look())
        self.last.dateChanged.connect(lambda _day: self.look())
        self.table = QTableWidget(0, 5)
        self.table.setAccessibleName(translate("Journal", "Journal"))
        self.table.setHorizontalHeaderLabels([
            translate("Journal", "Entry"), translate("Journal", "Time (UTC)"), translate("Journal", "Who"),
            translate("Journal", "What"), translate("Journal", "About"),
        ])  # fmt: skip
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self._head = label("", "muted", wraps=True)
        self._head.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.more = self.button(
            translate("Journal", "Earlier entries"), "F2", lambda: self.look(further=True)
        )
        whole = QVBoxLayout(self)
        whole.addLayout(row)
        whole.addWidget(self.table, 1)
        whole.addWidget(self._head)
        whole.addLayout(footer(secondary=(self.more,)))

    def enter(self) -> None:
        """Shown: the newest entries, and who there is to filter by."""
        self.seat.desk.ask(people.everybody, self._show_people, self.failed.emit)
        self.look()

    def look(self, *, further: bool = False) -> None:
        """Ask for the entries that are chosen; `further` those before the ones that are shown."""
        chosen = Filter(
            self.who.currentData() or "",
            self.what.currentData() or "",
            self.first.date().toString(Qt.DateFormat.ISODate),
            self.last.date().toString(Qt.DateFormat.ISODate),
        )
        before = self._lines[-1].number if further and self._lines else 0
        self.seat.view.ask(
            lambda session: journal_view.lines(session, chosen, before, BLOCK),
            partial(self._show, further=further),
            self.failed.emit,
        )

    def shown(self) -> tuple[Line, ...]:
        """The entries that are shown."""
        return self._lines

    def _show_people(self, everybody: tuple[User, ...]) -> None:
        chosen = self.who.currentData()
        while self.who.count() > 1:
            self.who.removeItem(1)
        for user in everybody:
            self.who.addItem(user.name, user.id)
        self.who.setCurrentIndex(max(self.who.findData(chosen), 0))

    def _show(self, found: tuple[Line, ...], *, further: bool) -> None:
        self._lines = (*self._lines, *found) if further else found
        self.more.setEnabled(len(found) == BLOCK)
        self.table.setRowCount(len(self._lines))
        for row, line in enumerate(self._lines):
            did = sentence(line.did)
            told = f"{did} ({line.details})" if line.details else did
            for column, text in enumerate((count(line.number), line.at, line.who or "–", told, line.about)):
                item = QTableWidgetItem(text)
                item.setToolTip(line.hash if column == 0 else text)
                self.table.setItem(row, column, item)
        if self._lines and not further:
            self._head.setText(
                translate(
                    "Journal", "Entry {number} has the hash {hash}. Compare it with receipts and answers."
                ).format(number=count(self._lines[0].number), hash=self._lines[0].hash)
            )


def _group_names() -> dict[str, str]:
    names = {
        "people": translate("Journal", "people and passphrases"),
        "pages": translate("Journal", "books and pages"),
        "fields": translate("Journal", "fields"),
        "checks": translate("Journal", "spot checks"),
        "exchange": translate("Journal", "batches and answers"),
        "copies": translate("Journal", "backups"),
    }
    return {group: names[group] for group in GROUPS}
