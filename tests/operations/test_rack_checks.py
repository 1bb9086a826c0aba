"""Read on the weapon: what is doubtful by rack, keyed back, kept beside the paper; weapons that stand in no book."""

from __future__ import annotations

import pytest

from db.errors import Expected
from db.model import Event, Marking, Record, SerialState
from db.model_desk import Holder
from db.store import readings, records
from desktop.operations import (
    amending,
    books,
    checking,
    filing,
    finding,
    judgements,
    lots,
    rack_checks,
    second_entry,
    settling,
)
from desktop.operations.lot_views import LotChoice
from desktop.operations.session import Session
from desktop.operations.views import Entry
from tests.operations.filed import file_rows
from tests.operations.test_finding import WIDE

ROWS = (
    ("0045127", "Pistol", "Walther", "PP", "7.65 Br", "2 Bn", "1984-03-09"),
    ("00451?8", "Pistol", "Walther", "PP", "7.65 Br", "2 Bn", ""),
    ("illegible", "Pistol", "Walther", "PP", "7.65 Br", "", ""),
    ("AB777", "Pistol", "Walther", "PP", "7.65 Br", "", ""),
)


@pytest.fixture
def filed(session: Session) -> dict[str, Record]:
    """Four records by their numbers."""
    page = file_rows(session, books.new_book(session, "Pistols", WIDE), ROWS)
    return {one.serial: one for one in records.records_of_page(session.store, page.id)}


def keys(session: Session) -> dict[str, set[str]]:
    return {
        line.hit.record.serial: {why.key for why in line.why} for line in rack_checks.rack_list(session).lines
    }


def serial_of(record: Record) -> tuple[str, str]:
    field = next(one for one in record.fields if one.name == "serial_number")
    return field.text, field.as_written


def test_what_is_doubtful_is_on_the_list_with_why_and_what_was_looked_at_is_not(
    session: Session, filed: dict[str, Record]
) -> None:
    assert keys(session) == {"00451?8": {"look_unread"}, "": {"look_absent"}}
    judgements.judge(session, filed["0045127"].id, filed["AB777"].id, "reading_error")
    amending.want_a_look(session, filed["AB777"].id, "seen on parade")
    assert keys(session)["AB777"] == {"look_misread", "look_asked"}
    amending.read_on_weapon(session, filed["AB777"].id, "AB777")
    amending.read_on_weapon(session, filed["00451?8"].id, "0045188")
    assert set(keys(session)) == {"", "0045127"}


def test_what_is_read_on_the_weapon_outranks_the_paper_and_both_are_kept(
    session: Session, filed: dict[str, Record]
) -> None:
    one = filed["00451?8"]
    found = rack_checks.record_by_code(session, one.id[:8].upper())
    assert found.id == one.id
    after = amending.read_on_weapon(session, one.id, "0045188")
    assert (after.serial, after.revision, after.reason) == ("0045188", 2, "read on the weapon")
    assert serial_of(after) == ("0045188", "00451?8")
    assert records.revision(session.store, one.id, 1).serial == "00451?8"
    assert [hit.hit.record.id for hit in finding.find(session, finding.Query("0045188"), 9)] == [one.id]


def test_filing_the_page_again_keeps_what_was_read_on_the_weapon(
    session: Session, filed: dict[str, Record]
) -> None:
    one = filed["0045127"]
    amending.read_on_weapon(session, one.id, "0045121")
    cells = {cell.column: cell.id for cell in readings.cells(session.store, one.page_id)[:7]}
    settling.settle(session, cells[WIDE.columns[3].name], Entry("PPK", note="seen again"))
    (revised,) = filing.file_page(session, one.page_id).revised
    assert revised.serial == "0045121"
    assert {"PPK"} <= {field.as_written for field in revised.fields}
    assert serial_of(revised) == ("0045121", "0045127")


@pytest.mark.parametrize(
    ("text", "state"),
    [(" ", SerialState.MARKED), ("1", SerialState.OBLITERATED), ("", SerialState.ILLEGIBLE)],
)
def test_a_number_and_its_absence_do_not_go_together(
    session: Session, filed: dict[str, Record], text: str, state: SerialState
) -> None:
    if state is SerialState.OBLITERATED:
        after = amending.read_on_weapon(session, filed["0045127"].id, text, state)
        assert (after.serial, after.serial_state) == ("", SerialState.OBLITERATED)
    else:
        with pytest.raises(Expected, match="weapon_serial_odd"):
            amending.read_on_weapon(session, filed["0045127"].id, text, state)


def test_markings_events_and_holder_are_said_with_a_reason_and_make_a_revision(
    session: Session, filed: dict[str, Record]
) -> None:
    one = filed["0045127"].id
    marks = (Marking("proof", "crown N", "barrel", "left side", "stamped", "1941"), Marking("import", "CAI"))
    assert amending.set_markings(session, one, marks, "seen").markings == marks
    events = (Event("issued", "1984-03", "March 84", "B Company"),)
    assert amending.set_events(session, one, events, "movement book").events == events
    after = amending.set_holder(session, one, Holder("3 Bn", "", "Gulu"), "moved")
    values = {field.name: field.text for field in after.fields}
    assert (values["holder_organisation"], values["place"], after.revision) == ("3 Bn", "Gulu", 4)
    assert [each.part for each in amending.history(session, one)] == ["markings", "events", "holder"]
    assert amending.set_holder(session, one, Holder("3 Bn", "", "Gulu"), "again").revision == 4
    with pytest.raises(Expected, match="marking_kind_odd"):
        amending.set_markings(session, one, [Marking("brand", "x")], "seen")
    with pytest.raises(Expected, match="event_kind_odd"):
        amending.set_events(session, one, [Event("eaten", "", "")], "seen")
    with pytest.raises(Expected, match="event_date_odd"):
        amending.set_events(session, one, [Event("issued", "March", "")], "seen")
    with pytest.raises(Expected, match="reason_needed"):
        amending.set_holder(session, one, Holder(), " ")
    with pytest.raises(Expected, match="value_too_long"):
        amending.set_holder(session, one, Holder("x" * 10_000), "seen")


def test_a_weapon_that_stands_in_no_book_gets_a_record_of_its_own_marked_so(session: Session) -> None:
    second_entry.set_plan(session, "all", "1")
    record = rack_checks.found_weapon(session, "Rack 12", "00777", fields={"make": "Walther"})
    again = rack_checks.found_weapon(session, "Rack 12", "", SerialState.NONE_MARKED)
    assert (record.serial, record.kind) == ("00777", "weapon")
    assert again.serial_state is SerialState.NONE_MARKED
    assert [one.part for one in amending.history(session, record.id)] == ["found"]
    (hit,) = finding.find(session, finding.Query("00777"), 9)
    assert rack_checks.is_found_book(hit.hit.ledger)
    assert second_entry.counts(session).wanted == 0
    with pytest.raises(Expected, match="lot_empty"):
        lots.plan_lot(session, LotChoice("batch"))
    assert checking.check(session) == ()
    with pytest.raises(Expected, match="rack_missing"):
        rack_checks.found_weapon(session, " ", "00778")
    with pytest.raises(Expected, match="weapon_serial_odd"):
        rack_checks.found_weapon(session, "12", " ")
    with pytest.raises(Expected, match="rack_code_unknown"):
        rack_checks.record_by_code(session, "zz")
