"""The register refuses some entries, and somebody wants to go."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.ui.words import translate


def leaves_unsaved(over: QWidget, key: str) -> bool:
    """Whether they want to go all the same; `key` saves again, as it is shown."""
    asks = QMessageBox(over)
    asks.setIcon(QMessageBox.Icon.Warning)
    asks.setWindowTitle(translate("Visit", "Not everything is saved"))
    asks.setText(
        translate(
            "Visit",
            "Some entries could not be saved and would be lost. Stay, put right what the message says, "
            "and press {save_again}.",
        ).format(save_again=key)
    )
    stay = asks.addButton(translate("Visit", "Stay"), QMessageBox.ButtonRole.RejectRole)
    asks.addButton(translate("Visit", "Leave without them"), QMessageBox.ButtonRole.DestructiveRole)
    asks.setDefaultButton(stay)
    asks.exec()
    return asks.clickedButton() is not stay
