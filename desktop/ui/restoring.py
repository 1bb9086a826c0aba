"""Puts a backup back through the window: looks, shows, and on a yes restores into a new folder."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from db.errors import Expected
from db.places import BACKUPS
from desktop.operations import backups, restoring
from desktop.operations.backups import Backup
from desktop.operations.session import Workplace
from desktop.ui.dialogs.restore import RestoreBackup
from desktop.ui.lanes import Lane
from desktop.ui.words import sentence


class Restoring(QObject):
    """One dialog at a time. Needs no session: the register that stands there may not open any more."""

    opened = Signal(object)
    """The folder into which a backup was put."""
    failed = Signal(object)

    def __init__(self, desk: Lane, place: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._place = place

    def ask(self, over: QWidget, register: Path, chosen: Path | None, user: str) -> None:
        """Open the dialog, once it is known which backups there are."""
        where = chosen.parent if chosen is not None else register / BACKUPS

        def show(found: tuple[Backup, ...]) -> None:
            dialog = RestoreBackup(over, found, chosen, user)
            dialog.looks.connect(lambda *asked: self._look(dialog, register, *asked))
            dialog.puts_back.connect(lambda *asked: self._put_back(dialog, register, *asked))
            dialog.open()

        self._desk.ask_without_session(lambda: backups.backups(where), show, self.failed.emit)

    def _look(self, dialog: RestoreBackup, register: Path, source: Path, passphrase: str, name: str) -> None:
        self._desk.ask_without_session(
            lambda: restoring.look_into(self._place, source, passphrase, name, register),
            dialog.show_preview,
            lambda failure: self._refused(dialog, failure),
        )

    def _put_back(
        self, dialog: RestoreBackup, register: Path, source: Path, passphrase: str, name: str
    ) -> None:
        def work() -> Path:
            target = restoring.free_target(register)
            with closing(restoring.restore(self._place, source, passphrase, name, target)):
                return target

        def done(target: Path) -> None:
            dialog.done(RestoreBackup.DialogCode.Accepted)
            self.opened.emit(target)

        self._desk.ask_without_session(work, done, lambda failure: self._refused(dialog, failure))

    def _refused(self, dialog: RestoreBackup, failure: BaseException) -> None:
        if isinstance(failure, Expected):
            dialog.refuse(sentence(failure))
        else:
            self.failed.emit(failure)
