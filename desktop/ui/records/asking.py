"""What is asked for: a part of a serial number, and one field more."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from desktop.operations.finding import Query, checked, parse_query
from desktop.ui.words import translate

TYPED_MS = 150
_DATES = {"from": "first_day", "until": "last_day"}


class Asking(QWidget):
    """The box for the serial number; beside it a field with its words. Both have to hold."""

    changed = Signal()
    """The person stopped typing for a moment."""

    def __init__(self) -> None:
        super().__init__()
        self.serial = QLineEdit()
        said = translate("Records", "Part of a serial number; ? for a character, * for several")
        self.serial.setPlaceholderText(said)
        self.serial.setAccessibleName(said)
        self.serial.setClearButtonEnabled(True)
        self.field = QComboBox()
        self.field.setAccessibleName(translate("Records", "Another field to search by"))
        for name, text in (
            ("make", translate("Records", "Make")),
            ("model", translate("Records", "Model")),
            ("calibre", translate("Records", "Calibre")),
            ("weapon_type", translate("Records", "Type")),
            ("holder", translate("Records", "Holder")),
            ("from", translate("Records", "From date")),
            ("until", translate("Records", "Until date")),
        ):
            self.field.addItem(text, name)
        self.words = QLineEdit()
        self.words.setPlaceholderText(translate("Records", "Any"))
        self.words.setAccessibleName(translate("Records", "Words of that field"))
        self.words.setClearButtonEnabled(True)
        self._typed = QTimer(self, interval=TYPED_MS, singleShot=True)
        self._typed.timeout.connect(self.changed)
        self.serial.textChanged.connect(self._typed.start)
        self.words.textChanged.connect(self._typed.start)
        self.field.currentIndexChanged.connect(self._typed.start)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.serial, 3)
        row.addWidget(self.field)
        row.addWidget(self.words, 1)

    def texts(self) -> tuple[str, str, str]:
        """What stands in the boxes now, to tell an old answer from a new one."""
        return self.serial.text().strip(), str(self.field.currentData()), self.words.text().strip()

    def query(self) -> Query:
        """The question. Raises Expected("query_date_odd"); the register is not touched."""
        serial, name, words = self.texts()
        asked = parse_query(serial)
        if not words:
            return asked
        return checked(replace(asked, **{_DATES.get(name, name): words}))

    def clear(self) -> None:
        """Ask for everything again."""
        self.serial.clear()
        self.words.clear()

    def begin(self) -> None:
        """Begin to type."""
        self.serial.selectAll()
        self.serial.setFocus()
