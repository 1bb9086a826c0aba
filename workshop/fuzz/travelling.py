"""What travels by stick: batches as the registry takes them in, answers as the armoury does."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from db.errors import Expected
from db.model import new_id
from desktop.exchange.age import age_encrypted
from desktop.exchange.answer_workbook import write_answer_workbook
from desktop.exchange.folder import SealedFiles, seal_files, signed
from desktop.exchange.locking import Lock
from desktop.exchange.manifest import MANIFEST, WORKBOOK, SealedFile, manifest_text, parse_manifest
from desktop.exchange.password import password_locked
from desktop.exchange.rows import FiledRow
from desktop.exchange.verify import look_into
from desktop.fields.problems import Problem
from desktop.operations import answering, exchange_keys, registry_answer, registry_intake
from workshop.bench.exchange import filed_rows
from workshop.fuzz.bytewise import changed
from workshop.fuzz.formatwise import CSV_WORDS, changed_json, changed_lines, changed_zip
from workshop.fuzz.parser import Case, Parser, laid_out, packed, unpacked
from workshop.fuzz.seeds import Grounds, Scene, csvs, other_workbook

_PASSWORD: Final = "long enough for a stick"  # noqa: S105 - of batches that live for a second
_ODD_TEXTS: Final = (
    "", " ", "\x00", "\ud800", "\uffff", "\u202e123", "=1+1", "00417", "100E10", "_x0000_", "\r\n\t", "é" * 500,
    "x" * 32_000, "١٢٣", "А1", "'", '"', "\U0001f52b", "None", "-0", "1/2", "9" * 40,
)  # fmt: skip
_FOLDER: Final = "LM-CAR-0001-2026-03-01"


def bundles(grounds: Grounds) -> Parser:
    """A batch's folder: changed on the way, or signed by an enrolled armoury that writes odd things."""
    there, folder = grounds.scene, grounds.place("bundles")
    files = {path.name: path.read_bytes() for path in there.batch.iterdir()}

    def make(chance: random.Random) -> Case:
        return _changed_folder(files, chance) if chance.random() < 0.6 else _odd_batch(there, chance)

    def read(case: Case) -> Iterator[Problem]:
        path = folder / "case" / _FOLDER
        shutil.rmtree(folder / "case", ignore_errors=True)
        laid_out(case, path)
        yield from look_into(path).problems
        desk = there.desk
        proved = registry_intake.prove_enrolled(desk, path)
        yield from proved.problems
        taken = registry_intake.take_in(desk, path)
        answer = folder / "case" / "answer.xlsx"
        registry_answer.write_answer(desk, taken, answer, accept=True, prefix="R-")
        yield from registry_answer.finish_answer(desk, answer, folder / "case").problems

    return Parser(make, read)


def answers(grounds: Grounds) -> Parser:
    """An answer looked at and taken by the armoury, and finished by the registry; in clear, locked, signed or not."""
    there, folder = grounds.scene, grounds.place("answers")
    exchange_keys.set_workbook_password(there.session, _PASSWORD)
    registry_intake.take_in(there.desk, there.batch)
    workbooks = (there.workbook, other_workbook(there.answer_lines()), _own_workbook(there))
    tables = csvs(there)

    def make(chance: random.Random) -> Case:
        how = chance.randrange(4)
        if how == 0:
            data = changed_lines(chance.choice(tables), chance, CSV_WORDS)
        elif how == 1:
            data = _own_workbook(there, chance)
        else:
            data = changed_zip(chance.choice(workbooks), chance)
        return packed(_on_its_way(there, data, chance))

    def read(case: Case) -> Iterator[Problem]:
        path = folder / "case"
        shutil.rmtree(path, ignore_errors=True)
        laid_out(case, path)
        (name,) = (name for name in unpacked(case) if not name.endswith(".sig"))
        preview = answering.look_at_answer(there.session, path / name)
        yield from (*preview.warnings, *preview.problems)
        answering.take_answer(there.session, preview)
        out = path / "out"
        out.mkdir()
        yield from registry_answer.finish_answer(there.desk, path / name, out).problems

    return Parser(make, read)


def _on_its_way(there: Scene, data: bytes, chance: random.Random) -> dict[str, bytes]:
    """The answer as files: signed or not, locked or not, and what is locked or signs it changed now and then."""
    files = {"answer.xlsx": data}
    how = chance.randrange(5)
    if how == 0:
        files = {"answer.xlsx.age": age_encrypted(data, exchange_keys.own_keys(there.session).age)}
    elif how == 1:
        data = there.workbook
        files = {"answer.xlsx": password_locked(data, _PASSWORD)}
    if how < 2 and chance.random() < 0.6:
        files = {name: changed(one, chance) for name, one in files.items()}
    if chance.random() < 0.4:
        signature = there.signature(data)
        files["answer.xlsx.sig"] = changed_json(signature, chance) if chance.random() < 0.4 else signature
    return files


def _own_workbook(there: Scene, chance: random.Random | None = None) -> bytes:
    """The registry's own answer workbook; by chance with odd texts in it, whole in its format."""
    names, *rows = there.answer_lines()
    lines = [dict(zip(names, row, strict=True)) for row in rows]
    header = {"armoury_id": there.session.armoury.id, "batch_id": lines[0]["batch_id"], "number": "1"}
    if chance is not None:
        for _ in range(chance.choice((1, 2, 5))):
            chance.choice(lines)[chance.choice(names)] = chance.choice(_ODD_TEXTS)
            header[chance.choice(("number", "journal_entries", "journal_head", "newest_number"))] = (
                chance.choice(_ODD_TEXTS)
            )
    at = datetime(2026, 4, 1, tzinfo=UTC)
    return write_answer_workbook(at, header, lines, there.columns(), {})


def _changed_folder(files: Mapping[str, bytes], chance: random.Random) -> Case:
    left = dict(files)
    name = chance.choice(sorted(left))
    what = chance.randrange(8)
    if what == 0:
        del left[name]
    elif what == 1:
        left[chance.choice(("..x", "answer.xlsx", "desktop.ini", "a b", "NUL.txt"))] = left.pop(name)
    elif name == MANIFEST or name.endswith(".sig"):
        left[name] = changed_json(left[name], chance)
    elif name == WORKBOOK:
        left[name] = changed_zip(left[name], chance)
    else:
        left[name] = changed(left[name], chance)
    return packed(left)


def _odd_batch(there: Scene, chance: random.Random) -> Case:
    """A batch of this armoury, whole and signed, in whose rows and manifest odd texts stand."""
    header = parse_manifest((there.batch / MANIFEST).read_bytes()).header
    header = replace(
        header, batch_id=new_id(), number=chance.choice((2, chance.randrange(2**40), chance.randrange(2**40)))
    )
    if chance.random() < 0.3:
        name = chance.choice(_ODD_TEXTS).replace("\ud800", "")  # READ-ME.txt holds it, too
        header = replace(header, armoury_name=name, sealed_by=chance.choice(_ODD_TEXTS))
    rows = [_odd_row(row, chance) for row in filed_rows(chance.choice((0, 1, 3)))]
    lock = chance.choice((Lock(), Lock(age=exchange_keys.lock(there.session).age)))
    try:
        sealed = seal_files(header, rows, there.columns(), lock)
    except Expected:
        return packed({})  # cannot be sealed at all
    if not lock.age and chance.random() < 0.5:
        sealed = _other_workbook_inside(sealed, changed_zip(sealed.files[WORKBOOK], chance))
    return packed(signed(sealed, exchange_keys.signing_key(there.session)).files)


def _other_workbook_inside(sealed: SealedFiles, workbook: bytes) -> SealedFiles:
    """The same batch with another workbook, and a manifest that says so."""
    hashed = SealedFile(WORKBOOK, hashlib.sha256(workbook).hexdigest(), len(workbook))
    files = tuple(hashed if one.name == WORKBOOK else one for one in sealed.manifest.files)
    manifest = replace(sealed.manifest, files=files)
    told = manifest_text(manifest).encode("ascii")
    return replace(sealed, manifest=manifest, files={**sealed.files, WORKBOOK: workbook, MANIFEST: told})


def _odd_row(row: FiledRow, chance: random.Random) -> FiledRow:
    """A row some of whose texts are odd."""

    def text(usual: str) -> str:
        return chance.choice(_ODD_TEXTS) if chance.random() < 0.2 else usual

    record = row.record
    fields = tuple(
        replace(one, text=text(one.text), as_written=text(one.as_written)) for one in record.fields
    )
    if chance.random() < 0.2:
        fields = (
            *fields,
            replace(fields[0], name=chance.choice(("serial", "kind", "record_id", "further", "\ud800", "x"))),
        )
    ids = (record.id, new_id(), new_id(), new_id(), text(record.id))
    odd = replace(
        record, id=chance.choice(ids), revision=chance.choice((1, 1, 2, 10**8)),
        serial=text(record.serial), fields=fields,
        markings=tuple(replace(one, text=text(one.text), part=text(one.part)) for one in record.markings),
        events=tuple(replace(one, date=text(one.date), note=text(one.note)) for one in record.events),
    )  # fmt: skip
    return replace(row, record=odd, book=text(row.book), page=text(row.page))
