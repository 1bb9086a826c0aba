"""Settings: this PC and its register, its people, its backups, its journal, the keys; one part a tab."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.fields.problems import Problem
from desktop.operations import checking
from desktop.ui.actions import Where
from desktop.ui.bindings import button
from desktop.ui.controls import card, footer, label, restyle
from desktop.ui.dialogs.lessons import Lessons
from desktop.ui.screen import Screen
from desktop.ui.seat import Seat
from desktop.ui.settings.backup import BackupPart
from desktop.ui.settings.journal import JournalPart
from desktop.ui.settings.keys import KeysPart
from desktop.ui.settings.part import Part, key_button
from desktop.ui.settings.people import PeoplePart
from desktop.ui.words import LANGUAGES, languages_there, sentence, translate


class SettingsScreen(Screen):
    """Choices count at once; there is nothing to save."""

    where = Where.SETTINGS

    chosen = Signal(object)
    """Other `Settings`."""
    restore_wanted = Signal(object)
    """Put a backup back (its folder, or None to choose one)."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        actions = self.can({"check_register": self._check})
        self.language = self._choice(
            translate("Settings", "Language"),
            {
                "": translate("Settings", "as this PC"),
                **{code: LANGUAGES[code] for code in languages_there(seat.resources / "translations")},
            },
            "language",
        )
        self.text_size = self._choice(
            translate("Settings", "Text size"),
            {
                "small": translate("Settings", "small"),
                "medium": translate("Settings", "medium"),
                "large": translate("Settings", "large"),
            },
            "text_size",
        )
        self.contrast = self._choice(
            translate("Settings", "Contrast"),
            {"calm": translate("Settings", "calm"), "high": translate("Settings", "high")},
            "contrast",
        )
        self._first = QWidget()
        self.lessons = key_button(
            self._first, translate("Settings", "What books have taught…"), "F2", self._open_lessons
        )
        self.idle = self._choice(
            translate("Settings", "Lock after"),
            {
                minutes: translate("Settings", "{minutes} minutes").format(minutes=minutes)
                for minutes in ("2", "5", "10", "20")
            },
            "idle_minutes",
        )
        self.people, self.backup, self.journal = PeoplePart(seat), BackupPart(seat), JournalPart(seat)
        self.keys = KeysPart(seat)
        self.backup.chosen.connect(self.chosen)
        self.keys.chosen.connect(self.chosen)
        self.backup.restore_wanted.connect(self.restore_wanted)
        self._tabs = QTabWidget()
        self._found = label("", "good", wraps=True)
        self._found.hide()
        self._primary = button(
            actions["check_register"],
            seat.commands,
            translate("Settings", "Check the register"),
            primary=True,
        )
        self._lay_out()

    def enter(self) -> None:
        """Shown."""
        self.titled.emit(translate("Settings", "Settings"))
        self.show_part(self._tabs.currentIndex())
        if self._tabs.currentIndex() == 0:
            self.language.setFocus()

    def part_at(self, index: int) -> QWidget | None:
        """What a tab shows, from 0."""
        return self._tabs.widget(index)

    def place(self) -> tuple[int, str]:
        """Which tab is shown, from 0, and the command that is chosen in the one of the keys."""
        command = self.keys.current()
        return self._tabs.currentIndex(), command.id if command else ""

    def go_back_to(self, place: tuple[int, str]) -> None:
        """Show what `place` told, after the window was made anew."""
        self.show_part(place[0])
        if self._tabs.currentWidget() is self.keys:
            self.keys.choose(place[1])

    def show_part(self, index: int) -> None:
        """One of the tabs, from 0."""
        self._tabs.setCurrentIndex(index)
        part = self._tabs.currentWidget()
        if isinstance(part, Part):
            part.enter()

    def help_lines(self) -> tuple[str, ...]:
        """What F1 says beside the keys."""
        return (
            translate(
                "Settings",
                "Choices count at once. Checking the register reads all of it and changes nothing.",
            ),
        )

    def found(self) -> str:
        """What the last check said."""
        return self._found.text()

    def _open_lessons(self) -> None:
        asks = Lessons(self.seat, self)
        asks.failed.connect(self.failed)
        asks.open()

    def _choice(self, name: str, texts: dict[str, str], setting: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        for value, text in texts.items():
            box.addItem(text, value)
        box.setCurrentIndex(max(box.findData(getattr(self.seat.settings, setting)), 0))
        box.activated.connect(
            lambda _index: self.chosen.emit(replace(self.seat.settings, **{setting: box.currentData()}))
        )
        return box

    def _check(self) -> None:
        self.enable(check_register=False)
        self._say(translate("Settings", "Checking the register…"), "problem")
        self.seat.view.ask(checking.check, self._checked, self._not_checked)

    def _checked(self, problems: tuple[Problem, ...]) -> None:
        self.enable(check_register=True)
        if problems:
            self._say("\n".join(sentence(problem) for problem in problems), "failure")
        else:
            self._say(
                translate(
                    "Settings", "The register is whole: its chain, its schema, its pictures, its encryption."
                ),
                "good",
            )

    def _not_checked(self, failure: BaseException) -> None:
        self.enable(check_register=True)
        self._found.hide()
        self.failed.emit(failure)

    def _say(self, text: str, role: str) -> None:
        restyle(self._found, role)
        self._found.setText(text)
        self._found.show()

    def _lay_out(self) -> None:
        first = self._first
        whole = QVBoxLayout(first)
        whole.setSpacing(12)
        halves = QHBoxLayout()
        halves.setSpacing(12)
        frame, inside = card()
        inside.addWidget(label(translate("Settings", "The window"), "heading"))
        form = QFormLayout()
        form.setVerticalSpacing(10)
        for box in (self.language, self.text_size, self.contrast, self.idle):
            form.addRow(label(box.accessibleName()), box)
        inside.addLayout(form)
        inside.addStretch(1)
        halves.addWidget(frame, 1)
        frame, inside = card()
        inside.addWidget(label(translate("Settings", "The register"), "heading"))
        form = QFormLayout()
        form.setVerticalSpacing(10)
        armoury = self.seat.armoury
        for name, value in (
            (translate("Settings", "Armoury"), armoury.name),
            (translate("Settings", "Code"), armoury.code),
            (translate("Settings", "Country"), armoury.country or translate("Settings", "not said")),
            (translate("Settings", "You"), self.seat.user.name),
            (translate("Settings", "Folder"), str(self.seat.register)),
            (translate("Settings", "Program"), f"Ledgermark {version('ledgermark')}"),
        ):
            form.addRow(label(name, "muted"), label(value, wraps=True))
        inside.addLayout(form)
        inside.addStretch(1)
        halves.addWidget(frame, 1)
        whole.addLayout(halves)
        whole.addWidget(self._found)
        whole.addStretch(1)
        whole.addLayout(footer(secondary=(self.lessons,), primary=self._primary))
        self._tabs.addTab(first, translate("Settings", "This PC"))
        parts: list[tuple[Part, str]] = [
            (self.people, translate("Settings", "People")),
            (self.backup, translate("Settings", "Backup")),
        ]
        if self.journal.may("see_journal"):
            parts.append((self.journal, translate("Settings", "Journal")))
        parts.append((self.keys, translate("Settings", "Keys")))
        for part, name in parts:
            part.told.connect(self.told)
            part.failed.connect(self.failed)
            self._tabs.addTab(part, name)
        self._tabs.currentChanged.connect(self.show_part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 12, 20, 12)
        outer.addWidget(self._tabs)
