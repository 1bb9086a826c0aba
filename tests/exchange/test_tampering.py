"""Whoever changes anything in a batch's folder is found out, and the row is named where it was one."""

from __future__ import annotations

import hashlib
import io
import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from db.errors import Expected
from desktop.exchange.columns import RegistryColumns
from desktop.exchange.folder import SealedFiles, seal_files, verify_folder, write_folder
from desktop.exchange.manifest import MANIFEST, WORKBOOK, SealedFile, manifest_text, parse_manifest
from desktop.messages import sentence
from tests.exchange.builders import default_columns, header, many

COLUMNS = default_columns()


@pytest.fixture(scope="module")
def sealed() -> SealedFiles:
    return seal_files(header(), many(5), COLUMNS)


@pytest.fixture
def folder(sealed: SealedFiles, tmp_path: Path) -> Path:
    return write_folder(tmp_path, sealed.name, sealed.files)


def said(folder: Path) -> list[str]:
    return [sentence(problem.key, dict(problem.values)) for problem in verify_folder(folder)]


def keys(folder: Path) -> set[str]:
    return {problem.key for problem in verify_folder(folder)}


def edit_sheet(data: bytes, number: int, change: Callable[[str], str]) -> bytes:
    """The workbook with the XML of one sheet changed, packed again."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            text = old.read(member)
            if member.filename == f"xl/worksheets/sheet{number}.xml":
                changed = change(text.decode())
                assert changed != text.decode()
                text = changed.encode()
            new.writestr(member.filename, text)
    return out.getvalue()


def replace_workbook(folder: Path, data: bytes, *, restate: bool = True) -> None:
    """Put another workbook there, and have the manifest say its hash, as somebody skilled would."""
    (folder / WORKBOOK).write_bytes(data)
    manifest = parse_manifest((folder / MANIFEST).read_bytes())
    stated = SealedFile(WORKBOOK, hashlib.sha256(data).hexdigest(), len(data))
    if restate:
        files = tuple(stated if file.name == WORKBOOK else file for file in manifest.files)
        (folder / MANIFEST).write_text(manifest_text(replace(manifest, files=files)))


def test_any_byte_changed_in_the_manifest_is_found(folder: Path, sealed: SealedFiles) -> None:
    whole = sealed.files[MANIFEST]
    unseen = []
    for at in range(len(whole)):
        (folder / MANIFEST).write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        if not keys(folder):
            unseen.append(whole[max(0, at - 20) : at + 5])
    assert unseen == []


def test_any_byte_changed_in_another_file_is_found(folder: Path, sealed: SealedFiles) -> None:
    chance = random.Random(7)
    for name in sealed.files.keys() - {MANIFEST}:
        whole = sealed.files[name]
        for at in chance.sample(range(len(whole)), min(120, len(whole))):
            (folder / name).write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            assert "batch_file_altered" in keys(folder)
        (folder / name).write_bytes(whole)
    assert keys(folder) == set()


@pytest.mark.parametrize("name", [WORKBOOK, "READ-ME.txt", MANIFEST])
def test_a_file_taken_out_is_missed(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert keys(folder) == {"manifest_missing" if name == MANIFEST else "batch_file_missing"}


def test_a_file_put_in_is_named_but_for_the_answer_and_the_system_s(folder: Path) -> None:
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", "answer.xlsx", "manifest.sig"):
        (folder / name).write_bytes(b"x")
    assert said(folder) == []
    (folder / "records.xlsm").write_bytes(b"x")
    assert said(folder) == ["The file records.xlsm does not belong to the batch."]


def test_a_folder_full_of_files_is_not_gone_through(folder: Path) -> None:
    for number in range(80):
        (folder / f"{number}.txt").write_bytes(b"")
    assert "batch_more_problems" in keys(folder)
    assert len(said(folder)) == 51


def test_a_link_for_a_file_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (folder / WORKBOOK).rename(tmp_path / "elsewhere.xlsx")
    (folder / WORKBOOK).symlink_to(tmp_path / "elsewhere.xlsx")
    assert keys(folder) == {"batch_file_missing"}


def test_files_of_an_older_batch_do_not_pass(folder: Path) -> None:
    older = seal_files(header(2, "f" * 32), many(5), COLUMNS)
    (folder / WORKBOOK).write_bytes(older.files[WORKBOOK])
    assert keys(folder) == {"batch_file_altered", "batch_header_differs"}
    replace_workbook(folder, older.files[WORKBOOK])
    assert "The sheet Batch and the manifest disagree about “batch_id”." in said(folder)


def test_an_altered_row_is_named(folder: Path, sealed: SealedFiles) -> None:
    altered = edit_sheet(sealed.files[WORKBOOK], 1, lambda xml: xml.replace("003E10", "008E10"))
    replace_workbook(folder, altered, restate=False)
    assert said(folder) == [
        "The file batch.xlsx is not the one that was sealed.",
        "Line 4 of the sheet Records (book 3, page 1, row 4) is not as it was sealed.",
        "The rows as a whole are not the ones that were sealed: one was changed, added, moved or taken out.",
    ]


EDITS: dict[str, tuple[int, Callable[[str], str], str]] = {
    "a marking": (3, lambda xml: xml.replace("crown over NP", "crown over PN", 1), "batch_row_altered"),
    "an event": (2, lambda xml: xml.replace("1984-03-09", "1984-03-08", 1), "batch_row_altered"),
    "an event's owner": (2, lambda xml: xml.replace(f"{3:032x}", f"{2:032x}"), "batch_row_altered"),
    "an event of nobody": (2, lambda xml: xml.replace(f"{5:032x}", f"{9:032x}"), "batch_lines_stray"),
    "a record's id": (1, lambda xml: xml.replace(f"{3:032x}", f"{9:032x}"), "batch_row_altered"),
    "a revision": (1, lambda xml: xml.replace("<t>1</t>", "<t>01</t>"), "batch_row_altered"),
    "a revision no number": (1, lambda xml: xml.replace("<t>1</t>", "<t>one</t>"), "batch_row_altered"),
    "further values": (1, lambda xml: xml.replace("old 7", "old 8", 1), "batch_row_altered"),
    "further values no JSON": (1, lambda xml: xml.replace("[[", "[", 1), "batch_row_altered"),
    "further values of others": (1, lambda xml: xml.replace('"old 7"', "7", 1), "batch_row_altered"),
    "further values twice": (1, lambda xml: xml.replace("rack_number#2", "make", 1), "batch_row_altered"),
    "a count in words": (4, lambda xml: xml.replace("<t>5</t>", "<t>6</t>", 1), "batch_header_differs"),
    "a heading": (1, lambda xml: xml.replace("<t>Make</t>", "<t>Maker</t>"), "workbook_lacks_column"),
    "a heading twice": (1, lambda xml: xml.replace("<t>Country of import</t>", "<t>Make</t>"), "workbook_lacks_column"),
    "what a column holds": (4, lambda xml: xml.replace('"value": "make"', '"value": "model"'), "workbook_broken"),
    "the column's description": (4, lambda xml: xml.replace('{"value"', '{"valve"', 1), "workbook_broken"),
    "a needed column": (4, lambda xml: xml.replace("row_sha256", "row_sha512"), "workbook_lacks_column"),
}  # fmt: skip


@pytest.mark.parametrize("what", EDITS)
def test_a_skilled_edit_is_found_all_the_same(folder: Path, sealed: SealedFiles, what: str) -> None:
    number, change, key = EDITS[what]
    replace_workbook(folder, edit_sheet(sealed.files[WORKBOOK], number, change))
    assert key in keys(folder)


def without_line(xml: str, line: int) -> str:
    start = xml.index(f'<row r="{line}">')
    return xml[:start] + xml[xml.index("</row>", start) + 6 :]


def test_a_row_taken_out_is_missed(folder: Path, sealed: SealedFiles) -> None:
    fewer = edit_sheet(sealed.files[WORKBOOK], 1, lambda xml: without_line(xml, 6))
    replace_workbook(folder, fewer)
    found = said(folder)
    assert "The workbook holds 4 records; the manifest says 5." in found
    assert "Lines that follow no record: 2 in the sheet Events, 1 in Markings." in found


def test_a_sheet_taken_out_is_missed(folder: Path, sealed: SealedFiles) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sealed.files[WORKBOOK])) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            text = old.read(member)
            new.writestr(member.filename, text.replace(b'name="Answer"', b'name="Answers"'))
    replace_workbook(folder, out.getvalue())
    assert keys(folder) == {"workbook_lacks_sheet"}


def test_a_manifest_that_names_no_workbook_is_not_taken(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_bytes())
    manifest["files"] = [file for file in manifest["files"] if file["name"] != WORKBOOK]
    (folder / MANIFEST).write_text(json.dumps(manifest))
    assert "batch_file_unlisted" in keys(folder)
    (folder / WORKBOOK).unlink()
    assert keys(folder) == {"batch_without_records"}


def test_where_there_is_no_folder_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(Expected, match="batch_folder_missing"):
        verify_folder(tmp_path / "none")


def test_a_registry_s_own_words_and_order_verify_too(tmp_path: Path) -> None:
    own = RegistryColumns(
        "own",
        COLUMNS.records[::-1],
        COLUMNS.events[::-1],
        tuple(replace(column, heading=f"№ {column.heading}") for column in COLUMNS.markings),
        COLUMNS.answer,
    )
    sealed = seal_files(header(), many(5), own)
    assert said(write_folder(tmp_path, sealed.name, sealed.files)) == []
