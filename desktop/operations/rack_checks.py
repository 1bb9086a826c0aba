"""The physical check list: which weapons somebody should look at, by rack; and weapons that stand in no book."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from db.errors import Exit, Expected
from db.model import (
    Armoury,
    Cell,
    CellState,
    FieldReading,
    Ledger,
    Page,
    PageState,
    Record,
    Row,
    SerialState,
    new_id,
)
from db.model_desk import Amendment, Found
from db.store import amendments, connect, doubtful, journal, ledgers, pages, readings, records
from desktop.fields.forms import Column, LedgerForm, form_text
from desktop.fields.problems import Problem
from desktop.imaging.slip import slip
from desktop.operations import cell_crops
from desktop.operations.books import form_of
from desktop.operations.filing import file_inside
from desktop.operations.finding import hits_of
from desktop.operations.journalling import tell_journal
from desktop.operations.rights import require
from desktop.operations.second_entry import NO_PAPER
from desktop.operations.session import Session
from desktop.operations.settling import LONGEST
from desktop.operations.views import RecordHit
from desktop.operations.work import Cancel, Progress, Report, never, stop_if, unheard

FOUND_FORM: Final = LedgerForm(
    NO_PAPER,
    (
        Column("Serial number", "serial_number", ditto=False),
        Column("Type", "weapon_type"),
        Column("Make", "make"),
        Column("Model", "model"),
        Column("Calibre", "calibre"),
        Column("Country", "country"),
        Column("Rack", "rack_number"),
    ),
)
"""The book of weapons that stand in no book: one page a weapon, and no paper."""
_WHY: Final = {
    "absent": Problem("look_absent"),
    "unread": Problem("look_unread"),
    "misread": Problem("look_misread"),
    "registry": Problem("look_registry"),
    "asked": Problem("look_asked"),
}
_ABSENT: Final = {
    SerialState.NONE_MARKED: "no number",
    SerialState.OBLITERATED: "obliterated",
}


@dataclass(frozen=True, slots=True)
class RackLine:
    """A weapon to look at, and why. `code` names it on paper; the serial number's crop is None where it has none."""

    hit: RecordHit
    rack: str
    why: tuple[Problem, ...]
    crop: NDArray[np.uint8] | None = None

    @property
    def code(self) -> str:
        """Eight characters of the record's id: what is keyed back beside what was read."""
        return self.hit.record.id[:8]


@dataclass(frozen=True, slots=True)
class RackList:
    """What is printed and taken along."""

    armoury: Armoury
    made_at: str
    made_by: str
    lines: tuple[RackLine, ...]


def rack_list(
    session: Session, rack: str = "", *, crops: bool = False, report: Report = unheard, cancel: Cancel = never
) -> RackList:
    """Every weapon that somebody should look at, by rack, then in the order of the books; those of one rack only."""
    store = session.store
    why = doubtful.to_look_at(store)
    found = hits_of(session, records.iterate(store, list(why)))
    lines = [
        RackLine(hit, _rack(hit.record), tuple(_WHY[each] for each in why[hit.record.id])) for hit in found
    ]
    lines = [line for line in lines if not rack or line.rack.casefold() == rack.strip().casefold()]
    lines.sort(key=lambda one: (one.rack == "", one.rack.casefold(), _place(one.hit)))
    if crops:
        cut = _crops(session, lines, report, cancel)
        lines = [RackLine(line.hit, line.rack, line.why, cut.get(line.hit.record.id)) for line in lines]
    return RackList(session.armoury, session.now(), session.user.name, tuple(lines))


def record_by_code(session: Session, code: str) -> Record:
    """The record that a line of the printed list names. Raises Expected("rack_code_unknown")."""
    wanted = code.strip().lower()
    found = records.ids_beginning(session.store, wanted) if len(wanted) >= 8 else ()
    if len(found) != 1:
        raise Expected("rack_code_unknown", Exit.USAGE)
    return records.record(session.store, found[0])


def found_weapon(
    session: Session,
    rack: str,
    serial: str,
    state: SerialState = SerialState.MARKED,
    fields: Mapping[str, str] | None = None,
) -> Record:
    """File a weapon that stands on a rack and in no book, marked so. `fields`: weapon_type, make, model, …

    Raises Expected: not_allowed, weapon_serial_odd, rack_missing, value_too_long.
    """
    require(session, "amend")
    said = {
        "serial_number": _ABSENT.get(state, serial.strip()),
        "rack_number": rack.strip(),
        **(fields or {}),
    }
    if not said["serial_number"] or (state is not SerialState.MARKED and state not in _ABSENT):
        raise Expected("weapon_serial_odd", Exit.USAGE)
    if not said["rack_number"]:
        raise Expected("rack_missing", Exit.USAGE)
    if any(len(text) > LONGEST for text in said.values()):
        raise Expected("value_too_long", most=LONGEST)
    store = session.store
    ledger = _found_book(session)
    number = len(pages.pages(store, ledger.id)) + 1
    mark = f"{session.armoury.code} {number:04d} {session.now()[:10]} {new_id()[:8]}"
    data, quads, (width, height) = slip(mark, len(FOUND_FORM.columns))
    sha256 = hashlib.sha256(data).hexdigest()
    pages.put_picture(store, ledger.id, sha256, data)
    with connect.action(store):
        page = Page(
            new_id(), ledger.id, pages.next_position(store, ledger.id), "", "slip.png", sha256, width, height, 150.0,
            sha256[:16], PageState.READ, "", (),
        )  # fmt: skip
        pages.add_page(store, page)
        tell_journal(session, "import_page", page.id, sha256=sha256)
        row = Row(new_id(), page.id, 1, struck=False)
        cells = [
            Cell(new_id(), row.id, column.name, quad)
            for column, quad in zip(FOUND_FORM.columns, quads, strict=True)
        ]
        readings.add_table(store, [row], cells)
        readings.add_readings(
            store,
            [
                _reading(session, cell, said.get(column.field, "").strip())
                for cell, column in zip(cells, FOUND_FORM.columns, strict=True)
            ],
        )
        (record,) = file_inside(session, page.id).new
        at = session.now()
        amendments.add_amendment(
            store,
            Amendment(
                new_id(), record.id, "found", Found(rack.strip(), at[:10]), "rack check", at, session.user.id
            ),
        )
        journal.append(
            store, at=at, actor=session.user.id, action="found_weapon", subject=record.id, details={}
        )
    return record


def is_found_book(ledger: Ledger) -> bool:
    """Whether a book is the one of weapons that stand in no book: it has no paper to be read from."""
    return form_of(ledger).name == FOUND_FORM.name


def _found_book(session: Session) -> Ledger:
    """That book; begun where it is not there yet."""
    store = session.store
    there = next((one for one in ledgers.ledgers(store) if is_found_book(one)), None)
    if there is not None:
        return there
    with connect.action(store):
        made = Ledger(new_id(), ledgers.next_number(store), FOUND_FORM.name, form_text(FOUND_FORM))
        ledgers.add_ledger(store, made)
        tell_journal(session, "begin_book", made.id, number=made.number)
    return made


def _reading(session: Session, cell: Cell, text: str) -> FieldReading:
    state = CellState.READ if text else CellState.BLANK
    reader = f"clerk:{session.user.id}"
    return FieldReading(new_id(), cell.id, reader, text, text, state, 1.0, session.now(), settled=True)


def _rack(record: Record) -> str:
    values = {field.name: field.text for field in record.fields}
    return values.get("rack_number") or values.get("place") or ""


def _place(hit: RecordHit) -> tuple[int, int, int]:
    return hit.ledger.number, hit.page.position, hit.row_number


def _crops(
    session: Session, lines: list[RackLine], report: Report, cancel: Cancel
) -> dict[str, NDArray[np.uint8]]:
    """The serial number on the paper of each, page by page; a page whose picture is lost gives none."""
    by_page: dict[str, dict[str, str]] = {}
    for line in lines:
        record = line.hit.record
        cell = next((one.cell_id for one in record.fields if one.name == "serial_number" and one.cell_id), "")
        if cell:
            by_page.setdefault(record.page_id, {})[cell] = record.id
    answers = {}
    for done, (page_id, cells) in enumerate(by_page.items()):
        stop_if(cancel)
        report(Progress(done, len(by_page), "progress_rack_list"))
        try:
            cut = cell_crops.crops(session, page_id, list(cells))
        except Expected:
            continue
        answers.update({cells[cell_id]: grey for cell_id, grey in cut.items()})
    return answers
