"""How long a record is kept: by what happened to the weapon, from the year of the last thing that is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.model import Event
from desktop.fields.retention import YEARS, Retention, retention
from desktop.operations.amending import EVENT_KINDS


@pytest.mark.parametrize(
    ("events", "kept"),
    [
        ([("received", "1962-03-09")], (Retention.OTHER, 1983)),
        ([("manufactured", "1943"), ("received", "1962")], (Retention.MANUFACTURE, 1993)),
        ([("manufactured", "1943"), ("destroyed", "2001-05")], (Retention.DESTROYED, 2032)),
        ([("destroyed", "2001"), ("recovered", "2003")], (Retention.OTHER, 2024)),  # it was not destroyed
        ([("manufactured", "")], (Retention.INDEFINITE, 0)),
        ([], (Retention.INDEFINITE, 0)),
    ],
)
def test_a_record_of_manufacture_or_of_a_destroyed_weapon_is_kept_thirty_years_and_others_twenty(
    events: list[tuple[str, str]], kept: tuple[Retention, int]
) -> None:
    assert retention(Event(kind, date, date) for kind, date in events) == kept


@given(st.lists(st.tuples(st.sampled_from(EVENT_KINDS), st.integers(1850, 2030)), min_size=1, max_size=4))
def test_nothing_is_looked_at_again_before_its_years_are_over(said: list[tuple[str, int]]) -> None:
    kept, again_from = retention(Event(kind, str(year), str(year)) for kind, year in said)
    assert again_from == max(year for _, year in said) + YEARS[kept] + 1
    assert again_from > max(year for _, year in said) + 20
