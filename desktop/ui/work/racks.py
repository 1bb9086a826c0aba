"""At the racks: the list to take along, what was read keyed back, weapons that stand in no book."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from db.model import Record, SerialState
from desktop.operations import amending, rack_checks
from desktop.operations.session import Session
from desktop.printing.rack_list import write_rack_list
from desktop.ui.controls import label
from desktop.ui.dialogs.buttons import answer_or_cancel
from desktop.ui.seat import Seat
from desktop.ui.words import count, translate


class OnWeapon(QDialog):
    """What was read on a weapon: the list's code (or a rack, for one that stands in no book), number, and more."""

    answered = Signal(object, object)
    """The lines by name, and the serial number's state."""

    def __init__(self, parent: QWidget, *, in_no_book: bool) -> None:
        super().__init__(parent)
        self.setMinimumWidth(620)
        said = (
            translate("Work", "A weapon that stands in no book")
            if in_no_book
            else translate("Work", "Read on the weapon")
        )
        self.setWindowTitle(said)
        names = {
            "code": translate("Work", "Code on the list"),
            "rack": translate("Work", "Rack"),
            "number": translate("Work", "Number on the frame or receiver"),
            "weapon_type": translate("Work", "Type"),
            "make": translate("Work", "Make"),
            "model": translate("Work", "Model"),
            "calibre": translate("Work", "Calibre"),
            "country": translate("Work", "Country of manufacture"),
        }
        wanted = [name for name in names if name != "code"] if in_no_book else ["code", "number"]
        self.lines: dict[str, QLineEdit] = {}
        self.state = QComboBox()
        for state, text in (
            (SerialState.MARKED, translate("Work", "as typed above")),
            (SerialState.NONE_MARKED, translate("Work", "no number is marked")),
            (SerialState.OBLITERATED, translate("Work", "the number was removed")),
        ):
            self.state.addItem(text, state.value)
        self.state.setAccessibleName(translate("Work", "State of the number"))
        form = QFormLayout()
        for name in wanted:
            line = QLineEdit()
            line.setAccessibleName(names[name])
            self.lines[name] = line
            form.addRow(names[name], line)
            if name == "number":
                form.addRow(translate("Work", "State of the number"), self.state)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        hint = translate("Work", "What is read on the weapon counts before the paper; both are kept.")
        whole.addWidget(label(hint, "muted", wraps=True))
        whole.addLayout(form)
        whole.addLayout(answer_or_cancel(self, translate("Work", "Keep"))[0])
        self.accepted.connect(
            lambda: self.answered.emit(
                {name: line.text() for name, line in self.lines.items()},
                SerialState(self.state.currentData()),
            )
        )
        self.lines[wanted[0]].setFocus()


class Racks(QObject):
    """Asks, has it done in a lane, and tells."""

    failed = Signal(object)
    told = Signal(str)
    changed = Signal()

    def __init__(self, seat: Seat, parent: QWidget) -> None:
        super().__init__(parent)
        self._seat = seat
        self._window = parent

    def ask_list(self) -> None:
        """Ask where to write the list that is taken along."""
        asks = QFileDialog(self._window, translate("Work", "Where to write the physical check list"))
        asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asks.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asks.selectFile("racks.pdf")
        asks.fileSelected.connect(lambda name: self.write_list(Path(name).with_suffix(".pdf")))
        asks.open()

    def write_list(self, target: Path) -> None:
        """Write it there."""

        def work(session: Session) -> str:
            found = rack_checks.rack_list(session, crops=True)
            write_rack_list(found, target)
            return translate(
                "Work", "The list was written, to look at: {count}. It is not encrypted: {name}"
            ).format(count=count(len(found.lines)), name=target)

        self._seat.view.ask(work, self.told.emit, self.failed.emit)

    def key_back(self) -> None:
        """Key back what was read on a weapon of the list."""

        def keep(said: Mapping[str, str], state: SerialState) -> None:
            def work(session: Session) -> Record:
                record = rack_checks.record_by_code(session, said["code"])
                return amending.read_on_weapon(session, record.id, said["number"], state)

            self._keep(work)

        self._open(OnWeapon(self._window, in_no_book=False), keep)

    def in_no_book(self) -> None:
        """File a weapon that stands on a rack and in no book."""

        def keep(said: Mapping[str, str], state: SerialState) -> None:
            fields = {name: text for name, text in said.items() if name not in {"rack", "number"}}
            self._keep(
                lambda session: rack_checks.found_weapon(session, said["rack"], said["number"], state, fields)
            )

        self._open(OnWeapon(self._window, in_no_book=True), keep)

    def _keep(self, work: Callable[[Session], Record]) -> None:
        def done(record: Record) -> None:
            number = record.serial or record.serial_state.value.replace("_", " ")
            self.told.emit(
                translate("Work", "That is kept: {number}, revision {revision}.").format(
                    number=number, revision=count(record.revision)
                )
            )
            self.changed.emit()

        self._seat.desk.ask(work, done, self.failed.emit)

    def _open(self, asks: OnWeapon, keep: Callable[[Mapping[str, str], SerialState], None]) -> None:
        asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asks.answered.connect(keep)
        asks.open()
