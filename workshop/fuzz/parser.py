"""What a parser is here: how a case is drawn, and how the program reads it."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from db.errors import Expected
from desktop.fields.problems import Problem
from desktop.messages import sentence

Case = bytes
"""One file; or several, packed into a zip by `packed`."""


@dataclass(frozen=True, slots=True)
class Parser:
    """`make` draws a case; `read` gives what the program says of it, or raises Expected; anything else is a failure."""

    make: Callable[[random.Random], Case]
    read: Callable[[Case], Iterable[Problem]]


def outcome(parser: Parser, case: Case) -> str:
    """How it went: "read", "read, with problems", or the key of a refusal. What is said has to have its sentence."""
    said = 0
    try:
        for problem in parser.read(case):
            sentence(problem.key, dict(problem.values))
            said += 1
    except Expected as refused:
        sentence(refused.key, refused.values)
        return refused.key
    return "read, with problems" if said else "read"


def packed(files: Mapping[str, bytes]) -> Case:
    """Several files as one case."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def unpacked(case: Case) -> dict[str, bytes]:
    """The files of a case."""
    with zipfile.ZipFile(io.BytesIO(case)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def laid_out(case: Case, folder: Path) -> Path:
    """The files of a case in a folder."""
    for name, data in unpacked(case).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
