"""The room's door: columns in, readings out, in order, stoppable."""

from __future__ import annotations

import pytest

from db.errors import Cancelled, Expected
from db.model import CellState
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.vocabularies import Vocabularies
from desktop.recognition.combine import CellReading, Evidence
from desktop.recognition.engine import Engine, Hint
from desktop.recognition.page import ColumnCrops, read_columns
from tests.engines import CrashingEngine, MissingEngine, ScriptedEngine, SlowEngine, guess, in_order
from tests.recognition.drawn import empty

FORM = LedgerForm("Stock", (Column("No.", "digits"), Column("Serial", "serial_number")))
CROP = empty(20, 40)


NOTHING = Evidence()


def columns(rows: int, evidence: Evidence = NOTHING) -> list[ColumnCrops]:
    return [ColumnCrops(column, (CROP,) * rows, (evidence,) * rows) for column in FORM.columns]


def nobody(done: int, total: int) -> None:
    pass


def read(engines: list[Engine], rows: int = 2, evidence: Evidence = NOTHING) -> list[list[CellReading]]:
    return read_columns(columns(rows, evidence), engines, FORM, Vocabularies(), nobody, lambda: False)


def test_readings_come_in_the_order_of_columns_and_crops() -> None:
    engine = in_order({"digits": ["1", "2"], "serial_number": ["A17", "B18"]})
    assert [[cell.as_written for cell in column] for column in read([engine])] == [["1", "2"], ["A17", "B18"]]


def test_what_is_surely_blank_is_shown_to_no_engine() -> None:
    engine = in_order({})
    answers = read([engine], evidence=Evidence(blank=1.0))
    assert engine.seen == 0
    assert {cell.state for column in answers for cell in column} == {CellState.BLANK}


def test_a_sure_ditto_among_words_is_shown_to_no_engine_and_one_among_figures_is() -> None:
    engine = in_order({"digits": ["11", "12"], "text": ["Pistol", "Rifle"]})
    form = LedgerForm("Stock", (Column("No.", "digits"), Column("Type", "weapon_type")))
    marked = (Evidence(ditto=0.95), Evidence(ditto=0.95))
    parts = [ColumnCrops(column, (CROP, CROP), marked) for column in form.columns]
    figures, words = read_columns(parts, [engine], form, Vocabularies(), nobody, lambda: False)
    assert [hint.kind for hint in engine.hints] == ["digits"]
    assert {cell.state for cell in words} == {CellState.DITTO}
    assert {tuple(cell.readers) for cell in words} == {()}
    assert [cell.readers["scripted"] for cell in figures] == ["11", "12"]


def test_columns_that_an_engine_reads_alike_are_read_in_one_call() -> None:
    class Coarse(ScriptedEngine):
        def heeded(self, hint: Hint) -> Hint:
            return Hint("text")

    engine = Coarse(lambda crop, hint: guess("7"))
    assert [[cell.as_written for cell in column] for column in read([engine])] == [["7", "7"], ["7", "7"]]
    assert len(engine.hints) == 1


def test_progress_counts_cells() -> None:
    heard: list[tuple[int, int]] = []
    read_columns(
        columns(3),
        [in_order({})],
        FORM,
        Vocabularies(),
        lambda done, total: heard.append((done, total)),
        lambda: False,
    )
    assert heard == [(3, 6), (6, 6)]


def test_a_wish_to_stop_is_heard_in_the_middle_of_a_column() -> None:
    asked = iter([False, False, False, True, True, True, True, True, True])
    with pytest.raises(Cancelled):
        read_columns(columns(50), [SlowEngine(0.01)], FORM, Vocabularies(), nobody, lambda: next(asked, True))


def test_a_missing_program_is_the_worlds_fault_and_a_crash_is_ours() -> None:
    with pytest.raises(Expected, match="tesseract_missing"):
        read([MissingEngine()])
    with pytest.raises(RuntimeError, match="broke"):
        read([CrashingEngine()])
