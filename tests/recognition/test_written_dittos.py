"""Dittos that are written as a word, in hands that no reader is sure of."""

from __future__ import annotations

from db.model import CellState
from tests.engines import guess
from tests.recognition.test_combine import read_column, read_one, unsure

DOUBTED = unsure("20", (0, 0.55, {"d": 0.4}), (1, 0.55, {"o": 0.4}))


def test_a_word_for_the_same_is_told_from_what_it_may_be() -> None:
    reading = read_one("make", field_reader=unsure("do.", (0, 0.6, {"c": 0.2}), (2, 0.7, {"s": 0.1})))
    assert (reading.state, reading.as_written, reading.text) == (CellState.DITTO, "do.", "")
    assert reading.confidence < 0.98
    assert reading.readers == {"field-reader": "do."}


def test_a_d_whose_stem_stands_off_its_bowl_is_a_d_all_the_same() -> None:
    for said in ("clo", "dlo", "alo"):
        reading = read_column("make", [guess("do"), guess("do"), guess(said, 0.7)])[-1]
        assert (reading.state, reading.as_written) == (CellState.DITTO, "do"), said
    assert read_one("make", field_reader=guess("Colt", 0.7)).state is CellState.READ


def test_a_maker_of_the_list_is_never_taken_for_one() -> None:
    reading = read_one("make", field_reader=unsure("H&K", (0, 0.6, {"d": 0.2})))
    assert (reading.state, reading.text) == (CellState.READ, "Heckler & Koch")


def test_a_figure_is_no_ditto_however_short() -> None:
    for text in ("10", "20", "100", "0"):
        assert read_one("digits", field_reader=guess(text)).state is CellState.READ


def test_the_others_of_a_column_say_how_often_it_is_written() -> None:
    alone = read_column("digits", [*map(guess, ("14", "30", "22", "7", "25")), DOUBTED])[-1]
    among = read_column("digits", [guess("14"), *[guess("do")] * 8, DOUBTED])[-1]
    assert (alone.state, alone.as_written) == (CellState.READ, "20")
    assert (among.state, among.as_written) == (CellState.DITTO, "do")


def test_where_the_column_has_none_the_word_stays_a_word() -> None:
    reading = read_one("serial_number", field_reader=unsure("d0", (0, 0.6, {"0": 0.3})))
    assert reading.as_written != ""
    assert reading.state is CellState.READ
