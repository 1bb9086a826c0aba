"""What a column may mean: the fields of a record (design after ITI, ISACS 05.30, EU 2021/555) and how each is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from db.errors import Expected


class Kind(StrEnum):
    """How a field is written, and so which reader and which checks it gets. Also the command line's `--field`."""

    SERIAL_NUMBER = "serial_number"
    NUMBER = "number"  # digits and . , - /
    DIGITS = "digits"
    CAPITALS = "capitals"
    TEXT = "text"
    CALIBRE = "calibre"
    DATE = "date"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class FieldDefinition:
    """One field. `identity`: which weapon it is (ITI 8a: maker, country, serial). `vocabulary`: its list, "" none."""

    name: str
    kind: Kind
    identity: bool = False
    needs_eye: bool = False  # a person sees it in its cell, whatever the confidence
    vocabulary: str = ""
    events: bool = False  # says something of an event, not of the weapon
    quantities: bool = False  # says something of a lot of ammunition, magazines, parts


_DEFINITIONS: Final = (
    FieldDefinition("number_in_book", Kind.NUMBER),
    FieldDefinition("weapon_type", Kind.TEXT, vocabulary="weapon_types"),
    FieldDefinition("make", Kind.TEXT, identity=True, vocabulary="makers"),
    FieldDefinition("country", Kind.TEXT, identity=True, vocabulary="countries"),
    FieldDefinition("serial_number", Kind.SERIAL_NUMBER, identity=True, needs_eye=True),
    FieldDefinition("model", Kind.TEXT, vocabulary="models"),
    FieldDefinition("calibre", Kind.CALIBRE, vocabulary="calibres"),
    FieldDefinition("year", Kind.YEAR),
    FieldDefinition("marking", Kind.TEXT, needs_eye=True),
    FieldDefinition("rack_number", Kind.TEXT),
    FieldDefinition("stock_number", Kind.TEXT),
    FieldDefinition("status", Kind.TEXT, vocabulary="statuses"),
    FieldDefinition("condition", Kind.TEXT, vocabulary="conditions"),
    FieldDefinition("holder_organisation", Kind.TEXT),
    FieldDefinition("holder_person", Kind.TEXT),
    FieldDefinition("place", Kind.TEXT),
    FieldDefinition("importer", Kind.TEXT),
    FieldDefinition("import_year", Kind.YEAR),
    FieldDefinition("import_country", Kind.TEXT, vocabulary="countries"),
    FieldDefinition("date", Kind.DATE, events=True),
    FieldDefinition("event_kind", Kind.TEXT, vocabulary="event_kinds", events=True),
    FieldDefinition("counterpart", Kind.TEXT, events=True),
    FieldDefinition("document", Kind.TEXT, events=True),
    FieldDefinition("quantity", Kind.NUMBER, quantities=True),
    FieldDefinition("item", Kind.TEXT, vocabulary="items", quantities=True),
    FieldDefinition("lot", Kind.TEXT, quantities=True),
    FieldDefinition("unit", Kind.TEXT, vocabulary="units", quantities=True),
    FieldDefinition("remarks", Kind.TEXT),
    FieldDefinition("ignore", Kind.TEXT),
)

FIELDS: Final[Mapping[str, FieldDefinition]] = MappingProxyType(
    {known.name: known for known in _DEFINITIONS}
    # A kind by its bare name serves columns that are read and kept and have no meaning of their own.
    | {
        kind.value: FieldDefinition(kind.value, kind)
        for kind in Kind
        if kind not in {d.name for d in _DEFINITIONS}
    }
)
"""Every field that a form's column may name, in the order in which a person is offered them."""

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS: Final = "0123456789"
_ALPHABETS: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.SERIAL_NUMBER: _DIGITS + _LETTERS + " -./",
        Kind.NUMBER: _DIGITS + " .,-/",
        Kind.DIGITS: _DIGITS,
        Kind.CAPITALS: _LETTERS + " -.'",
        Kind.YEAR: _DIGITS,
    }
)


def definition(name: str) -> FieldDefinition:
    """The field called `name`. Raises Expected("form_field_unknown")."""
    try:
        return FIELDS[name]
    except KeyError:
        raise Expected("form_field_unknown", field=name[:60], known=", ".join(FIELDS)) from None


def alphabet_of(kind: Kind | str) -> str:
    """What Latin writing of this kind consists of, "" when any character can occur.

    It leans a reader, it refuses nothing: a serial number may be Cyrillic, a year may say "circa".
    """
    return _ALPHABETS.get(Kind(kind), "")
