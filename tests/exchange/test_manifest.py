"""The manifest says the same in one way only, and takes nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.errors import Expected
from desktop.exchange.manifest import (
    BatchHeader,
    Manifest,
    SealedFile,
    is_safe_name,
    manifest_text,
    parse_manifest,
)
from tests.exchange.builders import header

MANIFEST = Manifest(
    header(),
    3,
    2,
    1,
    "0" * 64,
    (SealedFile("batch.xlsx", "1" * 64, 12), SealedFile("READ-ME.txt", "2" * 64, 0)),
)
VALUE = json.loads(manifest_text(MANIFEST))

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
headers = st.builds(
    BatchHeader,
    **dict.fromkeys(
        ("batch_id", "armoury_id", "armoury_name", "armoury_code", "country", "sealed_at", "sealed_by"), texts
    ),
    **dict.fromkeys(("program", "journal_head", "previous_batch", "certificates"), texts),
    **dict.fromkeys(("number", "schema", "journal_entries"), st.integers(0, 2**53 - 1)),
)


@given(headers)
def test_a_manifest_is_read_as_it_was_written(header: BatchHeader) -> None:
    manifest = Manifest(header, 3, 2, 1, "0" * 64, MANIFEST.files)
    assert parse_manifest(manifest_text(manifest).encode("ascii")) == manifest


def test_the_text_is_ascii_sorted_and_ends_with_a_line() -> None:
    text = manifest_text(MANIFEST)
    assert text == json.dumps(json.loads(text), sort_keys=True, indent=2) + "\n"


def changed(change: Callable[[dict[str, object]], object]) -> bytes:
    value = json.loads(manifest_text(MANIFEST))
    change(value)
    return json.dumps(value).encode()


BROKEN = {
    "nothing": b"",
    "no JSON": b"{",
    "not ASCII": '{"format": "é"}'.encode(),
    "a list": b"[]",
    "deep": b"[" * 100_000,
    "no format": changed(lambda value: value.pop("format")),
    "other format": changed(lambda value: value.update(format="zip/1")),
    "no batch": changed(lambda value: value.pop("batch")),
    "number as text": changed(lambda value: value["batch"].update(number="3")),  # type: ignore[attr-defined]
    "text as number": changed(lambda value: value["batch"].update(armoury_name=3)),  # type: ignore[attr-defined]
    "one name more": changed(lambda value: value["batch"].update(extra="")),  # type: ignore[attr-defined]
    "negative": changed(lambda value: value["counts"].update(records=-1)),  # type: ignore[attr-defined]
    "truth for a count": changed(lambda value: value["counts"].update(records=True)),  # type: ignore[attr-defined]
    "huge": changed(lambda value: value["counts"].update(records=2**53)),  # type: ignore[attr-defined]
    "root": changed(lambda value: value.update(rows_root="0" * 63)),
    "file's hash": changed(lambda value: value["files"][0].update(sha256="1" * 63)),  # type: ignore[index]
    "file's way out": changed(lambda value: value["files"][0].update(name="../x")),  # type: ignore[index]
    "file twice": changed(lambda value: value["files"][0].update(name="read-me.TXT")),  # type: ignore[index]
    "a name twice": manifest_text(MANIFEST).replace('"format"', '"rows_root"').encode(),
}


@pytest.mark.parametrize("what", BROKEN)
def test_anything_else_is_refused(what: str) -> None:
    with pytest.raises(Expected) as refused:
        parse_manifest(BROKEN[what])
    assert refused.value.key == "manifest_broken"


def test_a_newer_format_is_said_to_be_newer() -> None:
    with pytest.raises(Expected) as refused:
        parse_manifest(changed(lambda value: value.update(format="ledgermark-batch/2")))
    assert refused.value.key == "manifest_newer"


@given(
    st.binary(max_size=300)
    | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(lambda v: json.dumps(v).encode())
)
@settings(max_examples=200)
def test_any_bytes_are_refused_and_never_fail(data: bytes) -> None:
    with pytest.raises(Expected):
        parse_manifest(data)


@pytest.mark.parametrize("name", ["batch.xlsx", "LM-KBL-0003-2026-03-01", "READ-ME.txt", "manifest.sig"])
def test_plain_names_are_safe(name: str) -> None:
    assert is_safe_name(name)


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "a/b", "a\\b", ".hidden", "a ", "a.", "nul", "COM1.txt", "é", "a\n", "a:b", "x" * 101],
)
def test_names_that_lead_elsewhere_or_do_not_last_are_not(name: str) -> None:
    assert not is_safe_name(name)
