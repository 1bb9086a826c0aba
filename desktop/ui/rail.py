"""The rail: the places of the program, always in the same order."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.ui.actions import Where
from desktop.ui.controls import icon
from desktop.ui.seat import Seat
from desktop.ui.words import translate


class Rail(QWidget):
    """One button a screen; the current one is pressed."""

    def __init__(self, seat: Seat, go: Mapping[Where, QAction]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(translate("Shell", "Places"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 10, 6, 10)
        layout.setSpacing(4)
        self._buttons: dict[Where, QToolButton] = {}
        for where, action in go.items():
            made = QToolButton()
            made.setProperty("role", "rail")
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            made.setIcon(
                icon(seat.resources, where.value, seat.look.colour("on_deep"), seat.look.colour("accent"))
            )
            made.setIconSize(QSize(24, 24))
            made.setText(action.iconText())
            made.setToolTip(f"{action.text()}   {action.shortcut().toString()}")
            made.setAccessibleName(action.text())
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            made.setMinimumHeight(56)
            made.clicked.connect(action.trigger)
            layout.addWidget(made)
            self._buttons[where] = made
        layout.addStretch(1)

    def show_current(self, where: Where) -> None:
        """Press the button of the screen that is shown."""
        for place, made in self._buttons.items():
            made.setChecked(place is where)
