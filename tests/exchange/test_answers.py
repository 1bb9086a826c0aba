"""The registry's answer: read from what it sends back, matched by ids and hash, and taken once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.exchange.answer import Matched, Reply, RowAnswer, RowKey, SentRow, match


def key(row: int, batch: str = "b1", revision: int = 1) -> RowKey:
    return RowKey(batch, f"r{row}", revision)


SENT = [SentRow(key(row), f"hash{row}") for row in range(1, 6)]


def answer(row: int, reply: Reply = Reply.ACCEPTED, number: str = "", **more: str) -> RowAnswer:
    return RowAnswer(key(row), f"hash{row}", reply, number, **more)  # type: ignore[arg-type]  # texts only


def test_an_answer_is_matched_by_id_and_hash_and_not_by_order() -> None:
    matched = match([answer(4, number="N4"), answer(2, Reply.QUESTION, note="Which side?")], SENT, [])
    assert [one.key for one in matched.new] == [key(4), key(2)]
    assert [row.key for row in matched.missing] == [key(1), key(3), key(5)]
    assert matched.unknown == matched.altered == matched.contradicting == ()


def test_the_same_answer_twice_changes_nothing() -> None:
    answers = [answer(1, number="N1"), answer(2, Reply.REJECTED, code="7")]
    again = match([replace(one, line=99) for one in answers], SENT, match(answers, SENT, []).taken)
    assert (again.new, again.changed) == ((), ())
    assert again.repeated == tuple(answers)


def test_rows_never_sent_and_rows_altered_are_lists_of_their_own() -> None:
    other_revision = replace(answer(1), key=key(1, revision=2))
    other_batch = replace(answer(1), key=key(1, "b2"))
    altered = replace(answer(2), row_sha256="hash of something else")
    matched = match([other_revision, other_batch, altered], SENT, [])
    assert matched.unknown == (other_revision, other_batch)
    assert matched.altered == (altered,)
    assert matched.new == ()
    assert len(matched.missing) == 5


def test_rows_of_a_batch_that_is_not_answered_are_not_missing() -> None:
    waiting = SentRow(key(1, "b2"), "hash")
    assert waiting not in match([answer(1)], [*SENT, waiting], []).missing


def test_two_answers_to_one_row_that_disagree_are_not_taken() -> None:
    accepted, rejected = answer(1, number="N1"), answer(1, Reply.REJECTED, code="7")
    matched = match([accepted, rejected, answer(2), answer(2)], SENT, [])
    assert matched.contradicting == (accepted, rejected)
    assert matched.new == (answer(2),)
    assert key(1) in {row.key for row in matched.missing}


def test_a_changed_mind_is_shown_beside_what_was_said_before() -> None:
    asked, accepted = answer(1, Reply.QUESTION, note="?"), answer(1, number="N1")
    matched = match([accepted], SENT, [asked])
    assert matched.changed == ((asked, accepted),)
    assert matched.taken == (accepted,)


@pytest.mark.parametrize(("now", "late"), [("2026-03-01", True), ("2026-03-09", False), ("", False)])
def test_a_letter_older_than_what_is_known_comes_late_and_is_not_taken(now: str, *, late: bool) -> None:
    known = answer(1, number="N1", answered_on="2026-03-05")
    other = answer(1, Reply.QUESTION, note="?", answered_on=now)
    matched = match([other], SENT, [known])
    assert (matched.late == ((known, other),)) == late
    assert (matched.taken == ()) == late


replies = st.builds(
    RowAnswer,
    key=st.builds(
        RowKey, st.sampled_from(["b1", "b2"]), st.sampled_from(["r1", "r2", "r3", "r9"]), st.just(1)
    ),
    row_sha256=st.sampled_from(["hash1", "hash2", "hash3"]),
    reply=st.sampled_from(Reply),
    registry_number=st.sampled_from(["", "N1"]),
    answered_on=st.sampled_from(["", "2026-03-01", "2026-03-02"]),
    line=st.integers(2, 9),
)


def everything(matched: Matched) -> list[RowAnswer]:
    pairs = [now for _, now in (*matched.changed, *matched.late)]
    lists = (matched.new, matched.repeated, matched.unknown, matched.altered, matched.contradicting)
    return [*pairs, *(one for some in lists for one in some)]


@given(st.lists(replies, max_size=8), st.lists(replies, max_size=4))
def test_taking_an_answer_and_matching_it_again_finds_nothing_new(
    answers: list[RowAnswer], first: list[RowAnswer]
) -> None:
    earlier = {one.key: one for one in match(first, SENT, []).taken}
    matched = match(answers, SENT, earlier.values())
    assert {(one.key, one) for one in answers} == {(one.key, one) for one in everything(matched)}
    after = earlier | {one.key: one for one in matched.taken}
    again = match(answers, SENT, after.values())
    assert (again.new, again.changed) == ((), ())
    assert (again.late, again.missing) == (matched.late, matched.missing)
