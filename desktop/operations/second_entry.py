"""Second entry: another person types blind what one has settled; what differs goes to a third.

Machine and one person are not two persons: a cell that nobody settled is not typed twice, and who said anything of a
cell types no second entry of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from db.errors import Exit, Expected
from db.model import Cell, CellState, FieldReading, Ledger, Page, PageState, SerialState, new_id
from db.model_desk import SecondDecision, SecondEntry, SecondPlan
from db.store import connect, ledgers, pages, people, readings, records, second_entries
from desktop.fields.absences import serial_state
from desktop.fields.definitions import Kind, definition
from desktop.fields.dittos import is_ditto
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.vocabularies import Vocabularies
from desktop.imaging.thumbnail import png
from desktop.operations.books import form_of
from desktop.operations.cell_crops import crops
from desktop.operations.filing import file_inside
from desktop.operations.journalling import tell_journal
from desktop.operations.judging import FiledCell, agrees
from desktop.operations.lot_views import CheckCell
from desktop.operations.rescans import current_pages
from desktop.operations.rights import may, require
from desktop.operations.second_views import Dispute, SecondCounts, SecondItem, SecondStanding, Version
from desktop.operations.session import Session
from desktop.operations.settling import LONGEST, said_inside
from desktop.operations.views import Entry

DEFAULT_PLAN: Final = SecondPlan("handwritten", "1/20")
"""Handwritten serial numbers, and one in twenty of the other cells that a person settled."""
NO_PAPER: Final = "Found on the racks, in no book"
"""Name of the form of weapons that stand in no book: there is nothing to be typed from (see `rack_checks`)."""
REASON: Final = "second entry"
_TYPED_STATES: Final = frozenset({PageState.READ, PageState.FILED})
_SPACE: Final = 1 << 32


@dataclass(frozen=True, slots=True)
class _Twice:
    """A cell that is to be typed twice, with what stands in it and what was typed blind."""

    item: SecondItem
    column: Column
    form: LedgerForm
    reading: FieldReading
    entries: tuple[SecondEntry, ...]
    decision: SecondDecision | None

    @property
    def first_by(self) -> str:
        """Whose the standing value is."""
        return self.reading.reader.removeprefix("clerk:")

    def others(self) -> tuple[SecondEntry, ...]:
        """What other people typed blind."""
        return tuple(one for one in self.entries if one.by != self.first_by)

    def standing(self, lists: Vocabularies) -> SecondStanding:
        """How far the cell is."""
        if self.decision is not None and self.decision.reading_id == self.reading.id:
            return SecondStanding.DECIDED
        others = self.others()
        if not others:
            return SecondStanding.WAITS
        if any(_same(self, one, lists) for one in others):
            return SecondStanding.AGREED
        return SecondStanding.DISPUTED


def plan(session: Session) -> SecondPlan:
    """What is typed twice in this register."""
    return second_entries.plan(session.store) or DEFAULT_PLAN


def set_plan(session: Session, serials: str, share: str) -> SecondPlan:
    """Say what is typed twice: `serials` handwritten, all or none; `share` of the rest, "1/20", "0.05" or "0".

    Raises Expected: not_allowed, second_plan_odd.
    """
    require(session, "plan_second_entry")
    try:
        wanted = Fraction(share)
    except (ValueError, ZeroDivisionError):
        wanted = Fraction(-1)
    if serials not in {"handwritten", "all", "none"} or not 0 <= wanted <= 1:
        raise Expected("second_plan_odd", Exit.USAGE)
    made = SecondPlan(serials, str(wanted), session.now(), session.user.id)
    with connect.action(session.store):
        second_entries.add_plan(session.store, made)
        tell_journal(session, "plan_second_entry", "", serials=serials, share=str(wanted))
    return made


def next_item(session: Session) -> SecondItem | None:
    """The next cell that this person types blind, in the order of the books; None where nothing waits.

    Raises Expected (Exit.REFUSED): only_user, second_own_left (what waits was all keyed by this person).
    """
    own = False
    for twice in _every(session):
        if twice.standing(session.workplace.vocabularies) is SecondStanding.WAITS:
            if session.user.id not in _keyers(session, twice.item.cell_id):
                return twice.item
            own = True
    if own and len(people.users(session.store)) == 1:
        raise Expected("only_user", Exit.REFUSED)
    if own:
        raise Expected("second_own_left", Exit.REFUSED)
    return None


def crop_of(session: Session, item: SecondItem) -> bytes:
    """The piece of paper to type from, as PNG bytes: nothing of what was typed is on it.

    Raises Expected: picture_lost, book_missing, cell_outside (Exit.BAD_INPUT).
    """
    found = crops(session, item.page_id, [item.cell_id])
    if item.cell_id not in found:
        raise Expected("cell_outside", Exit.BAD_INPUT)
    return png(found[item.cell_id])


def enter(session: Session, cell_id: str, entry: Entry) -> bool:
    """Keep what this person typed blind; whether it says what the first person's does.

    One entry a cell and person: it is not typed again until it agrees. Raises Expected: not_allowed,
    second_not_wanted, second_own_work, type_what_it_stands_for, value_too_long.
    """
    require(session, "second_entry")
    store = session.store
    with connect.action(store):
        twice = _of_cell(session, cell_id)
        if twice is None:
            raise Expected("second_not_wanted", Exit.REFUSED)
        if session.user.id in _keyers(session, cell_id):
            raise Expected("second_own_work", Exit.REFUSED)
        text = entry.text if entry.state is CellState.READ else ""
        if len(text) > LONGEST:
            raise Expected("value_too_long", most=LONGEST)
        serial = definition(twice.column.field).kind is Kind.SERIAL_NUMBER
        if entry.state is CellState.DITTO or (
            entry.state is CellState.READ and not serial and is_ditto(text, twice.form)
        ):
            raise Expected("type_what_it_stands_for", Exit.REFUSED)
        state = CellState.BLANK if entry.state is CellState.READ and not text.strip() else entry.state
        typed = SecondEntry(new_id(), cell_id, text, state, session.now(), session.user.id)
        second_entries.add_entry(store, typed)
        tell_journal(session, "second_entry", twice.item.page_id, cells=[cell_id])
    return _same(twice, typed, session.workplace.vocabularies)


def disputes(session: Session) -> tuple[Dispute, ...]:
    """What two people typed differently and this person may decide, in the order of the books."""
    lists = session.workplace.vocabularies
    return tuple(
        _dispute(twice)
        for twice in _every(session)
        if twice.standing(lists) is SecondStanding.DISPUTED and _may_decide(session, twice)
    )


def decide(session: Session, dispute: Dispute, chosen: str, entry: Entry | None = None) -> None:
    """Say what stands on the paper: `chosen` is first, second, or retyped with `entry`.

    A filed record whose value changes by it is filed anew as its next revision. Raises Expected: not_allowed,
    second_changed (somebody was quicker), second_not_third, second_choice_odd, and what `settle` does.
    """
    require(session, "second_entry")
    store = session.store
    with connect.action(store):
        twice = _of_cell(session, dispute.item.cell_id)
        lists = session.workplace.vocabularies
        if (
            twice is None
            or twice.reading.id != dispute.first_reading
            or twice.standing(lists) is not SecondStanding.DISPUTED
        ):
            raise Expected("second_changed", Exit.REFUSED)
        if not _may_decide(session, twice):
            raise Expected("second_not_third", Exit.REFUSED)
        page = pages.page(store, twice.item.page_id)
        note = REASON if page.state is PageState.FILED else ""
        said = _chosen(twice, chosen, entry)
        _, changed = said_inside(session, twice.item.cell_id, Entry(said.text, said.state, note))
        made = SecondDecision(
            new_id(), twice.item.cell_id, dispute.first_reading, dispute.second_entry, chosen, changed[0].id,
            session.now(), session.user.id,
        )  # fmt: skip
        second_entries.add_decision(store, made)
        tell_journal(session, "decide_entries", twice.item.page_id, cells=[twice.item.cell_id], chosen=chosen)
        if page.state is PageState.FILED and chosen != "first":
            file_inside(session, page.id)


def counts(session: Session, ledger_id: str = "") -> SecondCounts:
    """How many cells are to be typed twice and how far they are, of one book or all."""
    found = SecondCounts()
    lists = session.workplace.vocabularies
    for twice in _every(session, ledger_id):
        standing = twice.standing(lists)
        found += SecondCounts(
            1, int(standing is SecondStanding.WAITS), int(standing is SecondStanding.DISPUTED)
        )
    return found


def open_for(session: Session, standing: SecondStanding) -> tuple[int, SecondItem | None]:
    """How many cells of a standing this person may do something about, and the first of them."""
    lists = session.workplace.vocabularies
    found = [
        twice.item
        for twice in _every(session)
        if twice.standing(lists) is standing
        and (
            _may_decide(session, twice)
            if standing is SecondStanding.DISPUTED
            else session.user.id not in _keyers(session, twice.item.cell_id)
        )
    ]
    return len(found), found[0] if found else None


def disputed_records(session: Session) -> frozenset[str]:
    """Ids of the records with a value that two people typed differently and nobody has decided."""
    store, wanted, held = session.store, plan(session), set()
    lists = session.workplace.vocabularies
    for page_id in second_entries.pages_typed(store):
        page = pages.page(store, page_id)
        for twice in _of_page(session, ledgers.ledger(store, page.ledger_id), page, wanted):
            if twice.standing(lists) is SecondStanding.DISPUTED:
                record = records.record_of_row(store, readings.cell(store, twice.item.cell_id).row_id)
                held |= {record.id} if record is not None else set()
    return frozenset(held)


def _every(session: Session, ledger_id: str = "") -> Iterator[_Twice]:
    """Every cell that is to be typed twice, in the order of the books."""
    wanted = plan(session)
    for ledger in ledgers.ledgers(session.store):
        if ledger_id in {"", ledger.id} and form_of(ledger).name != NO_PAPER:
            for page in current_pages(session, ledger.id):
                if page.state in _TYPED_STATES:
                    yield from _of_page(session, ledger, page, wanted)


def _of_page(session: Session, ledger: Ledger, page: Page, wanted: SecondPlan) -> Iterator[_Twice]:
    store = session.store
    form = form_of(ledger)
    columns = {column.name: column for column in form.columns}
    latest = readings.latest_on_page(store, page.id)
    rows = {row.id: row for row in readings.rows(store, page.id)}
    every = readings.cells(store, page.id)
    typed = second_entries.entries(store, [cell.id for cell in every])
    # What was typed once counts, whether or not this cell would be drawn today: it came with a new picture, perhaps.
    cells = [
        cell
        for cell in every
        if cell.column in columns
        and (cell.id in typed or _is_wanted(form, columns[cell.column], cell, wanted))
        and _is_settled(latest.get(cell.id))
    ]
    decided = second_entries.decided(store, [cell.id for cell in cells])
    for cell in cells:
        column = columns[cell.column]
        item = SecondItem(
            cell.id, page.id, ledger.number, page.position, rows[cell.row_id].number, column.name, column.field
        )  # fmt: skip
        yield _Twice(item, column, form, latest[cell.id], typed.get(cell.id, ()), decided.get(cell.id))


def _of_cell(session: Session, cell_id: str) -> _Twice | None:
    page = readings.page_of_cell(session.store, cell_id)
    ledger = ledgers.ledger(session.store, page.ledger_id)
    found = _of_page(session, ledger, page, plan(session))
    return next((twice for twice in found if twice.item.cell_id == cell_id), None)


def _is_wanted(form: LedgerForm, column: Column, cell: Cell, wanted: SecondPlan) -> bool:
    if definition(column.field).kind is Kind.SERIAL_NUMBER:
        if wanted.serials == "all" or (wanted.serials == "handwritten" and form.script != "typed"):
            return True
    elif column.field == "ignore":
        return False
    # A cell's id is random, and its hash as good as a die that everybody can throw again.
    thrown = int.from_bytes(hashlib.sha256(cell.id.encode()).digest()[:4])
    return Fraction(thrown, _SPACE) < Fraction(wanted.share)


def _is_settled(reading: FieldReading | None) -> bool:
    """Whether a person decided the cell: what the machine read and nobody saw has not one person yet."""
    return reading is not None and reading.settled and reading.reader.startswith("clerk:")


def _keyers(session: Session, cell_id: str) -> frozenset[str]:
    """Whoever said anything of the cell, openly or blind."""
    said = readings.history(session.store, cell_id)
    typed = second_entries.entries(session.store, [cell_id]).get(cell_id, ())
    openly = {one.reader.removeprefix("clerk:") for one in said if one.reader.startswith("clerk:")}
    return frozenset(openly | {one.by for one in typed})


def _may_decide(session: Session, twice: _Twice) -> bool:
    """Who keyed neither; where nobody else is left, whoever answers for the result."""
    keyed = _keyers(session, twice.item.cell_id)
    if session.user.id not in keyed:
        return True
    everybody = {user.id for user in people.users(session.store)}
    return everybody <= keyed and may(session.user.role, "plan_second_entry")


def _dispute(twice: _Twice) -> Dispute:
    second = twice.others()[-1]
    first = twice.reading
    # A ditto is shown as what it stands for: that is what the other person typed.
    shown = first.text if first.state is CellState.DITTO else first.as_written
    state = CellState.READ if first.state is CellState.DITTO else first.state
    return Dispute(twice.item, Version(shown, state), Version(second.text, second.state), first.id, second.id)


def _chosen(twice: _Twice, chosen: str, entry: Entry | None) -> Entry:
    if chosen == "first":
        return Entry(twice.reading.as_written, twice.reading.state)
    if chosen == "second":
        second = twice.others()[-1]
        return Entry(second.text, second.state)
    if chosen == "retyped" and entry is not None:
        return entry
    raise Expected("second_choice_odd", Exit.USAGE)


def _same(twice: _Twice, typed: SecondEntry, lists: Vocabularies) -> bool:
    """Whether two entries say the same, as a spot check judges it; a serial number by every character."""
    first = twice.reading
    if CellState.UNREADABLE in {first.state, typed.state}:
        return first.state is typed.state
    serial = None
    if definition(twice.column.field).kind is Kind.SERIAL_NUMBER:
        serial = SerialState.NOT_RECORDED if first.state is CellState.BLANK else serial_state(first.text)
    cell = CheckCell(twice.item.cell_id, twice.column.field, twice.column.name)
    held = FiledCell(cell, twice.column, twice.form, first.text, first.as_written, serial)
    return agrees(held, typed.text, typed.state, lists)
