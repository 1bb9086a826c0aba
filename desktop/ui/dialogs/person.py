"""A person: name, role and first passphrase; or another role for somebody who is in."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from db.errors import Expected
from db.model import User
from desktop.operations.rights import ROLES
from desktop.ui.controls import label
from desktop.ui.dialogs.buttons import answer_or_cancel
from desktop.ui.words import sentence, translate


def role_names() -> Mapping[str, str]:
    """The roles as people say them."""
    return {
        "clerk": translate("People", "clerk"),
        "second_keyer": translate("People", "second keyer"),
        "supervisor": translate("People", "supervisor"),
        "administrator": translate("People", "administrator"),
    }


class AskPerson(QDialog):
    """Asks without stopping the program: the answer comes by signal."""

    answered = Signal(str, str, str)
    """Name, role, passphrase ("" for somebody who is in already)."""

    def __init__(self, parent: QWidget, user: User | None = None) -> None:
        super().__init__(parent)
        self._known = user
        self.setWindowTitle(
            translate("People", "Other role") if user else translate("People", "Add a person")
        )
        self.setMinimumWidth(560)
        self.name = QLineEdit(user.name if user else "")
        self.name.setReadOnly(user is not None)
        self.role = QComboBox()
        for role in ROLES:
            self.role.addItem(role_names()[role], role)
        self.role.setCurrentIndex(max(self.role.findData(user.role if user else "clerk"), 0))
        self.passphrase, self.again = QLineEdit(), QLineEdit()
        rows: list[tuple[str, QWidget]] = [
            (translate("People", "Name"), self.name), (translate("People", "Role"), self.role),
        ]  # fmt: skip
        if user is None:
            rows += [
                (translate("People", "Passphrase"), self.passphrase),
                (translate("People", "Passphrase again"), self.again),
            ]
        form = QFormLayout()
        for text, field in rows:
            field.setAccessibleName(text)
            form.addRow(label(text), field)
        for secret in (self.passphrase, self.again):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._problem = label("", "failure", wraps=True)
        self._problem.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(form)
        whole.addWidget(self._problem)
        whole.addLayout(
            answer_or_cancel(self, translate("People", "Change") if user else translate("People", "Add"))[0]
        )
        (self.role if user else self.name).setFocus()

    def problem(self) -> str:
        """What is said to be wrong; "" for nothing."""
        return "" if self._problem.isHidden() else self._problem.text()

    def accept(self) -> None:
        """Answer, unless the two passphrases differ; the operation says what else is missing."""
        if self._known is None and self.passphrase.text() != self.again.text():
            self._problem.setText(sentence(Expected("passphrases_differ")))
            self._problem.show()
            return
        self.answered.emit(self.name.text().strip(), self.role.currentData(), self.passphrase.text())
        super().accept()
