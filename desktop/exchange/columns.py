"""Which columns a registry's workbook has, in which order and under which headings: `resources/registry/*.toml`.

A registry decides on headings, order, widths and words; it cannot lose a value: what has no column of its own travels
in the hidden column `further`, and the columns that prove and match a row have to be there. A columns file may come
from outside, so it is read with limits and every mistake in it is said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from db.errors import Exit, Expected
from desktop.exchange.limits import COLUMNS_FILE_BYTES
from desktop.fields.outside_toml import outside_toml

PLACE: Final = ("book", "page", "row")
MARKING_VALUES: Final = ("kind", "text", "part", "place", "method", "year")
EVENT_VALUES: Final = ("kind", "date", "date_as_written", "counterpart", "document", "quantity", "note")
ANSWER_VALUES: Final = ("answer", "registry_number", "duplicate_of", "code", "note")
"""What the registry fills in; everything else in the Answer sheet is there to match and to find the row."""
ANSWERED_ON: Final = "answered_on"
"""The date of the answer, which the registry may fill in, too; it tells a late letter from a change of mind."""
ANSWERS: Final = ("accepted", "duplicate", "rejected", "question")

_KEY = ("record_id", "revision")
REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "records": (*_KEY, "row_sha256", "further"),
    "events": (*_KEY, "position", *EVENT_VALUES),
    "markings": (*_KEY, "position", *MARKING_VALUES),
    "answer": ("batch_id", *_KEY, "row_sha256", *ANSWER_VALUES),
}
"""The columns without which a sheet proves nothing or answers nothing."""

_VALUE = re.compile(r"[a-z][a-z0-9_]{0,39}(#[1-9][0-9]?)?(\.written)?")
_MOST_COLUMNS = 200
_LONGEST_HEADING = 100
_LONGEST_READ_ME = 20_000
_READ_ME = ("read_me", "read_me_encrypted", "read_me_protected")


@dataclass(frozen=True, slots=True)
class WorkbookColumn:
    """One column of a sheet. `value` names what stands in it (see `resources/registry/README.md`)."""

    heading: str
    value: str
    width: float = 14.0  # characters
    hidden: bool = False
    words: tuple[tuple[str, str], ...] = ()  # a value of ours, the word that the registry reads instead


@dataclass(frozen=True, slots=True)
class RegistryColumns:
    """The sheets of one registry's workbook."""

    name: str
    records: tuple[WorkbookColumn, ...]
    events: tuple[WorkbookColumn, ...]
    markings: tuple[WorkbookColumn, ...]
    answer: tuple[WorkbookColumn, ...]
    read_me: str = ""  # READ-ME.txt, with {armoury} {number} {date} {folder} {records} {events} {markings}
    right_to_left: bool = False  # how the sheets run
    read_me_encrypted: str = ""  # what READ-ME.txt says besides where the workbook is encrypted
    read_me_protected: str = ""  # … where it is behind a password


def parse_columns(text: str, name: str) -> RegistryColumns:
    """The columns that a TOML text describes. Raises Expected("columns_file_broken") with the reason."""
    if len(text) > COLUMNS_FILE_BYTES:
        raise _broken(name, "it is too long")
    try:
        value = outside_toml(text)
    except ValueError as cause:
        raise _broken(name, "it is no TOML") from cause
    known = {
        "name": str,
        "right_to_left": bool,
        **dict.fromkeys(_READ_ME, str),
        **dict.fromkeys(REQUIRED, list),
    }
    for key, stated in value.items():
        if key not in known:
            raise _broken(name, f"it knows no “{key[:40]}”")
        if not isinstance(stated, known[key]):
            raise _broken(name, f"“{key}” is of another kind")
    for key in _READ_ME:
        if len(value.get(key, "")) > _LONGEST_READ_ME:
            raise _broken(name, f"“{key}” is too long")
    return RegistryColumns(
        name=value.get("name", name),
        records=_sheet(value, "records", name),
        events=_sheet(value, "events", name),
        markings=_sheet(value, "markings", name),
        answer=_sheet(value, "answer", name),
        right_to_left=value.get("right_to_left", False),
        **{key: value.get(key, "") for key in _READ_ME},
    )


def load_columns(path: Path) -> RegistryColumns:
    """The columns file at `path`. Raises Expected as `parse_columns`, and where it cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(COLUMNS_FILE_BYTES + 1)
    except OSError as cause:
        raise Expected("columns_file_unreadable", Exit.BAD_INPUT, name=path.name) from cause
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as cause:
        raise _broken(path.name, "it is not in UTF-8") from cause
    return parse_columns(text, path.name)


def check_sheet(sheet: str, columns: tuple[WorkbookColumn, ...]) -> str:
    """Why `columns` cannot be the sheet `sheet` (a key of REQUIRED); "" when they can."""
    values = [column.value for column in columns]
    headings = [column.heading for column in columns]
    if missing := [wanted for wanted in REQUIRED[sheet] if wanted not in values]:
        return f"the column “{missing[0]}” is missing"
    for what, texts in (("column", values), ("heading", headings)):
        if twice := [text for text in texts if texts.count(text) > 1]:
            return f"the {what} “{twice[0]}” stands twice"
    if sheet in {"events", "markings"}:
        optional = (*REQUIRED[sheet], *PLACE, "serial")
        if other := [stated for stated in values if stated not in optional]:
            return f"it knows no column “{other[0]}”"
    return ""


def _sheet(value: dict[str, object], sheet: str, name: str) -> tuple[WorkbookColumn, ...]:
    stated = value.get(sheet, [])
    if not isinstance(stated, list) or len(stated) > _MOST_COLUMNS:
        raise _broken(name, f"“{sheet}” has too many columns")
    columns = tuple(_column(column, sheet, name) for column in stated)
    if reason := check_sheet(sheet, columns):
        raise _broken(name, f"in “{sheet}”, {reason}")
    return columns


def _column(stated: object, sheet: str, name: str) -> WorkbookColumn:
    if not isinstance(stated, dict):
        raise _broken(name, f"“{sheet}” is no list of columns")
    if unknown := set(stated) - {"heading", "value", "width", "hidden", "words"}:
        raise _broken(name, f"a column of “{sheet}” knows no “{min(unknown)[:40]}”")
    heading, value = stated.get("heading"), stated.get("value")
    if not isinstance(heading, str) or not heading.strip() or len(heading) > _LONGEST_HEADING:
        raise _broken(name, f"a column of “{sheet}” has no heading")
    if not isinstance(value, str) or not _VALUE.fullmatch(value):
        raise _broken(name, f"the column “{heading}” of “{sheet}” does not say which value it holds")
    width, hidden, words = stated.get("width", 14), stated.get("hidden", False), stated.get("words", {})
    if not isinstance(width, int | float) or isinstance(width, bool) or not 1 <= width <= 255:
        raise _broken(name, f"the width of “{heading}” is not between 1 and 255")
    if not isinstance(hidden, bool):
        raise _broken(name, f"“hidden” of “{heading}” is neither true nor false")
    return WorkbookColumn(heading, value, float(width), hidden, _words(words, heading, name))


def _words(stated: object, heading: str, name: str) -> tuple[tuple[str, str], ...]:
    """Words have to lead back to the value, or a row's hash could not be computed again."""
    if not isinstance(stated, dict) or not all(isinstance(word, str) and word for word in stated.values()):
        raise _broken(name, f"the words of “{heading}” are not texts")
    both = [*stated.values(), *(own for own, word in stated.items() if own != word)]
    if len(set(both)) < len(both):
        raise _broken(name, f"a word of “{heading}” stands for two values")
    return tuple(sorted(stated.items()))


def _broken(name: str, reason: str) -> Expected:
    return Expected("columns_file_broken", Exit.BAD_INPUT, name=name, reason=reason)
