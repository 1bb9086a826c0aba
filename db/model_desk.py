"""The words of `model.py` for what persons say beside the readings: second entries, statements, amendments."""

from __future__ import annotations

from dataclasses import dataclass

from db.model import CellState, Event, Marking, SerialState


@dataclass(frozen=True, slots=True)
class SecondPlan:
    """What a second person types blind; the newest plan counts."""

    serials: str  # handwritten, all, none: whose serial numbers are typed twice
    share: str  # of the other settled cells, a fraction as text: "1/20"; "0" for none
    at: str = ""
    by: str = ""  # user id


@dataclass(frozen=True, slots=True)
class SecondEntry:
    """What another person typed blind of a settled cell. Only ever added, one a cell and person."""

    id: str
    cell_id: str
    text: str  # as that person sees it on the paper
    state: CellState  # READ, BLANK or UNREADABLE
    at: str
    by: str  # user id


@dataclass(frozen=True, slots=True)
class SecondDecision:
    """What a third person made of two entries that differ; `reading_id` is what stands in the cell since."""

    id: str
    cell_id: str
    first_reading: str
    second_entry: str
    chosen: str  # first, second, retyped
    reading_id: str
    at: str
    by: str  # user id


@dataclass(frozen=True, slots=True)
class Statement:
    """What a book says of itself; the newest counts. None for what it does not say."""

    ledger_id: str
    pages: int | None
    entries: int | None
    at: str = ""
    by: str = ""  # user id


@dataclass(frozen=True, slots=True)
class WeaponSerial:
    """The serial number as a person read it on the weapon; it outranks the paper, and both are kept."""

    text: str
    state: SerialState
    on_day: str  # ISO


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a weapon; "" where not known. The person is optional."""

    organisation: str = ""
    person: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A weapon that stood on a rack and in no book."""

    rack: str
    on_day: str


@dataclass(frozen=True, slots=True)
class Look:
    """Whether somebody has to look at the weapon itself."""

    wanted: bool


Said = WeaponSerial | Holder | Found | Look | tuple[Marking, ...] | tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a person says of a record that stands in no cell of its row; the newest of each part counts."""

    id: str
    record_id: str
    part: str  # serial, markings, events, holder, found, look
    said: Said
    why: str
    at: str
    by: str  # user id


@dataclass(frozen=True, slots=True)
class ColumnDefault:
    """What a person said a column of a page, or of its book, always is; the newest counts, "" is nothing any more."""

    id: str
    ledger_id: str
    page_id: str  # where it was said
    cell_id: str  # at which cell
    column_name: str
    scope: str  # page, book
    text: str
    step_id: str  # which can be taken back
    at: str
    by: str  # user id
