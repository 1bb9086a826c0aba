"""A small sealed bundle, signed and locked: its bytes flipped one by one, members moved about, the key changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.exchange.age import new_age_key
from desktop.exchange.folder import SealedFiles, seal_files, signed, write_folder
from desktop.exchange.locking import NO_LOCK, WORKBOOKS, Lock, Opener
from desktop.exchange.manifest import ENCRYPTED_WORKBOOK, MANIFEST, READ_ME, SIGNATURE
from desktop.exchange.signature import SigningKey
from desktop.exchange.verify import look_into
from tests.exchange.builders import default_columns, flipped, header, many

KEY, STRANGER = SigningKey(bytes(range(32))), SigningKey(bytes(range(1, 33)))
SECRET, PUBLIC = new_age_key()
OPENER = Opener(age_secret=SECRET)
LOCKS = {"open": NO_LOCK, "encrypted": Lock(age=PUBLIC)}


def bundle(lock: Lock, number: int = 3, batch_id: str = "b" * 32, key: SigningKey = KEY) -> SealedFiles:
    return signed(seal_files(header(number, batch_id), many(2), default_columns(), lock), key)


@pytest.fixture(params=LOCKS)
def sealed(request: pytest.FixtureRequest) -> SealedFiles:
    return bundle(LOCKS[request.param])


@pytest.fixture
def folder(sealed: SealedFiles, tmp_path: Path) -> Path:
    return write_folder(tmp_path, sealed.name, sealed.files)


def found(folder: Path) -> set[str]:
    return {problem.key for problem in look_into(folder, KEY.public, OPENER).problems}


class Unopened(Opener):
    """A closed look: the hashes have to tell, before anything is opened."""

    def can(self, name: str) -> bool:
        return False


def places(name: str, length: int) -> Iterator[int]:
    """Where a bit is flipped: every byte of what is short and of a workbook's first and last 256, every 13th between.

    A workbook is guarded by one SHA-256 over it; at 0.4 ms a look, its every byte would cost what a minute of the
    other tests does and prove no more.
    """
    for at in range(length):
        if name not in WORKBOOKS or at < 256 or at >= length - 256 or at % 13 == 0:
            yield at


def test_a_whole_bundle_is_found_to_be_whole(folder: Path) -> None:
    looked = look_into(folder, KEY.public, OPENER)
    assert (looked.problems, looked.signer) == ((), KEY.public)
    assert looked.workbook is not None


def test_whichever_byte_is_flipped_it_is_found(folder: Path, sealed: SealedFiles) -> None:
    unseen = []
    for name, whole in sealed.files.items():
        for at in places(name, len(whole)):
            with flipped(folder / name, at):
                if not look_into(folder, KEY.public, Unopened()).problems:
                    unseen.append((name, at))
    assert unseen == []
    assert found(folder) == set()


def test_a_bundle_that_ends_early_or_goes_on_is_found(folder: Path, sealed: SealedFiles) -> None:
    for name, whole in sealed.files.items():
        for changed in (whole[:-1], b"", whole + b"\n"):
            (folder / name).write_bytes(changed)
            assert found(folder)
        (folder / name).write_bytes(whole)


def test_a_member_taken_out_or_renamed_is_found(folder: Path, sealed: SealedFiles) -> None:
    for name in sealed.files:
        (folder / name).rename(folder / f"old-{name}")
        assert found(folder) >= {"batch_file_unlisted"} or "manifest_missing" in found(folder)
        (folder / f"old-{name}").unlink()
        assert found(folder)
        (folder / name).write_bytes(sealed.files[name])


def test_members_that_change_places_are_found(folder: Path, sealed: SealedFiles) -> None:
    names = sorted(sealed.files)
    for first in names:
        for second in names:
            if first != second:
                (folder / first).write_bytes(sealed.files[second])
                (folder / second).write_bytes(sealed.files[first])
                assert found(folder)
                for name in (first, second):
                    (folder / name).write_bytes(sealed.files[name])


def test_members_of_an_older_batch_are_found(folder: Path, sealed: SealedFiles) -> None:
    lock = LOCKS["encrypted" if ENCRYPTED_WORKBOOK in sealed.files else "open"]
    older = bundle(lock, number=2, batch_id="f" * 32)
    for name in sealed.files:
        if older.files[name] == sealed.files[name]:
            continue
        (folder / name).write_bytes(older.files[name])
        assert found(folder)
        (folder / name).write_bytes(sealed.files[name])
    for name in (MANIFEST, READ_ME):  # an older manifest whole, with its own signature, over this workbook
        (folder / name).write_bytes(older.files[name])
    (folder / SIGNATURE).write_bytes(older.files[SIGNATURE])
    assert "batch_file_altered" in found(folder)


def test_a_bundle_signed_with_another_key_is_found(tmp_path: Path) -> None:
    forged = bundle(NO_LOCK, key=STRANGER)
    folder = write_folder(tmp_path, forged.name, forged.files)
    looked = look_into(folder, KEY.public)
    assert ([problem.key for problem in looked.problems], looked.signer) == (
        ["signature_of_another_key"],
        None,
    )
