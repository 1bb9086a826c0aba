"""Ctrl+K: every command that works now, found by typing a part of its name."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.ui.actions import Command, key_text
from desktop.ui.bindings import COMMAND
from desktop.ui.words import translate


class AllCommands(QDialog):
    """Type, choose with the arrows, Enter does it."""

    def __init__(self, parent: QWidget, actions: Iterable[QAction], commands: Iterable[Command]) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Commands", "All commands"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, 460)
        rows = {command.id: command for command in commands}
        self._actions = [action for action in actions if action.property(COMMAND) != "all_commands"]
        self.line = QLineEdit()
        self.line.setPlaceholderText(translate("Commands", "Part of a command's name"))
        self.line.setAccessibleName(translate("Commands", "Part of a command's name"))
        self.line.textChanged.connect(self._narrow)
        self.line.returnPressed.connect(self._do)
        self.line.installEventFilter(self)
        self.found = QListWidget()
        self.found.setAccessibleName(translate("Commands", "Commands found"))
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.itemClicked.connect(self._do)
        for at, action in enumerate(self._actions):
            key = key_text(rows[str(action.property(COMMAND))])
            item = QListWidgetItem(f"{action.text()}    {key}")
            item.setData(Qt.ItemDataRole.UserRole, at)
            self.found.addItem(item)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.addWidget(self.line)
        whole.addWidget(self.found, 1)
        self._narrow("")
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list while the caret stays in the line."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if by is not None:
                self._step(by)
                return True
        return super().eventFilter(watched, event)

    def _narrow(self, text: str) -> None:
        wanted = text.casefold().split()
        first = True
        for at in range(self.found.count()):
            item = self.found.item(at)
            shown = all(part in item.text().casefold() for part in wanted)
            item.setHidden(not shown)
            if shown and first:
                self.found.setCurrentItem(item)
                first = False

    def _step(self, by: int) -> None:
        row = self.found.currentRow() + by
        while 0 <= row < self.found.count():
            if not self.found.item(row).isHidden():
                self.found.setCurrentRow(row)
                return
            row += by

    def _do(self, _item: object = None) -> None:
        item = self.found.currentItem()
        if item is None or item.isHidden():
            return
        action = self._actions[item.data(Qt.ItemDataRole.UserRole)]
        self.accept()
        action.trigger()
