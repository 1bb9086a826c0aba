"""What is asked about a tracing request: what it says, and what was done about it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.operations.tracing import GROUNDS, Asked
from desktop.ui.controls import label
from desktop.ui.dialogs.buttons import answer_or_cancel
from desktop.ui.records.lists import state_text
from desktop.ui.words import translate

_KINDS = ("acknowledged", "answered", "delayed", "refused", "noted")
_WIDTH = 620


class NewTrace(QDialog):
    """A request as it is typed in."""

    answered = Signal(object)
    """An `Asked`."""

    def __init__(self, parent: QWidget, serial: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Records", "A tracing request was received"))
        self.setMinimumWidth(_WIDTH)
        self.lines: dict[str, QLineEdit] = {}
        form = QFormLayout()
        for name, text in (
            ("requester", translate("Records", "State or authority")),
            ("reference", translate("Records", "Its reference")),
            ("contact", translate("Records", "Contact")),
            ("received_on", translate("Records", "Received on (empty: today)")),
            ("serial", translate("Records", "Serial number")),
            ("make", translate("Records", "Make")),
            ("model", translate("Records", "Model")),
            ("calibre", translate("Records", "Calibre")),
            ("country", translate("Records", "Country of manufacture")),
            ("circumstances", translate("Records", "Found where and how, why illicit")),
            ("restrictions", translate("Records", "Restrictions on use")),
        ):
            line = QLineEdit()
            line.setAccessibleName(text)
            self.lines[name] = line
            form.addRow(label(text), line)
        self.lines["serial"].setText(serial)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.addLayout(form)
        whole.addLayout(answer_or_cancel(self, translate("Records", "Keep it"))[0])
        self.accepted.connect(
            lambda: self.answered.emit(Asked(**{name: line.text() for name, line in self.lines.items()}))
        )
        self.lines["requester"].setFocus()


@dataclass(frozen=True, slots=True)
class Done:
    """What was done about a request."""

    kind: str
    ground: str
    note: str


class TraceStepDialog(QDialog):
    """What was done about a request; a delay and a refusal have a ground (ITI 22)."""

    answered = Signal(object)
    """A `Done`."""

    def __init__(self, parent: QWidget, number: int, entries: int) -> None:
        super().__init__(parent)
        title = translate("Records", "What was done about request {number}?").format(number=number)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        self.kind, self.ground, self.note = QComboBox(), QComboBox(), QLineEdit()
        for kind in _KINDS:
            self.kind.addItem(state_text(kind), kind)
        for ground, text in zip(GROUNDS, _grounds(), strict=True):
            self.ground.addItem(text, ground)
        form = QFormLayout()
        for text, widget in (
            (translate("Records", "It was"), self.kind),
            (translate("Records", "Ground"), self.ground),
            (translate("Records", "Note"), self.note),
        ):
            widget.setAccessibleName(text)
            form.addRow(label(text), widget)
        self.kind.currentIndexChanged.connect(self._show)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.addWidget(label(title, "heading", wraps=True))
        whole.addLayout(form)
        said = translate(
            "Records", "An answer names the entries of the weapon that was looked at last: {count}"
        )
        whole.addWidget(label(said.format(count=entries), "muted", wraps=True))
        whole.addLayout(answer_or_cancel(self, translate("Records", "Keep it"))[0])
        self.accepted.connect(self._answer)
        self._show()

    def _show(self) -> None:
        self.ground.setEnabled(self.kind.currentData() in {"delayed", "refused"})

    def _answer(self) -> None:
        ground = str(self.ground.currentData()) if self.ground.isEnabled() else ""
        self.answered.emit(Done(str(self.kind.currentData()), ground, self.note.text()))


def _grounds() -> tuple[str, ...]:
    return (
        translate("Records", "It would compromise a criminal investigation"),
        translate("Records", "Confidentiality"),
        translate("Records", "Another treaty or law"),
        translate("Records", "National security"),
        translate("Records", "The request does not say enough"),
        translate("Records", "Another ground"),
    )
