"""The foot of a dialog: Cancel with Esc, and the one primary button with Enter at the end of the line."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton

from desktop.ui.actions import shown_key, with_key
from desktop.ui.controls import footer
from desktop.ui.words import translate


def answer_or_cancel(dialog: QDialog, text: str) -> tuple[QHBoxLayout, QPushButton]:
    """The layout, and the primary button, which accepts the dialog under the words of `text`."""
    cancel = QPushButton(with_key(translate("Dialogs", "Cancel"), shown_key("Esc")))
    cancel.setAutoDefault(False)
    cancel.clicked.connect(dialog.reject)
    primary = QPushButton(with_key(text, shown_key("Return")))
    primary.setProperty("role", "primary")
    primary.setDefault(True)
    primary.clicked.connect(dialog.accept)
    return footer(secondary=(cancel,), primary=primary), primary


def close(dialog: QDialog) -> QHBoxLayout:
    """The foot of a dialog that only shows something."""
    primary = QPushButton(with_key(translate("Dialogs", "Close"), shown_key("Esc")))
    primary.setProperty("role", "primary")
    primary.setDefault(True)
    primary.clicked.connect(dialog.reject)
    return footer(primary=primary)
