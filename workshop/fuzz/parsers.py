"""Every parser of files from outside, by its name: what is valid, how it is changed, how the program reads it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Final

from db.errors import Expected
from desktop.capture.load import PAGES, Decoder, Refused, scans
from desktop.exchange.answer_file import read_answer
from desktop.exchange.columns import load_columns
from desktop.exchange.manifest import MANIFEST, SIGNATURE, parse_manifest
from desktop.exchange.password import password_locked, password_unlocked
from desktop.exchange.public_keys import parse_public_keys
from desktop.exchange.received import ReceivedBatch, Strays
from desktop.exchange.sheets import OutsideWorkbook
from desktop.exchange.signature import signer_of
from desktop.fields.forms import form_text, load_form, parse_form
from desktop.fields.patterns import follows
from desktop.fields.problems import Problem
from desktop.operations import exchange_keys
from desktop.paths import resources_folder
from workshop.fuzz import formatwise, seeds
from workshop.fuzz.bytewise import changed
from workshop.fuzz.moving import work_bundles
from workshop.fuzz.parser import Case, Parser
from workshop.fuzz.registers import registers
from workshop.fuzz.seeds import Grounds
from workshop.fuzz.travelling import answers, bundles

_PAGE_SECONDS: Final = 20.0
_PASSWORD: Final = "long enough for a stick"  # noqa: S105 - of workbooks that live for a second


def pictures(grounds: Grounds) -> Parser:
    """Pictures of every kind, decoded in the program's own child process."""
    whole = seeds.pictures()
    first = [data for data in whole if data.startswith(b"\x89PNG")]

    def make(chance: random.Random) -> Case:
        if chance.random() < 0.2:
            return formatwise.changed_png(chance.choice(first), chance)
        return changed(chance.choice(whole), chance)

    return _decoded(make, grounds, "pictures")


def pdfs(grounds: Grounds) -> Parser:
    """PDFs, drawn in the same child process."""
    whole = seeds.pdfs()
    return _decoded(
        lambda chance: changed(chance.choice(whole), chance, formatwise.PDF_WORDS), grounds, "pdfs"
    )


def workbooks(grounds: Grounds) -> Parser:
    """Workbooks read cell by cell, and as a batch."""
    whole = seeds.workbooks(grounds.scene)

    def read(case: Case) -> Iterator[Problem]:
        book = OutsideWorkbook(case, "case.xlsx")
        for title in book.titles:
            for row in book.rows(title):
                "".join(row.texts.values())
        yield from (row.problem for row in ReceivedBatch(case, "case.xlsx").rows(Strays()) if row.altered)

    return Parser(lambda chance: formatwise.changed_zip(chance.choice(whole), chance), read)


def locked_workbooks(grounds: Grounds) -> Parser:
    """Workbooks behind a password: what a stranger's container does to the library that opens it."""
    (plain, _) = seeds.workbooks(grounds.scene)
    whole = password_locked(plain, _PASSWORD)
    words = (
        b'spinCount="0"',
        b'spinCount="999999999"',
        b"<!DOCTYPE",
        b"AES",
        b'blockSize="0"',
        b'keyBits="7"',
        b"\xff" * 8,
    )

    def read(case: Case) -> Iterator[Problem]:
        password_unlocked(case, _PASSWORD, "case.xlsx")
        yield from ()

    return Parser(lambda chance: changed(whole, chance, words), read)


def csv_answers(grounds: Grounds) -> Parser:
    """Answers as tables of text."""
    there = grounds.scene
    whole, columns = seeds.csvs(there), there.columns()

    def read(case: Case) -> Iterator[Problem]:
        yield from read_answer(case, "case.csv", columns).problems

    return Parser(
        lambda chance: formatwise.changed_lines(chance.choice(whole), chance, formatwise.CSV_WORDS), read
    )


def manifests(grounds: Grounds) -> Parser:
    """Manifests of batches."""
    whole = (grounds.scene.batch / MANIFEST).read_bytes()
    return _json(whole, parse_manifest)


def signatures(grounds: Grounds) -> Parser:
    """Signature files."""
    whole = (grounds.scene.batch / SIGNATURE).read_bytes()
    return _json(whole, signer_of)


def public_keys(grounds: Grounds) -> Parser:
    """Files of public keys."""
    whole = exchange_keys.write_own_keys(grounds.scene.session, grounds.place("keys")).read_bytes()
    return _json(whole, lambda case: parse_public_keys(case, "armoury", "case.json").fingerprint)


def forms(grounds: Grounds) -> Parser:
    """Forms, and a registry's columns: TOML that a stranger may have written."""
    resources = resources_folder()
    whole = [path.read_bytes() for path in sorted((resources / "forms").glob("*.toml"))]
    whole += [path.read_bytes() for path in sorted((resources / "registry").glob("*.toml"))]
    path = grounds.place("forms") / "case.toml"

    def read(case: Case) -> Iterator[Problem]:
        path.write_bytes(case)
        with suppress(Expected):
            load_columns(path)
        form = load_form(path)
        for column in form.columns:
            follows(column.pattern, "x" * 200 + "!")
        if parse_form(form_text(form), "again") != form:
            raise ValueError("a form that is not read back as it was written")
        yield from ()

    return Parser(
        lambda chance: formatwise.changed_lines(chance.choice(whole), chance, formatwise.TOML_WORDS), read
    )


def _json(whole: bytes, parse: Callable[[Case], object]) -> Parser:
    def read(case: Case) -> Iterator[Problem]:
        parse(case)
        yield from ()

    return Parser(lambda chance: formatwise.changed_json(whole, chance), read)


def _decoded(make: Callable[[random.Random], Case], grounds: Grounds, name: str) -> Parser:
    decoder = grounds.until_the_end.enter_context(Decoder(replace(PAGES, seconds=_PAGE_SECONDS)))
    path = grounds.place(name) / "case"

    def read(case: Case) -> Iterator[Problem]:
        path.write_bytes(case)
        for one in scans(path, decoder=decoder):
            if isinstance(one, Refused):
                yield one.problem
            elif one.pixels.shape[:2] != (one.height, one.width):
                raise ValueError("a scan of another size than it says")

    return Parser(make, read)


PARSERS: Final[Mapping[str, Callable[[Grounds], Parser]]] = {
    "pictures": pictures,
    "pdfs": pdfs,
    "workbooks": workbooks,
    "locked": locked_workbooks,
    "csv": csv_answers,
    "manifests": manifests,
    "signatures": signatures,
    "keys": public_keys,
    "forms": forms,
    "registers": registers,
    "answers": answers,
    "bundles": bundles,
    "work": work_bundles,
}
"""By the names that the bench knows."""
