"""A batch sealed, written to a stick, and looked at without a register."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from db.errors import Exit, Expected
from desktop.exchange.folder import SealedFiles, folder_name, seal_files, verify_folder, write_folder
from desktop.exchange.manifest import WORKBOOK
from desktop.exchange.received import ReceivedBatch, Strays
from desktop.messages import sentence
from tests.exchange.builders import default_columns, field, filed, header, many, record


@pytest.fixture(scope="module")
def sealed() -> SealedFiles:
    return seal_files(header(), many(30), default_columns())


@pytest.fixture
def folder(sealed: SealedFiles, tmp_path: Path) -> Path:
    return write_folder(tmp_path, sealed.name, sealed.files)


def keys(folder: Path) -> list[str]:
    problems = verify_folder(folder)
    for problem in problems:
        assert sentence(problem.key, dict(problem.values))
    return [problem.key for problem in problems]


def test_a_sealed_folder_verifies(folder: Path) -> None:
    assert keys(folder) == []
    assert sorted(path.name for path in folder.iterdir()) == ["READ-ME.txt", "batch.xlsx", "manifest.json"]


def test_the_same_records_sealed_again_give_the_same_bytes(sealed: SealedFiles) -> None:
    assert seal_files(header(), many(30), default_columns()).files == sealed.files


def test_the_manifest_tells_the_hash_of_every_other_file(sealed: SealedFiles) -> None:
    manifest = json.loads(sealed.files["manifest.json"])
    stated = {file["name"]: file["sha256"] for file in manifest["files"]}
    assert stated == {
        name: hashlib.sha256(data).hexdigest()
        for name, data in sealed.files.items()
        if name != "manifest.json"
    }
    assert manifest["counts"] == {"records": 30, "events": 30, "markings": 30}


def test_a_folder_s_name_is_plain_ascii() -> None:
    assert folder_name("KBL", 3, "2026-03-01T09:30:01Z") == "LM-KBL-0003-2026-03-01"
    assert folder_name("Öst/../è", 12, "2026-03-01T09:30:01Z") == "LM-Ost-e-0012-2026-03-01"
    assert folder_name("مخزن", 1, "2026-03-01T09:30:01Z") == "LM-ARMOURY-0001-2026-03-01"


def test_an_empty_batch_verifies(tmp_path: Path) -> None:
    empty = seal_files(header(), [], default_columns())
    assert keys(write_folder(tmp_path, empty.name, empty.files)) == []


def test_writing_the_same_batch_again_leaves_it_as_it_is(sealed: SealedFiles, folder: Path) -> None:
    (folder / "answer.xlsx").write_bytes(b"the registry's")
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert write_folder(folder.parent, sealed.name, sealed.files) == folder
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_another_batch_of_that_name_is_refused_and_left_alone(sealed: SealedFiles, tmp_path: Path) -> None:
    other = seal_files(header(batch_id="f" * 32), many(3), default_columns())
    there = write_folder(tmp_path, other.name, other.files)
    with pytest.raises(Expected) as refused:
        write_folder(tmp_path, sealed.name, sealed.files)
    assert (refused.value.key, refused.value.exit_code) == ("target_differs", Exit.DISK)
    assert keys(there) == []


def test_a_record_that_is_not_as_it_was_filed_is_not_sealed() -> None:
    row = filed(record("417"))
    altered = filed(record("418", field("make", "FN")))
    object.__setattr__(altered.record, "row_sha256", hashlib.sha256(b"as filed").hexdigest())
    with pytest.raises(Expected) as refused:
        seal_files(header(), [row, altered], default_columns())
    assert (refused.value.key, refused.value.exit_code) == ("row_hash_differs", Exit.REGISTER)


def test_a_record_without_an_id_is_not_as_it_was_sealed_whoever_signs_it() -> None:
    nameless = replace(many(1)[0], record=replace(many(1)[0].record, id=""))
    workbook = seal_files(header(), [nameless], default_columns()).files[WORKBOOK]
    assert [row.altered for row in ReceivedBatch(workbook, WORKBOOK).rows(Strays())] == [True]
