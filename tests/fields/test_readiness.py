"""What records lack of what a profile asks, and the few questions that complete the most of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.fields.profiles import Ask, Profile
from desktop.fields.readiness import Facts, Group, group_of, lacks, questions

MAKE = Ask(("make",), "required", "8")
COUNTRY = Ask(("country",), "required", "8")
SERIAL = Ask(("serial_number",), "required", "8")
CALIBRE = Ask(("calibre",), "required", "9")
TYPE = Ask(("weapon_type", "model"), "encouraged", "8")
IMPORT = Ask(("import_country",), "required", "8", "imported")
LOT = Ask(("quantity",), "required", "7", "lot")
PROFILE = Profile("P", "a text", "checked", (MAKE, COUNTRY, SERIAL, CALIBRE, TYPE, IMPORT, LOT))


def facts(values: Mapping[str, str], *kinds: str, book: int = 1, without: tuple[str, ...] = ()) -> Facts:
    return Facts(values, frozenset(kinds), book, frozenset(without))


WHOLE = {"make": "FN", "country": "BEL", "serial_number": "1", "calibre": "9x19"}


def groups(*records: Facts) -> dict[Group, int]:
    return dict(Counter(group_of(lacks(PROFILE, one), one) for one in records))


def test_a_record_lacks_what_is_required_of_every_weapon_and_of_its_kind() -> None:
    assert lacks(PROFILE, facts(WHOLE)) == ()
    assert lacks(PROFILE, facts(WHOLE, "imported")) == (IMPORT,)
    assert lacks(PROFILE, facts(WHOLE), "encouraged") == (TYPE,)
    assert lacks(PROFILE, facts({**WHOLE, "model": "GP35"}), "encouraged") == ()


def test_of_a_lot_only_is_asked_what_is_asked_of_lots() -> None:
    assert lacks(PROFILE, facts({}, "lot")) == (LOT,)
    assert lacks(PROFILE, facts({"quantity": "20"}, "lot")) == ()


def test_one_question_is_asked_once_for_all_records_of_a_maker() -> None:
    no_country = {name: text for name, text in WHOLE.items() if name != "country"}
    other = {**no_country, "make": "Walther"}
    found = questions(groups(*[facts(no_country)] * 5, *[facts(other)] * 2, facts(WHOLE)))
    assert [(one.fields, one.shared, one.records, one.complete) for one in found] == [
        (("country",), "FN", 5, 6),
        (("country",), "Walther", 2, 8),
    ]


def test_what_a_book_has_no_column_for_is_asked_of_the_book() -> None:
    no_make = {name: text for name, text in WHOLE.items() if name != "make"}
    (found,) = questions(groups(*[facts(no_make, book=3, without=("make",))] * 4))
    assert (found.fields, found.shared, found.book, found.complete) == (("make",), "", 3, 4)


def test_nothing_is_asked_that_completes_no_record() -> None:
    assert (
        questions(groups(*[facts({"make": "FN", "calibre": "9x19"})] * 3)) == ()
    )  # each lacks a serial number of its own
    assert questions({}) == ()
    assert questions(groups(facts(WHOLE))) == ()


@settings(deadline=None)
@given(st.lists(st.sets(st.sampled_from(["country", "calibre"])), max_size=12))
def test_each_question_completes_at_least_as_many_as_before(missing: list[set[str]]) -> None:
    records = [
        facts({"model": "GP35", **{name: text for name, text in WHOLE.items() if name not in lacking}})
        for lacking in missing
    ]
    found = questions(groups(*records))
    assert [one.complete for one in found] == sorted(one.complete for one in found)
    assert not found or found[-1].complete == len(records)
