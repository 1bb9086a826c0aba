"""Serials of one delivery run on from row to row: what that says of a cell, and what it must not say."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.recognition.sequence import NOTHING_DUE, run_on, stepped

RUN = ["KB1041", "KB1042", "KB1043", "KB1044", "KB1045", "KB1046"]
USUAL = math.log(1e-5)


def column(*texts: str) -> list[list[tuple[str, float]]]:
    return [[(text, 0.9)] if text else [] for text in texts]


@pytest.mark.parametrize(
    ("serial", "steps", "due"),
    [
        ("KB1041", 1, "KB1042"), ("0099", 1, "0100"), ("0100", -1, "0099"), ("1234/7A", 2, "1234/9A"), ("99", 1, ""),
        ("00", -1, ""), ("ABC", 1, ""), ("", 1, ""),
    ],
)  # fmt: skip
def test_the_next_serial_keeps_its_noughts_and_never_grows(serial: str, steps: int, due: str) -> None:
    assert stepped(serial, steps) == due


def test_in_a_column_that_runs_on_the_next_serial_is_likelier_than_its_twin() -> None:
    due = run_on(column(*RUN[:3], "KB1O44", *RUN[4:]))[3]
    assert "KB1044" in due.texts
    assert due.weighed("KB1044", USUAL) > due.weighed("KB1O44", USUAL) + 2


def test_a_blank_row_does_not_end_a_run() -> None:
    due = run_on(column(*RUN[:3], "", "KB1O44", "KB1045"))[4]
    assert "KB1044" in due.texts


def test_in_a_column_that_jumps_little_is_due() -> None:
    jumping = ("KB1041", "AX77120", "31199", "T2201", "KB9000", "8812/4")
    ran, jumped = run_on(column(*RUN))[0], run_on(column(*jumping))[0]
    assert ran.runs > 4 * jumped.runs


def test_neighbours_never_make_a_text_more_than_twenty_times_as_likely() -> None:
    due = run_on(column(*RUN))[2]
    assert due.weighed("KB1043", math.log(1e-9)) <= math.log(1e-9) + math.log(21)


def test_a_cell_is_no_evidence_for_itself() -> None:
    one, other = run_on(column(*RUN[:2], "KB1043"))[2], run_on(column(*RUN[:2], "ZZ9"))[2]
    assert one == other


def test_serials_that_share_all_but_their_last_figures_speak_for_one_another() -> None:
    near = run_on(column("KB1041", "KB1077", "KB1019", "KB1O63"))[3]
    assert near.weighed("KB1063", USUAL) > near.weighed("KB1O63", USUAL)


def test_a_serial_alone_in_its_column_is_left_as_it_is() -> None:
    assert run_on(column("", "KB1041", ""))[1].weighed("KB1041", USUAL) == USUAL
    assert run_on([]) == []
    assert run_on(column("", "")) == [NOTHING_DUE, NOTHING_DUE]


@given(
    st.lists(st.text("A01/ ", max_size=5), max_size=6), st.text("A01/ ", max_size=5), st.floats(-30, -0.01)
)
def test_whatever_the_neighbours_are_the_answer_is_a_number(
    texts: list[str], asked: str, usual: float
) -> None:
    for due in run_on(column(*texts)):
        assert math.isfinite(due.weighed(asked, usual))
