"""Settings, backup: make one, prove that it opens, copy the register to a stick, choose another disk, put one back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout

from desktop.operations import backups
from desktop.operations.backups import Backup, Proof
from desktop.operations.session import Session
from desktop.operations.work import Cancel, Progress, Report
from desktop.ui.controls import footer, label, restyle
from desktop.ui.seat import Seat
from desktop.ui.settings.part import Part
from desktop.ui.words import count, isolated, sentence, translate


class BackupPart(Part):
    """The rotating backups in a list, the newest first."""

    chosen = Signal(object)
    """Other `Settings`: backups go to another folder from now on."""
    restore_wanted = Signal(object)
    """Put a backup back (its folder, or None to choose one)."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self._found: tuple[Backup, ...] = ()
        self._place = label("", "muted", wraps=True)
        self.list = QListWidget()
        self.list.setAccessibleName(translate("Backup", "Backups"))
        self._said = label("", "good", wraps=True)
        self._said.hide()
        self.make = self.button(translate("Backup", "Back up now"), "F2", self.back_up)
        self.make.setProperty("role", "primary")
        self.proof = self.button(translate("Backup", "Prove that it opens"), "F3", self.prove)
        self.away = self.button(translate("Backup", "Copy to a stick…"), "F6", self.copy_away)
        self.other = self.button(translate("Backup", "Other folder…"), "F7", self.choose_place)
        self.back = self.button(translate("Backup", "Put it back…"), "F4", self.put_back)
        self.list.currentRowChanged.connect(lambda _row: self._renew())
        whole = QVBoxLayout(self)
        whole.addWidget(
            label(
                translate(
                    "Backup",
                    "A backup is made when you leave and once a day; seven days and four weeks are kept. On another "
                    "disk, or on a stick in another room, it also helps when this disk breaks.",
                ),
                "muted",
                wraps=True,
            )
        )
        supervises = self.may("copy_away")
        where = QHBoxLayout()
        where.addWidget(self._place, 1)
        if supervises:
            where.addWidget(self.other)
        whole.addLayout(where)
        whole.addWidget(self.list, 1)
        whole.addWidget(self._said)
        # What is done with the chosen one first, then what is done with the register.
        for_supervisors = (self.back, self.away) if supervises else ()
        whole.addLayout(footer(secondary=(self.proof, *for_supervisors), primary=self.make))
        self._renew()

    def enter(self) -> None:
        """Shown: which backups there are."""
        self.seat.view.ask(_look, self._show, self.failed.emit)

    def said(self) -> str:
        """What became of the last thing that was asked for."""
        return "" if self._said.isHidden() else self._said.text()

    def back_up(self) -> None:
        """Make one now."""
        self._start(
            lambda session, report, _cancel: backups.back_up(session, backups.place_of(session), report),
            lambda _made: self._say(translate("Backup", "The backup was made, opened and checked."), "good"),
        )

    def prove(self) -> None:
        """Restore the chosen one aside, check all of it and compare."""
        row = self.list.currentRow()
        source = self._found[row].path
        self._start(lambda session, report, _cancel: backups.prove(session, source, report), self._proved)

    def copy_away(self) -> None:
        """The whole register into a new folder on a stick."""
        target = QFileDialog.getExistingDirectory(self, translate("Backup", "Where the stick is"))
        if target:
            self.copy_to(Path(target))

    def copy_to(self, target: Path) -> None:
        """The same, once the folder is chosen."""
        self._start(
            lambda session, report, _cancel: backups.copy_away(session, target, report),
            lambda made: self._say(
                translate(
                    "Backup", "Copied to {folder} and checked. Keep it as safe as the register."
                ).format(folder=isolated(str(made))),
                "good",
            ),
        )

    def choose_place(self) -> None:
        """Backups go to another disk from now on."""
        target = QFileDialog.getExistingDirectory(self, translate("Backup", "Where backups go"))
        if target:
            self.chosen.emit(replace(self.seat.settings, backups=target))

    def put_back(self) -> None:
        """Look into the chosen one and, when the person means it, put it back."""
        row = self.list.currentRow()
        self.restore_wanted.emit(self._found[row].path if 0 <= row < len(self._found) else None)

    def _start(
        self, work: Callable[[Session, Report, Cancel], object], done: Callable[[object], None]
    ) -> None:
        self._say(translate("Backup", "At work…"), "muted")
        self._renew(busy=True)

        def finished(answer: object) -> None:
            done(answer)
            self._renew()
            self.enter()

        def refused(failure: BaseException) -> None:
            self._said.hide()
            self._renew()
            self.failed.emit(failure)

        self.seat.jobs.start(work, finished, refused, self._progress)

    def _progress(self, progress: Progress) -> None:
        self._say(sentence(progress), "muted")

    def _proved(self, proof: object) -> None:
        if not isinstance(proof, Proof):
            raise TypeError(proof)
        if proof.problems:
            self._say("\n".join(sentence(problem) for problem in proof.problems), "failure")
            return
        self._say(
            translate(
                "Backup",
                "It opens and is whole. Pages: {pages}. Records: {records}. Done since it was made: {behind}.",
            ).format(pages=count(proof.pages), records=count(proof.records), behind=count(proof.behind)),
            "good",
        )

    def _show(self, found: tuple[Path, tuple[Backup, ...]]) -> None:
        place, self._found = found
        self._place.setText(translate("Backup", "They lie in {folder}").format(folder=isolated(str(place))))
        self.list.clear()
        for one in self._found:
            self.list.addItem(QListWidgetItem(one.taken.astimezone().strftime("%Y-%m-%d  %H:%M")))
        if self._found:
            self.list.setCurrentRow(0)
        else:
            none = QListWidgetItem(translate("Backup", "No backup lies here yet."))
            none.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(none)
        self._renew()

    def _renew(self, *, busy: bool = False) -> None:
        self.make.setEnabled(not busy)
        self.proof.setEnabled(not busy and bool(self._found) and self.list.currentRow() >= 0)
        for each in (self.away, self.back):  # one on a stick can be put back where none lies here
            each.setEnabled(not busy)

    def _say(self, text: str, role: str) -> None:
        restyle(self._said, role)
        self._said.setText(text)
        self._said.show()


def _look(session: Session) -> tuple[Path, tuple[Backup, ...]]:
    place = backups.place_of(session)
    return place, backups.backups(place)
