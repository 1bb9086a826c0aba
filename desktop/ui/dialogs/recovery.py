"""The recovery code: shown once, to be written down or printed, and put into the safe."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui.actions import shown_key, with_key
from desktop.ui.bindings import on_key
from desktop.ui.controls import card, label
from desktop.ui.words import translate


class RecoverySheet(QWidget):
    """Holds the code until the person says where it is."""

    stored = Signal()
    """The code is in the safe."""

    def __init__(self) -> None:
        super().__init__()
        self._armoury = ""
        self._code = label("", "code", wraps=True)
        self._code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self._code.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.tick = QCheckBox(translate("Recovery", "I have put it in the safe"))
        self.finish = QPushButton(with_key(translate("Recovery", "Open the register"), shown_key("Return")))
        self.finish.setProperty("role", "primary")
        self.finish.setEnabled(False)
        on_key(self, "Return", self._finish)
        self.finish.clicked.connect(self._finish)
        self.tick.toggled.connect(self.finish.setEnabled)
        self._print = QPushButton(with_key(translate("Recovery", "Print the sheet"), shown_key("Ctrl+P")))
        on_key(self, "Ctrl+P", self._print_sheet)
        self._print.clicked.connect(self._print_sheet)
        self._lay_out()

    def show_code(self, code: str, armoury: str) -> None:
        """Show the code of a new register."""
        self._armoury = armoury
        self._code.setText(code)
        self._code.setAccessibleName(
            translate("Recovery", "Recovery code: {code}").format(code=" ".join(code))
        )
        self.tick.setFocus()

    def code(self) -> str:
        """The code that is shown."""
        return self._code.text()

    def _finish(self) -> None:
        if not self.tick.isChecked():
            return
        self._code.clear()
        self._code.setAccessibleName("")
        self.stored.emit()

    def _print_sheet(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec():
            sheet = QTextDocument()
            sheet.setPlainText(self._sheet_text())
            sheet.print_(printer)

    def _sheet_text(self) -> str:
        return translate(
            "Recovery",
            "Ledgermark recovery sheet\n\n{armoury}\n\n{code}\n\nWhoever holds this code and the register's folder can "
            "read everything in it. Keep it in the safe. It is needed only when every passphrase is forgotten.",
        ).format(armoury=self._armoury, code=self._code.text())

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        frame, inside = card()
        inside.setContentsMargins(32, 24, 32, 24)
        inside.setSpacing(14)
        inside.addWidget(label(translate("Recovery", "The recovery code, shown only now"), "title"))
        inside.addWidget(
            label(
                translate(
                    "Recovery",
                    "If every passphrase is forgotten, this code is the only way back into the register. Write it down "
                    "or print it, read it once more, and put it in the safe. Ledgermark does not keep it.",
                ),
                wraps=True,
            )
        )
        inside.addSpacing(6)
        inside.addWidget(self._code)
        inside.addSpacing(6)
        inside.addWidget(self.tick)
        whole.addWidget(frame)
        whole.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self._print)
        row.addStretch(1)
        row.addWidget(self.finish)
        whole.addLayout(row)
