"""Registers: their files changed as bytes, and, by somebody who has the key, their rows."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from db import vault
from db.cipher import SqlError
from db.cipher import connect as connect_file
from db.places import KEYS, REGISTER
from db.vault import DataKey
from desktop.fields.problems import Problem
from desktop.operations import checking, journal_view, restoring
from workshop.faults.stages import PASSPHRASE, Place, at_work
from workshop.fuzz.bytewise import changed
from workshop.fuzz.formatwise import changed_json
from workshop.fuzz.parser import Case, Parser, laid_out, packed
from workshop.fuzz.seeds import Grounds, register_files

_ODD: Final = (
    "null", "-1", "0", "9223372036854775807", "1e300", "''", "'x'", "x'ff00'", "'[]'", "'{}'", "'null'", "char(55296)",
    "zeroblob(70000)", "'2026-13-45T99:99:99Z'",
)  # fmt: skip


def registers(grounds: Grounds) -> Parser:
    """A register opened, checked, and looked into as a backup."""
    key, files, folder = grounds.scene.key, register_files(grounds.scene), grounds.place("registers")
    case = packed(files)
    laid_out(case, folder / "whole")
    return Parser(
        lambda chance: (
            _changed_rows(case, key, folder, chance) if chance.random() < 0.3 else _changed(files, chance)
        ),
        lambda case: _read(case, key, folder),
    )


def _changed(files: dict[str, bytes], chance: random.Random) -> Case:
    name = chance.choice(sorted(files))
    how = changed_json if name == KEYS else changed
    left = dict(files)
    if chance.random() < 0.05:
        del left[name]
    else:
        left[name] = how(files[name], chance)
    return packed(left)


def _changed_rows(case: Case, key: DataKey, folder: Path, chance: random.Random) -> Case:
    """Odd values in a column of a table, behind the backs of the triggers that guard it."""
    place = _empty(folder / "rows")
    laid_out(case, place)
    with closing(connect_file(place / REGISTER, key)) as db:
        triggers = db.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
        for name, _ in triggers:
            db.execute(f"drop trigger {name}")
        table = chance.choice(sorted(name for name in db.table_names() if not name.startswith("sqlite_")))
        column = chance.choice([one.name for one in db[table].columns])
        db.execute("pragma foreign_keys = off")
        with suppress(SqlError):  # what the table's own rules refuse nobody can do to it
            db.execute(f'update "{table}" set "{column}" = {chance.choice(_ODD)} where rowid % 3 = 0')  # noqa: S608 - ours
        for _, sql in triggers:
            db.execute(sql)
        db.execute("pragma wal_checkpoint(truncate)")
    return packed(
        {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}
    )


def _read(case: Case, key: DataKey, folder: Path) -> Iterator[Problem]:
    place = Place(_empty(folder / "case"))
    laid_out(case, place.register)
    vault.users_with_keys(place.register)
    vault.unlock(place.register, PASSPHRASE)
    with closing(at_work(place, key)) as session:
        found = checking.check(session)
        yield from found
        if not found:
            yield from (line.did for line in journal_view.lines(session))
        restoring.look_into(session.workplace, place.register, PASSPHRASE, "", folder / "whole")


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
