"""A register with what a bound book has to show: two books, a correction, something read on the weapon, odd signs."""

from __future__ import annotations

from db.model import Event, Record, SerialState, new_id
from db.model_desk import Amendment, WeaponSerial
from db.store import amendments, connect, records
from desktop.operations import books, filing, settling
from desktop.operations.session import Session
from desktop.operations.views import Entry
from tests.operations.filed import file_rows
from tests.operations.test_finding import WIDE

ROWS = (
    ("0045127", "Pistol", "Walther", "PP", "7.65 Br", "2 Bn", "1984-03-09"),
    ("=1+1", "Pistol", "Walther", "PP", "7.65 Br", "3 Bn", "1981"),
    ("AB\u202e12", "Rifle", "FN", "FAL", "7.62x51", "Depot", ""),
)
OLDER = (("Ш-10512", "Rifle", "Izhmash", "SVD", "7.62x54", '\'quoted, "twice"\nand on', "1979-05"),)


def fill(session: Session) -> dict[str, Record]:
    """File it; the records by their serial numbers as they are now."""
    page = file_rows(session, books.new_book(session, "Pistols", WIDE), ROWS)
    file_rows(session, books.new_book(session, "Older", WIDE), OLDER)
    first = records.records_of_page(session.store, page.id)[0]
    cell = next(field.cell_id for field in first.fields if field.name == "serial_number")
    settling.settle(session, cell, Entry("0045128", note="seen again under the lamp"))
    filing.file_page(session, page.id)
    said = WeaponSerial("0045128A", SerialState.MARKED, "2026-03-02")
    with connect.action(session.store):
        amendments.add_amendment(
            session.store,
            Amendment(new_id(), first.id, "serial", said, "rack check", session.now(), session.user.id),
        )
        moved = (Event("issued", "2026-03-03", "3.3.26", "2 Bn"),)
        amendments.add_amendment(
            session.store, Amendment(new_id(), first.id, "events", moved, "", session.now(), session.user.id)
        )
    return {record.serial: record for record in records.newest(session.store, 99, 0)}
