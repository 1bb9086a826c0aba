"""Who may come in, what is kept while nobody is there, and what brings a register back: through the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QPushButton

from desktop.operations import backups
from desktop.operations.register import NewRegister, create_register
from desktop.operations.session import Workplace, open_session
from desktop.settings import load_settings
from desktop.ui.actions import Where
from desktop.ui.dialogs.person import AskPerson
from desktop.ui.dialogs.recover import AskCode
from desktop.ui.dialogs.recovery import RecoverySheet
from desktop.ui.dialogs.restore import RestoreBackup
from desktop.ui.dialogs.unlock import UnlockWindow
from tests.operations.conftest import PASSPHRASE
from tests.ui.person import Person
from tests.ui.shelf import Shelf

OTHER = "another four words"


def test_people_are_added_in_the_window_and_come_in_with_their_own_passphrase(
    clerk: Person, workplace: Workplace
) -> None:
    clerk.room.shell.go(Where.SETTINGS)
    people = clerk.room.settings.people
    clerk.room.settings.show_part(1)
    clerk.waits(lambda: people.list.rowCount() == 1)
    people.add_person()
    asks = clerk.dialog(AskPerson)
    assert isinstance(asks, AskPerson)
    asks.name.setText("B. Otieno")
    asks.passphrase.setText(OTHER)
    asks.accept()
    assert "not the same" in asks.problem()
    asks.again.setText(OTHER)
    asks.role.setCurrentIndex(asks.role.findData("supervisor"))
    asks.accept()
    clerk.waits(lambda: people.list.rowCount() == 2)
    session = open_session(workplace, workplace.places.register, OTHER, "B. Otieno")
    assert session.user.role == "supervisor"
    session.close()


def test_a_backup_is_made_proved_and_told_in_the_journal_of_the_window(clerk: Person) -> None:
    clerk.room.shell.go(Where.SETTINGS)
    settings = clerk.room.settings
    settings.show_part(2)
    clerk.waits(lambda: settings.backup.list.count() == 1)
    assert settings.backup.list.item(0).text() == "No backup lies here yet."
    assert not settings.backup.proof.isEnabled()
    assert settings.backup.back.isEnabled()  # one on a stick
    settings.backup.back_up()
    clerk.waits(lambda: "opened and checked" in settings.backup.said())
    clerk.waits(settings.backup.proof.isEnabled)
    settings.backup.prove()
    clerk.waits(lambda: "It opens and is whole" in settings.backup.said())
    settings.show_part(3)
    clerk.waits(settings.journal.shown)
    assert settings.journal.shown()[0].did.key == "did_back_up"
    settings.journal.what.setCurrentIndex(settings.journal.what.findData("people"))
    settings.journal.look()
    clerk.waits(lambda: [line.did.key for line in settings.journal.shown()] == ["did_found"])


def test_leaving_makes_a_backup(clerk: Person, workplace: Workplace) -> None:
    clerk.visit.leave()
    place = workplace.places.register / "backups"
    clerk.waits(lambda: len(backups.backups(place)) == 1)
    clerk.waits_for_everything()


def test_the_code_from_the_safe_opens_the_register_in_the_window(
    person: Person, workplace: Workplace
) -> None:
    new = NewRegister("Central armoury", "CA1", "KEN", "A. Njoroge", PASSPHRASE)
    code = create_register(workplace, workplace.places.register, new)
    person.starts()
    person.presses("F4")
    person.waits(lambda: person.dialog(AskCode) is not None)
    asks = person.dialog(AskCode)
    assert isinstance(asks, AskCode)
    asks.code.setText(code[:-1])
    asks.new.setText(OTHER)
    asks.again.setText(OTHER)
    asks.accept()
    person.waits(asks.problem)
    asks.code.setText(code)
    asks.accept()
    person.waits(lambda: person.visit.room is not None)
    open_session(workplace, workplace.places.register, OTHER).close()


def test_what_is_half_typed_is_kept_while_nobody_is_there_and_is_said_by_nobody(
    shelf: Shelf, person: Person
) -> None:
    shelf.page()
    person.starts()
    person.unlocks(PASSPHRASE)
    person.opens_review()
    cell = person.sees().cell.id
    before = shelf.latest(cell).text
    person.types("0045555")
    person.visit.lock_idle()
    person.waits(lambda: isinstance(person.visit.window, UnlockWindow))
    person.waits_for_everything()
    assert shelf.latest(cell).text == before
    person.unlocks(PASSPHRASE)
    person.waits(lambda: person.review.checking.sheet is not None)
    person.waits(lambda: person.reads() == "0045555")
    assert person.sees().cell.id == cell
    assert shelf.latest(cell).text == before


def test_a_damaged_register_is_put_back_from_its_last_backup(founded: Workplace, person: Person) -> None:
    register = founded.places.register
    session = open_session(founded, register, PASSPHRASE)
    backups.back_up(session, register / "backups")
    session.close()
    (register / "register.db").write_bytes(b"no register at all")
    person.starts()
    asks = person.visit.window
    assert isinstance(asks, UnlockWindow)
    person.types(PASSPHRASE)
    person.presses("Return")
    person.waits(asks.refusal)
    person.presses("F6")
    person.waits(lambda: person.dialog(RestoreBackup) is not None)
    dialog = person.dialog(RestoreBackup)
    assert isinstance(dialog, RestoreBackup)
    assert not dialog.primary.isEnabled()
    dialog.passphrase.setText(PASSPHRASE)
    dialog.look.click()
    person.waits(dialog.primary.isEnabled)
    assert "can't be said" in dialog.shown.toPlainText()
    dialog.primary.click()
    person.waits(lambda: load_settings(founded.places.config).register.endswith("-restored"))
    person.waits(lambda: isinstance(person.visit.window, UnlockWindow) and person.visit.window is not asks)
    person.unlocks(PASSPHRASE)
    assert person.is_at() is Where.HOME


def test_the_recovery_sheet_is_saved_as_a_pdf(qapp: QApplication, tmp_path: Path) -> None:
    sheet = RecoverySheet()
    sheet.show_code("ABCDE-FGHJK-ABCDE-FGHJK-ABCDE-FGHJK", "Central armoury")
    sheet.save_to(tmp_path / "sheet.pdf")
    assert sheet.problem() == ""
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    sheet.deleteLater()


def test_every_button_of_the_settings_has_a_name_and_a_key_that_works(clerk: Person) -> None:
    clerk.room.shell.go(Where.SETTINGS)
    settings = clerk.room.settings
    for part, tab in enumerate((None, settings.people, settings.backup, settings.journal, settings.keys)):
        settings.show_part(part)
        shown = [one for one in settings.findChildren(QPushButton) if one.isVisible()]
        assert shown
        keys = [one.text().rsplit("   ", 1)[-1] for one in shown]
        assert all(one.accessibleName() and "   " in one.text() for one in shown)
        assert len(set(keys)) == len(keys)
        if tab is not None:
            clerk.waits(tab.isVisible)
    settings.show_part(1)
    clerk.waits(lambda: settings.people.list.rowCount() == 1)
    clerk.presses("F3")
    clerk.waits(lambda: clerk.dialog(AskPerson) is not None)
    asks = clerk.dialog(AskPerson)
    assert isinstance(asks, AskPerson)
    asks.reject()
    settings.show_part(2)
    clerk.presses("F2")
    clerk.waits(lambda: "opened and checked" in settings.backup.said())
