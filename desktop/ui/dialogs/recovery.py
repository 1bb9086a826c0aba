"""The recovery code: shown once, to be written down or printed, and put into the safe."""

from __future__ import annotations

from html import escape
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF, Qt, Signal
from PySide6.QtGui import QPageSize, QPdfWriter, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from db.errors import Exit, Expected
from desktop.ui.actions import shown_key, with_key
from desktop.ui.bindings import on_key
from desktop.ui.controls import card, label
from desktop.ui.words import sentence, translate

_MARGIN_MM = 22
_DPI = 300


class RecoverySheet(QWidget):
    """Holds the code until the person says where it is."""

    stored = Signal()
    """The code is in the safe."""

    def __init__(self, finish: str = "") -> None:
        super().__init__()
        self._armoury = ""
        self._code = label("", "code", wraps=True)
        self._code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self._code.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.tick = QCheckBox(translate("Recovery", "I have put it in the safe"))
        self.finish = QPushButton(
            with_key(finish or translate("Recovery", "Open the register"), shown_key("Return"))
        )
        self.finish.setProperty("role", "primary")
        self.finish.setEnabled(False)
        on_key(self, "Return", self._finish)
        self.finish.clicked.connect(self._finish)
        self.tick.toggled.connect(self.finish.setEnabled)
        self._print = QPushButton(with_key(translate("Recovery", "Print the sheet"), shown_key("Ctrl+P")))
        on_key(self, "Ctrl+P", self._print_sheet)
        self._print.clicked.connect(self._print_sheet)
        self._save = QPushButton(with_key(translate("Recovery", "Save as PDF"), shown_key("Ctrl+S")))
        on_key(self, "Ctrl+S", self._save_sheet)
        self._save.clicked.connect(self._save_sheet)
        self._problem = label("", "failure", wraps=True)
        self._problem.hide()
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

    def problem(self) -> str:
        """Why the sheet could not be saved; "" for nothing."""
        return "" if self._problem.isHidden() else self._problem.text()

    def save_to(self, target: Path) -> None:
        """Write the sheet as a PDF, which is as secret as the sheet on paper."""
        self._problem.hide()
        try:
            write_recovery_sheet(self._armoury, self._code.text(), target)
        except Expected as failure:
            self._problem.setText(sentence(failure))
            self._problem.show()

    def _print_sheet(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec():
            sheet = QTextDocument()
            sheet.setHtml(recovery_html(self._armoury, self._code.text()))
            sheet.print_(printer)

    def _save_sheet(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, translate("Recovery", "Save the recovery sheet"), "recovery.pdf", "PDF (*.pdf)"
        )
        if name:
            self.save_to(Path(name))

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
        inside.addWidget(self._problem)
        whole.addWidget(frame)
        whole.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self._print)
        row.addWidget(self._save)
        row.addStretch(1)
        row.addWidget(self.finish)
        whole.addLayout(row)


class NewCode(QDialog):
    """The sheet of another code, over Settings; it stays until the code is in the safe."""

    def __init__(self, parent: QWidget, code: str, armoury: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Recovery", "New recovery code"))
        self.setMinimumWidth(820)
        self.sheet = RecoverySheet(translate("Recovery", "Done"))
        self.sheet.show_code(code, armoury)
        self.sheet.stored.connect(self.accept)
        QVBoxLayout(self).addWidget(self.sheet)

    def reject(self) -> None:
        """Esc would take the only code there is off the screen."""


def write_recovery_sheet(armoury: str, code: str, target: Path) -> None:
    """Write the sheet on A4. Raises Expected("out_not_writable")."""
    writer = QPdfWriter(str(target))
    writer.setResolution(_DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM))
    writer.setTitle(translate("Recovery", "Ledgermark recovery sheet"))
    sheet = QTextDocument()
    sheet.documentLayout().setPaintDevice(writer)
    sheet.setPageSize(QSizeF(writer.width(), writer.height()))
    sheet.setHtml(recovery_html(armoury, code))
    sheet.print_(writer)
    if not target.exists() or target.stat().st_size == 0:
        raise Expected("out_not_writable", Exit.DISK, name=str(target), reason="PDF")


def recovery_html(armoury: str, code: str) -> str:
    """What stands on the sheet: whose it is, the code two groups a line, what it is for."""
    groups = code.split("-")
    lines = "<br>".join("&nbsp;&nbsp;".join(groups[at : at + 2]) for at in range(0, len(groups), 2))
    title = escape(translate("Recovery", "Ledgermark recovery sheet"))
    text = escape(
        translate(
            "Recovery",
            "Whoever holds this code and the register's folder can read everything in it. Keep it in the safe. It is "
            "needed only when every passphrase is forgotten: choose “Recovery code” where Ledgermark asks for the "
            "passphrase, or use `ledgermark recover`.",
        )
    )
    return (
        f"<h1>{title}</h1><h2>{escape(armoury)}</h2>"
        f"<p style='font-size:26pt; font-family:monospace'>{lines}</p><p style='font-size:12pt'>{text}</p>"
    )
