"""What each column is: its name, and what it means, from a list."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QListWidget, QVBoxLayout, QWidget

from desktop.fields.forms import Column, LedgerForm
from desktop.ui.controls import label
from desktop.ui.pagesetup.meanings import meanings
from desktop.ui.words import count, isolated, translate


class ColumnsSide(QWidget):
    """The list of columns, and beneath it the one that is chosen."""

    chosen = Signal(int)
    """The place of a column, from 0."""
    named = Signal(int, object)
    """The place of a column, and the `Column` that it is to be."""

    def __init__(self) -> None:
        super().__init__()
        self._columns: tuple[Column, ...] = ()
        self._meanings = meanings()
        self.list = QListWidget()
        self.list.setAccessibleName(translate("PageSetup", "Columns"))
        self.name = QLineEdit()
        self.name.setAccessibleName(translate("PageSetup", "Name of the column, as its heading has it"))
        self.meaning = QComboBox()
        self.meaning.setAccessibleName(translate("PageSetup", "What the column means"))
        self.meaning.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for field, words in self._meanings.items():
            self.meaning.addItem(words, field)
        self.repeats = QCheckBox(translate("PageSetup", "May say “same as above”"))
        whole = QVBoxLayout(self)
        whole.setSpacing(6)
        whole.addWidget(self.list, 1)
        whole.addWidget(label(translate("PageSetup", "What it means"), "muted"))
        whole.addWidget(self.meaning)
        whole.addWidget(label(translate("PageSetup", "Its name"), "muted"))
        whole.addWidget(self.name)
        whole.addWidget(self.repeats)
        self.list.currentRowChanged.connect(self._choose)
        self.name.editingFinished.connect(self._rename)
        self.meaning.activated.connect(lambda _at: self._mean())
        self.repeats.clicked.connect(lambda _on: self._say(ditto=self.repeats.isChecked()))

    def show_form(self, form: LedgerForm, at: int) -> None:
        """The columns of a form, one of them chosen."""
        self._columns = form.columns
        self.list.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.list.clear()
        for number, column in enumerate(form.columns, start=1):
            words = self._meanings.get(column.field, column.field)
            said = isolated(column.name) if words == column.name else f"{isolated(column.name)}  –  {words}"
            self.list.addItem(f"{count(number)}   {said}")
        self.list.setCurrentRow(at)
        self.list.blockSignals(False)  # noqa: FBT003 - Qt's signature
        self._describe()

    def _at(self) -> int:
        return self.list.currentRow()

    def _describe(self) -> None:
        at = self._at()
        there = 0 <= at < len(self._columns)
        for widget in (self.name, self.meaning, self.repeats):
            widget.setEnabled(there)
        if not there:
            return
        column = self._columns[at]
        if self.name.text() != column.name:
            self.name.setText(column.name)
        place = self.meaning.findData(column.field)
        if place < 0:
            self.meaning.addItem(column.field, column.field)
            place = self.meaning.count() - 1
        self.meaning.setCurrentIndex(place)
        self.repeats.setChecked(column.ditto)

    def _choose(self, at: int) -> None:
        self._describe()
        if at >= 0:
            self.chosen.emit(at)

    def _rename(self) -> None:
        name = self.name.text().strip()
        at = self._at()
        others = {column.name for place, column in enumerate(self._columns) if place != at}
        if not name or name in others:
            self._describe()  # no column without a name, and no two of one name
        else:
            self._say(name=name)

    def _mean(self) -> None:
        """A column that had a number for a name is called by what it means."""
        field, words = self.meaning.currentData(), self.meaning.currentText()
        at = self._at()
        if not 0 <= at < len(self._columns):
            return
        others = {column.name for place, column in enumerate(self._columns) if place != at}
        unnamed = self._columns[at].name.isdigit()
        # A serial number is never repeated silently.
        repeats = self._columns[at].ditto and field not in {"serial_number", "number_in_book"}
        if unnamed and field != "text" and words not in others:
            self._say(field=field, name=words, ditto=repeats)
        else:
            self._say(field=field, ditto=repeats)

    def _say(self, *, name: str = "", field: str = "", ditto: bool | None = None) -> None:
        at = self._at()
        if 0 <= at < len(self._columns):
            column = self._columns[at]
            new = replace(
                column,
                name=name or column.name,
                field=field or column.field,
                ditto=column.ditto if ditto is None else ditto,
            )
            if new != column:
                self.named.emit(at, new)
