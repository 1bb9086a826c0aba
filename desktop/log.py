"""Our own failures, kept for whoever has to mend them: where it happened, never what stood in a field.

An exception's message may quote what a clerk typed (`invalid literal for int(): 'AB123'`), so a report holds the kinds
of the exceptions and the lines of the program they went through, and no message. An `Expected` in the chain is named by
its key.
"""

from __future__ import annotations

import platform
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from db.errors import Expected


def report_text(failure: BaseException, at: datetime) -> str:
    """The traceback of a failure and of what caused it, without messages and without values."""
    lines = [
        f"Ledgermark report of {at.isoformat(timespec='seconds')}",
        f"Python {platform.python_version()} on {platform.platform(terse=True)}",
        "frozen" if getattr(sys, "frozen", False) else "from source",
        "",
    ]
    seen: set[int] = set()
    cause: BaseException | None = failure
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        kind = type(cause)
        key = f" {cause.key}" if isinstance(cause, Expected) else ""
        lines.append(f"{kind.__module__}.{kind.__qualname__}{key}")
        lines += [
            f"  {_inside(frame.filename)}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(cause.__traceback__, limit=-60)
        ]
        cause = cause.__cause__ or cause.__context__
        if cause is not None:
            lines.append("because of")
    return "\n".join(lines) + "\n"


def save_report(folder: Path, failure: BaseException, at: datetime | None = None) -> Path | None:
    """Write a report into the folder and say where; None where the disk does not take it. `at` is now by default."""
    at = at or datetime.now(UTC)
    name = f"{at.strftime('%Y%m%dT%H%M%S%f')}-{type(failure).__name__}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_text(report_text(failure, at), encoding="utf-8")
    except OSError:
        # A full disk must not turn one failure into two; whoever asked tells the person without a file's name.
        return None
    return path


def _inside(filename: str) -> str:
    """A file's name from the program's own folder on: where a person keeps their programs is theirs."""
    path = Path(filename)
    roots = ("desktop", "db", "workshop", "site-packages")
    starts = [index for index, part in enumerate(path.parts) if part in roots]
    return "/".join(path.parts[starts[0] :]) if starts else path.name
