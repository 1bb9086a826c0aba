"""What is said of a chart: only what is more than chance stands out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.accuracy.calibration import reliability
from desktop.accuracy.errors import errors
from desktop.accuracy.intervals import by_pages, wilson
from desktop.accuracy.keyers import agreement
from desktop.messages import sentence
from desktop.operations.accuracy_chart_sentences import chart_sentences
from desktop.operations.accuracy_views import PageErrors, Report, Shares

NOTHING = Report(
    {}, wilson(0, 0), by_pages([]), {"page": 1.0, "hand": 1.0}, errors([]), {}, {}, {}, {}, errors([]), {}, {}, {}, {},
    {}, {}, {}, (), reliability([], []), {}, agreement([]), None, None, (),
)  # fmt: skip


def said(found: Report) -> dict[str, str]:
    return {name: sentence(one.key, dict(one.values)) for name, one in chart_sentences(found).items()}


def test_of_nothing_nothing_is_said() -> None:
    assert said(NOTHING) == {}


@pytest.mark.parametrize(
    ("hands", "begins"),
    [
        ({"A": wilson(20, 100), "B": wilson(1, 100)}, "As filed, A stands out: 20.0 % wrong"),
        (
            {"A": wilson(1, 1), "B": wilson(4, 100)},
            "As filed, nothing stands out",
        ),  # one field proves nothing
        ({"A": wilson(2, 100)}, "As filed, A: 2.0 % wrong"),
    ],
)
def test_a_hand_stands_out_only_where_that_is_more_than_chance(hands: Shares, begins: str) -> None:
    assert said(replace(NOTHING, hands=hands))["chart_hands_filed"].startswith(begins)


def test_two_periods_differ_where_their_intervals_lie_apart() -> None:
    apart = said(replace(NOTHING, machine_over_time={"2026-01": wilson(40, 100), "2026-02": wilson(5, 100)}))
    assert apart["chart_machine_over_time"].endswith("That is more than chance.")
    near = said(replace(NOTHING, filed_over_time={"2026-01": wilson(2, 100), "2026-02": wilson(1, 100)}))
    assert near["chart_filed_over_time"].endswith("That may be chance.")


def test_confusions_pages_and_certainty_are_said_in_words() -> None:
    pages = tuple(
        PageErrors("p", 1, position, wilson(wrong, 40), wilson(0, 40)) for position, wrong in ((1, 0), (2, 3))
    )
    found = replace(
        NOTHING, machine_serials=errors([("B1", "81"), ("A", "")]), pages=pages,
        bands={"0.50": wilson(10, 20), "0.98": wilson(1, 100)}, reliability=reliability([0.9] * 5, [True] * 5),
    )  # fmt: skip
    told = said(found)
    assert (
        told["chart_pages_1"]
        == "Look at page 2 first: 3 of the 40 fields that were typed there were filed wrong."
    )
    assert told["chart_confusions"] == "Most often A was left out: 1 of 2 wrong characters."
    assert told["chart_bands"].startswith(
        "Where the machine was surest (from 98 %), 1.0 % was wrong (n = 100)"
    )
    assert "too few to say" in told["chart_reliability"]
