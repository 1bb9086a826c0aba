"""Unlock: who, and the passphrase."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.ui.actions import shown_key, with_key
from desktop.ui.bindings import on_key
from desktop.ui.controls import card, label
from desktop.ui.words import translate


class UnlockWindow(QWidget):
    """Asks, and says why it was refused; whoever holds the lanes does the unlocking."""

    answered = Signal(str, str)
    """Name ("" for the only user) and passphrase."""
    recover = Signal()
    """Come in by the code from the safe."""
    restore = Signal()
    """The register can't be opened: put a backup back."""
    practise = Signal()
    """Open the practice register instead."""
    closing = Signal()

    def __init__(self, where: str, user: str = "") -> None:
        super().__init__()
        self.setObjectName("shell")
        self.setWindowTitle(translate("Unlock", "Ledgermark — locked"))
        self._refused = label("", "failure", wraps=True)
        self._refused.hide()
        self.user = QLineEdit(user)
        self.user.setPlaceholderText(translate("Unlock", "may be left out where there is one user"))
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._unlock = QPushButton(with_key(translate("Unlock", "Unlock"), shown_key("Return")))
        self._unlock.setProperty("role", "primary")
        self._practise = QPushButton(
            with_key(translate("Unlock", "Practise with the sample ledger"), shown_key("F2"))
        )
        self._recover = QPushButton(with_key(translate("Unlock", "Recovery code…"), shown_key("F4")))
        self._recover.clicked.connect(self.recover)
        on_key(self, "F4", self.recover.emit)
        self._restore = QPushButton(with_key(translate("Unlock", "Put a backup back…"), shown_key("F6")))
        self._restore.clicked.connect(self.restore)
        self._restore.hide()
        on_key(self, "F6", self._restore_if_shown)
        for field, name in (
            (self.user, translate("Unlock", "Your name")),
            (self.passphrase, translate("Unlock", "Passphrase")),
        ):
            field.setAccessibleName(name)
            field.returnPressed.connect(self._answer)
        self._unlock.clicked.connect(self._answer)
        self._practise.clicked.connect(self.practise)
        on_key(self, "F2", self.practise.emit)
        self._lay_out(where)
        self.passphrase.setFocus()

    def refuse(self, text: str) -> None:
        """The register stayed locked; why."""
        self.set_busy(busy=False)
        self._refused.setText(text)
        self._refused.show()
        self.passphrase.clear()
        self.passphrase.setFocus()

    def offer_backup(self) -> None:
        """The register is damaged or gone: its last backup is what helps."""
        self._restore.show()

    def _restore_if_shown(self) -> None:
        if not self._restore.isHidden():
            self.restore.emit()

    def refusal(self) -> str:
        """Why the register stayed locked; "" before it was tried."""
        return "" if self._refused.isHidden() else self._refused.text()

    def set_busy(self, *, busy: bool) -> None:
        """While the key is made from the passphrase, which takes a moment on purpose."""
        for widget in (self.user, self.passphrase, self._unlock, self._practise, self._recover):
            widget.setEnabled(not busy)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whoever holds the lanes decides when the window goes."""
        event.ignore()
        self.closing.emit()

    def _answer(self) -> None:
        if not self._unlock.isEnabled():
            return
        self._refused.hide()
        self.set_busy(busy=True)
        self.answered.emit(self.user.text().strip(), self.passphrase.text())

    def _lay_out(self, where: str) -> None:
        frame, inside = card()
        frame.setFixedWidth(760)
        inside.setContentsMargins(28, 24, 28, 24)
        inside.setSpacing(12)
        inside.addWidget(label(translate("Unlock", "The register is locked"), "title"))
        inside.addWidget(label(where, "muted", wraps=True))
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        form.addRow(label(translate("Unlock", "Your name")), self.user)
        form.addRow(label(translate("Unlock", "Passphrase")), self.passphrase)
        inside.addLayout(form)
        inside.addWidget(self._refused)
        row = QHBoxLayout()
        row.addWidget(self._practise)
        row.addWidget(self._recover)
        row.addWidget(self._restore)
        row.addStretch(1)
        row.addWidget(self._unlock)
        inside.addLayout(row)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        across = QHBoxLayout()  # an alignment would keep the sentence's height from being asked for
        across.addStretch(1)
        across.addWidget(frame)
        across.addStretch(1)
        whole.addLayout(across)
        whole.addStretch(2)
