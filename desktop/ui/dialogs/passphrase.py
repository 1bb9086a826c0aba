"""Another passphrase, typed twice; one's own is changed by whoever knows the one before."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from db.errors import Expected
from desktop.ui.controls import label
from desktop.ui.dialogs.buttons import answer_or_cancel
from desktop.ui.words import sentence, translate


class AskPassphrase(QDialog):
    """Asks without stopping the program: the answer comes by signal."""

    answered = Signal(str, str)
    """The passphrase before ("" where it was not asked for) and the new one."""

    def __init__(self, parent: QWidget, title: str, *, old: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        self.old, self.new, self.again = QLineEdit(), QLineEdit(), QLineEdit()
        form = QFormLayout()
        for text, field in (
            (translate("People", "The passphrase until now"), self.old),
            (translate("People", "New passphrase"), self.new),
            (translate("People", "New passphrase again"), self.again),
        ):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setAccessibleName(text)
            if old or field is not self.old:
                form.addRow(label(text), field)
        self._problem = label("", "failure", wraps=True)
        self._problem.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label(title, "heading", wraps=True))
        whole.addLayout(form)
        whole.addWidget(self._problem)
        whole.addLayout(answer_or_cancel(self, translate("People", "Change"))[0])
        (self.old if old else self.new).setFocus()

    def problem(self) -> str:
        """What is said to be wrong; "" for nothing."""
        return "" if self._problem.isHidden() else self._problem.text()

    def accept(self) -> None:
        """Answer, unless the two differ; the operation says what else is wrong."""
        if self.new.text() != self.again.text():
            self._problem.setText(sentence(Expected("passphrases_differ")))
            self._problem.show()
            return
        self.answered.emit(self.old.text(), self.new.text())
        super().accept()
