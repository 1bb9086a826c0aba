"""Settings, keys: every command with its key; another key is chosen by pressing it, and holds at once."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTableWidget, QTableWidgetItem, QVBoxLayout

from desktop.ui.actions import COMMANDS, Command, Where, command_text, commands, shown_key
from desktop.ui.controls import footer, label, restyle
from desktop.ui.dialogs.press_key import PressKey
from desktop.ui.dialogs.sure import AskSure
from desktop.ui.own_keys import Keys, given, is_possible, own_keys, taken_back, taken_by, written
from desktop.ui.seat import Seat
from desktop.ui.settings.part import Part
from desktop.ui.words import translate


class KeysPart(Part):
    """A line to search by, the commands, and what can be done with the chosen one."""

    chosen = Signal(object)
    """Other `Settings`: the keys hold from now on."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self._own: Keys = own_keys(seat.settings.keys)
        self._rows = commands(self._own)
        self.line = QLineEdit()
        self.line.setPlaceholderText(translate("Keys", "Part of a command's name, or a key"))
        self.line.setAccessibleName(translate("Keys", "Part of a command's name, or a key"))
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self._narrow)
        self.table = QTableWidget(0, 4)
        self.table.setAccessibleName(translate("Keys", "Commands and their keys"))
        self.table.setHorizontalHeaderLabels([
            translate("Keys", "What"), translate("Keys", "Where"), translate("Keys", "Key"),
            translate("Keys", "Key at first"),
        ])  # fmt: skip
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        )
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.itemSelectionChanged.connect(self._renew)
        self.table.cellDoubleClicked.connect(lambda _row, _column: self.ask_key())
        self._said = label("", "problem", wraps=True)
        self._said.hide()
        self.other = self.button(translate("Keys", "Other key…"), "F2", self.ask_key)
        self.other.setProperty("role", "primary")
        self.back = self.button(translate("Keys", "As at first"), "F3", self.take_back)
        self.all_back = self.button(translate("Keys", "All as at first…"), "F4", self.ask_all_back)
        whole = QVBoxLayout(self)
        whole.addWidget(self.line)
        whole.addWidget(self.table, 1)
        whole.addWidget(self._said)
        whole.addLayout(footer(secondary=(self.back, self.all_back), primary=self.other))
        self._fill()

    def enter(self) -> None:
        """Shown: type to search."""
        self.line.setFocus()

    def choose(self, command_id: str) -> None:
        """Stand on a command: the window is made anew when a key changes."""
        at = next((at for at, row in enumerate(self._rows) if row.id == command_id), -1)
        if at >= 0:
            self.table.setCurrentCell(at, 0)
            self.table.setFocus()

    def current(self) -> Command | None:
        """The command that is chosen; None where the search hides it."""
        at = self.table.currentRow()
        return None if at < 0 or self.table.isRowHidden(at) else self._rows[at]

    def said(self) -> str:
        """What was said last of a key."""
        return "" if self._said.isHidden() else self._said.text()

    def ask_key(self) -> None:
        """Have the new key pressed."""
        command = self.current()
        if command is None:
            return
        asks = PressKey(self, command_text(command))
        asks.pressed.connect(lambda key: self._pressed(command, key))
        asks.open()

    def take_back(self) -> None:
        """The chosen command's key as it was."""
        command = self.current()
        if command is not None and command.id in self._own:
            self._keep(taken_back(self._own, command.id))

    def ask_all_back(self) -> None:
        """All keys as they were, once that is meant."""
        asks = AskSure(
            self,
            translate("Keys", "All keys as at first"),
            translate("Keys", "Every key that was chosen here is given back."),
            translate("Keys", "Give back"),
        )
        asks.accepted.connect(lambda: self._keep({}))
        asks.finished.connect(asks.deleteLater)
        asks.open()

    def _pressed(self, command: Command, key: str) -> None:
        shown = shown_key(key)
        if not is_possible(command, key):
            self._say(
                translate(
                    "Keys",
                    "{key} is needed for typing or by the desktop. Choose a function key, or one with Ctrl or Alt.",
                ).format(key=shown)
            )
            return
        others = taken_by(self._own, command, key)
        if not others:
            self._keep(given(self._own, command, key))
            return
        if len(others) > 1 or not self._exchanges(command, key):
            names = " · ".join(command_text(other) for other in others)
            self._say(
                translate("Keys", "{key} is taken: {commands}. Choose another key.").format(
                    key=shown, commands=names
                )
            )
            return
        said = translate("Keys", "{key} is taken: {command}. Exchange the two keys?")
        asks = AskSure(
            self,
            translate("Keys", "The key is taken"),
            said.format(key=shown, command=command_text(others[0])),
            translate("Keys", "Exchange"),
        )
        asks.accepted.connect(lambda: self._keep(given(self._own, command, key)))
        asks.finished.connect(asks.deleteLater)
        asks.open()

    def _exchanges(self, command: Command, key: str) -> bool:
        """Whether both commands can have one another's keys."""
        changed = given(self._own, command, key)
        return own_keys(written(changed)) == changed

    def _keep(self, keys: Keys) -> None:
        self.chosen.emit(replace(self.seat.settings, keys=written(keys)))

    def _say(self, text: str) -> None:
        restyle(self._said, "problem")
        self._said.setText(text)
        self._said.show()

    def _fill(self) -> None:
        first = {command.id: command for command in COMMANDS}
        names = _screens()
        self.table.setRowCount(len(self._rows))
        for at, row in enumerate(self._rows):
            before = _keys_text(first[row.id]) if row.id in self._own else ""
            for column, text in enumerate((command_text(row), names[row.where], _keys_text(row), before)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(at, column, item)
        self.table.setCurrentCell(0, 0)
        self._renew()

    def _narrow(self, text: str) -> None:
        wanted = text.casefold().split()
        first = -1
        for at in range(self.table.rowCount()):
            items = (self.table.item(at, column) for column in range(3))
            whole = " ".join(item.text() for item in items if item is not None).casefold()
            shown = all(part in whole for part in wanted)
            self.table.setRowHidden(at, not shown)
            first = at if shown and first < 0 else first
        if first >= 0:
            self.table.setCurrentCell(first, 0)
        self._renew()

    def _renew(self) -> None:
        command = self.current()
        self._said.hide()
        self.other.setEnabled(command is not None)
        self.back.setEnabled(command is not None and command.id in self._own)
        self.all_back.setEnabled(bool(self._own))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes from the line into the list."""
        if event.key() == Qt.Key.Key_Down and self.line.hasFocus():
            self.table.setFocus()
        else:
            super().keyPressEvent(event)


def _keys_text(command: Command) -> str:
    return ", ".join(dict.fromkeys(shown_key(key) for key in command.keys))


def _screens() -> dict[Where, str]:
    return {
        Where.EVERYWHERE: translate("Keys", "everywhere"),
        Where.HOME: translate("Keys", "Home"),
        Where.WORK: translate("Keys", "My work"),
        Where.CAPTURE: translate("Keys", "Capture"),
        Where.SETUP: translate("Keys", "Page set-up"),
        Where.REVIEW: translate("Keys", "Review"),
        Where.RECORDS: translate("Keys", "Records"),
        Where.CHECKS: translate("Keys", "Checks"),
        Where.EXCHANGE: translate("Keys", "Exchange"),
        Where.SETTINGS: translate("Keys", "Settings"),
    }
