from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import vault
from db.errors import Exit, Expected
from db.keyfile import read_keys
from db.vault import DataKey
from tests.db.builders import PASSPHRASE, USER

Values = dict[str, Any]


def rewrite(folder: Path, **changed: object) -> None:
    path = folder / "keys.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changed}))


def refusal(folder: Path) -> str:
    with pytest.raises(Expected) as caught:
        read_keys(folder)
    assert caught.value.exit_code is Exit.REGISTER
    return caught.value.key


def test_no_key_file_is_no_register(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "register_missing"
    assert refusal(tmp_path / "nowhere") == "register_missing"
    (tmp_path / "file").write_bytes(b"")
    assert refusal(tmp_path / "file") == "register_missing"


def test_a_key_file_that_cannot_be_read_is_the_disks_fault(tmp_path: Path) -> None:
    (tmp_path / "keys.json").mkdir()
    with pytest.raises(Expected) as caught:
        read_keys(tmp_path)
    assert caught.value.exit_code is Exit.DISK


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"{}", b"\xff\xfe\x00", b"null", b"[" * 100_000, b" " * 5_000_000]
)
def test_what_is_no_key_file_is_called_broken(folder: Path, key: DataKey, data: bytes) -> None:
    (folder / "keys.json").write_bytes(data)
    assert refusal(folder) == "keys_broken"


def test_a_key_file_of_a_newer_program_is_called_so(folder: Path, key: DataKey) -> None:
    rewrite(folder, version=2)
    assert refusal(folder) == "keys_newer"


def one_user(folder: Path) -> Values:
    values: Values = json.loads((folder / "keys.json").read_text())["users"][0]
    return values


@pytest.mark.parametrize(
    "changed",
    [
        {"format": "other"},
        {"version": True},
        {"version": -1},
        {"users": []},
        {"users": {}},
        {"users": [1]},
        {"recovery": None},
        {"wrong_in_a_row": "3"},
        {"last_wrong": 3},
        {"wrong_tries": [{"at": 1, "user_id": ""}]},
        {"wrong_tries": [{"at": "\ud800", "user_id": ""}]},
    ],
)
def test_values_of_another_kind_are_called_broken(folder: Path, key: DataKey, changed: Values) -> None:
    rewrite(folder, **changed)
    assert refusal(folder) == "keys_broken"


@pytest.mark.parametrize(
    "changed",
    [
        {"argon2id": {"memory_kib": 4_000_000, "iterations": 1, "lanes": 1}},
        {"argon2id": {"memory_kib": 1_000_000, "iterations": 60, "lanes": 1}},
        {"argon2id": {"memory_kib": 8, "iterations": 0, "lanes": 1}},
        {"argon2id": {"memory_kib": 8, "iterations": 1, "lanes": 4}},
        {"argon2id": {"memory_kib": 8, "iterations": 1}},
        {"salt": "AAAA"},
        {"salt": "not base64!"},
        {"nonce": ""},
        {"sealed": "A" * 60},
    ],
)
def test_a_hostile_wrapped_key_is_refused_before_any_work(
    folder: Path, key: DataKey, changed: Values
) -> None:
    rewrite(folder, users=[{**one_user(folder), **changed}])
    assert refusal(folder) == "keys_broken"


def test_a_wrapped_key_opens_for_its_own_user_only(folder: Path, key: DataKey) -> None:
    rewrite(folder, users=[{**one_user(folder), "id": "f" * 32}])
    with pytest.raises(Expected, match="wrong_passphrase"):
        vault.unlock(folder, PASSPHRASE)


def test_nothing_in_the_key_file_opens_the_register(folder: Path, key: DataKey) -> None:
    text = (folder / "keys.json").read_text()
    assert key.raw.hex() not in text
    assert PASSPHRASE not in text


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_only_its_owner_reads_the_key_file(folder: Path, key: DataKey) -> None:
    assert stat.S_IMODE((folder / "keys.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_no_half_written_key_file_is_left(folder: Path, key: DataKey) -> None:
    assert sorted(path.name for path in folder.iterdir()) == ["keys.json"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data())
def test_a_key_file_with_any_byte_changed_opens_rightly_or_is_refused_in_words(
    folder: Path, key: DataKey, data: st.DataObject
) -> None:
    path = folder / "keys.json"
    good = path.read_bytes()
    place = data.draw(st.integers(0, len(good) - 1))
    byte = data.draw(st.integers(0, 255))
    path.write_bytes(good[:place] + bytes([byte]) + good[place + 1 :])
    try:
        opened, user_id = vault.unlock(folder, PASSPHRASE)
    except Expected as failure:
        assert failure.exit_code is Exit.REGISTER  # noqa: PT017 - either way is right
    else:
        assert opened == key
        assert user_id == USER.id
    finally:
        path.write_bytes(good)
