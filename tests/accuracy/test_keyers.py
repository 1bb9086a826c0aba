from __future__ import annotations

from desktop.accuracy.keyers import agreement, caught


def test_two_entries_are_compared_and_blamed_by_what_a_third_person_decided() -> None:
    entries = [("A1", "A1", None)] * 96 + [
        ("B8", "88", "B8"),
        ("0O", "00", "00"),
        ("X", "Y", "Z"),
        ("C", "G", None),
    ]
    found = agreement(entries)
    assert (found.fields, found.differing, found.first_wrong, found.second_wrong) == (100, 4, 2, 2)
    assert found.escaped == 0.04  # two errors in a hundred each: both at once in 0.04 of a hundred


def test_nothing_escapes_where_nothing_was_entered() -> None:
    assert agreement([]).escaped == 0


def test_the_share_of_practice_errors_that_were_caught_has_its_interval() -> None:
    found = caught(18, 20)
    assert found.share == 0.9
    assert found.low < 0.9 < found.high
    assert found.n == 20
