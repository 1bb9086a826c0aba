"""Back in by the code from the safe: the code, who is to come in, and a new passphrase."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from db.errors import Expected
from desktop.ui.controls import label
from desktop.ui.dialogs.buttons import answer_or_cancel
from desktop.ui.words import sentence, translate


class AskCode(QDialog):
    """Asks, says why it was refused, and stays until it was right."""

    answered = Signal(str, str, str)
    """The code as it was typed, the administrator's name ("" where there is one), the new passphrase."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Unlock", "Open with the recovery code"))
        self.setMinimumWidth(680)
        self.code, self.user, self.new, self.again = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.code.setPlaceholderText(translate("Unlock", "six groups of five, as on the sheet"))
        self.user.setPlaceholderText(translate("Unlock", "may be left out where there is one"))
        form = QFormLayout()
        for text, field in (
            (translate("Unlock", "Recovery code"), self.code),
            (translate("Unlock", "Name of the administrator"), self.user),
            (translate("Unlock", "New passphrase"), self.new),
            (translate("Unlock", "New passphrase again"), self.again),
        ):
            field.setAccessibleName(text)
            form.addRow(label(text), field)
        for secret in (self.new, self.again):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._problem = label("", "failure", wraps=True)
        self._problem.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(
            label(
                translate(
                    "Unlock",
                    "The code lets an administrator in, who gives the others new passphrases. Make a new code then "
                    "in Settings: this one was out of the safe.",
                ),
                wraps=True,
            )
        )
        whole.addLayout(form)
        whole.addWidget(self._problem)
        foot, self._primary = answer_or_cancel(self, translate("Unlock", "Open the register"))
        whole.addLayout(foot)
        self.code.setFocus()

    def problem(self) -> str:
        """What is said to be wrong; "" for nothing."""
        return "" if self._problem.isHidden() else self._problem.text()

    def refuse(self, text: str) -> None:
        """It was not right; why."""
        self._problem.setText(text)
        self._problem.show()
        self._primary.setEnabled(True)

    def accept(self) -> None:
        """Try it; the dialog goes when the register is open."""
        if self.new.text() != self.again.text():
            self.refuse(sentence(Expected("passphrases_differ")))
            return
        self._problem.hide()
        self._primary.setEnabled(False)
        self.answered.emit(self.code.text(), self.user.text().strip(), self.new.text())
