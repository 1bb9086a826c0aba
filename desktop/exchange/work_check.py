"""Whether what a work bundle says of a book holds together: references, row hashes, pictures, the journal's entries.

A bundle is looked through before anything of it is taken in, also though it bears the right signature: a PC whose
register is damaged signs too.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import Final

from db.chain import entry_hash
from db.errors import Expected
from db.model import Event, JournalEntry, Marking, Record, RecordField, SerialState
from db.model_moving import BookFacts
from desktop.exchange.canonical import row_sha256

_PAGE, _ROW, _CELL, _READING = ("pages", "id"), ("rows", "id"), ("cells", "id"), ("readings", "id")
_USER, _RECORD = ("users", "id"), ("records", "id")
_REFERENCES: Final[Mapping[tuple[str, str], tuple[str, str]]] = {
    ("pages", "replaces"): _PAGE,
    ("pictures", "sha256"): ("pages", "sha256"),
    ("thumbnails", "page_id"): _PAGE,
    ("row_signatures", "page_id"): _PAGE,
    ("rows", "page_id"): _PAGE,
    ("cells", "row_id"): _ROW,
    ("readings", "cell_id"): _CELL,
    ("readings", "source_cell_id"): _CELL,
    ("row_states", "row_id"): _ROW,
    ("row_states", "by"): _USER,
    ("steps", "page_id"): _PAGE,
    ("steps", "user_id"): _USER,
    ("steps", "of"): ("steps", "id"),
    ("step_changes", "step_id"): ("steps", "id"),
    ("step_changes", "cell_id"): _CELL,
    ("step_changes", "before_id"): _READING,
    ("step_changes", "after_id"): _READING,
    ("step_rows", "step_id"): ("steps", "id"),
    ("step_rows", "row_id"): _ROW,
    ("step_rows", "before_id"): ("row_states", "id"),
    ("step_rows", "after_id"): ("row_states", "id"),
    ("records", "page_id"): _PAGE,
    ("records", "row_id"): _ROW,
    ("records", "filed_by"): _USER,
    ("record_fields", "record_id"): _RECORD,
    ("record_fields", "cell_id"): _CELL,
    ("record_fields", "reading_id"): _READING,
    ("markings", "record_id"): _RECORD,
    ("markings", "cell_id"): _CELL,
    ("events", "record_id"): _RECORD,
    ("events", "cell_id"): _CELL,
    ("page_hands", "page_id"): _PAGE,
    ("page_hands", "by"): _USER,
    ("forgettings", "by"): _USER,
    ("second_entries", "cell_id"): _CELL,
    ("second_entries", "by"): _USER,
    ("second_decisions", "cell_id"): _CELL,
    ("second_decisions", "first_reading"): _READING,
    ("second_decisions", "second_entry"): ("second_entries", "id"),
    ("second_decisions", "reading_id"): _READING,
    ("second_decisions", "by"): _USER,
    ("book_statements", "by"): _USER,
    ("column_defaults", "page_id"): _PAGE,
    ("column_defaults", "cell_id"): _CELL,
    ("column_defaults", "step_id"): ("steps", "id"),
    ("column_defaults", "by"): _USER,
    ("amendments", "record_id"): _RECORD,
    ("amendments", "by"): _USER,
    ("sent", "record_id"): _RECORD,
}
_ROLES: Final = frozenset({"clerk", "second_keyer", "supervisor", "administrator"})
_CLERK: Final = "clerk:"
_STEPS: Final = frozenset({"settle", "undo", "redo", "change_rows", "read_again", "say_default"})
_SCOPES: Final = frozenset({"page", "book"})
_ROWS_ARE: Final = frozenset({"entry", "struck", "left_out", "absent"})


def check_facts(facts: BookFacts) -> None:
    """Return when a book's facts hold together.

    Raises Expected: bundle_facts_broken, bundle_journal_broken, bundle_journal_lacks.
    """
    _references(facts)
    _people(facts)
    _pictures(facts)
    _texts(facts)
    _row_hashes(facts)
    _journal(facts)


def _broken(what: str) -> Expected:
    return Expected("bundle_facts_broken", what=what)


def _references(facts: BookFacts) -> None:
    """Everything belongs to this book: nothing could be said of another one."""
    known: dict[tuple[str, str], set[object]] = {}
    for (table, column), target in _REFERENCES.items():
        if target not in known:
            known[target] = {value for (value,) in facts.of(*target)}
        for (value,) in facts.of(table, column):
            if value is not None and value not in known[target]:
                raise _broken(f"{table}.{column}")


def _people(facts: BookFacts) -> None:
    people = {user_id for (user_id,) in facts.of("users", "id")}
    readers = {str(reader) for (reader,) in facts.of("readings", "reader")}
    if any(reader.startswith(_CLERK) and reader.removeprefix(_CLERK) not in people for reader in readers):
        raise _broken("readings.reader")
    if any(role not in _ROLES for (role,) in facts.of("users", "role")):
        raise _broken("users.role")
    if any(standing not in _ROWS_ARE for (standing,) in facts.of("row_states", "standing")):
        raise _broken("row_states.standing")
    if any(scope not in _SCOPES for (scope,) in facts.of("column_defaults", "scope")):
        raise _broken("column_defaults.scope")


def _pictures(facts: BookFacts) -> None:
    """Each page's picture once, and no other."""
    wanted = sorted(str(sha256) for (sha256,) in facts.of("pages", "sha256"))
    if wanted != sorted(str(sha256) for (sha256,) in facts.of("pictures", "sha256")):
        raise _broken("pictures")
    for sha256, own, size in facts.tables["pictures"]:
        if ("#" not in str(sha256) and sha256 != own) or int(size or 0) <= 0:
            raise _broken("pictures")


def _texts(facts: BookFacts) -> None:
    """What is kept as JSON is JSON of its shape."""
    shapes = (
        (("cells", "quad"), _is_quad),
        (
            ("row_states", "quads"),
            lambda value: isinstance(value, dict) and all(map(_is_quad, value.values())),
        ),
        (("readings", "characters"), _is_shares),
        (("readings", "alternatives"), _is_alternatives),
        (("pages", "problems"), _is_texts),
        (("amendments", "data"), lambda value: isinstance(value, dict | list)),
    )
    for (table, column), fits in shapes:
        for (text,) in facts.of(table, column):
            try:
                good = fits(json.loads(str(text)))
            except (ValueError, RecursionError):
                good = False
            if not good:
                raise _broken(f"{table}.{column}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_quad(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 4
        and all(
            isinstance(point, list) and len(point) == 2 and all(map(_is_number, point)) for point in value
        )
    )


def _is_shares(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_number, value))


def _is_alternatives(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, list) and len(one) == 2 and isinstance(one[0], str) and _is_number(one[1])
        for one in value
    )


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _row_hashes(facts: BookFacts) -> None:
    """Each record's values give the hash that it was filed with."""
    parts: dict[str, dict[tuple[object, object], list[tuple[object, ...]]]] = {}
    for table in ("record_fields", "markings", "events"):
        parts[table] = {}
        for record_id, revision, _, *values in facts.tables[table]:
            parts[table].setdefault((record_id, revision), []).append(
                tuple("" if v is None else v for v in values)
            )
    for record_id, revision, kind, page, row, struck, serial, state, at, by, reason, stated in facts.tables[
        "records"
    ]:
        key = (record_id, revision)
        try:
            record = Record(
                str(record_id), int(revision or 0), str(kind), facts.ledger_id, str(page), str(row), bool(struck),
                str(serial), SerialState(str(state)),
                tuple(RecordField(*values) for values in parts["record_fields"].get(key, ())),  # type: ignore[arg-type]  # texts, by FACTS
                tuple(Marking(*values) for values in parts["markings"].get(key, ())),  # type: ignore[arg-type]  # the same
                tuple(Event(*values) for values in parts["events"].get(key, ())),  # type: ignore[arg-type]  # the same
                str(at), str(by), str(reason),
            )  # fmt: skip
        except ValueError as cause:
            raise _broken("records.serial_state") from cause
        if row_sha256(record) != stated:
            raise _broken("records.row_sha256")


def _journal(facts: BookFacts) -> None:
    """Each entry has its hash, follows the one before where they are neighbours, and tells of this book."""
    pages = {page for (page,) in facts.of("pages", "id")}
    filed = {page for (page,) in facts.of("records", "page_id")}
    subjects = {facts.ledger_id, *pages, *(record for (record,) in facts.of("records", "id"))}
    before: dict[object, JournalEntry] = {}
    told: dict[str, set[object]] = {"import_page": set(), "file_page": set()}
    steps = 0
    for register, *values in facts.tables["entries"]:
        entry = JournalEntry(*values)  # type: ignore[arg-type]  # of their columns' kinds, see work_facts
        if not _follows(before.get(register), entry) or entry.subject not in subjects:
            raise Expected("bundle_journal_broken", number=entry.number)
        before[register] = entry
        told.setdefault(entry.action, set()).add(entry.subject)
        steps += entry.action in _STEPS
    lacking = {
        "pages": not pages <= told["import_page"],
        "records": not filed <= told["file_page"],
        "steps": steps != len(facts.tables["steps"]),
    }
    _refuse(what for what, lacks in lacking.items() if lacks)


def _refuse(lacking: Iterable[str]) -> None:
    if what := ", ".join(lacking):
        raise Expected("bundle_journal_lacks", what=what)


def _follows(before: JournalEntry | None, entry: JournalEntry) -> bool:
    if entry_hash(entry) != entry.hash:
        return False
    if before is None:
        return entry.number > 0
    return entry.number > before.number and (
        entry.number > before.number + 1 or entry.previous == before.hash
    )
