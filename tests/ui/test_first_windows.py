"""What comes before work: set-up, unlocking, the lock, practice."""

from __future__ import annotations

import pytest

from desktop.operations.session import Workplace, open_session
from desktop.settings import load_settings
from desktop.ui.actions import Where
from desktop.ui.dialogs.first_run import FirstRun
from desktop.ui.dialogs.unlock import UnlockWindow
from tests.operations.conftest import PASSPHRASE
from tests.ui.person import Person
from tests.ui.shelf import Shelf

ANSWERS = {
    "armoury": "Central armoury", "code": "ca1", "country": "ken", "user": "A. Njoroge",
    "passphrase": PASSPHRASE, "again": PASSPHRASE,
}  # fmt: skip


def answers(person: Person, **other: str) -> FirstRun:
    person.starts()
    person.presses("Return")
    asks = person.first_run
    for name, text in (ANSWERS | other).items():
        asks.field(name).setText(text)
    asks.field("again").setFocus()
    person.presses("Return")
    return asks


def test_a_new_register_shows_its_code_once_and_opens_when_it_is_in_the_safe(
    person: Person, workplace: Workplace
) -> None:
    asks = answers(person)
    person.waits(asks.sheet.code)
    code = asks.sheet.code()
    assert len(code.replace("-", "").replace(" ", "")) >= 20
    assert not asks.sheet.finish.isEnabled()
    person.visit.window.close()  # the code would never be seen again
    assert asks.isVisible()
    person.presses("Return")
    assert person.visit.room is None
    person.presses("Space", "Return")
    person.waits(lambda: person.visit.room is not None)
    session = open_session(workplace, workplace.places.register, PASSPHRASE)
    assert (session.armoury.code, session.armoury.country, session.user.name) == ("CA1", "KEN", "A. Njoroge")
    session.close()
    person.waits_for_everything()
    assert load_settings(workplace.places.config).user == "A. Njoroge"


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"again": "something else"}, "not the same"),
        ({"passphrase": "short", "again": "short"}, "at least"),
        ({"code": "C!"}, "2 to 12"),
    ],
)
def test_what_is_missing_is_said_in_a_sentence_and_nothing_is_made(
    person: Person, workplace: Workplace, other: dict[str, str], said: str
) -> None:
    asks = answers(person, **other)
    person.waits(asks.problem)
    assert said in asks.problem()
    assert not (workplace.places.register / "keys.json").exists()


def test_enter_leads_through_the_questions(person: Person) -> None:
    person.starts()
    person.presses("Return")
    person.types("Central armoury")
    person.presses("Return")
    assert person.focus() is person.first_run.field("code")


def test_a_wrong_passphrase_is_said_and_can_be_typed_again(founded: Workplace, person: Person) -> None:
    person.starts()
    asks = person.visit.window
    assert isinstance(asks, UnlockWindow)
    person.types("not this one")
    person.presses("Return")
    person.waits(asks.refusal)
    assert "passphrase" in asks.refusal().lower()
    assert asks.passphrase.text() == ""
    person.waits(asks.passphrase.isEnabled)
    person.bot.wait(1200)  # the register makes whoever guesses wait
    person.unlocks(PASSPHRASE)
    assert person.is_at() is Where.HOME


def test_the_lock_closes_the_register_and_leads_back(shelf: Shelf, person: Person) -> None:
    page = shelf.page()
    person.starts()
    person.unlocks(PASSPHRASE)
    person.opens_review()
    cell = person.sees().cell.id
    person.types("0045555")
    review = person.review
    person.presses("F12")
    person.waits(lambda: isinstance(person.visit.window, UnlockWindow))
    person.waits_for_everything()
    assert review.lenses.row.strip.picture() is None
    assert shelf.latest(cell).text == "0045555"  # the field was saved as it was left
    person.unlocks(PASSPHRASE)
    person.opens_review()
    assert person.review.page_id() == page.id


def test_practice_is_marked_on_every_screen_and_can_send_nothing(person: Person) -> None:
    person.starts(practice=True)
    person.waits(lambda: person.visit.room is not None)
    person.visit.window.resize(1280, 650)
    assert person.is_at() is Where.REVIEW
    person.room.reading.stop()
    for where in Where:
        if where is not Where.EVERYWHERE:
            person.room.shell.go(where)
            assert "nothing here can be sent" in person.room.shell.band_text()
    person.room.shell.go(Where.EXCHANGE)
    person.waits(person.visit.desk.idle)
    assert not person.room.exchange.action("exchange_on").isEnabled()
    assert not person.room.exchange.action("write_again").isEnabled()
