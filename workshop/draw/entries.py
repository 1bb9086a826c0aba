"""What a storeman enters: runs of one model with dittos, serials that step or jump, blanks, counts, struck rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from db.model import CellState
from desktop.fields.forms import Column, LedgerForm
from workshop.draw.arms import MODELS, QUANTITIES, Weapon, step, weapon
from workshop.draw.truth import NOTHING, Entry, Written, ditto, read

REPEATED = frozenset(
    (
        "weapon_type",
        "make",
        "model",
        "calibre",
        "country",
        "place",
        "event_kind",
        "date",
        "counterpart",
        "holder_organisation",
        "importer",
        "import_country",
        "condition",
        "status",
    )
)
"""Fields that a storeman repeats by a mark; never what tells one weapon from another."""

OMITTED = frozenset(("calibre", "country", "year", "unit", "lot", "document"))
"""Fields that a storeman leaves empty even where they changed; the others he leaves out only when they repeat."""

_PLACES = ("Depot A", "Rack 4", "Store 2", "Bay 7", "Cage 1", "Vault")
_UNITS = ("3 Bn", "HQ Coy", "Police Trg", "1 Armd", "Signals", "Border G.", "Depot B", "Central W/S")
_PEOPLE = (
    "Sgt Moyo",
    "Cpl Diallo",
    "Lt Costa",
    "WO Banda",
    "Sgt Ouma",
    "Cpl Silva",
    "Pte Kone",
    "Insp. Roux",
)
_REMARKS = (
    "U/S",
    "see p. 14",
    "reblued",
    "for repair",
    "ex 3 Bn",
    "barrel worn",
    "sight loose",
    "spring weak",
)
_LONG_ARM_REMARKS = ("bolt missing", "stock cracked", "sling issued", "no magazine", "no bayonet")
_HANDGUN_REMARKS = ("grip cracked", "no holster", "no lanyard", "officer's own")
_LOT_REMARKS = ("3 boxes", "damp", "for training", "to 3 Bn", "seal broken", "recounted", "spare")
_HANDGUNS = frozenset(("Pistol", "Revolver"))
_EVENTS = ("received", "issued", "returned", "transferred", "destroyed")
_CONDITIONS = ("good", "fair", "U/S", "new")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Habits:
    """How a storeman keeps his book: shares of the rows or cells."""

    dittos: float = 0.75  # of the cells that repeat the one above
    mark: str = '"'
    struck: float = 0.04
    quantities: float = 0.04
    blanks: float = 0.05  # where something would belong
    remarks: float = 0.25
    steps: float = 0.3  # of the serials that follow the one above
    run: int = 5  # entries of one model in a row, about
    cyrillic: bool = False
    dates: str = "d.m.Y"  # d.m.Y, d-b-y, Y-m-d
    first_number: int = 1
    year: int = 0  # of the entries, 0: by chance


_USUAL = Habits()


def fill_page(
    form: LedgerForm, count: int, rng: np.random.Generator, habits: Habits = _USUAL
) -> tuple[Entry, ...]:
    """`count` entries for the form."""
    entries: list[Entry] = []
    above: tuple[str, ...] = ("",) * len(form.columns)
    year = habits.year or int(rng.integers(1962, 2004))
    day = np.datetime64(f"{year}-{int(rng.integers(1, 9)):02d}-01") + int(rng.integers(28))
    piece, context = _fresh(year, rng, habits), _context(year, rng)
    counting = any(column.field == "quantity" for column in form.columns)
    for number in range(habits.first_number, habits.first_number + count):
        if entries and rng.random() < 1 / habits.run:
            piece, context = _fresh(year, rng, habits), _context(year, rng)
            day = day + int(rng.integers(0, 9))
        elif entries and rng.random() < habits.steps:
            piece = replace(piece, serial=step(piece.serial))
        elif entries:
            piece = replace(weapon(piece.model, year, rng, cyrillic=habits.cyrillic), year=piece.year)
        counts = counting and (form.kind == "quantity" or rng.random() < habits.quantities)
        values = _quantity(year, rng) if counts else _weapon_values(piece)
        values |= context | {"number_in_book": str(number), "date": _dated(day, habits)}
        values["remarks"] = _remark(values.get("weapon_type", ""), counts, rng, habits)
        cells = [
            _cell(column, values.get(column.field, ""), above[place], rng, habits)
            for place, column in enumerate(form.columns)
        ]
        entries.append(Entry(tuple(cells), struck=rng.random() < habits.struck, quantity=counts))
        above = tuple(cell.text for cell in cells)
    return tuple(entries)


def _fresh(year: int, rng: np.random.Generator, habits: Habits) -> Weapon:
    known = [model for model in MODELS if model.years[0] < year]
    return weapon(known[int(rng.integers(len(known)))], year, rng, cyrillic=habits.cyrillic)


def _one(pool: Sequence[str], rng: np.random.Generator) -> str:
    return pool[int(rng.integers(len(pool)))]


def _context(year: int, rng: np.random.Generator) -> dict[str, str]:
    """What several entries in a row share."""
    return {
        "place": _one(_PLACES, rng),
        "event_kind": _one(_EVENTS, rng),
        "counterpart": _one(_UNITS, rng),
        "holder_organisation": _one(_UNITS, rng),
        "holder_person": _one(_PEOPLE, rng),
        "document": f"{_one(('IV', 'RV', 'TR'), rng)} {int(rng.integers(10, 990))}/{year % 100:02d}",
        "condition": _one(_CONDITIONS, rng),
        "status": _one(("in store", "issued"), rng),
        "import_country": "Belgium",
        "importer": "Interarms",
    }


def _weapon_values(piece: Weapon) -> dict[str, str]:
    model = piece.model
    return {
        "weapon_type": model.type,
        "make": model.make,
        "model": model.model,
        "calibre": model.calibre,
        "country": model.country,
        "serial_number": piece.serial,
        "year": str(piece.year),
        "marking": piece.marking,
        "quantity": "1",
        "rack_number": str(sum(piece.serial.encode()) % 90 + 1),
        "import_year": str(piece.year + 3),
    }


def _quantity(year: int, rng: np.random.Generator) -> dict[str, str]:
    item, model, calibre, unit = QUANTITIES[int(rng.integers(len(QUANTITIES)))]
    count = int(rng.integers(2, 60)) * (20 if unit == "rds" else 1)
    lot = (
        f"{int(rng.integers(1, 30)):02d}-{(year - int(rng.integers(1, 20))) % 100:02d}"
        if unit == "rds"
        else ""
    )
    return {"weapon_type": item, "item": item, "model": model, "calibre": calibre, "unit": unit,
            "quantity": str(count), "lot": lot}  # fmt: skip


def _remark(kind: str, counts: bool, rng: np.random.Generator, habits: Habits) -> str:  # noqa: FBT001 - private
    if rng.random() >= habits.remarks:
        return ""
    if counts:
        return _one(_LOT_REMARKS, rng)
    return _one(_REMARKS + (_HANDGUN_REMARKS if kind in _HANDGUNS else _LONG_ARM_REMARKS), rng)


def _dated(day: np.datetime64, habits: Habits) -> str:
    year, month, date = (int(part) for part in str(day).split("-"))
    if habits.dates == "d-b-y":
        return f"{date} {_MONTHS[month - 1]} {year % 100:02d}"
    if habits.dates == "Y-m-d":
        return f"{year}-{month:02d}-{date:02d}"
    return f"{date}.{month}.{year}"


def _cell(column: Column, value: str, above: str, rng: np.random.Generator, habits: Habits) -> Written:
    if not value:
        return NOTHING
    if column.field in REPEATED and column.ditto and value == above and rng.random() < habits.dittos:
        return ditto(habits.mark, value)
    if (value == above or column.field in OMITTED) and rng.random() < habits.blanks:
        return NOTHING
    return read(value)


def dittos_resolve(entries: Sequence[Entry]) -> bool:
    """Whether every ditto says what stands above it; for hand-made pages."""
    above: tuple[str, ...] = ()
    for entry in entries:
        for place, cell in enumerate(entry.cells):
            if cell.state is CellState.DITTO and (not above or above[place] != cell.text):
                return False
        above = tuple(cell.text for cell in entry.cells)
    return True
