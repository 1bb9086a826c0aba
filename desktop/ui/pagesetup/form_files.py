"""Which file: a form to bring in, where to write one, a picture of a blank sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.fields.forms import LedgerForm, load_form
from desktop.operations import page_setup
from desktop.operations.page_setup import SetUp
from desktop.ui.capture.file_dialogs import PICTURES
from desktop.ui.seat import Seat
from desktop.ui.words import isolated, translate

Chosen = Callable[[Path], None]


class FormFiles(QObject):
    """Forms and blank sheets from files, and a form into one."""

    sheet = Signal(object)
    """The `SetUp` of a blank sheet."""
    brought = Signal(object)
    """A `LedgerForm` from another PC."""
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, seat: Seat, window: QWidget) -> None:
        super().__init__(window)
        self._seat = seat
        self._window = window

    def ask_sheet(self) -> None:
        """Ask for a picture of a blank sheet and look at it."""
        ask_sheet(self._window, self._look_at)

    def ask_form(self) -> None:
        """Ask for a form's file."""
        ask_form(self._window, self._load)

    def export(self, form: LedgerForm) -> None:
        """Ask where to, and write the form."""
        ask_where(self._window, form.name, lambda path: self._write(form, path))

    def _look_at(self, path: Path) -> None:
        def found(sheet: SetUp) -> None:
            self.sheet.emit(sheet)
            words = translate(
                "PageSetup", "This is the blank sheet {name}. Name its columns and save the form."
            )
            self.told.emit(words.format(name=isolated(sheet.form.name)))

        self._seat.view.ask(lambda _session: page_setup.set_up_sheet(path), found, self.failed.emit)

    def _load(self, path: Path) -> None:
        def loaded(form: LedgerForm) -> None:
            self.brought.emit(form)
            words = translate(
                "PageSetup", "The names and settings of “{form}” are taken over; the lines stay."
            )
            self.told.emit(words.format(form=isolated(form.name)))

        self._seat.desk.ask(lambda _session: load_form(path), loaded, self.failed.emit)

    def _write(self, form: LedgerForm, path: Path) -> None:
        words = translate("PageSetup", "The form is in {file}.").format(file=isolated(str(path)))
        self._seat.desk.ask(
            lambda _session: page_setup.export_form(form, path),
            lambda _nothing: self.told.emit(words),
            self.failed.emit,
        )


def ask_sheet(window: QWidget, chosen: Chosen) -> None:
    """A picture of a blank printed sheet."""
    words = translate("PageSetup", "Pictures and PDF")
    _open(
        QFileDialog(window, translate("PageSetup", "A blank printed sheet")), f"{words} ({PICTURES})", chosen
    )


def ask_form(window: QWidget, chosen: Chosen) -> None:
    """A form's file."""
    words = translate("PageSetup", "Forms")
    _open(QFileDialog(window, translate("PageSetup", "A form from another PC")), f"{words} (*.toml)", chosen)


def ask_where(window: QWidget, name: str, chosen: Chosen) -> None:
    """Where to write a form; an existing file is asked about by the dialog."""
    asks = QFileDialog(window, translate("PageSetup", "Write the form for another PC"))
    asks.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    asks.setDefaultSuffix("toml")
    plain = "".join(c if c.isalnum() else "-" for c in name.lower()).strip("-")
    asks.selectFile(f"{plain or 'form'}.toml")
    _open(asks, translate("PageSetup", "Forms") + " (*.toml)", chosen, existing=False)


def _open(asks: QFileDialog, names: str, chosen: Chosen, *, existing: bool = True) -> None:
    if existing:
        asks.setFileMode(QFileDialog.FileMode.ExistingFile)
    asks.setNameFilters([names, translate("PageSetup", "All files") + " (*)"])
    asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    asks.fileSelected.connect(lambda name: chosen(Path(name)))
    asks.open()
