"""Pages from a scanner into a book, with a stand-in `scanimage` that delivers pages of a ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from db.errors import Cancelled, Expected
from db.model import Ledger, PageState
from db.store import pages
from desktop.capture.scanners.sane import SaneScanner
from desktop.capture.scanners.scanner import Paper, Wanted
from desktop.operations import importing, piles, reading, rescans, scanning
from desktop.operations.importing import Placement
from desktop.operations.numbering import gaps, number_pages, number_problems
from desktop.operations.session import Session
from desktop.operations.views import Arrival
from tests.capture.scanners.plans import SILENT_SECONDS, Plan, program
from tests.operations.conftest import Draw, SwappableTools, script

FEEDER = Wanted(Paper.FEEDER)
Loaded = Callable[..., Session]
OTHERS = (
    (
        ("1", "0045127", "Walther", "1941"),
        ("2", "7", "Fabrique Nationale", "19"),
        ("3", "889914523", "FN", "1950"),
    ),
    (
        ("", "A", "Steyr", ""),
        ("77", "AC 8812 77 B", "", "1938"),
        ("78", "", "Radom", "1"),
        ("", "1", "do", ""),
    ),
    (("900", "", "", "1899"), ("901", "XII 4", "Mauser Oberndorf", ""), ("", "KK", "W", "1900")),
    (
        ("5", "66", "Izh", "7"),
        ("", "44120099812", "", "1977"),
        ("", "", "Tula Arsenal No 1", ""),
        ("8", "1", "", "2"),
    ),
)
"""Rows of pages of which none looks like another: cells full, short and empty in other places on each."""


@pytest.fixture
def loaded(session: Session, tmp_path: Path) -> Loaded:
    """The same session with a scanner whose feeder holds these files."""

    def load(files: Sequence[Path], then: str = "end") -> Session:
        stand_in = SaneScanner(program("sane", Plan(tuple(map(str, files)), then), tmp_path), SILENT_SECONDS)
        session.workplace = replace(session.workplace, scanner=stand_in)
        return session

    return load


def sources(session: Session, book: Ledger) -> list[str]:
    return [page.source for page in rescans.current_pages(session, book.id)]


def private_files(session: Session) -> list[str]:
    return sorted(path.name for path in session.workplace.places.private.rglob("*") if path.is_file())


def test_pages_of_a_ledger_come_from_the_feeder_and_are_read(
    loaded: Loaded, book: Ledger, draw: Draw, tools: SwappableTools
) -> None:
    drawn = [draw("a.png", OTHERS[0]), draw("b.png", OTHERS[1], seed=2)]
    session = loaded(drawn)
    scanned = scanning.scan_pages(session, book.id, "stand-in:0", FEEDER)
    assert [one.arrival for one in scanned.outcomes] == [Arrival.IMPORTED, Arrival.IMPORTED]
    assert scanned.stopped is None
    first, second = rescans.current_pages(session, book.id)
    assert (first.position, second.position) == (1, 2)
    assert pages.picture(session.store, book.id, first.sha256) == drawn[0].read_bytes()
    tools.swap.engine = script(OTHERS[0])
    assert reading.read_page(session, first.id).state is PageState.READ
    assert private_files(session) == []


def test_a_jam_in_the_middle_keeps_what_came_and_the_rest_comes_after_it(
    loaded: Loaded, book: Ledger, draw: Draw
) -> None:
    drawn = [draw(f"{at}.png", rows, seed=at) for at, rows in enumerate(OTHERS[:4], 1)]
    jammed = scanning.scan_pages(loaded(drawn[:2], "jam"), book.id, "stand-in:0", FEEDER)
    assert jammed.stopped is not None
    assert jammed.stopped.key == "scanner_jammed"
    assert len(jammed.outcomes) == 2
    session = loaded(drawn[1:])  # the sheet that stuck goes through again, and so does the one before it
    rest = scanning.scan_pages(session, book.id, "stand-in:0", FEEDER)
    assert [one.arrival for one in rest.outcomes] == [Arrival.ALREADY_IN, Arrival.IMPORTED, Arrival.IMPORTED]
    hashes = [page.sha256 for page in rescans.current_pages(session, book.id)]
    assert len(hashes) == len(set(hashes)) == 4


@pytest.mark.parametrize(
    ("then", "key"), [("vanish", "scanner_vanished"), ("open", "scanner_open"), ("silent", "scanner_silent")]
)
def test_whatever_stops_the_scanner_is_told_beside_the_pages_that_came(
    loaded: Loaded, book: Ledger, draw: Draw, then: str, key: str
) -> None:
    session = loaded([draw("a.png")], then)
    scanned = scanning.scan_pages(session, book.id, "stand-in:0", FEEDER)
    assert scanned.stopped is not None
    assert scanned.stopped.key == key
    assert [one.arrival for one in scanned.outcomes] == [Arrival.IMPORTED]
    assert private_files(session) == []


def test_a_stopped_scan_keeps_its_pages(loaded: Loaded, book: Ledger, draw: Draw) -> None:
    session = loaded([draw("a.png", OTHERS[0]), draw("b.png", OTHERS[1], seed=2)], "silent")
    with pytest.raises(Cancelled):
        scanning.scan_pages(
            session, book.id, "stand-in:0", FEEDER, cancel=lambda: len(sources(session, book)) == 2
        )
    assert len(sources(session, book)) == 2
    assert private_files(session) == []


def test_a_page_that_looks_like_one_already_in_waits_for_a_person(
    loaded: Loaded, book: Ledger, draw: Draw
) -> None:
    session = loaded([draw("a.png")])
    scanning.scan_pages(session, book.id, "stand-in:0", FEEDER)
    session = loaded([draw("again.png", seed=9)])
    scanned = scanning.scan_pages(session, book.id, "stand-in:0", FEEDER)
    (outcome,), (kept,) = scanned.outcomes, scanned.undecided
    assert outcome.arrival is Arrival.LOOKS_LIKE
    assert kept.name == outcome.source
    again = importing.import_new_picture(session, outcome.page_id, kept)
    scanning.forget_undecided(scanned.undecided)
    assert again.arrival is Arrival.IMPORTED
    assert len(rescans.current_pages(session, book.id)) == 1
    assert private_files(session) == []


def test_a_page_is_put_in_before_another_and_replaced_in_its_place(
    loaded: Loaded, book: Ledger, draw: Draw
) -> None:
    session = loaded([draw("a.png", OTHERS[0]), draw("c.png", OTHERS[2], seed=3)])
    scanning.scan_pages(session, book.id, "stand-in:0", FEEDER)
    first, last = rescans.current_pages(session, book.id)
    session = loaded([draw("b.png", OTHERS[1], seed=2), draw("b2.png", OTHERS[3], seed=4)])
    put_in = scanning.scan_pages(session, book.id, "stand-in:0", FEEDER, placement=Placement(before=last.id))
    order = [page.id for page in rescans.current_pages(session, book.id)]
    assert order == [first.id, *put_in.page_ids(), last.id]
    session = loaded([draw("a better.png", OTHERS[0], seed=8)])
    (better,) = scanning.scan_pages(
        session, book.id, "stand-in:0", FEEDER, placement=Placement(instead=first.id)
    ).page_ids()
    assert [page.id for page in rescans.current_pages(session, book.id)] == [better, *order[1:]]
    assert pages.page(session.store, better).replaces == first.id


def test_a_turned_pile_has_each_back_after_its_front(loaded: Loaded, book: Ledger, draw: Draw) -> None:
    fronts = [draw(f"front {at}.png", OTHERS[at], seed=at + 1) for at in range(2)]
    backs = [draw(f"back {at}.png", OTHERS[at + 2], seed=at + 5) for at in range(2)]
    session = loaded(fronts)
    first = scanning.scan_pages(session, book.id, "stand-in:0", FEEDER)
    session = loaded(backs[::-1])  # turned over as a whole, the last sheet's back comes first
    second = scanning.scan_pages(session, book.id, "stand-in:0", FEEDER)
    piles.interleave(session, first.page_ids(), second.page_ids())
    kept = [
        pages.picture(session.store, book.id, page.sha256) for page in rescans.current_pages(session, book.id)
    ]
    wanted = [fronts[0], backs[0], fronts[1], backs[1]]
    assert kept == [path.read_bytes() for path in wanted]


def test_an_uneven_pile_moves_nothing(loaded: Loaded, book: Ledger, draw: Draw) -> None:
    session = loaded([draw("a.png", OTHERS[0]), draw("b.png", OTHERS[1], seed=2)])
    came = scanning.scan_pages(session, book.id, "stand-in:0", FEEDER).page_ids()
    with pytest.raises(Expected) as refused:
        piles.interleave(session, came, came[:1])
    assert refused.value.key == "pile_uneven"
    assert tuple(page.id for page in rescans.current_pages(session, book.id)) == came
    piles.interleave(session, ("", ""), ("", ""))  # nothing was kept of any sheet: nothing to put anywhere


def test_missing_page_numbers_are_named_and_a_page_put_in_gets_the_one_that_is_missing(
    session: Session, book: Ledger, draw: Draw
) -> None:
    drawn = [draw(f"{at}.png", rows, seed=at) for at, rows in enumerate(OTHERS[:4], 1)]
    importing.import_pictures(session, book.id, drawn[:2])
    first, second = rescans.current_pages(session, book.id)
    assert number_problems((first, second), book) == ()
    number_pages(session, first.id, 12)
    number_pages(session, second.id, 14)
    book_pages = rescans.current_pages(session, book.id)
    assert [page.folio for page in book_pages] == ["12", "14"]
    (problem,) = number_problems(book_pages, book)
    assert (problem.key, dict(problem.values)["first"]) == ("page_number_missing", "13")
    importing.import_pictures(session, book.id, drawn[2:3], placement=Placement(before=second.id))
    importing.import_pictures(session, book.id, drawn[3:])
    book_pages = rescans.current_pages(session, book.id)
    assert [page.folio for page in book_pages] == ["12", "13", "14", "15"]
    assert gaps(book_pages, book) == ()
    number_pages(session, book_pages[2].id, 9)
    assert [one.key for one in number_problems(rescans.current_pages(session, book.id), book)] == [
        "page_number_backwards"
    ]
    with pytest.raises(Expected) as refused:
        number_pages(session, first.id, 100_000)
    assert refused.value.key == "page_number_odd"


def test_a_page_before_the_first_counts_down_and_one_before_an_unnumbered_page_has_no_number(
    session: Session, book: Ledger, draw: Draw
) -> None:
    drawn = [draw(f"{at}.png", rows, seed=at) for at, rows in enumerate(OTHERS[:4], 1)]
    importing.import_pictures(session, book.id, drawn[:1])
    (page,) = rescans.current_pages(session, book.id)
    importing.import_pictures(session, book.id, drawn[1:2], placement=Placement(before=page.id))
    number_pages(session, page.id, 2)
    importing.import_pictures(session, book.id, drawn[2:3], placement=Placement(before=page.id))
    first = rescans.current_pages(session, book.id)[0]
    number_pages(session, first.id, 7)
    importing.import_pictures(session, book.id, drawn[3:4], placement=Placement(before=first.id))
    assert [each.folio for each in rescans.current_pages(session, book.id)] == ["6", "7", "8", "9"]


def test_scanners_are_named_by_id_or_name_and_the_first_is_taken_where_none_is(loaded: Loaded) -> None:
    session = loaded([])
    (device,) = scanning.scanners(session)
    assert scanning.scanner_named(session, "") == device
    assert scanning.scanner_named(session, "Noname frontend-tester") == device
    assert scanning.scanner_named(session, "net:1").id == "net:1"
    assert scanning.capabilities(session, device.id).both_sides


def test_without_a_scanner_it_is_said_what_to_do(session: Session, book: Ledger) -> None:
    with pytest.raises(Expected) as refused:
        scanning.scanner_named(session, "")
    assert refused.value.key == "scanner_none"
    scanned = scanning.scan_pages(session, book.id, "none", FEEDER)
    assert scanned.stopped is not None
