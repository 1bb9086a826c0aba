"""A batch that only its registry can open, and one behind a password."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import olefile
import pytest

from db.errors import Expected
from desktop.exchange.age import age_decrypted, age_encrypted, is_age_recipient, new_age_key
from desktop.exchange.folder import SealedFiles, seal_files, write_folder
from desktop.exchange.limits import PASSWORD
from desktop.exchange.locking import Lock, Opener
from desktop.exchange.manifest import ENCRYPTED_WORKBOOK, PROTECTED_WORKBOOK
from desktop.exchange.password import password_locked, password_unlocked
from desktop.exchange.public_keys import PublicKeys, parse_public_keys, public_keys_text
from desktop.exchange.signature import new_signing_key
from desktop.exchange.verify import look_into
from desktop.messages import sentence
from tests.exchange.builders import default_columns, header, many
from tests.exchange.test_hostile_workbooks import PARTS, packed

SECRET, PUBLIC = new_age_key()
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
SMALL = packed({"[Content_Types].xml": TYPES, **PARTS})
WORDS = "four words that differ"


def sealed_with(lock: Lock) -> SealedFiles:
    return seal_files(header(), many(3), default_columns(), lock)


@pytest.fixture(scope="module")
def encrypted() -> SealedFiles:
    return sealed_with(Lock(age=PUBLIC))


def test_an_encrypted_batch_holds_no_serial_in_the_clear(encrypted: SealedFiles) -> None:
    assert set(encrypted.files) == {ENCRYPTED_WORKBOOK, "READ-ME.txt", "manifest.json"}
    workbook = age_decrypted(encrypted.files[ENCRYPTED_WORKBOOK], SECRET, "")
    assert zipfile.is_zipfile(io.BytesIO(workbook))
    assert b"PK\x03\x04" not in encrypted.files[ENCRYPTED_WORKBOOK]
    assert not any(b"001E10" in data for data in encrypted.files.values())
    assert b"ledgermark registry open LM-KBL-0003-2026-03-01" in encrypted.files["READ-ME.txt"]


def test_an_encrypted_batch_verifies_for_who_can_open_it(encrypted: SealedFiles, tmp_path: Path) -> None:
    folder = write_folder(tmp_path, encrypted.name, encrypted.files)
    closed = look_into(folder)
    assert (closed.problems, closed.workbook, closed.locked) == ((), None, True)
    opened = look_into(folder, opener=Opener(age_secret=SECRET))
    assert (opened.problems, opened.locked) == ((), False)
    assert opened.workbook is not None


def test_another_key_does_not_open_it(encrypted: SealedFiles, tmp_path: Path) -> None:
    folder = write_folder(tmp_path, encrypted.name, encrypted.files)
    (problem,) = look_into(folder, opener=Opener(age_secret=new_age_key()[0])).problems
    assert problem.key == "encrypted_to_another"


def test_any_byte_changed_in_an_encrypted_file_is_found() -> None:
    whole = age_encrypted(b"0045127", PUBLIC)
    for at in range(len(whole)):
        changed = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        with pytest.raises(Expected) as refused:
            age_decrypted(changed, SECRET, "batch.xlsx.age")
        assert refused.value.key in {"encrypted_broken", "encrypted_to_another"}
    with pytest.raises(Expected, match="encrypted_broken"):
        age_decrypted(whole[:-1], SECRET, "batch.xlsx.age")


def test_a_batch_behind_a_password_opens_with_it_alone(tmp_path: Path) -> None:
    sealed = sealed_with(Lock(password=WORDS))
    folder = write_folder(tmp_path, sealed.name, sealed.files)
    assert look_into(folder).locked
    assert look_into(folder, opener=Opener(password=WORDS)).problems == ()
    (wrong,) = look_into(folder, opener=Opener(password="another")).problems
    assert wrong.key == "workbook_password_wrong"
    assert b"Your spreadsheet program asks for it" in sealed.files["READ-ME.txt"]
    assert PROTECTED_WORKBOOK in sealed.files


def test_what_is_behind_a_password_was_not_changed() -> None:
    locked = password_locked(sealed_with(Lock()).files["batch.xlsx"], WORDS)
    with olefile.OleFileIO(io.BytesIO(locked)) as container:
        package = container.openstream("EncryptedPackage").read()
    at = locked.index(package[:512]) + 300
    with pytest.raises(Expected) as refused:
        password_unlocked(locked[:at] + bytes([locked[at] ^ 1]) + locked[at + 1 :], WORDS, "batch.xlsx")
    assert refused.value.key == "workbook_broken"


def test_a_locked_workbook_that_asks_for_hours_of_work_is_refused() -> None:
    locked = password_locked(SMALL, WORDS)
    assert b'spinCount="100000"' in locked
    slow = locked.replace(b'spinCount="100000"', b'spinCount="900000"')
    with pytest.raises(Expected) as refused:
        password_unlocked(slow, WORDS, "batch.xlsx")
    assert refused.value.key == "workbook_too_slow"
    assert sentence(refused.value.key, refused.value.values)
    declared = locked.replace(b"<keyData", b"<!DOCTYP", 1)
    with pytest.raises(Expected, match="workbook_has_dtd"):
        password_unlocked(declared, WORDS, "batch.xlsx")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"), b"x" * 600])
def test_what_is_no_locked_workbook_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(Expected) as refused:
        password_unlocked(data, WORDS, "batch.xlsx")
    assert refused.value.key in {"workbook_other_format", "workbook_broken"}


def test_a_locked_workbook_has_a_bound() -> None:
    with pytest.raises(Expected, match="workbook_too_large"):
        password_unlocked(b"x" * (PASSWORD.file_bytes + 1), WORDS, "batch.xlsx")


def test_a_damaged_locked_workbook_never_breaks_the_program() -> None:
    locked = password_locked(SMALL, WORDS)
    for at in range(0, len(locked), 41):
        changed = locked[:at] + bytes([locked[at] ^ 0x41]) + locked[at + 1 :]
        with suppress(Expected):
            assert password_unlocked(changed, WORDS, "batch.xlsx") == SMALL


KEYS = PublicKeys(
    "armoury", "a" * 32, "Armoury of Kabale", "KBL", new_signing_key(bytes(32)).public.raw.hex(), PUBLIC
)


def test_public_keys_come_back_from_their_file() -> None:
    assert parse_public_keys(public_keys_text(KEYS), "armoury", "k.json") == KEYS
    assert len(KEYS.fingerprint) == 39
    assert replace(KEYS, age=new_age_key()[1]).fingerprint != KEYS.fingerprint
    assert is_age_recipient(PUBLIC)
    assert not is_age_recipient("age1" + "x" * 300)


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "public_keys_broken"),
        (b"[]", "public_keys_broken"),
        (b"x" * 20_000, "public_keys_broken"),
        (public_keys_text(KEYS).replace(b"/1", b"/2"), "public_keys_broken"),
        (public_keys_text(KEYS).replace(PUBLIC.encode(), b"age1"), "public_keys_broken"),
        (public_keys_text(KEYS).replace(b'"KBL"', b"7"), "public_keys_broken"),
        (public_keys_text(KEYS).replace(b'"code"', b'"kode"'), "public_keys_broken"),
        (public_keys_text(replace(KEYS, signing="00")), "public_keys_broken"),
        (public_keys_text(replace(KEYS, side="registry")), "public_keys_of_other_side"),
    ],
)
def test_a_file_of_keys_that_is_none_is_refused(data: bytes, key: str) -> None:
    with pytest.raises(Expected) as refused:
        parse_public_keys(data, "armoury", "k.json")
    assert refused.value.key == key
    assert sentence(key, refused.value.values)
