"""Settings, people: who may open the register, as what, and with which passphrase."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout

from desktop.operations import people
from desktop.operations.people import Person
from desktop.operations.session import Session
from desktop.ui.controls import footer, label
from desktop.ui.dialogs.passphrase import AskPassphrase
from desktop.ui.dialogs.person import AskPerson, role_names
from desktop.ui.dialogs.recovery import NewCode
from desktop.ui.dialogs.sure import AskSure
from desktop.ui.seat import Seat
from desktop.ui.settings.part import Part
from desktop.ui.words import isolated, translate


class PeoplePart(Part):
    """A list, and what can be done with whom is chosen in it."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self._people: tuple[Person, ...] = ()
        self.list = QTableWidget(0, 3)
        self.list.setAccessibleName(translate("People", "People"))
        self.list.setHorizontalHeaderLabels([
            translate("People", "Name"), translate("People", "Role"), translate("People", "May open the register"),
        ])  # fmt: skip
        self.list.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.list.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.list.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.list.setTabKeyNavigation(False)
        self.list.verticalHeader().hide()
        self.list.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.list.itemSelectionChanged.connect(self._chosen)
        self.own = self.button(translate("People", "My passphrase…"), "F2", self.change_own)
        self.add = self.button(translate("People", "Add a person…"), "F3", self.add_person)
        self.role = self.button(translate("People", "Other role…"), "F4", self.change_role)
        self.passphrase = self.button(translate("People", "New passphrase…"), "F6", self.set_passphrase)
        self.retire = self.button(translate("People", "Retire…"), "F7", self.retire_person)
        self.code = self.button(translate("People", "New recovery code…"), "F8", self.new_code)
        whole = QVBoxLayout(self)
        whole.addWidget(
            label(
                translate(
                    "People",
                    "Everybody has a passphrase of their own. Whoever is retired can't come in any more, and what they "
                    "did stays theirs.",
                ),
                "muted",
                wraps=True,
            )
        )
        whole.addWidget(self.list, 1)
        if self.may("add_person"):
            # Two rows: six buttons side by side have no room where words are longer.
            whole.addLayout(footer(secondary=(self.role, self.passphrase, self.retire)))
            whole.addLayout(footer(secondary=(self.own, self.code), primary=self.add))
        else:
            whole.addLayout(footer(secondary=(self.own,)))
        self._chosen()

    def enter(self) -> None:
        """Shown: who there is now."""
        self.seat.desk.ask(people.staff, self._show, self.failed.emit)

    def change_own(self) -> None:
        """Another passphrase for whoever sits here."""
        asks = AskPassphrase(self, translate("People", "Change my passphrase"), old=True)
        asks.answered.connect(
            lambda old, new: self._do(
                lambda session: people.change_passphrase(session, old, new),
                translate("People", "Your passphrase was changed. The one before opens nothing any more."),
            )
        )
        asks.open()

    def add_person(self) -> None:
        """Somebody else may open the register."""
        asks = AskPerson(self)
        asks.answered.connect(
            lambda name, role, passphrase: self._do(
                lambda session: people.add_person(session, name, role, passphrase),
                translate("People", "{name} can open the register now.").format(name=isolated(name)),
            )
        )
        asks.open()

    def change_role(self) -> None:
        """Make the chosen person something else."""
        chosen = self.chosen()
        if chosen is None:
            return
        asks = AskPerson(self, chosen.user)
        asks.answered.connect(
            lambda name, role, _none: self._do(
                partial(_other_role, user_id=chosen.user.id, role=role),
                translate("People", "The role of {name} was changed.").format(name=isolated(name)),
            )
        )
        asks.open()

    def set_passphrase(self) -> None:
        """The chosen person forgot theirs."""
        chosen = self.chosen()
        if chosen is None:
            return
        title = translate("People", "New passphrase for {name}").format(name=isolated(chosen.user.name))
        asks = AskPassphrase(self, title)
        asks.answered.connect(
            lambda _old, new: self._do(
                lambda session: people.set_passphrase(session, chosen.user.id, new),
                translate("People", "The passphrase was changed."),
            )
        )
        asks.open()

    def retire_person(self) -> None:
        """Take the chosen person's way in."""
        chosen = self.chosen()
        if chosen is None:
            return
        name = isolated(chosen.user.name)
        asks = AskSure(
            self,
            translate("People", "Retire a person"),
            translate("People", "{name} will not be able to open this register any more.").format(name=name),
            translate("People", "Retire"),
        )
        asks.accepted.connect(
            lambda: self._do(
                lambda session: people.retire_person(session, chosen.user.id),
                translate("People", "{name} can't open this register any more.").format(name=name),
            )
        )
        asks.open()

    def new_code(self) -> None:
        """Another recovery code; the one in the safe ends."""
        asks = AskSure(
            self,
            translate("People", "New recovery code"),
            translate(
                "People",
                "The sheet in the safe opens nothing any more once a new code is made. Have a printer or pen and paper "
                "ready.",
            ),
            translate("People", "Make a new code"),
        )
        asks.accepted.connect(
            lambda: self.seat.desk.ask(people.new_recovery_code, self._show_code, self.failed.emit)
        )
        asks.open()

    def chosen(self) -> Person | None:
        """Who is chosen in the list."""
        row = self.list.currentRow()
        return self._people[row] if 0 <= row < len(self._people) else None

    def _show_code(self, code: str) -> None:
        NewCode(self, code, self.seat.armoury.name).open()

    def _do(self, work: Callable[[Session], object], told: str) -> None:
        def done(_answer: object) -> None:
            self.told.emit(told)
            self.enter()

        self.seat.desk.ask(work, done, self.failed.emit)

    def _show(self, found: tuple[Person, ...]) -> None:
        self._people = found
        names = role_names()
        self.list.setRowCount(len(found))
        for row, person in enumerate(found):
            for column, text in enumerate((person.user.name, names[person.user.role], _may_open(person))):
                self.list.setItem(row, column, QTableWidgetItem(text))
        self._chosen()

    def _chosen(self) -> None:
        chosen = self.chosen()
        for each in (self.role, self.passphrase, self.retire):
            each.setEnabled(chosen is not None and not chosen.retired_at)


def _other_role(session: Session, user_id: str, role: str) -> object:
    return people.change_role(session, user_id, role)


def _may_open(person: Person) -> str:
    if person.from_elsewhere:
        return translate("People", "no, works at another PC")
    if person.retired_at:
        return translate("People", "no, since {day}").format(day=person.retired_at[:10])
    return translate("People", "yes")
