"""The decision: what can be said of the lot, and what was found wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from desktop.operations.lot_views import Finding, LotStanding
from desktop.ui.checks.names import lot_name, state_name
from desktop.ui.controls import card, label
from desktop.ui.words import count, sentence, translate


class DecideStep(QWidget):
    """What can be said of the lot, and what was found wrong."""

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "title", wraps=True)
        self._said = label("", "heading", wraps=True)
        self._wrong = QListWidget()
        self._wrong.setAccessibleName(translate("Checks", "Found wrong"))
        self._wrong_head = label(self._wrong.accessibleName(), "heading")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        frame, inside = card()
        inside.addWidget(self._title)
        inside.addWidget(self._said)
        column.addWidget(frame)
        column.addWidget(self._wrong_head)
        column.addWidget(self._wrong, 1)
        column.addStretch(0)

    def show_standing(self, shown: LotStanding, wrong: Sequence[Finding]) -> None:
        """Say how the lot stands."""
        self._title.setText(f"{lot_name(shown.lot)} — {state_name(shown.state)}")
        self._said.setText(" ".join(sentence(one) for one in shown.words))
        self._wrong.clear()
        for one in wrong:
            state = (
                translate("Checks", "corrected")
                if one.corrected
                else translate("Checks", "not corrected yet")
            )
            cells = "; ".join(
                f"{cell.cell.column}: {cell.filed or '—'} → {'?' if cell.truth is None else cell.truth or '—'}"
                for cell in one.cells
            )
            row = translate("Checks", "Row {row}").format(row=count(one.row_number))
            self._wrong.addItem(f"{row}   {cells}   ({state})")
        self._wrong.setVisible(bool(wrong))
        self._wrong_head.setVisible(bool(wrong))

    def said(self) -> str:
        """The sentences."""
        return self._said.text()
