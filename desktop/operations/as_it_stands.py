"""A record with what persons said beside the paper: a number read on the weapon outranks it, and both are kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from db.model import Event, Marking, Record, RecordField
from db.model_desk import Amendment, Holder, WeaponSerial


def as_it_stands(record: Record, said: Iterable[Amendment]) -> Record:
    """The record as it counts today; what was filed is left as it is. `said`: the newest of each part."""
    for one in said:
        value = one.said
        if isinstance(value, WeaponSerial):
            record = replace(
                record, serial=value.text, serial_state=value.state, fields=_numbered(record, value)
            )
        elif isinstance(value, Holder):
            record = replace(record, fields=_held(record, value))
        elif one.part == "markings" and isinstance(value, tuple):
            record = replace(record, markings=tuple(each for each in value if isinstance(each, Marking)))
        elif one.part == "events" and isinstance(value, tuple):
            record = replace(record, events=tuple(each for each in value if isinstance(each, Event)))
    return record


def _numbered(record: Record, said: WeaponSerial) -> tuple[RecordField, ...]:
    """The number as it stands on the weapon counts; what stands on the paper stays beside it, with its cell."""
    return tuple(
        replace(field, text=said.text) if field.name == "serial_number" else field for field in record.fields
    )


def _held(record: Record, holder: Holder) -> tuple[RecordField, ...]:
    told = {
        "holder_organisation": holder.organisation, "holder_person": holder.person, "place": holder.place
    }  # fmt: skip
    kept = tuple(field for field in record.fields if field.name not in told)
    return kept + tuple(RecordField(name, text, "", "", "") for name, text in told.items() if text)
