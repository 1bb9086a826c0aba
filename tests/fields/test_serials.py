"""Serial numbers: verbatim, and what stands beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.fields.serials import LOOK_ALIKES, SerialParts, next_in_run, parts, search_keys

serials = st.text(st.sampled_from("ABKOQD01234589 -/.ÑАВСЯΩ٠١٢?*"), max_size=14)


@pytest.mark.parametrize(
    ("serial", "found"),
    [
        ("AB 01234-C", SerialParts("AB", "01234", "C", "Latin")),
        ("000123", SerialParts("", "000123", "", "")),
        ("G3-12345", SerialParts("G3", "12345", "", "Latin")),
        ("1234-5678", SerialParts("1234", "5678", "", "")),
        ("АК 512", SerialParts("АК", "512", "", "Cyrillic")),
        ("АK 512", SerialParts("АK", "512", "", "mixed")),
        ("ABC", SerialParts("ABC", "", "", "Latin")),
        ("", SerialParts("", "", "", "")),
        ("أ ٠١٢٣", SerialParts("أ", "٠١٢٣", "", "Arabic")),
    ],
)
def test_a_serial_number_is_taken_apart_at_its_longest_run_of_figures(
    serial: str, found: SerialParts
) -> None:
    assert parts(serial) == found


@given(serials)
def test_parts_lose_no_letter_and_no_figure(serial: str) -> None:
    found = parts(serial)
    joined = found.prefix + found.body + found.suffix
    assert [c for c in joined if c.isalnum()] == [c for c in serial if c.isalnum()]


@given(st.text(max_size=20))
def test_keys_of_keys_are_the_same_again(serial: str) -> None:
    keys = search_keys(serial)
    assert search_keys(keys.plain) == keys
    assert search_keys(keys.folded).folded == keys.folded
    assert search_keys(keys.digits).digits == keys.digits


@given(serials)
def test_punctuation_spaces_and_case_change_no_key(serial: str) -> None:
    loose = " ".join(serial.lower()).replace(".", "-")
    assert search_keys(loose) == search_keys(serial)


@given(st.text("0123456789", min_size=1, max_size=12))
def test_a_key_keeps_its_leading_zeros(serial: str) -> None:
    assert search_keys(serial).plain == search_keys(serial).digits == serial


@given(serials, st.sampled_from(LOOK_ALIKES), st.data())
def test_look_alikes_are_one_in_the_folded_key(serial: str, group: str, data: st.DataObject) -> None:
    one, other = data.draw(st.sampled_from(group)), data.draw(st.sampled_from(group))
    assert search_keys(serial + one).folded == search_keys(serial + other).folded


def test_keys_are_what_they_say() -> None:
    keys = search_keys("ав-01 Q٣")
    assert (keys.plain, keys.folded, keys.digits) == ("АВ01Q3", "A80103", "013")
    assert search_keys("A?45*").plain == "A?45*"
    assert search_keys("A?45*").digits == "45"


@pytest.mark.parametrize(
    ("previous", "following"),
    [
        (["A 008", "A 009", "A 010"], "A 011"),
        (["x", "98", "99", "100"], "101"),
        (["997", "998", "999"], "1000"),
        (["099", "100", "101"], "102"),
        (["AB-07/84", "AB-08/84", "AB-09/84"], "AB-10/84"),
        (["12345-001", "12345-002", "12345-003"], "12345-004"),
        (["٠٩٨", "٠٩٩", "١٠٠"], "١٠١"),
        (["1", "2"], None),
        (["A", "A", "A"], None),
        (["A1", "B2", "A3"], None),
        (["1", "2", "4"], None),
        (["3", "2", "1"], None),
        (["5", "5", "5"], None),
        (["1/1", "2/2", "3/3"], None),
        (["09", "010", "011"], None),
        (["9", "10", "011"], None),
        (["A1", "A2", "A3 4"], None),
    ],
)
def test_a_run_goes_on_only_where_three_step_by_one(previous: list[str], following: str | None) -> None:
    assert next_in_run(previous) == following


@given(
    st.integers(0, 10**8),
    st.integers(1, 9),
    st.sampled_from(("", "AB ", "K-")),
    st.sampled_from(("", "/84", " C")),
)
def test_a_run_keeps_width_zeros_and_punctuation(first: int, width: int, before: str, after: str) -> None:
    run = [f"{before}{number:0{width}d}{after}" for number in range(first, first + 4)]
    # 99, 100: a width that grows beyond its zeros is a run too.
    assert next_in_run(run[:3]) == run[3]


@given(st.lists(st.sampled_from(("1", "2", "3", "A1", "A2", "A3", "01", "02", "", "B-3 C")), max_size=6))
def test_what_follows_is_new_and_differs_from_the_last_in_figures_alone(previous: list[str]) -> None:
    following = next_in_run(previous)
    if following is not None:
        assert following not in previous[-3:]
        assert [c for c in following if not c.isdecimal()] == [c for c in previous[-1] if not c.isdecimal()]
