"""F1: the keys of this screen, and what is worth knowing of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.actions import Command, Where, command_text, key_text, working_in
from desktop.ui.controls import label
from desktop.ui.dialogs.buttons import close
from desktop.ui.words import translate


class KeysHelp(QDialog):
    """Lists what can be pressed here."""

    def __init__(
        self, parent: QWidget, where: Where, commands: Iterable[Command], lines: Sequence[str]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Keys", "Keys and help"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1040, 600)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(10)
        for line in lines:
            whole.addWidget(label(line, wraps=True))
        table = QWidget()
        grid = QGridLayout(table)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(5)
        commands = tuple(commands)
        half = (len(working_in(where, commands)) + 1) // 2
        for at, command in enumerate(working_in(where, commands)):
            row, column = at % half, at // half * 2
            grid.addWidget(label(key_text(command), "key"), row, column)
            grid.addWidget(label(command_text(command), wraps=True), row, column + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        scrolls = QScrollArea()
        scrolls.setWidgetResizable(True)
        scrolls.setWidget(table)
        whole.addWidget(scrolls, 1)
        whole.addLayout(close(self))
