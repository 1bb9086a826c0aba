"""What people settle in a book weighs in its next readings, can be taken back and forgotten, and stays in the book."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from db.errors import Exit
from db.model import CellState, Ledger, Page
from db.store import connect, journal, readings
from desktop.cli.door import run
from desktop.operations import books, importing, reading, settling
from desktop.operations.lessons import Misreading, Pattern, forget_lessons, lessons_of_book, pattern_of
from desktop.operations.review import review_page
from desktop.operations.session import Session
from desktop.operations.teaching import taught_by
from desktop.operations.views import CellView, Entry
from desktop.operations.weighing import weigh_again, weigh_book, weigh_next
from desktop.recognition.engine import Crop, Guess, Hint
from tests.engines import ScriptedEngine, guess
from tests.operations.conftest import FORM, PASSPHRASE, SwappableTools

RNG = np.random.default_rng(4)
LOOKS = dict(zip("0123456789", np.abs(RNG.normal(size=(10, 24))).astype(np.float32), strict=True))
FIRST = ("7045127", "7045172", "7745129")
SECOND = ("7045173", "7045197", "7045711")
Bring = Callable[..., Page]


def of_this_hand(true: str) -> Guess:
    """What the reader makes of a text in a hand whose 7 it takes for a 1."""
    features = np.stack([LOOKS[sign] + RNG.normal(0, 0.02, 24).astype(np.float32) for sign in true])
    said = true.replace("7", "1")
    choices = tuple((("7", 0.08),) if sign == "1" else () for sign in said)
    return Guess(said, 0.9 ** len(said), (0.9,) * len(said), choices=choices, features=features)


def engine(serials: tuple[str, ...]) -> ScriptedEngine:
    left = list(serials)

    def script(crop: Crop, hint: Hint) -> Guess:
        if hint.kind == "serial_number" and left:
            return of_this_hand(left.pop(0))
        return guess({"number": "1", "year": "1941"}.get(hint.kind, "Walther"))

    return ScriptedEngine(script, "field-reader")


@pytest.fixture
def hand(session: Session, tools: SwappableTools, draw: Callable[..., Path]) -> Bring:
    """Bring in a page of this hand and read it."""

    def bringing(book: Ledger, serials: tuple[str, ...]) -> Page:
        rows = [(str(at), serial, "Walther", "1941") for at, serial in enumerate(serials, start=1)]
        (outcome,) = importing.import_pictures(
            session, book.id, [draw(f"{book.number}-{serials[0]}.png", rows)], all_new=True
        )
        tools.swap.engine = engine(serials)
        return reading.read_page(session, outcome.page_id)

    return bringing


def serials(session: Session, page: Page) -> list[CellView]:
    shown = review_page(session, page.id)
    written = shown.rows[: len(FIRST)]  # the page has more lines than entries
    return [cell for row in written for cell in row.cells if cell.column.field == "serial_number"]


def texts(session: Session, page: Page) -> tuple[str, ...]:
    return tuple(cell.text for cell in serials(session, page))


def settle(session: Session, page: Page, true: tuple[str, ...]) -> None:
    for cell, text in zip(serials(session, page), true, strict=True):
        settling.settle(session, cell.cell.id, Entry(text))


def misread(true: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text.replace("7", "1") for text in true)


def test_a_page_is_read_with_what_was_settled_before(session: Session, book: Ledger, hand: Bring) -> None:
    first = hand(book, FIRST)
    assert texts(session, first) == misread(FIRST)
    settle(session, first, FIRST)
    second = hand(book, SECOND)
    assert texts(session, second) == SECOND
    said = readings.engines_on_page(session.store, second.id)
    assert {said[cell.cell.id][0].text for cell in serials(session, second)} == set(misread(SECOND))


def test_a_page_that_waits_is_weighed_again_and_its_first_choice_stays_in_the_history(
    session: Session, book: Ledger, hand: Bring
) -> None:
    first, second = hand(book, FIRST), hand(book, SECOND)
    settle(session, first, FIRST)
    assert texts(session, second) == misread(SECOND)
    assert weigh_next(session, first.id) == 3
    assert texts(session, second) == SECOND
    history = readings.history(session.store, serials(session, second)[0].cell.id)
    assert [one.text for one in history if one.reader == "choice"] == [misread(SECOND)[0], SECOND[0]]
    entry = journal.entries(session.store)[-1]
    assert (entry.action, entry.subject, entry.details) == ("weigh_page", second.id, '{"cells":3}')
    assert weigh_next(session, first.id) == 0  # nothing more was taught


def test_a_page_that_somebody_began_is_left_as_it_is(session: Session, book: Ledger, hand: Bring) -> None:
    first, second = hand(book, FIRST), hand(book, SECOND)
    settle(session, first, FIRST)
    settling.accept(session, serials(session, second)[0].cell.id)
    assert weigh_again(session, second.id) == weigh_book(session, book.id) == 0
    assert texts(session, second) == misread(SECOND)


def test_undo_takes_the_lesson_back(session: Session, book: Ledger, hand: Bring) -> None:
    first = hand(book, FIRST)
    settling.settle(session, serials(session, first)[0].cell.id, Entry(FIRST[0]))
    assert taught_by(session, book).memory.settled == {"Serial number": (FIRST[0],)}
    settling.undo(session)
    assert taught_by(session, book).memory.empty


def test_what_one_book_taught_never_weighs_in_another(session: Session, book: Ledger, hand: Bring) -> None:
    settle(session, hand(book, FIRST), FIRST)
    other = books.new_book(session, "Rifles", FORM)
    assert texts(session, hand(other, SECOND)) == misread(SECOND)
    assert taught_by(session, other).memory.empty


def test_what_another_model_saw_teaches_texts_and_no_looks(
    session: Session, book: Ledger, hand: Bring, tools: SwappableTools
) -> None:
    first, second = hand(book, FIRST), hand(book, SECOND)
    settle(session, first, FIRST)
    assert taught_by(session, book).memory.characters
    tools.model = "another"
    now = taught_by(session, book).memory
    assert (now.characters, now.confusions) == ("", {})
    assert now.settled == {"Serial number": FIRST}
    assert weigh_again(session, second.id) == 0


def test_a_memory_that_is_kept_ready_is_the_one_that_would_be_made(
    session: Session, book: Ledger, hand: Bring
) -> None:
    settle(session, hand(book, FIRST), FIRST)
    made = taught_by(session, book)
    assert not made.ready
    hand(book, SECOND)
    kept = taught_by(session, book)
    assert kept.ready
    assert kept.memory == made.memory
    assert np.array_equal(kept.memory.looks, made.memory.looks)


def test_what_is_left_out_or_not_written_teaches_nothing(session: Session, book: Ledger, hand: Bring) -> None:
    cells = serials(session, hand(book, FIRST))
    settling.mark(session, cells[0].cell.id, CellState.UNREADABLE)
    settling.mark(session, cells[1].cell.id, CellState.BLANK)
    settling.ask(session, cells[2].cell.id, "a 7?")
    assert taught_by(session, book).memory.empty


def test_a_book_that_was_read_before_such_things_were_kept_still_teaches_its_texts(
    session: Session, book: Ledger, hand: Bring
) -> None:
    first = hand(book, FIRST)
    with connect.action(session.store):
        session.store.db.execute("delete from sightings")
    settle(session, first, FIRST)
    assert taught_by(session, book).memory.settled == {"Serial number": FIRST}
    assert weigh_again(session, first.id) == 0


def test_a_book_tells_what_it_has_taught(session: Session, book: Ledger, hand: Bring) -> None:
    assert lessons_of_book(session, book.id).fields == 0
    settle(session, hand(book, FIRST), FIRST)
    found = lessons_of_book(session, book.id)
    assert (found.fields, found.characters, found.kinds) == (3, 21, 7)
    assert found.misread == (Misreading("field-reader", "1", "7", 6, 9),)
    assert found.patterns == (Pattern("Serial number", "0000000", 3, 3),)
    assert pattern_of("AB 12-c") == "AA 00-a"


def test_a_book_that_begins_anew_keeps_what_was_settled_and_learns_from_what_comes(
    session: Session, book: Ledger, hand: Bring
) -> None:
    first = hand(book, FIRST)
    settle(session, first, FIRST)
    forget_lessons(session, book.id)
    found = lessons_of_book(session, book.id)
    assert (found.fields, found.characters, bool(found.forgotten_at)) == (0, 0, True)
    assert journal.entries(session.store)[-1].action == "forget_lessons"
    assert texts(session, first) == FIRST
    second = hand(book, SECOND)
    assert texts(session, second) == misread(SECOND)
    settle(session, second, SECOND)
    assert lessons_of_book(session, book.id).fields == 3


def test_the_command_line_shows_lets_weigh_and_forgets(
    session: Session,
    book: Ledger,
    hand: Bring,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LEDGERMARK_REGISTER", str(session.store.folder))
    monkeypatch.setenv("LEDGERMARK_PASSPHRASE", PASSPHRASE)

    def says(*words: str) -> tuple[int, str]:
        code = run(["learnt", "--book", "1", *words])
        heard = capsys.readouterr()
        return code, heard.out + heard.err

    assert "nothing yet" in says()[1]
    first, second = hand(book, FIRST), hand(book, SECOND)
    settle(session, first, FIRST)
    assert "field-reader read 1 where 7 stands: 6 of 9 times." in says()[1]
    assert json.loads(says("--weigh", "--json")[1])["changed"] == 3
    assert texts(session, second) == SECOND
    code, said = says("--forget")
    assert code == Exit.REFUSED
    assert "--yes" in said
    assert "nothing yet" in says("--forget", "--yes")[1]
