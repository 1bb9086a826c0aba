"""An entry of the bound book in words: what stands in each column, and below it what was corrected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from db.model import Event, Marking, Record, RecordField
from db.model_desk import Amendment, Found, Holder, Look, WeaponSerial
from desktop.fields.scripts import transliteration
from desktop.operations.bound_book import BoundEntry
from desktop.printing.flow import shown
from desktop.printing.paper import translate
from desktop.printing.words import field_name, state_text

_WEAPON = ("weapon_type", "make", "model", "calibre", "country", "year", "item", "lot", "quantity", "unit")
_EVENT = frozenset({"date", "event_kind", "counterpart", "document"})
_ELSEWHERE = frozenset({*_WEAPON, "serial_number", "ignore"})


def numbers(entry: BoundEntry) -> tuple[str, ...]:
    """The number; where a person read another on the weapon, that one first, since it outranks the paper.

    Below it stands how letters of another script are written in Latin ones.
    """
    latin = transliteration(entry.record.serial)
    below = (f"[{shown(latin)}]",) if latin else ()
    read = next((said.said for said in entry.said if isinstance(said.said, WeaponSerial)), None)
    if read is None:
        return (serial(entry.record), *below)
    return (
        translate("Bound book", "{number} (weapon)").format(
            number=shown(read.text) or state_text(read.state)
        ),
        translate("Bound book", "{number} (paper)").format(number=serial(entry.record)),
        *below,
    )


def serial(record: Record) -> str:
    """The number as it is written, or why there is none."""
    return shown(record.serial) or state_text(record.serial_state)


def weapon(record: Record) -> str:
    """What the weapon or lot is."""
    return " · ".join(shown(field.text) for name in _WEAPON for field in _called(record, name))


def happened(record: Record) -> tuple[str, ...]:
    """What happened to it, a line each."""
    if record.events:
        return tuple(_event(event) for event in record.events)
    return tuple(
        _named(field.name, field.text) for field in record.fields if field.name in _EVENT and field.text
    )


def rest(record: Record) -> tuple[str, ...]:
    """Everything else that the entry says: marks, holder, racks, remarks."""
    left = _ELSEWHERE | _EVENT | ({"marking"} if record.markings else frozenset())
    marks = (_marking(mark) for mark in record.markings)
    fields = (
        _named(field.name, field.text) for field in record.fields if field.name not in left and field.text
    )
    return (*marks, *fields)


def notes(entry: BoundEntry, people: Mapping[str, str]) -> Iterator[str]:
    """What was struck, corrected and said beside the paper, the oldest first; before and after both readable."""
    if entry.record.struck:
        yield translate("Bound book", "Struck through in the book.")
    for before, after in pairwise((*entry.earlier, entry.record)):
        changed = "; ".join(_changes(before, after)) or translate("Bound book", "its place alone")
        yield translate("Bound book", "Correction {number}, {at} by {who} (why: {why}) — {changed}").format(
            number=after.revision - 1, at=after.filed_at, who=people.get(after.filed_by, after.filed_by),
            why=shown(after.reason) or "—", changed=changed,
        )  # fmt: skip
    for said in entry.said:
        yield _amended(said, people.get(said.by, said.by))


def _changes(before: Record, after: Record) -> Iterator[str]:
    old, new = _values(before), _values(after)
    for name in dict.fromkeys((*old, *new)):
        if old.get(name, "") != new.get(name, ""):
            yield translate("Bound book", "{field}: “{before}” became “{after}”").format(
                field=field_name(name.partition("#")[0]), before=old.get(name, ""), after=new.get(name, "")
            )
    if before.struck != after.struck:
        yield (
            translate("Bound book", "struck through")
            if after.struck
            else translate("Bound book", "not struck through any more")
        )


def _values(record: Record) -> dict[str, str]:
    values = {"serial_number": serial(record)}
    seen: dict[str, int] = {}
    for field in record.fields:
        if field.name != "serial_number":
            seen[field.name] = seen.get(field.name, 0) + 1
            values[f"{field.name}#{seen[field.name]}"] = shown(field.text)
    return values


def _amended(said: Amendment, who: str) -> str:
    value = said.said
    if isinstance(value, WeaponSerial):
        text = translate(
            "Bound book", "Read on the weapon on {day}, {at} by {who} (why: {why}) — serial number “{what}”"
        )
        what, day = shown(value.text) or state_text(value.state), value.on_day
    elif isinstance(value, Found):
        text = translate(
            "Bound book", "In no book: found on the rack {what} on {day}, {at} by {who} (why: {why})"
        )
        what, day = shown(value.rack), value.on_day
    elif isinstance(value, Look):
        text = translate("Bound book", "{what}, {at} by {who} (why: {why})")
        wanted = translate("Bound book", "The weapon is to be looked at")
        what, day = (
            wanted if value.wanted else translate("Bound book", "The weapon need not be looked at"),
            "",
        )
    else:
        text = translate("Bound book", "Said beside the paper, {at} by {who} (why: {why}) — {what}")
        what, day = _said(value), ""
    return text.format(day=day, at=said.at, who=who, why=shown(said.why) or "—", what=what)


def _said(value: Holder | tuple[Marking, ...] | tuple[Event, ...]) -> str:
    if isinstance(value, Holder):
        parts: Sequence[str] = [
            _named(name, text)
            for name, text in (
                ("holder_organisation", value.organisation), ("holder_person", value.person), ("place", value.place)
            )
            if text
        ]  # fmt: skip
    else:
        parts = [_marking(one) if isinstance(one, Marking) else _event(one) for one in value]
    return "; ".join(parts) or "—"


def _called(record: Record, name: str) -> Iterator[RecordField]:
    return (field for field in record.fields if field.name == name and field.text)


def _named(name: str, text: str) -> str:
    return f"{field_name(name)}: {shown(text)}"


def _event(event: Event) -> str:
    parts = (
        event.date or event.date_as_written, event.kind.replace("_", " "), event.counterpart, event.document,
        event.quantity, event.note,
    )  # fmt: skip
    return shown(" ".join(part for part in parts if part))


def _marking(mark: Marking) -> str:
    where = ", ".join(part for part in (mark.part, mark.place, mark.method, mark.year) if part)
    head = translate("Bound book", "Mark ({kind})").format(kind=mark.kind.replace("_", " "))
    return shown(f"{head}: {mark.text}" + (f" ({where})" if where else ""))
