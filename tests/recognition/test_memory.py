"""A book teaches its reader: nothing is trained, nothing of it leaks into another book."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import Exit, Expected
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.vocabularies import Vocabularies
from desktop.recognition import memory as limits
from desktop.recognition.combine import CellReading, Evidence
from desktop.recognition.engine import Guess, Hint
from desktop.recognition.memory import NOTHING_REMEMBERED, Lesson, Memory, misread, taught
from desktop.recognition.page import ColumnCrops, read_columns, teach
from desktop.recognition.remembering import from_bytes, to_bytes
from desktop.recognition.voting import voted
from tests.engines import ScriptedEngine, guess
from tests.recognition.drawn import empty

RNG = np.random.default_rng(4)
SEVEN, ONE, FOUR = np.abs(RNG.normal(size=(3, 24))).astype(np.float32)
COLUMN = Column("Serial", "serial_number")
O_OR_NOUGHT = Guess(
    "RFO341", 0.8, (0.99, 0.99, 0.9, 0.99, 0.99, 0.99), choices=((), (), (("0", 0.05),), (), (), ())
)
FORM = LedgerForm("Stock", (COLUMN,), script="handwritten")


def seen(text: str, *looks: np.ndarray, figure: float = 0.9, others: str = "") -> Guess:
    """A guess whose characters look as told, each with some noise."""
    features = np.stack(looks) + RNG.normal(0, 0.02, (len(looks), 24)).astype(np.float32)
    choices = tuple(tuple((o, (1 - figure) / len(others)) for o in others if o != sign) for sign in text)
    return Guess(text, figure ** len(text), (figure,) * len(text), choices=choices, features=features)


def sevens_read_as_ones(count: int) -> Memory:
    lessons = [
        Lesson("Serial", "471", {"field-reader": seen("411", FOUR, SEVEN, ONE, others="17")})
        for _ in range(count)
    ]
    return taught(NOTHING_REMEMBERED, lessons)


def read(
    guesses: list[Guess], memory: Memory = NOTHING_REMEMBERED, column: Column = COLUMN
) -> list[CellReading]:
    waiting = iter(guesses)
    engine = ScriptedEngine(lambda crop, hint: next(waiting), "field-reader")
    part = ColumnCrops(column, (empty(20, 40),) * len(guesses), (Evidence(),) * len(guesses))
    return read_columns(
        [part], [engine], FORM, Vocabularies(), lambda done, total: None, lambda: False, memory=memory
    )[0]


def test_a_seven_that_looks_like_this_hands_sevens_is_one() -> None:
    unread = seen("141", ONE, FOUR, SEVEN, others="17")
    (before,) = read([unread])
    (after,) = read([unread], sevens_read_as_ones(10))
    assert before.as_written == "141"
    assert after.as_written == "147"
    assert after.readers == {"field-reader": "141"}


def test_a_one_that_looks_like_this_hands_ones_stays_one() -> None:
    (reading,) = read([seen("141", ONE, FOUR, ONE, others="17")], sevens_read_as_ones(10))
    assert reading.as_written == "141"


def test_a_character_that_looks_like_nothing_settled_is_left_to_the_network() -> None:
    stranger = np.abs(RNG.normal(size=24)).astype(np.float32)
    stranger[:12] = 0
    unread = seen("K", stranger, others="X")
    (answer,) = voted([unread], sevens_read_as_ones(10))
    assert answer is not None
    assert answer.characters == unread.characters
    assert answer.choices == unread.choices


def test_a_kind_that_nobody_settled_is_not_taken_for_one_that_looks_somewhat_like_it() -> None:
    hand = np.maximum(np.random.default_rng(9).normal(size=(6, 96)), 0).astype(np.float32)
    hand /= np.linalg.norm(hand, axis=1, keepdims=True)
    three, settled = hand[0], dict(zip("12457", hand[1:], strict=True))
    said = Guess("12457", 0.9, (0.9,) * 5, choices=((),) * 5, features=np.stack(list(settled.values())))
    memory = taught(NOTHING_REMEMBERED, [Lesson("Serial", "12457", {"field-reader": said})] * 6)
    for nearest in settled:
        unread = Guess("3", 0.8, (0.8,), choices=(((nearest, 0.15),),), features=three[None])
        (answer,) = voted([unread], memory)
        assert answer is not None
        assert answer.characters[0] > 0.5


def test_that_one_of_two_twins_was_settled_is_no_proof_that_the_other_is_not_there() -> None:
    nought = Guess("K0", 0.9, (0.9, 0.9), choices=((), ()), features=np.stack([FOUR, ONE]))
    memory = taught(NOTHING_REMEMBERED, [Lesson("Serial", "K0", {"field-reader": nought})] * 30)
    (answer,) = voted([Guess("O", 0.9, (0.9,), choices=((("0", 0.08),),), features=ONE[None])], memory)
    assert answer is not None
    assert 0.3 < answer.characters[0] < 0.8
    assert 0.2 < dict(answer.choices[0])["0"] < 0.7


def test_a_letter_is_likelier_the_less_it_looks_like_this_hands_figures() -> None:
    memory = taught(
        NOTHING_REMEMBERED,
        [Lesson("No.", "17", {"field-reader": seen("17", ONE, SEVEN)}) for _ in range(20)],
    )

    def read_as(looks: np.ndarray) -> dict[str, float]:
        unread = Guess("I", 0.6, (0.6,), choices=((("7", 0.25), ("1", 0.15)),), features=looks[None])
        (answer,) = voted([unread], memory)
        assert answer is not None
        return {answer.text: answer.characters[0], **dict(answer.choices[0])}

    as_a_one, as_nothing_settled = read_as(ONE), read_as(FOUR)
    assert as_a_one["I"] < 0.3
    assert as_a_one["1"] > 2 * as_a_one["7"]
    assert as_nothing_settled["I"] > 0.6


@pytest.mark.parametrize("looks", [ONE, -ONE])
def test_a_character_that_has_no_chance_or_looks_like_nothing_at_all_is_weighed_too(
    looks: np.ndarray,
) -> None:
    near = np.abs(RNG.normal(ONE, 1e-3)).astype(np.float32)
    memory = taught(NOTHING_REMEMBERED, [Lesson("No.", "17", {"field-reader": seen("17", ONE, near)})] * 20)
    for figure, others in ((0.0, ()), (0.5, (("1", 0.4),))):
        (answer,) = voted(
            [Guess("I" if figure else "1", figure, (figure,), choices=(others,), features=looks[None])],
            memory,
        )
        assert answer is not None
        assert 0.0 <= answer.confidence <= 1.0


@pytest.mark.parametrize("places", [("No.", "Serial"), ("Serial", "No.")])
def test_running_numbers_teach_the_figures_of_their_own_page(places: tuple[str, str]) -> None:
    looks = {"1": ONE, "4": FOUR, "7": SEVEN}
    numbers = ["1", "4", "7", "11", "14", "17", "41", "44", "47", "71", "74", "77"]

    def answers(crop: np.ndarray, hint: Hint) -> Guess:
        if hint.kind == "serial_number":
            return seen("141", ONE, FOUR, SEVEN, figure=0.8, others="17")
        text = numbers[len(crop) - 20]
        return replace(guess(text, 0.99), features=np.stack([looks[sign] for sign in text]))

    number = Column("No.", "number_in_book")
    columns = {"No.": number, "Serial": COLUMN}
    form = LedgerForm("Stock", tuple(columns[name] for name in places), script="handwritten")
    crops = tuple(empty(20 + place, 40) for place in range(len(numbers)))
    nothing = (Evidence(),) * len(numbers)

    def reading(fields: Sequence[Column]) -> dict[str, list[CellReading]]:
        parts = [ColumnCrops(column, crops, nothing) for column in fields]
        engine = ScriptedEngine(answers, "field-reader")
        read = read_columns(parts, [engine], form, Vocabularies(), lambda done, total: None, lambda: False)
        return dict(zip((column.name for column in fields), read, strict=True))

    assert {cell.as_written for cell in reading([COLUMN])["Serial"]} == {"141"}
    taught_by_numbers = reading(form.columns)
    assert [cell.as_written for cell in taught_by_numbers["No."]] == numbers
    assert {cell.as_written for cell in taught_by_numbers["Serial"]} == {"147"}


def test_dates_that_are_sure_teach_the_figures_of_their_page_and_are_not_weighed_again() -> None:
    days = [f"{day}.4.1944" for day in range(11, 23)]
    looks = {sign: np.abs(RNG.normal(size=24)).astype(np.float32) for sign in "0123456789."}

    def as_written(text: str) -> np.ndarray:
        return np.stack([looks[sign] for sign in text])

    def answers(crop: np.ndarray, hint: Hint) -> Guess:
        if hint.kind == "serial_number":  # a 4 of this hand is taken for a 9
            return seen("191", *as_written("141"), figure=0.8, others="49")
        text = days[len(crop) - 20]
        return replace(guess(text, 0.99), features=as_written(text))

    def reading(*fields: Column) -> list[list[CellReading]]:
        parts = [ColumnCrops(column, crops, (Evidence(),) * len(crops)) for column in fields]
        form = LedgerForm("Stock", fields, script="handwritten")
        engine = ScriptedEngine(answers, "field-reader")
        return read_columns(parts, [engine], form, Vocabularies(), lambda done, total: None, lambda: False)

    crops = tuple(empty(20 + place, 40) for place in range(len(days)))
    dates = Column("Date", "date")
    (alone,) = reading(dates)
    assert {cell.as_written for cell in reading(COLUMN)[0]} == {"191"}
    serials, beside = reading(COLUMN, dates)
    assert {cell.as_written for cell in serials} == {"141"}
    assert beside == alone


def test_how_an_engine_misread_this_book_weighs_its_next_reading() -> None:
    lessons = [Lesson("Lot", "S8", {"tesseract": guess("88")}) for _ in range(12)]
    wrongs = misread(taught(NOTHING_REMEMBERED, lessons), "tesseract")
    assert wrongs == {"8": {"S": pytest.approx(12 / 29)}}
    assert misread(taught(NOTHING_REMEMBERED, lessons), "field-reader") == {}


def test_what_was_settled_once_may_be_a_slip_of_the_finger() -> None:
    assert (
        misread(taught(NOTHING_REMEMBERED, [Lesson("Lot", "S8", {"tesseract": guess("88")})]), "tesseract")
        == {}
    )


def test_serials_of_pages_before_decide_on_the_first_row_of_the_next() -> None:
    memory = taught(NOTHING_REMEMBERED, [Lesson("Serial", f"RF{number}") for number in range(1000, 1020)])
    assert read([O_OR_NOUGHT])[0].as_written == "RFO341"
    assert read([O_OR_NOUGHT], memory)[0].as_written == "RF0341"


def test_another_column_learns_nothing_from_it() -> None:
    memory = taught(NOTHING_REMEMBERED, [Lesson("Other", f"RF{number}") for number in range(1000, 1020)])
    assert read([O_OR_NOUGHT], memory)[0].as_written == "RFO341"


def test_a_page_teaches_what_its_settled_cells_show() -> None:
    engine = ScriptedEngine(lambda crop, hint: seen("411", FOUR, SEVEN, ONE), "field-reader")
    part = ColumnCrops(COLUMN, (empty(20, 40),) * 3, (Evidence(),) * 3)
    memory = teach(NOTHING_REMEMBERED, [part], [["471", "", "471"]], [engine], FORM, lambda: False)
    assert memory.settled == {"Serial": ("471", "471")}
    assert memory.characters == "471471"
    assert memory.confusions["field-reader", "1", "7"] == 2


def test_a_text_that_was_read_quite_otherwise_teaches_no_looks() -> None:
    memory = taught(
        NOTHING_REMEMBERED, [Lesson("Serial", "9832", {"field-reader": seen("411", FOUR, SEVEN, ONE)})]
    )
    assert memory.characters == ""
    assert memory.settled == {"Serial": ("9832",)}


def test_a_character_too_many_or_too_few_moves_no_other() -> None:
    memory = taught(
        NOTHING_REMEMBERED,
        [Lesson("Serial", "471", {"e": guess("4171")}), Lesson("Serial", "471", {"e": guess("47")})],
    )
    assert set(memory.confusions) == {("e", "4", "4"), ("e", "7", "7"), ("e", "1", "1")}


def test_a_memory_keeps_the_last_of_each_kind_and_stays_small() -> None:
    memory = sevens_read_as_ones(limits.MOST_ALIKE + 30)
    assert sorted(set(memory.characters)) == ["1", "4", "7"]
    assert len(memory.characters) == 3 * limits.MOST_ALIKE == len(memory.looks)
    many = taught(NOTHING_REMEMBERED, [Lesson("Lot", str(n)) for n in range(limits.MOST_TEXTS + 5)])
    assert many.settled["Lot"][-1] == str(limits.MOST_TEXTS + 4)
    assert len(many.settled["Lot"]) == limits.MOST_TEXTS


def test_looks_of_another_model_are_forgotten_with_it() -> None:
    other = Guess("471", 0.9, (0.9,) * 3, choices=((),) * 3, features=np.ones((3, 8), np.float32))
    memory = sevens_read_as_ones(5)
    assert voted([other], memory) == [other]
    assert taught(memory, [Lesson("Serial", "471", {"field-reader": other})]).looks.shape == (3, 8)


def test_a_memory_comes_back_as_it_was_kept() -> None:
    memory = sevens_read_as_ones(3)
    back = from_bytes(to_bytes(memory))
    assert back == memory
    assert np.array_equal(back.looks, memory.looks)
    assert to_bytes(back) == to_bytes(memory)
    assert from_bytes(to_bytes(NOTHING_REMEMBERED)).empty
    assert not memory.empty


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"settled": []},
        {"settled": {"A": 7}},
        {"confusions": [["a"]]},
        {"looks": "§"},
        {"characters": "12345"},
        {"characters": None, "looks": None},
    ],
)
def test_a_broken_memory_is_said(change: dict[str, object]) -> None:
    data = json.dumps(json.loads(to_bytes(sevens_read_as_ones(2))) | change).encode()
    with pytest.raises(Expected) as said:
        from_bytes(data)
    assert (said.value.key, said.value.exit_code) == ("memory_broken", Exit.REGISTER)


def test_a_memory_that_is_far_too_large_is_not_read() -> None:
    with pytest.raises(Expected, match="memory_broken"):
        from_bytes(b" " * 20_000_001)


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_lesson_can_be_learnt(read_as: str, settled: str) -> None:
    memory = taught(NOTHING_REMEMBERED, [Lesson("Any", settled, {"e": guess(read_as)})] * 2)
    assert from_bytes(to_bytes(memory)) == memory
    assert all(count > 0 for count in memory.confusions.values())
