"""One reading of what the engines said, with the field's own knowledge and an honest probability."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.model import CellState
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.vocabularies import Vocabularies, Vocabulary, VocabularyEntry
from desktop.recognition.combine import CellReading, Evidence, combine
from desktop.recognition.engine import NOTHING_WRITTEN, Guess
from desktop.recognition.page import ColumnCrops, read_columns
from tests.engines import ScriptedEngine, guess
from tests.recognition.drawn import empty

LISTS = Vocabularies(
    [
        Vocabulary(
            "makers",
            [
                VocabularyEntry("Zastava", ("Crvena Zastava",)),
                VocabularyEntry("Beretta"),
                VocabularyEntry("Heckler & Koch", ("H&K",)),
            ],
        ),
        Vocabulary("calibres", [VocabularyEntry("7.62x39 mm", ("7.62 M43",)), VocabularyEntry("9x19 mm")]),
    ]
)
FORM = LedgerForm("Stock", (Column("A", "serial_number"),))


def unsure(text: str, *doubts: tuple[int, float, dict[str, float]]) -> Guess:
    """A guess that is sure but for the places in `doubts`: its own figure there, and what else it may be."""
    figures = [0.99] * len(text)
    choices: list[tuple[tuple[str, float], ...]] = [()] * len(text)
    for place, figure, others in doubts:
        figures[place] = figure
        choices[place] = tuple(others.items())
    return Guess(text, min(figures), tuple(figures), choices=tuple(choices))


def read_one(field: str, *, evidence: Evidence | None = None, **guesses: Guess) -> CellReading:
    named = {name.replace("_", "-"): said for name, said in guesses.items()}
    return combine(named, Column("A", field), FORM, LISTS, evidence or Evidence())


def read_column(field: str, texts: list[Guess], pattern: str = "") -> list[CellReading]:
    column = Column("A", field, pattern=pattern)
    waiting = iter(texts)
    engine = ScriptedEngine(lambda crop, hint: next(waiting), "tesseract")
    crops = ColumnCrops(column, (empty(20, 40),) * len(texts), (Evidence(),) * len(texts))
    form = LedgerForm("Stock", (column,))
    return read_columns([crops], [engine], form, LISTS, lambda done, total: None, lambda: False)[0]


def test_a_serial_number_keeps_its_leading_zero() -> None:
    reading = read_one("serial_number", tesseract=guess("007431"))
    assert (reading.text, reading.as_written, reading.state) == ("007431", "007431", CellState.READ)


def test_a_sign_that_serial_numbers_do_not_have_is_what_looks_like_it() -> None:
    reading = read_one("serial_number", tesseract=unsure("$150008", (0, 0.9, {"S": 0.05})))
    assert reading.as_written == "S150008"
    assert reading.readers == {"tesseract": "$150008"}


def test_the_other_serials_of_the_column_decide_between_o_and_nought() -> None:
    others = [guess(f"RF{number}") for number in (1234, 5678, 9471, 3342, 8115)]
    readings = read_column("serial_number", [*others, unsure("RFO341", (2, 0.7, {"0": 0.25}))])
    assert readings[-1].as_written == "RF0341"
    assert readings[-1].readers["tesseract"] == "RFO341"
    assert any(other.text == "RFO341" for other in readings[-1].alternatives)


def test_a_sure_reading_stands_against_the_shape_of_a_few_others() -> None:
    others = [guess(f"RF{number}") for number in (1234, 5678)]
    assert read_column("serial_number", [*others, guess("RFX341", 0.995)])[-1].as_written == "RFX341"


def test_the_forms_pattern_decides_between_one_and_i() -> None:
    doubt = unsure("I2345", (0, 0.6, {"1": 0.35}))
    assert read_column("serial_number", [doubt], r"\d{5}")[0].as_written == "12345"
    assert read_column("serial_number", [doubt], r"[A-Z]\d{4}")[0].as_written == "I2345"


def test_a_doubtful_character_is_marked_and_only_that() -> None:
    reading = read_one("serial_number", tesseract=unsure("K43711", (2, 0.55, {"8": 0.4})))
    assert reading.doubts == (2,)
    assert len(reading.characters) == len(reading.as_written)
    assert reading.confidence < 0.9


def test_two_engines_that_agree_are_worth_more_than_one_that_is_sure() -> None:
    alone = read_one("serial_number", tesseract=guess("K4711", 0.97))
    both = read_one("serial_number", tesseract=guess("K4711", 0.9), field_reader=guess("K4711", 0.9))
    assert both.confidence > alone.confidence


def test_engines_that_disagree_leave_doubt_where_they_do() -> None:
    reading = read_one("serial_number", tesseract=guess("K4711"), field_reader=guess("K4771"))
    assert reading.doubts == (3,)
    assert {reading.as_written, *(other.text for other in reading.alternatives)} >= {"K4711", "K4771"}


def test_by_hand_the_field_reader_leads() -> None:
    form = LedgerForm("Stock", (Column("A", "serial_number"),), script="handwritten")
    guesses = {"tesseract": guess("uh7Wl", 0.9), "field-reader": guess("A4711", 0.9)}
    assert combine(guesses, form.columns[0], form, LISTS).as_written == "A4711"


@pytest.mark.parametrize(
    ("field", "read", "as_written", "text"),
    [
        ("make", "Zaslava", "Zastava", "Zastava"),
        ("make", "ZASTAVA", "ZASTAVA", "Zastava"),
        ("make", "H&K", "H&K", "Heckler & Koch"),
        ("make", "Tokarev", "Tokarev", "Tokarev"),
        ("calibre", "7.62x39mm", "7.62x39mm", "7.62x39 mm"),
        ("calibre", "7.62 M43", "7.62 M43", "7.62x39 mm"),
        ("date", "O9.03.1984", "09.03.1984", "1984-03-09"),
        ("date", "9 March 1984", "9 March 1984", "1984-03-09"),
        ("year", "I967", "1967", "1967"),
        ("digits", "4l7", "417", "417"),
        ("number", "1,25O", "1,250", "1,250"),
        ("remarks", "stock cracked", "stock cracked", "stock cracked"),
        ("serial_number", "A-12/34", "A-12/34", "A-12/34"),
    ],
)
def test_what_the_field_knows_mends_what_was_read(field: str, read: str, as_written: str, text: str) -> None:
    reading = read_one(field, tesseract=guess(read, 0.93))
    assert (reading.as_written, reading.text) == (as_written, text)
    assert reading.readers == {"tesseract": read}


def test_a_word_far_from_every_entry_is_not_pressed_into_the_list() -> None:
    assert read_one("make", tesseract=guess("Bernardelli")).as_written == "Bernardelli"


def test_running_numbers_run() -> None:
    texts = ["17", "18", "19", "Z0", "21", "22"]
    assert [cell.as_written for cell in read_column("number_in_book", [guess(t, 0.9) for t in texts])] == [
        "17", "18", "19", "20", "21", "22",
    ]  # fmt: skip


def test_a_number_that_leaves_the_run_is_kept_as_it_was_read() -> None:
    texts = ["17", "18", "19", "47", "21", "22"]
    assert read_column("number_in_book", [guess(t, 0.999) for t in texts])[3].as_written == "47"


def test_a_value_that_the_column_repeats_mends_one_that_is_like_it() -> None:
    texts = [*["Depot Nord"] * 6, "Depof Nord"]
    assert read_column("place", [guess(t, 0.95) for t in texts])[-1].as_written == "Depot Nord"


def test_a_cell_without_ink_is_blank() -> None:
    assert read_one("make", evidence=Evidence(blank=0.99), tesseract=NOTHING_WRITTEN).state is CellState.BLANK
    assert read_one("make", tesseract=NOTHING_WRITTEN).state is CellState.BLANK


def test_a_sure_reading_outweighs_a_picture_that_looked_blank() -> None:
    reading = read_one("make", evidence=Evidence(blank=0.6), tesseract=guess("Zastava", 0.97))
    assert (reading.state, reading.text) == (CellState.READ, "Zastava")


@pytest.mark.parametrize("mark", ['"', "''", "do.", "idem", "”", "- do -"])
def test_a_written_ditto_is_a_ditto_and_keeps_its_mark(mark: str) -> None:
    reading = read_one("make", tesseract=guess(mark, 0.9))
    assert (reading.state, reading.text, reading.as_written) == (CellState.DITTO, "", mark)


def test_a_mark_of_the_dittos_shape_is_one_whatever_was_read() -> None:
    reading = read_one("make", evidence=Evidence(ditto=0.9), tesseract=guess("n", 0.4))
    assert (reading.state, reading.text, reading.as_written) == (CellState.DITTO, "", '"')
    assert reading.confidence == pytest.approx(0.9)


def test_a_column_that_has_no_dittos_has_none() -> None:
    column = Column("A", "make", ditto=False)
    reading = combine({"tesseract": guess("do")}, column, FORM, LISTS, Evidence(ditto=0.9))
    assert reading.state is CellState.READ


def test_ink_that_nobody_can_read_is_unreadable_and_gets_no_value() -> None:
    reading = read_one("serial_number", tesseract=Guess("", 0.0), field_reader=Guess("", 0.0))
    assert (reading.state, reading.text, reading.confidence) == (CellState.UNREADABLE, "", 0.0)


@given(
    field=st.sampled_from(
        ["serial_number", "make", "calibre", "date", "year", "number", "digits", "remarks"]
    ),
    texts=st.lists(st.text(max_size=24), min_size=1, max_size=2),
    confidence=st.floats(0, 1),
    blank=st.floats(0, 1),
)
def test_whatever_engines_say_the_reading_is_whole(
    field: str, texts: list[str], confidence: float, blank: float
) -> None:
    guesses = {f"engine {place}": guess(text, confidence) for place, text in enumerate(texts)}
    reading = combine(guesses, Column("A", field), FORM, LISTS, Evidence(blank=blank))
    assert 0.0 <= reading.confidence <= 1.0
    assert reading.state is not CellState.READ or len(reading.characters) == len(reading.as_written) > 0
    assert all(0 <= place < len(reading.as_written) for place in reading.doubts)
    assert reading.readers == {name: said.text for name, said in guesses.items()}


def test_cells_of_different_books_say_nothing_of_one_another() -> None:
    texts = [
        *(guess(f"RF{number}") for number in (1234, 5678, 9471, 3342)),
        unsure("RFO341", (2, 0.9, {"0": 0.02})),
    ]
    column = Column("A", "serial_number")
    crops = ColumnCrops(column, (empty(20, 40),) * 5, (Evidence(),) * 5)

    def read(*, apart: bool) -> str:
        waiting = iter(texts)
        engine = ScriptedEngine(lambda crop, hint: next(waiting), "field-reader")
        cells = read_columns(
            [crops], [engine], FORM, LISTS, lambda done, total: None, lambda: False, apart=apart
        )
        return cells[0][-1].as_written

    assert read(apart=False) == "RF0341"
    assert read(apart=True) == "RFO341"
