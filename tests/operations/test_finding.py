"""Records found by what is known of a weapon."""

from __future__ import annotations

import pytest

from db.errors import Expected
from db.model import Ledger
from desktop.fields.confusions import DEFAULT
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.identity import Likeness
from desktop.messages import SENTENCES
from desktop.operations import books, finding
from desktop.operations.finding import How, Query, parse_query
from desktop.operations.session import Session
from tests.operations.filed import file_rows

WIDE = LedgerForm(
    "Wide register",
    (
        Column("Serial number", "serial_number", 0.2, ditto=False),
        Column("Type", "weapon_type", 0.1),
        Column("Make", "make", 0.1),
        Column("Model", "model", 0.1),
        Column("Calibre", "calibre", 0.1),
        Column("Unit", "holder_organisation", 0.2),
        Column("Date", "date", 0.1),
    ),
)
ROWS = (
    ("AB 14512", "Pistol", "Walther", "PP", "7.65 Br", "2 Bn", "1984-03-09"),
    ("A?4512", "Pistol", "Walther", "P38", "9x19", "2 Bn", "1985"),
    ("4512", "Rifle", "Mauser", "Kar 98k", "7.92x57", "Depot Nord", "1981-02-01"),
    ("45I2 Z", "Rifle", "Mauser", "Kar 98k", "7.92x57", "Depot Nord", ""),
    ("XY 777", "Rifle", "FN", "FAL", "7.62x51", "Dépôt Sud", "1990-12-31"),
    ("AB 145I2", "Pistol", "Walther", "PP", "7.65 Br", "3 Bn", ""),
)


@pytest.fixture
def book(session: Session) -> Ledger:
    ledger = books.new_book(session, "Weapons", WIDE)
    file_rows(session, ledger, ROWS)
    return ledger


def serials(session: Session, text: str, limit: int = 50) -> list[tuple[str, How]]:
    return [(one.hit.record.serial, one.how) for one in finding.find(session, parse_query(text), limit)]


def test_the_surest_come_first_and_each_says_why(session: Session, book: Ledger) -> None:
    assert serials(session, "4512") == [
        ("4512", How.SAME),
        ("A?4512", How.PART),
        ("AB 14512", How.PART),
        ("AB 145I2", How.LOOK_ALIKE),
        ("45I2 Z", How.LOOK_ALIKE),
    ]


def test_a_stored_unread_character_is_found_by_any_and_the_other_way_round(
    session: Session, book: Ledger
) -> None:
    assert ("A?4512", How.UNREAD) in serials(session, "A14512")
    assert serials(session, "AB ?4512") == [("AB 14512", How.SAME)]
    assert serials(session, "B*12") == [("AB 14512", How.SHAPE), ("A?4512", How.UNREAD)]
    assert ("XY 777", How.SAME) in serials(session, "?Y777")
    assert ("XY 777", How.SHAPE) in serials(session, "?77")


def test_each_reason_has_a_sentence() -> None:
    assert {f"found_{how.value}" for how in How} <= SENTENCES.keys()
    assert {f"likeness_{likeness.value}" for likeness in Likeness} <= SENTENCES.keys()


@pytest.mark.parametrize("asked", ["SH-1051", "sh1051", "Ш-1051"])
def test_a_number_in_another_script_is_found_by_its_transliteration(
    session: Session, book: Ledger, asked: str
) -> None:
    rest = ROWS[0][1:]
    file_rows(session, book, (("Ш-10512", *rest), ("SH 1051", *rest)))
    whys = dict(serials(session, asked))
    other = "SH 1051" if asked.startswith("Ш") else "Ш-10512"
    assert set(whys) == {"Ш-10512", "SH 1051"}
    assert whys[other] is How.OTHER_SCRIPT


def test_what_a_look_alike_is_taken_for_is_told(session: Session, book: Ledger) -> None:
    (found,) = [one for one in finding.find(session, parse_query("AB 14512")) if one.how is How.LOOK_ALIKE]
    assert found.hit.record.serial == "AB 145I2"
    assert found.swapped == (("1", "I"),)
    assert found.cost == 0.1


def test_the_same_figures_with_other_letters_are_found_last(session: Session, book: Ledger) -> None:
    assert serials(session, "ZX 14512")[-1] == ("AB 14512", How.LETTERS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("make:walther", ["AB 145I2", "A?4512", "AB 14512"]),
        ("make:walther holder:2", ["A?4512", "AB 14512"]),
        ("type:rifle 4512", ["4512", "45I2 Z"]),
        ("calibre:9x19", ["A?4512"]),
        ("model:kar", ["45I2 Z", "4512"]),
        ('holder:"depot sud"', ["XY 777"]),
        ("from:1984", ["XY 777", "A?4512", "AB 14512"]),
        ("from:1984-03 until:1984-03-09", ["AB 14512"]),
        ("date:1985-07", ["A?4512"]),  # known to its year only
        ("until:1983", ["4512"]),
        ("make:mauser until:1983", ["4512"]),
        ("make:nobody", []),
        ("make:(* OR", []),
    ],
)
def test_fields_and_dates_narrow_it_down(session: Session, book: Ledger, text: str, found: list[str]) -> None:
    assert [serial for serial, _ in serials(session, text)] == found


def test_nothing_asked_for_is_the_newest(session: Session, book: Ledger) -> None:
    assert [serial for serial, _ in serials(session, "", 2)] == ["AB 145I2", "XY 777"]


def test_what_holds_no_letter_and_no_figure_finds_nothing(session: Session, book: Ledger) -> None:
    assert serials(session, "--") == []
    assert serials(session, "***") == []


def test_an_answer_has_no_more_than_was_asked_for_and_nothing_twice(session: Session, book: Ledger) -> None:
    found = finding.find(session, Query(serial="4512"), 3)
    assert len({one.hit.record.id for one in found}) == 3


def test_a_date_that_is_none_is_told() -> None:
    with pytest.raises(Expected, match="query_date_odd"):
        parse_query("from:March")


def test_a_word_that_names_no_field_stays_part_of_the_number() -> None:
    assert parse_query("AK:47 maker:FN") == Query(serial="AK:47", make="FN")


def test_this_registers_own_confusions_count_when_there_are_enough(session: Session) -> None:
    ledger = books.new_book(session, "Weapons", WIDE)
    rows = [(f"A{n:03d}9", *ROWS[0][1:]) for n in range(40)]
    file_rows(session, ledger, rows, machine=[(f"A{n:03d}4", *ROWS[0][1:]) for n in range(40)])
    known = finding.confusions(session)
    assert known.own == 40
    assert known.cost("4", "9") < DEFAULT.cost("4", "9")
