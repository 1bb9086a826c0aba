"""Batches as they leave: signed, locked as their registry wants it, the same whenever they are written again."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from db.errors import Exit, Expected
from db.model import Ledger
from db.store import batches, connect, journal, records
from desktop.exchange.age import new_age_key
from desktop.exchange.canonical import row_sha256
from desktop.exchange.locking import Opener
from desktop.exchange.manifest import (
    ENCRYPTED_WORKBOOK,
    PROTECTED_WORKBOOK,
    SIGNATURE,
    WORKBOOK,
    parse_manifest,
)
from desktop.exchange.public_keys import PublicKeys, public_keys_text
from desktop.exchange.signature import PublicKey, new_signing_key
from desktop.exchange.verify import look_into
from desktop.operations import books, exchange_keys, sealing
from desktop.operations.register import NewRegister, create_register
from desktop.operations.session import Session, Workplace, open_session
from tests.operations.conftest import FORM, PASSPHRASE
from tests.operations.filed import file_rows

ROWS = [(str(n), f"00451{n:02d}", "Walther", "1941") for n in range(4)]
SECRET, AGE = new_age_key()
REGISTRY = PublicKeys(
    "registry", "9" * 32, "Central registry", "REG", new_signing_key(bytes(32)).public.raw.hex(), AGE
)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def filed(session: Session, book: Ledger) -> Session:
    file_rows(session, book, ROWS)
    return session


def own_key(session: Session) -> PublicKey:
    return PublicKey(bytes.fromhex(exchange_keys.own_keys(session).signing))


def test_a_batch_bears_the_armoury_s_signature(filed: Session, stick: Path) -> None:
    written = sealing.seal(filed, stick)
    looked = look_into(Path(written.path), own_key(filed))
    assert (looked.problems, looked.signer) == ((), own_key(filed))
    assert SIGNATURE in dict(written.files)
    assert written.receipt.signer == own_key(filed).fingerprint
    assert (written.receipt.records, written.receipt.locked) == (4, "")
    assert written.receipt.header.journal_head


def test_the_key_is_made_once_and_stays_in_the_register(
    filed: Session, stick: Path, workplace: Workplace
) -> None:
    before = exchange_keys.own_keys(filed)
    again = open_session(workplace, filed.store.folder, PASSPHRASE)
    assert exchange_keys.own_keys(again) == before
    again.close()
    secret = exchange_keys.signing_key(filed).seed.hex().encode()
    assert not any(secret in path.read_bytes() for path in filed.store.folder.rglob("*") if path.is_file())
    made = [entry for entry in journal.entries(filed.store) if entry.action == "make_key"]
    assert len(made) == 2
    assert not any(secret.decode() in entry.details for entry in made)


def test_once_the_registry_s_key_is_known_only_the_registry_can_read_the_batch(
    filed: Session, stick: Path, tmp_path: Path
) -> None:
    path = tmp_path / "LM-REG.keys.json"
    path.write_bytes(public_keys_text(REGISTRY))
    keys = exchange_keys.read_registry_keys(path)
    exchange_keys.enrol_registry(filed, keys)
    written = sealing.seal(filed, stick)
    folder = Path(written.path)
    assert sorted(one.name for one in folder.iterdir()) == [
        "READ-ME.txt", ENCRYPTED_WORKBOOK, "manifest.json", SIGNATURE,
    ]  # fmt: skip
    assert look_into(folder, own_key(filed), Opener(SECRET)).problems == ()
    assert look_into(folder, own_key(filed)).locked
    assert written.receipt.locked == "key"
    assert not any(b"0045100" in one.read_bytes() for one in folder.iterdir())


def test_a_country_s_password_locks_the_workbook(filed: Session, stick: Path) -> None:
    with pytest.raises(Expected, match="workbook_password_short"):
        exchange_keys.set_workbook_password(filed, "short")
    exchange_keys.set_workbook_password(filed, "long enough for a stick")
    written = sealing.seal(filed, stick)
    assert PROTECTED_WORKBOOK in dict(written.files)
    assert (
        look_into(Path(written.path), own_key(filed), Opener(password="long enough for a stick")).problems
        == ()
    )
    assert "long enough" not in repr(exchange_keys.registry(filed))


def test_without_its_keys_any_more_a_batch_is_only_signed(filed: Session, stick: Path) -> None:
    exchange_keys.enrol_registry(filed, REGISTRY)
    exchange_keys.forget_registry_keys(filed)
    assert WORKBOOK in dict(sealing.seal(filed, stick).files)


def test_an_encrypted_batch_written_again_is_the_same_to_the_byte(
    filed: Session, stick: Path, tmp_path: Path
) -> None:
    exchange_keys.enrol_registry(filed, REGISTRY)
    first = sealing.seal(filed, stick)
    other = tmp_path / "other"
    other.mkdir()
    second = sealing.write_again(filed, first.batch.id, other)
    assert first.files == second.files
    assert sealing.write_again(filed, first.batch.id, stick).files == first.files
    assert first.receipt == second.receipt


def test_a_later_revision_goes_with_the_next_batch(filed: Session, stick: Path) -> None:
    first = sealing.seal(filed, stick)
    record = records.record(filed.store, first.batch.records[1][0])
    with connect.action(filed.store):
        again = replace(record, revision=2, reason="misread", row_sha256="")
        records.add_record(filed.store, replace(again, row_sha256=row_sha256(again)), ("", "", ""))
    second = sealing.seal(filed, stick)
    assert second.batch.records == ((record.id, 2),)
    assert second.receipt.header.previous_batch == first.batch.id
    files = batches.files(filed.store, second.batch.id)
    assert parse_manifest(files["manifest.json"]).records == 1


def test_a_register_from_before_a_batch_seals_nothing_beside_it(
    filed: Session, stick: Path, workplace: Workplace, tmp_path: Path, book: Ledger
) -> None:
    exchange_keys.own_keys(filed)
    filed.store.db.execute("pragma wal_checkpoint(truncate)")
    backup = tmp_path / "backup"
    shutil.copytree(filed.store.folder, backup)
    sealing.seal(filed, stick)
    restored = open_session(workplace, backup, PASSPHRASE)
    with pytest.raises(Expected) as refused:
        sealing.seal(restored, stick)
    assert (refused.value.key, refused.value.exit_code) == ("register_older_than_batch", Exit.REFUSED)
    assert refused.value.values == {"number": "1"}
    file_rows(restored, books.new_book(restored, "Rifles", FORM), [("1", "7", "FN", "1960")])
    with pytest.raises(Expected) as refused:  # worked on since: long enough by now, and not the same journal
        sealing.seal(restored, stick)
    assert refused.value.key in {"register_of_another_history", "register_older_than_batch"}
    restored.close()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    file_rows(filed, book, [("9", "0045199", "Walther", "1941")])
    assert sealing.seal(filed, stick).batch.number == 2  # the register itself goes on beside its own batch


def test_a_folder_that_somebody_else_made_up_stops_nobody(filed: Session, stick: Path) -> None:
    forged = stick / "LM-CA1-0009-2026-03-01"
    forged.mkdir()
    (forged / "manifest.json").write_text("{}")
    assert sealing.seal(filed, stick).batch.number == 1


def test_the_practice_register_gives_no_keys_away(workplace: Workplace, stick: Path) -> None:
    new = NewRegister("Practice", "PRC", "", "Anybody", PASSPHRASE, practice=True)
    create_register(workplace, workplace.places.practice, new)
    session = open_session(workplace, workplace.places.practice, PASSPHRASE)
    with pytest.raises(Expected, match="practice_never_leaves"):
        exchange_keys.write_own_keys(session, stick)
    session.close()


def test_the_public_keys_go_to_the_registry_in_a_file(session: Session, stick: Path, tmp_path: Path) -> None:
    path = exchange_keys.write_own_keys(session, stick)
    assert path.name == "LM-CA1.keys.json"
    secret = exchange_keys.signing_key(session).seed.hex()
    assert secret not in path.read_text()
    with pytest.raises(Expected, match="target_vanished"):
        exchange_keys.write_own_keys(session, tmp_path / "none")
    with pytest.raises(Expected, match="public_keys_of_other_side"):
        exchange_keys.read_registry_keys(path)
