"""What is said of a record that stands in no field of its page: a mark, an event, the holder, a look wanted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from db.model import Event, Marking, Record
from db.model_desk import Holder
from desktop.operations import amending
from desktop.operations.session import Session
from desktop.ui.controls import label
from desktop.ui.dialogs.buttons import answer_or_cancel
from desktop.ui.words import translate

Work = Callable[[Session], Record]


class Amend(QDialog):
    """One thing at a time, with its reason. What was there stays: a mark or an event is added to the others."""

    answered = Signal(object)
    """What a lane is to do."""

    def __init__(self, parent: QWidget, record: Record) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Records", "Say something of this weapon"))
        self.setMinimumWidth(620)
        self._record = record
        self.what = QComboBox()
        for key, text in (
            ("mark", translate("Records", "It has a mark")),
            ("event", translate("Records", "Something happened to it")),
            ("holder", translate("Records", "Somebody holds it")),
            ("look", translate("Records", "Somebody has to look at it")),
        ):
            self.what.addItem(text, key)
        self.what.setAccessibleName(translate("Records", "What is said"))
        self.kind = QComboBox()
        self.kind.setAccessibleName(translate("Records", "Kind"))
        self.lines = [QLineEdit() for _ in range(4)]
        self.why = QLineEdit()
        self.why.setAccessibleName(translate("Records", "Why"))
        self._form = QFormLayout()
        self._form.addRow(translate("Records", "What is said"), self.what)
        self._form.addRow(translate("Records", "Kind"), self.kind)
        self._names = [label("") for _ in self.lines]
        for name, line in zip(self._names, self.lines, strict=True):
            self._form.addRow(name, line)
        self._form.addRow(translate("Records", "Why"), self.why)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(self._form)
        whole.addLayout(answer_or_cancel(self, translate("Records", "Keep it"))[0])
        self.what.currentIndexChanged.connect(self._ask)
        self.accepted.connect(lambda: self.answered.emit(self._work()))
        self._ask()
        self.what.setFocus()

    def _ask(self) -> None:
        """Show the fields of what is chosen."""
        what = self.what.currentData()
        kinds = {"mark": amending.MARKING_KINDS, "event": amending.EVENT_KINDS}.get(what, ())
        self.kind.clear()
        for kind in kinds:
            self.kind.addItem(kind, kind)
        self._form.setRowVisible(self.kind, bool(kinds))
        texts = {
            "mark": (
                translate("Records", "The mark"),
                translate("Records", "Part (frame, barrel…)"),
                translate("Records", "Place on the weapon"),
                translate("Records", "Year"),
            ),
            "event": (
                translate("Records", "Date (1984-03-09)"),
                translate("Records", "From or to"),
                translate("Records", "Document"),
            ),
            "holder": (
                translate("Records", "Organisation or unit"),
                translate("Records", "Person (may be left out)"),
                translate("Records", "Place"),
            ),
        }.get(what, ())
        for at, line in enumerate(self.lines):
            shown = at < len(texts)
            self._form.setRowVisible(line, shown)
            self._names[at].setText(texts[at] if shown else "")
            line.setAccessibleName(texts[at] if shown else "")
        if what == "event":
            self.lines[0].setPlaceholderText(QDate.currentDate().toString(Qt.DateFormat.ISODate))
        else:
            self.lines[0].setPlaceholderText("")

    def _work(self) -> Work:
        record, why = self._record, self.why.text()
        one, two, three, four = (line.text().strip() for line in self.lines)
        kind = self.kind.currentData() or ""
        what = self.what.currentData()
        if what == "mark":
            marks = (*record.markings, Marking(kind, one, two, three, "", four))
            return lambda session: amending.set_markings(session, record.id, marks, why)
        if what == "event":
            events = (*record.events, Event(kind, one, one, two, three))
            return lambda session: amending.set_events(session, record.id, events, why)
        if what == "holder":
            return lambda session: amending.set_holder(session, record.id, Holder(one, two, three), why)
        return lambda session: amending.want_a_look(session, record.id, why)
