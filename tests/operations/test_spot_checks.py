from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.errors import Expected
from db.model import CellState, Ledger, Page
from db.store import journal, records, samples
from desktop.accuracy.certificate import certificate_text, check_certificate, parse_certificate
from desktop.accuracy.draw import sample
from desktop.exchange.manifest import parse_manifest
from desktop.fields.problems import Problem
from desktop.messages import sentence
from desktop.operations import (
    books,
    certifying,
    filing,
    lot_decisions,
    lots,
    people,
    review,
    sealing,
    settling,
    spot_checks,
)
from desktop.operations.judging import filed_record
from desktop.operations.lot_views import CheckItem, LotChoice, LotState
from desktop.operations.session import Session, Workplace, open_session
from desktop.operations.views import Entry
from tests.operations.conftest import FORM
from tests.operations.filed import file_rows

ROWS = [(str(n), f"00451{n:02d}", "Walther", "1941") for n in range(20)]
BATCH = LotChoice("batch")
QUARTER = Fraction(1, 4)


def chance(size: int) -> bytes:
    return bytes(range(size))


@pytest.fixture
def page(session: Session, book: Ledger) -> Page:
    return file_rows(session, book, ROWS)


def joined(session: Session, workplace: Workplace, name: str, role: str) -> Session:
    people.add_person(session, name, role, "another four words")
    return open_session(workplace, session.store.folder, "another four words", name)


@pytest.fixture
def supervisor(session: Session, workplace: Workplace) -> Iterator[Session]:
    other = joined(session, workplace, "B. Otieno", "supervisor")
    yield other
    other.close()


@pytest.fixture
def third(session: Session, workplace: Workplace) -> Iterator[Session]:
    other = joined(session, workplace, "C. Wanjiru", "clerk")
    yield other
    other.close()


def drawn(session: Session, choice: LotChoice = BATCH, limit: Fraction = QUARTER) -> str:
    lot = lots.freeze(session, choice, limit)
    lots.draw(session, lot.id, chance)
    return lot.id


def paper(session: Session, item: CheckItem) -> dict[str, Entry]:
    """What stands on the paper for the cells of an item."""
    row = ROWS[item.row_number - 1]
    by_field = {"serial_number": row[1], "make": row[2]}
    return {cell.cell_id: Entry(by_field[cell.field]) for cell in item.cells}


def check_all(session: Session, lot_id: str, seen: Mapping[int, str] | None = None) -> None:
    """Type everything as it stands on the paper, but the serial number of some rows as `seen` says.

    It ends where only somebody else can go on.
    """
    while True:
        try:
            item = spot_checks.next_item(session, lot_id)
        except Expected as ended:
            if ended.key != "own_work_left":
                raise
            return
        if item is None:
            return
        said = paper(session, item)
        for cell in item.cells:
            if cell.field == "serial_number" and seen and item.row_number in seen:
                said[cell.cell_id] = Entry(seen[item.row_number])
        spot_checks.enter(session, lot_id, item.record_id, said)


def words(problems: tuple[Problem, ...]) -> str:
    return " ".join(sentence(one.key, dict(one.values)) for one in problems)


def test_a_plan_is_said_in_words_and_changes_nothing(session: Session, page: Page) -> None:
    head = journal.head(session.store)
    planned = lots.plan_lot(session, BATCH, QUARTER)
    assert planned.plan.size == 7  # C(14, 7) / C(20, 7) is 4.4 %, and six drawn miss with 7.7 %
    assert words(planned.words) == (
        "Of 20 records, 7 are drawn and typed again from the picture. If none is wrong, you can be 95 % sure that at "
        "most 25 % are."
    )
    assert words(lots.plan_lot(session, BATCH, Fraction(1, 100), Fraction(1, 100)).words).startswith(
        "All 20 records would have to be"
    )
    assert journal.head(session.store) == head


def test_the_sample_follows_from_the_journalled_seed(session: Session, page: Page) -> None:
    lot_id = drawn(session)
    entry = [one for one in journal.entries(session.store) if one.action == "draw_lot"][-1]
    seed = bytes.fromhex(json.loads(entry.details)["seed"])
    ids = [record_id for record_id, _ in samples.lot(session.store, lot_id).records]
    again = lots.draw(session, lot_id, lambda size: b"\xff" * size)
    assert again.order[:7] == sample(seed, reversed(ids), 7)
    assert again.seed == seed == chance(32)


def test_nobody_checks_their_own_work(session: Session, supervisor: Session, page: Page) -> None:
    lot_id = drawn(session)
    with pytest.raises(Expected, match="own_work_left"):
        spot_checks.next_item(session, lot_id)
    item = spot_checks.next_item(supervisor, lot_id)
    assert item is not None
    with pytest.raises(Expected, match="not_your_check"):
        spot_checks.enter(session, lot_id, item.record_id, paper(session, item))


def test_the_only_person_is_told_the_way_out(session: Session, page: Page) -> None:
    lot_id = drawn(session)
    with pytest.raises(Expected, match="only_user") as told:
        spot_checks.next_item(session, lot_id)
    assert "add a second person" in sentence(told.value.key, told.value.values)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns=st.lists(st.integers(0, 2), min_size=12, max_size=12), slips=st.sets(st.integers(0, 11)))
def test_whoever_sits_down_never_meets_what_they_keyed_or_typed_before(
    shared: tuple[Session, ...], turns: list[int], slips: set[int]
) -> None:
    keyer = shared[0]
    book = books.new_book(keyer, "Another", FORM)
    file_rows(keyer, book, ROWS)
    lot_id = drawn(keyer, LotChoice("book", ledger_id=book.id))
    typed: dict[str, set[str]] = {}
    for at, turn in enumerate(turns):
        sits = shared[turn]
        try:
            item = spot_checks.next_item(sits, lot_id)
        except Expected:  # only somebody else can go on
            continue
        if item is None:
            break
        assert sits.user.id != keyer.user.id
        assert sits.user.id not in typed.setdefault(item.record_id, set())
        typed[item.record_id].add(sits.user.id)
        said = {cell: Entry("0") for cell in paper(sits, item)} if at in slips else paper(sits, item)
        spot_checks.enter(sits, lot_id, item.record_id, said)


@pytest.fixture
def shared(session: Session, supervisor: Session, third: Session) -> tuple[Session, ...]:
    """One who keys everything, and two who may check it."""
    return session, supervisor, third


def test_a_clean_sample_passes_with_its_sentence_and_a_certificate_that_anyone_can_check(
    session: Session, supervisor: Session, page: Page, tmp_path: Path
) -> None:
    lot_id = drawn(supervisor)
    with pytest.raises(Expected, match="check_not_done"):
        lot_decisions.decide(supervisor, lot_id)
    with pytest.raises(Expected, match="not_certified"):
        certifying.certificate(supervisor, lot_id, str)
    check_all(supervisor, lot_id)
    decided = lot_decisions.decide(supervisor, lot_id)
    assert (decided.decision, decided.checked, decided.wrong, decided.at_most) == ("passed", 7, 0, 5)
    said = words(spot_checks.standing(supervisor, lot_id).words)
    assert said.startswith(
        "Checked 7 of 20 records, none wrong: 95 % sure that at most 25 % are. Check 9 more with"
    )
    content = certifying.certificate(
        supervisor, lot_id, lambda problem: sentence(problem.key, dict(problem.values))
    )
    text = certificate_text(content).encode()
    assert check_certificate(parse_certificate(text, "c.json"), "c.json") == ()
    assert content["journal"] == {"head": decided.journal_head, "number": decided.journal_number}
    stick = tmp_path / "stick"
    stick.mkdir()
    written = sealing.seal(session, stick)
    manifest = parse_manifest((Path(written.path) / "manifest.json").read_bytes())
    assert manifest.header.certificates == decided.id
    entry = [one for one in journal.entries(session.store) if one.action == "seal"][-1]
    assert json.loads(entry.details)["certificates"] == [decided.id]


def test_a_wrong_record_refuses_the_lot_blocks_the_batch_and_is_corrected_and_released(
    session: Session, supervisor: Session, page: Page, tmp_path: Path
) -> None:
    lot_id = drawn(supervisor)
    row = filed_row(supervisor, lot_id, 0)
    check_all(supervisor, lot_id, {row: "0099999"})
    assert lot_decisions.decide(supervisor, lot_id).decision == "refused"
    with pytest.raises(Expected, match="lot_refused_blocks"):
        sealing.seal(session, tmp_path)
    shown = spot_checks.standing(supervisor, lot_id)
    assert (shown.state, shown.target, shown.checked) == (LotState.REFUSED, 20, 7)
    check_all(supervisor, lot_id, {row: "0099999"})
    with pytest.raises(Expected, match="not_corrected"):
        lot_decisions.decide(supervisor, lot_id)
    (found,) = lot_decisions.findings(supervisor, lot_id)
    lot_decisions.correct(supervisor, lot_id, found.record_id)
    corrected = records.record(session.store, found.record_id)
    assert (corrected.revision, corrected.serial) == (2, "0099999")
    assert corrected.reason == lot_decisions.REASON
    released = lot_decisions.decide(supervisor, lot_id)
    assert (released.decision, released.checked, released.wrong) == ("released", 20, 1)
    content = certifying.certificate(supervisor, lot_id, lambda problem: problem.key)
    assert check_certificate(parse_certificate(certificate_text(content).encode(), ""), "") == ()
    assert sealing.seal(session, tmp_path).batch.count == 20


def test_a_lot_left_undecided_after_an_error_blocks_its_batch_and_is_not_drawn_again(
    session: Session, supervisor: Session, page: Page, tmp_path: Path
) -> None:
    lot_id = drawn(supervisor)
    check_all(supervisor, lot_id, {filed_row(supervisor, lot_id, 0): "0099999"})
    assert spot_checks.standing(supervisor, lot_id).state is LotState.OPEN
    assert "can't pass" in words(spot_checks.standing(supervisor, lot_id).words)
    with pytest.raises(Expected, match="lot_refused_blocks"):
        sealing.seal(session, tmp_path)
    with pytest.raises(Expected, match="lot_drawn_again"):
        lots.freeze(supervisor, BATCH)
    lot_decisions.decide(supervisor, lot_id)
    with pytest.raises(Expected, match="lot_drawn_again"):
        lots.freeze(supervisor, BATCH)


def test_a_lot_in_which_nothing_was_found_does_not_keep_its_records_from_another(
    supervisor: Session, page: Page
) -> None:
    lot_id = drawn(supervisor)
    item = spot_checks.next_item(supervisor, lot_id)
    assert item is not None
    spot_checks.enter(supervisor, lot_id, item.record_id, paper(supervisor, item))
    assert len(lots.freeze(supervisor, BATCH).records) == 20


def filed_row(session: Session, lot_id: str, place: int) -> int:
    """The row number of a record by its place in the order of drawing."""
    now = spot_checks.course(session, lot_id)
    return filed_record(session, now.lot, now.order[place]).row_number


def test_what_differs_is_shown_character_by_character_and_only_after_the_entry(
    session: Session, supervisor: Session, page: Page
) -> None:
    lot_id = drawn(supervisor)
    item = spot_checks.next_item(supervisor, lot_id)
    assert item is not None
    assert not set(ROWS[item.row_number - 1][1:3]) & set(repr(item).replace("'", " ").split())
    said = paper(supervisor, item)
    serial = next(cell for cell in item.cells if cell.field == "serial_number")
    said[serial.cell_id] = Entry("O" + ROWS[item.row_number - 1][1][1:])
    with pytest.raises(Expected, match="cells_missing"):
        spot_checks.enter(supervisor, lot_id, item.record_id, {serial.cell_id: said[serial.cell_id]})
    compared = {one.cell.field: one for one in spot_checks.enter(supervisor, lot_id, item.record_id, said)}
    assert compared["make"].same  # "Walther" and "Carl Walther" are one maker on the list
    assert not compared["serial_number"].same
    assert compared["serial_number"].characters[:2] == (("O", "0"), ("0", "0"))


def test_a_third_person_decides_where_the_checker_and_the_record_differ(
    session: Session, supervisor: Session, third: Session, page: Page
) -> None:
    lot_id = drawn(supervisor)
    rows = [filed_row(supervisor, lot_id, place) for place in (0, 1, 2)]
    check_all(supervisor, lot_id, dict.fromkeys(rows, "0099999"))
    assert spot_checks.standing(supervisor, lot_id).waiting_for_third == 3
    with pytest.raises(Expected, match="own_work_left"):
        spot_checks.next_item(supervisor, lot_id)
    with pytest.raises(Expected, match="third_needed"):
        lot_decisions.decide(supervisor, lot_id)
    # The first as it was filed, the second as the checker saw it, the third as nobody else did.
    item = spot_checks.next_item(third, lot_id)
    assert item is not None
    assert item.third
    assert [cell.field for cell in item.cells] == ["serial_number"]
    check_all(third, lot_id, {rows[1]: "0099999", rows[2]: "0088888"})
    shown = spot_checks.standing(supervisor, lot_id)
    assert (shown.waiting_for_third, shown.wrong, shown.clean, shown.checked) == (0, 2, 1, 7)
    truths = {one.row_number: one.cells[0].truth for one in lot_decisions.findings(supervisor, lot_id)}
    assert truths == {rows[1]: "0099999", rows[2]: None}
    unclear = next(one for one in lot_decisions.findings(supervisor, lot_id) if one.cells[0].truth is None)
    with pytest.raises(Expected, match="truth_not_agreed"):
        lot_decisions.correct(supervisor, lot_id, unclear.record_id)
    cell_id = unclear.cells[0].cell.cell_id
    lot_decisions.correct(supervisor, lot_id, unclear.record_id, {cell_id: Entry("0077777")})
    assert records.record(session.store, unclear.record_id).serial == "0077777"


def test_what_cannot_be_read_counts_as_wrong_where_a_value_was_filed(
    session: Session, supervisor: Session, page: Page
) -> None:
    lot_id = drawn(supervisor)
    item = spot_checks.next_item(supervisor, lot_id)
    assert item is not None
    said = {cell: Entry("", CellState.UNREADABLE) for cell in paper(supervisor, item)}
    compared = spot_checks.enter(supervisor, lot_id, item.record_id, said)
    assert [one.same for one in compared] == [False, False]
    assert spot_checks.standing(supervisor, lot_id).wrong == 1


def test_a_lot_that_changed_while_it_was_checked_does_not_pass(
    session: Session, supervisor: Session, page: Page
) -> None:
    lot_id = drawn(supervisor)
    check_all(supervisor, lot_id)
    cell = review.review_page(session, page.id).rows[0].cells[1].cell.id
    settling.settle(session, cell, Entry("0012345", note="seen on the weapon"))
    filing.file_page(session, page.id)
    with pytest.raises(Expected, match="lot_changed"):
        lot_decisions.decide(supervisor, lot_id)


def test_a_clock_that_was_set_back_is_told(
    session: Session, supervisor: Session, page: Page, workplace: Workplace
) -> None:
    lot_id = drawn(supervisor)
    item = spot_checks.next_item(supervisor, lot_id)
    assert item is not None
    workplace.clock.now -= timedelta(days=400)  # type: ignore[attr-defined]  # the tests' own clock
    with pytest.raises(Expected, match="clock_went_back"):
        spot_checks.enter(supervisor, lot_id, item.record_id, paper(supervisor, item))


def test_a_lot_of_nothing_and_a_lot_of_one(session: Session, book: Ledger, supervisor: Session) -> None:
    with pytest.raises(Expected, match="lot_empty"):
        lots.plan_lot(supervisor, BATCH)
    file_rows(session, book, ROWS[:1])
    lot_id = drawn(supervisor, LotChoice("book", ledger_id=book.id))
    check_all(supervisor, lot_id)
    assert lot_decisions.decide(supervisor, lot_id).at_most == 0


def test_a_clerk_neither_freezes_nor_decides(third: Session, session: Session, page: Page) -> None:
    lot_id = drawn(session)
    for forbidden in (
        lambda: lots.plan_lot(third, BATCH),
        lambda: lots.freeze(third, BATCH),
        lambda: lot_decisions.decide(third, lot_id),
        lambda: people.add_person(third, "D", "clerk", "four more odd words"),
    ):
        with pytest.raises(Expected, match=r"may_not_decide|not_allowed"):
            forbidden()


def test_a_lot_is_a_persons_week_or_some_days(session: Session, page: Page) -> None:
    week = LotChoice("week", user_id=session.user.id, start="2026-02-27")
    assert lots.plan_lot(session, week).plan.lot == 20
    assert lots.plan_lot(session, LotChoice("range", start="2026-03-01", end="2026-03-01")).plan.lot == 20
    with pytest.raises(Expected, match="lot_empty"):
        lots.plan_lot(session, LotChoice("range", start="2026-03-02", end="2026-03-05"))
    with pytest.raises(Expected, match="lot_choice"):
        lots.plan_lot(session, LotChoice("range", start="2026-03-05", end="2026-03-02"))


def test_a_longer_plan_goes_on_where_the_shorter_one_ended(
    session: Session, supervisor: Session, page: Page
) -> None:
    lot_id = drawn(supervisor)
    check_all(supervisor, lot_id)
    lot_decisions.decide(supervisor, lot_id)
    with pytest.raises(Expected, match="plan_not_longer"):
        lots.longer(supervisor, lot_id, QUARTER)
    lots.longer(supervisor, lot_id, Fraction(1, 10))
    shown = spot_checks.standing(supervisor, lot_id)
    assert (shown.state, shown.checked, shown.target) == (LotState.OPEN, 7, 12)
    check_all(supervisor, lot_id)
    assert lot_decisions.decide(supervisor, lot_id).at_most == 2
