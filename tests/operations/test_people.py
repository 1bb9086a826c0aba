from __future__ import annotations

from collections.abc import Iterator

import pytest

from db import vault
from db.errors import Exit, Expected
from db.store import journal
from desktop.operations import people
from desktop.operations.recovery import recover
from desktop.operations.register import NewRegister, create_register
from desktop.operations.session import Session, Workplace, open_session
from tests.operations.conftest import PASSPHRASE

OTHER = "another four words"
NEW = "quite different words"


@pytest.fixture
def code(workplace: Workplace) -> str:
    """The recovery code of a new register."""
    new = NewRegister("Central armoury", "CA1", "KEN", "A. Njoroge", PASSPHRASE)
    return create_register(workplace, workplace.places.register, new)


@pytest.fixture
def admin(workplace: Workplace, code: str) -> Iterator[Session]:
    opened = open_session(workplace, workplace.places.register, PASSPHRASE, "A. Njoroge")
    yield opened
    opened.close()


def opens(admin: Session, passphrase: str, name: str = "A. Njoroge") -> str:
    """The role of whoever gets in."""
    session = open_session(admin.workplace, admin.store.folder, passphrase, name)
    session.close()
    return session.user.role


def refused(admin: Session, passphrase: str, name: str = "A. Njoroge") -> str:
    with pytest.raises(Expected) as failure:
        opens(admin, passphrase, name)
    assert failure.value.exit_code is Exit.REGISTER
    return failure.value.key


def done(session: Session) -> list[str]:
    return [entry.action for entry in journal.entries(session.store)]


def test_several_people_use_one_register_one_after_the_other(admin: Session) -> None:
    people.add_person(admin, "B. Otieno", "supervisor", OTHER)
    people.add_person(admin, "C. Wanjiru", "clerk", NEW)
    assert opens(admin, OTHER, "B. Otieno") == "supervisor"
    assert opens(admin, NEW, "c. wanjiru") == "clerk"
    assert refused(admin, NEW, "B. Otieno") == "wrong_passphrase"
    assert refused(admin, NEW, "") == "user_name_wanted"


def test_who_is_retired_cant_come_in_and_keeps_their_name(admin: Session) -> None:
    gone = people.add_person(admin, "B. Otieno", "clerk", OTHER)
    people.retire_person(admin, gone.id)
    assert refused(admin, OTHER, "B. Otieno") == "wrong_passphrase"
    (other,) = [one for one in people.staff(admin) if one.retired_at]
    assert other.user == gone
    for again in (people.retire_person, lambda one, who: people.change_role(one, who, "supervisor")):
        with pytest.raises(Expected, match="person_retired"):
            again(admin, gone.id)
    with pytest.raises(Expected, match="user_exists"):
        people.add_person(admin, "B. Otieno", "clerk", OTHER)


def test_an_older_key_file_lets_nobody_in_who_was_retired(admin: Session) -> None:
    gone = people.add_person(admin, "B. Otieno", "clerk", OTHER)
    keys = admin.store.folder / "keys.json"
    older = keys.read_bytes()
    people.retire_person(admin, gone.id)
    keys.write_bytes(older)
    assert refused(admin, OTHER, "B. Otieno") == "person_retired"


def test_who_is_not_in_the_key_file_can_be_retired_all_the_same(admin: Session) -> None:
    keys = admin.store.folder / "keys.json"
    older = keys.read_bytes()
    gone = people.add_person(admin, "B. Otieno", "clerk", OTHER)
    keys.write_bytes(older)
    people.retire_person(admin, gone.id)
    assert people.staff(admin)[1].retired_at


def test_somebody_can_always_let_people_in(admin: Session) -> None:
    other = people.add_person(admin, "B. Otieno", "administrator", OTHER)
    people.retire_person(admin, other.id)
    with pytest.raises(Expected, match="last_administrator"):
        people.retire_person(admin, admin.user.id)
    with pytest.raises(Expected, match="last_administrator"):
        people.change_role(admin, admin.user.id, "clerk")
    third = people.add_person(admin, "C. Wanjiru", "clerk", OTHER)
    assert people.change_role(admin, third.id, "clerk").role == "clerk"
    assert people.change_role(admin, third.id, "administrator").role == "administrator"
    assert people.change_role(admin, admin.user.id, "clerk").role == "clerk"
    assert opens(admin, PASSPHRASE) == "clerk"


def test_a_passphrase_is_changed_without_encrypting_anything_again(admin: Session) -> None:
    admin.store.db.execute("pragma wal_checkpoint(truncate)")
    before = (admin.store.folder / "register.db").read_bytes()
    people.change_passphrase(admin, PASSPHRASE, NEW)
    assert (admin.store.folder / "register.db").read_bytes() == before
    assert refused(admin, PASSPHRASE) == "wrong_passphrase"
    assert opens(admin, NEW) == "administrator"


def test_who_finds_the_window_open_cant_take_it_over(admin: Session) -> None:
    with pytest.raises(Expected, match="wrong_passphrase"):
        people.change_passphrase(admin, "a guess at it", NEW)
    assert opens(admin, PASSPHRASE) == "administrator"
    assert done(admin)[-1] == "wrong_passphrase"
    with pytest.raises(Expected, match="passphrase_short"):
        people.change_passphrase(admin, PASSPHRASE, "short")


def test_an_administrator_gives_somebody_who_forgot_theirs_another(admin: Session) -> None:
    other = people.add_person(admin, "B. Otieno", "clerk", OTHER)
    people.set_passphrase(admin, other.id, NEW)
    assert refused(admin, OTHER, "B. Otieno") == "wrong_passphrase"
    assert opens(admin, NEW, "B. Otieno") == "clerk"


def test_the_code_from_the_safe_lets_an_administrator_in_again(admin: Session, code: str) -> None:
    session = recover(admin.workplace, admin.store.folder, f" {code.lower()} ", NEW)
    assert session.user == admin.user
    session.close()
    assert opens(admin, NEW) == "administrator"
    assert refused(admin, PASSPHRASE) == "wrong_passphrase"
    assert "recover" in done(admin)


def test_the_code_lets_an_administrator_in_whom_the_key_file_does_not_know(admin: Session, code: str) -> None:
    people.add_person(admin, "B. Otieno", "administrator", OTHER)
    vault.remove_user(admin.store.folder, admin.user.id)
    recover(admin.workplace, admin.store.folder, code, NEW, "A. Njoroge").close()
    assert opens(admin, NEW) == "administrator"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("", "user_name_wanted"),
        ("C. Wanjiru", "recovery_for_administrators"),
        ("Nobody", "recovery_for_administrators"),
    ],
)
def test_the_code_makes_nobody_more_than_they_were(admin: Session, code: str, name: str, key: str) -> None:
    people.add_person(admin, "B. Otieno", "administrator", OTHER)
    people.add_person(admin, "C. Wanjiru", "clerk", OTHER)
    with pytest.raises(Expected, match=key):
        recover(admin.workplace, admin.store.folder, code, NEW, name)
    with pytest.raises(Expected, match="passphrase_short"):
        recover(admin.workplace, admin.store.folder, code, "short", "A. Njoroge")


def test_a_new_code_ends_the_one_before(admin: Session, code: str) -> None:
    other = people.new_recovery_code(admin)
    assert other != code
    with pytest.raises(Expected, match="wrong_recovery_code"):
        recover(admin.workplace, admin.store.folder, code, NEW)
    recover(admin.workplace, admin.store.folder, other, NEW).close()


def test_wrong_tries_slow_down_and_are_journalled(admin: Session, code: str) -> None:
    for _ in range(3):
        assert refused(admin, "a guess at it") == "wrong_passphrase"
    with pytest.raises(Expected, match="wait_before_trying"):
        recover(admin.workplace, admin.store.folder, code, NEW)
    for _ in range(10):
        admin.workplace.clock()  # each look at this clock takes a second
    assert opens(admin, PASSPHRASE) == "administrator"
    assert done(admin).count("wrong_passphrase") == 3


@pytest.mark.parametrize(
    ("name", "role", "passphrase", "key"),
    [
        (" ", "clerk", OTHER, "person_name_missing"),
        ("D", "king", OTHER, "role_unknown"),
        ("D", "clerk", "no", "short"),
    ],
)
def test_what_is_missing_of_a_new_person_is_said(
    admin: Session, name: str, role: str, passphrase: str, key: str
) -> None:
    with pytest.raises(Expected, match=key):
        people.add_person(admin, name, role, passphrase)
    assert len(people.everybody(admin)) == 1
    with pytest.raises(Expected, match="user_unknown"):
        people.person_called(admin, "D")
