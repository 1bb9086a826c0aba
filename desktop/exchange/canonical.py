"""The SHA-256 of a filed row: what travels with it, comes back in the answer, and tells an altered row.

Canonical values of a record are pairs of name and text, sorted by name, empty ones left out:

- `kind`, `serial`, `serial_state`, `reason`; `struck` is `yes` or left out;
- each field under its name; the second field of one name is `name#2`, and so on; the field `serial_number` is left
  out where it says the same as `serial`;
- `name.written` where what stands on the paper differs from the field's text.

Markings and events follow as lists in their order. Where a row lies in the books and when it was filed is its
evidence, not its value, and is left out. The hash is over JSON in ASCII without spaces, so that any language can
compute it: `["ledgermark-row/1", id, revision, [[name, text]…], [[kind, text, part, place, method, year]…],
[[kind, date, date as written, counterpart, document, quantity, note]…]]`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from db.model import Event, Marking, Record

Pairs = tuple[tuple[str, str], ...]


def canonical_values(record: Record) -> Pairs:
    """The record's own values as sorted pairs of name and text; markings and events apart."""
    pairs: dict[str, str] = {
        "kind": record.kind,
        "serial": record.serial,
        "serial_state": record.serial_state.value,
        "struck": "yes" if record.struck else "",
        "reason": record.reason,
    }
    seen: dict[str, int] = {}
    for field in record.fields:
        if field.name == "serial_number" and field.text == record.serial and "serial_number" not in seen:
            name = field.name  # its text is `serial`; what is written may still differ
        else:
            seen[field.name] = seen.get(field.name, 0) + 1
            name = field.name if seen[field.name] == 1 else f"{field.name}#{seen[field.name]}"
            pairs[name] = field.text
        if field.as_written != field.text:
            pairs[f"{name}.written"] = field.as_written
    return tuple(sorted((name, text) for name, text in pairs.items() if text))


def marking_values(marking: Marking) -> tuple[str, ...]:
    """A marking as it is hashed and written: kind, text, part, place, method, year."""
    return (marking.kind, marking.text, marking.part, marking.place, marking.method, marking.year)


def event_values(event: Event) -> tuple[str, ...]:
    """An event as it is hashed and written: kind, date, date as written, counterpart, document, quantity, note."""
    return (
        event.kind,
        event.date,
        event.date_as_written,
        event.counterpart,
        event.document,
        event.quantity,
        event.note,
    )


def values_sha256(
    record_id: str,
    revision: int,
    pairs: Sequence[tuple[str, str]],
    markings: Sequence[Sequence[str]],
    events: Sequence[Sequence[str]],
) -> str:
    """The row hash of values as they stand in a workbook: 64 lower-case hex digits."""
    canonical = ["ledgermark-row/1", record_id, revision, sorted(pairs), list(markings), list(events)]
    text = json.dumps(canonical, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def row_sha256(record: Record) -> str:
    """The row hash of a record, whatever its `row_sha256` says now."""
    return values_sha256(
        record.id,
        record.revision,
        canonical_values(record),
        [marking_values(marking) for marking in record.markings],
        [event_values(event) for event in record.events],
    )
