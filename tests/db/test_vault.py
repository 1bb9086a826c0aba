from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import vault
from db.errors import Exit, Expected
from db.keyfile import read_keys
from db.model import User
from db.store import journal
from db.store.connect import Store
from db.vault import DataKey
from tests.db.builders import AT, CHEAP, PASSPHRASE, USER

OTHER = User("d" * 32, "Óscar", "clerk")
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def at(seconds: float = 0) -> Callable[[], datetime]:
    return lambda: NOW + timedelta(seconds=seconds)


def refused(key: str, do: Callable[[], object]) -> Expected:
    with pytest.raises(Expected) as caught:
        do()
    assert caught.value.key == key
    return caught.value


def fail(folder: Path, times: int, seconds: float = 0) -> None:
    for _ in range(times):
        refused("wrong_passphrase", lambda: vault.unlock(folder, "wrong", clock=at(seconds)))


def test_the_right_passphrase_gives_the_key_and_its_user(folder: Path, key: DataKey) -> None:
    assert vault.unlock(folder, PASSPHRASE) == (key, USER.id)
    assert vault.unlock(folder, PASSPHRASE, " amina ") == (key, USER.id)


def test_a_wrong_passphrase_is_told_with_the_registers_exit_code(folder: Path, key: DataKey) -> None:
    assert refused("wrong_passphrase", lambda: vault.unlock(folder, "wrong")).exit_code is Exit.REGISTER


def test_a_key_never_shows(key: DataKey) -> None:
    assert key.raw.hex() not in repr(key)
    assert repr(key.raw) not in repr(key)


def test_a_data_key_has_256_bits() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        DataKey(b"short")


def test_two_registers_have_different_keys(tmp_path: Path) -> None:
    first, code = vault.create_keys(tmp_path / "a", USER, PASSPHRASE, CHEAP)
    second, other = vault.create_keys(tmp_path / "b", USER, PASSPHRASE, CHEAP)
    assert first != second
    assert code != other


def test_letters_composed_in_another_way_are_the_same_passphrase(tmp_path: Path) -> None:
    key, _ = vault.create_keys(tmp_path, USER, "caf\u00e9 ole", CHEAP)
    assert vault.unlock(tmp_path, "cafe\u0301 ole") == (key, USER.id)


def test_a_passphrase_of_bytes_that_are_no_text_is_wrong_and_no_crash(folder: Path, key: DataKey) -> None:
    refused("wrong_passphrase", lambda: vault.unlock(folder, "\udcff"))


def test_an_empty_passphrase_is_refused(tmp_path: Path) -> None:
    refused("passphrase_empty", lambda: vault.create_keys(tmp_path, USER, "  ", CHEAP))


def test_the_recovery_code_opens_it_however_it_is_typed(tmp_path: Path) -> None:
    key, code = vault.create_keys(tmp_path, USER, PASSPHRASE, CHEAP)
    assert vault.unlock_with_code(tmp_path, code) == key
    assert vault.unlock_with_code(tmp_path, f" {code.lower().replace('-', ' ')} ") == key


def test_another_registers_recovery_code_is_wrong(tmp_path: Path) -> None:
    vault.create_keys(tmp_path / "a", USER, PASSPHRASE, CHEAP)
    _, code = vault.create_keys(tmp_path / "b", USER, PASSPHRASE, CHEAP)
    refused("wrong_recovery_code", lambda: vault.unlock_with_code(tmp_path / "a", code))
    assert len(vault.wrong_tries(tmp_path / "a")) == 1


def test_a_mistyped_recovery_code_costs_no_try(folder: Path, key: DataKey) -> None:
    refused("recovery_code_mistyped", lambda: vault.unlock_with_code(folder, "ABCDE"))
    assert vault.wrong_tries(folder) == ()


def test_a_new_recovery_code_ends_the_old_one(tmp_path: Path) -> None:
    key, old = vault.create_keys(tmp_path, USER, PASSPHRASE, CHEAP)
    new = vault.new_recovery_code(tmp_path, key, CHEAP)
    assert vault.unlock_with_code(tmp_path, new) == key
    refused("wrong_recovery_code", lambda: vault.unlock_with_code(tmp_path, old))


def test_a_changed_passphrase_ends_the_old_one_and_keeps_the_key(folder: Path, key: DataKey) -> None:
    vault.change_passphrase(folder, key, USER.id, "another passphrase", CHEAP)
    assert vault.unlock(folder, "another passphrase") == (key, USER.id)
    refused("wrong_passphrase", lambda: vault.unlock(folder, PASSPHRASE))


def test_each_user_has_a_passphrase_of_their_own(folder: Path, key: DataKey) -> None:
    vault.add_user(folder, key, OTHER, "a second passphrase", CHEAP)
    assert vault.users_with_keys(folder) == ((USER.id, USER.name), (OTHER.id, OTHER.name))
    assert vault.unlock(folder, PASSPHRASE, "Amina") == (key, USER.id)
    assert vault.unlock(folder, "a second passphrase", "Óscar") == (key, OTHER.id)
    refused("wrong_passphrase", lambda: vault.unlock(folder, PASSPHRASE, "Óscar"))
    vault.change_passphrase(folder, key, OTHER.id, "a third passphrase", CHEAP)
    assert vault.unlock(folder, PASSPHRASE, "Amina") == (key, USER.id)


def test_with_several_users_a_name_is_wanted(folder: Path, key: DataKey) -> None:
    vault.add_user(folder, key, OTHER, "a second passphrase", CHEAP)
    refused("user_name_wanted", lambda: vault.unlock(folder, PASSPHRASE))


def test_an_unknown_name_is_told_as_a_wrong_passphrase(folder: Path, key: DataKey) -> None:
    refused("wrong_passphrase", lambda: vault.unlock(folder, PASSPHRASE, "Nobody"))
    assert [wrong.user_id for wrong in vault.wrong_tries(folder)] == [""]


@pytest.mark.parametrize("again", [OTHER, User(USER.id, "Other", "clerk"), User("e" * 32, "AMINA", "clerk")])
def test_nobody_is_added_twice(folder: Path, key: DataKey, again: User) -> None:
    vault.add_user(folder, key, OTHER, "a second passphrase", CHEAP)
    refused("user_exists", lambda: vault.add_user(folder, key, again, "x y z", CHEAP))


def test_a_removed_user_gets_in_no_more_but_the_last_one_stays(folder: Path, key: DataKey) -> None:
    vault.add_user(folder, key, OTHER, "a second passphrase", CHEAP)
    vault.remove_user(folder, OTHER.id)
    refused("wrong_passphrase", lambda: vault.unlock(folder, "a second passphrase", OTHER.name))
    refused("last_user", lambda: vault.remove_user(folder, USER.id))
    assert vault.unlock(folder, PASSPHRASE) == (key, USER.id)


def test_a_user_who_is_not_there_is_told_so(folder: Path, key: DataKey) -> None:
    refused("user_unknown", lambda: vault.remove_user(folder, "nobody"))
    refused("user_unknown", lambda: vault.change_passphrase(folder, key, "nobody", "x y z", CHEAP))


def test_the_key_of_a_register_or_its_books_is_never_overwritten(folder: Path, store: Store) -> None:
    refused("register_exists", lambda: vault.create_keys(folder, USER, "other", CHEAP))
    store.close()
    (folder / "register.db").unlink()
    (folder / "books" / "0001.pages").write_bytes(b"pictures")
    refused("register_exists", lambda: vault.create_keys(folder, USER, "other", CHEAP))


def test_keys_that_were_left_without_a_register_are_made_anew(folder: Path, key: DataKey) -> None:
    new, _ = vault.create_keys(folder, USER, "another one", CHEAP)
    assert vault.unlock(folder, "another one") == (new, USER.id)


def test_two_slips_cost_no_wait(folder: Path, key: DataKey) -> None:
    fail(folder, 2)
    assert vault.unlock(folder, PASSPHRASE, clock=at()) == (key, USER.id)


def test_from_the_third_wrong_try_in_a_row_the_wait_doubles(folder: Path, key: DataKey) -> None:
    fail(folder, 3)
    wait = refused("wait_before_trying", lambda: vault.unlock(folder, PASSPHRASE, clock=at(0.5)))
    assert wait.values == {"seconds": 2}
    assert wait.exit_code is Exit.REGISTER
    fail(folder, 1, seconds=2)
    refused("wait_before_trying", lambda: vault.unlock(folder, PASSPHRASE, clock=at(5.5)))
    assert vault.unlock(folder, PASSPHRASE, clock=at(6)) == (key, USER.id)


def test_the_wait_holds_for_the_recovery_code_too(tmp_path: Path) -> None:
    _, code = vault.create_keys(tmp_path, USER, PASSPHRASE, CHEAP)
    fail(tmp_path, 3)
    refused("wait_before_trying", lambda: vault.unlock_with_code(tmp_path, code, clock=at(1)))


def test_the_wait_is_never_longer_than_a_quarter_of_an_hour(folder: Path, key: DataKey) -> None:
    for turn in range(30):
        fail(folder, 1, seconds=turn * 1000)
    wait = refused("wait_before_trying", lambda: vault.unlock(folder, PASSPHRASE, clock=at(29 * 1000)))
    assert wait.values == {"seconds": 900}


def test_the_right_passphrase_ends_the_waiting_and_keeps_the_wrong_tries(folder: Path, key: DataKey) -> None:
    fail(folder, 3)
    vault.unlock(folder, PASSPHRASE, clock=at(10))
    fail(folder, 2, seconds=20)
    assert vault.unlock(folder, PASSPHRASE, clock=at(20)) == (key, USER.id)
    assert len(vault.wrong_tries(folder)) == 5


def test_a_clock_set_back_shortens_nothing_and_locks_nobody_out(folder: Path, key: DataKey) -> None:
    fail(folder, 3, seconds=10_000_000)
    refused("wait_before_trying", lambda: vault.unlock(folder, PASSPHRASE, clock=at(0)))
    refused("wait_before_trying", lambda: vault.unlock(folder, PASSPHRASE, clock=at(1)))
    assert vault.unlock(folder, PASSPHRASE, clock=at(2)) == (key, USER.id)


def test_a_last_try_that_is_no_time_still_makes_one_wait(folder: Path, key: DataKey) -> None:
    fail(folder, 3)
    path = folder / "keys.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "last_wrong": "yesterday"}))
    refused("wait_before_trying", lambda: vault.unlock(folder, PASSPHRASE, clock=at(60)))


def test_wrong_tries_come_into_the_journal_and_never_what_was_typed(store: Store) -> None:
    fail(store.folder, 2)
    vault_user_unknown = "somebody else"
    refused("wrong_passphrase", lambda: vault.unlock(store.folder, "hunter2", vault_user_unknown, clock=at()))
    assert journal.take_wrong_tries(store, AT) == 3
    entries = journal.entries(store)
    assert [entry.action for entry in entries] == ["wrong_passphrase"] * 3
    assert [entry.subject for entry in entries] == [USER.id, USER.id, ""]
    assert json.loads(entries[0].details) == {"tried_at": "2026-03-01T09:30:00Z"}
    kept = (store.folder / "keys.json").read_text() + "".join(entry.details for entry in entries)
    assert "hunter2" not in kept
    assert vault_user_unknown not in kept
    assert journal.take_wrong_tries(store, AT) == 0
    assert journal.verify(store) == ()


def test_tries_that_come_while_the_journal_is_written_stay_for_the_next_time(
    folder: Path, key: DataKey
) -> None:
    fail(folder, 1)
    seen = vault.wrong_tries(folder)
    fail(folder, 1, seconds=5)
    vault.forget_wrong_tries(folder, (*seen, vault.WrongTry("never", "")))
    assert [wrong.at for wrong in vault.wrong_tries(folder)] == ["2026-03-01T09:30:05Z"]
    vault.forget_wrong_tries(folder, ())


def test_guessing_does_not_fill_the_disk(folder: Path, key: DataKey) -> None:
    path = folder / "keys.json"
    values = json.loads(path.read_text())
    values["wrong_tries"] = [{"at": str(n), "user_id": ""} for n in range(1000)]
    path.write_text(json.dumps(values))
    fail(folder, 1)
    kept = vault.wrong_tries(folder)
    assert len(kept) == 1000
    assert kept[-1].at == "2026-03-01T09:30:00Z"


def test_a_wrong_try_and_a_changed_passphrase_at_once_undo_neither(folder: Path, key: DataKey) -> None:
    threads = [threading.Thread(target=fail, args=(folder, 1)) for _ in range(2)]
    change = threading.Thread(target=vault.change_passphrase, args=(folder, key, USER.id, "new one", CHEAP))
    for thread in (*threads, change):
        thread.start()
    for thread in (*threads, change):
        thread.join()
    assert len(vault.wrong_tries(folder)) == 2
    assert vault.unlock(folder, "new one", clock=at(60)) == (key, USER.id)


def test_the_cost_is_kept_with_each_wrapped_key(folder: Path, key: DataKey) -> None:
    dearer = vault.Cost(memory_kib=16, iterations=2, lanes=2)
    vault.change_passphrase(folder, key, USER.id, "new one", dearer)
    assert read_keys(folder).users[0].wrapped.cost == dearer
    assert vault.unlock(folder, "new one") == (key, USER.id)
