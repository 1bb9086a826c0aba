"""What the command line says: sentences out of keys, to a person or to a script."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from db.errors import Exit, Expected
from desktop.fields.problems import Problem
from desktop.messages import sentence
from desktop.operations.work import Progress


def problem_sentence(problem: Problem) -> str:
    """A problem in words."""
    return sentence(problem.key, dict(problem.values))


def expected_sentence(failure: Expected) -> str:
    """A failure of the world in words."""
    return sentence(failure.key, failure.values)


def say(text: str) -> None:
    """A line to the person or script."""
    print(text)


def say_aside(text: str) -> None:
    """A line that a script does not take for an answer."""
    print(text, file=sys.stderr)


def say_json(value: object) -> None:
    """An answer for a script."""
    say(json.dumps(value, ensure_ascii=False, indent=1))


def write_json(path: Path, value: object) -> None:
    """Write an answer to the file that the person named, whole or not at all."""
    write_file(path, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode())


def write_file(path: Path, data: bytes) -> None:
    """Write the file that the person named, whole or not at all."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Expected(
            "out_not_writable", Exit.DISK, name=str(path), reason=error.strerror or str(error)
        ) from error


def show_progress(progress: Progress) -> None:
    """One line that is written over, where a person looks on."""
    if not sys.stderr.isatty():
        return
    text = sentence(progress.what, dict(progress.values))
    end = "\n" if progress.done >= progress.total else ""
    print(f"\r\x1b[K{text} {progress.done}/{progress.total}", end=end, file=sys.stderr, flush=True)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns that stand under one another."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))] if rows else []
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
