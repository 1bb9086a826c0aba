"""The registry's answer, from the file that comes back to the queue of what was sent back."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from db.errors import Expected
from db.model import Ledger
from db.store import answers, batches, journal, records
from desktop.exchange.age import age_encrypted, new_age_key
from desktop.exchange.password import password_locked
from desktop.exchange.public_keys import PublicKeys
from desktop.exchange.signature import Purpose, SigningKey, sign
from desktop.messages import sentence
from desktop.operations import answered, answering, exchange_keys, round_trip, sealing, searching
from desktop.operations.answer_views import AnswerList, AnswerPreview
from desktop.operations.session import Session, Workplace, open_session
from desktop.operations.views import SealedBatch
from tests.operations.answers import as_list, filled_in
from tests.operations.conftest import PASSPHRASE
from tests.operations.filed import file_rows

ROWS = [(str(n), f"00451{n:02d}", "Walther", "1941") for n in range(5)]
SAID: Mapping[str, Mapping[str, str]] = {
    "0045100": {"answer": "accepted", "registry_number": "R-000017"},
    "0045101": {"answer": "duplicate", "duplicate_of": "R-000003"},
    "0045102": {"answer": "rejected", "code": "E7", "note": "no such model"},
    "0045103": {"answer": "question", "note": "which rack?"},
}
KEY = SigningKey(bytes(range(32)))
REGISTRY = PublicKeys("registry", "9" * 32, "Central registry", "REG", KEY.public.raw.hex(), new_age_key()[1])


@pytest.fixture
def batch(session: Session, book: Ledger, tmp_path: Path) -> SealedBatch:
    file_rows(session, book, ROWS)
    stick = tmp_path / "stick"
    stick.mkdir()
    return sealing.seal(session, stick)


@pytest.fixture
def workbook(session: Session, batch: SealedBatch) -> bytes:
    return batches.files(session.store, batch.batch.id)["batch.xlsx"]


def counts(preview: AnswerPreview) -> dict[str, int]:
    return {kind.value: number for kind, number in preview.counts if number}


def warned(preview: AnswerPreview) -> list[str]:
    assert all(sentence(one.key, dict(one.values)) for one in (*preview.warnings, *preview.problems))
    return [one.key for one in preview.warnings]


def test_an_answer_is_shown_then_taken_and_then_changes_nothing(
    session: Session, workbook: bytes, tmp_path: Path
) -> None:
    path = filled_in(workbook, SAID, tmp_path / "answer.xlsx")
    shown = answering.look_at_answer(session, path)
    expected = {"accepted": 1, "duplicate": 1, "rejected": 1, "question": 1}
    assert counts(shown) == {**expected, "missing": 1}
    assert (shown.batches, shown.takes, warned(shown)) == ((1,), 4, ["answer_unsigned"])
    lines = dict(shown.lines)
    (rejected,) = lines[AnswerList.REJECTED]
    assert (rejected.serial, rejected.place, rejected.said) == ("0045102", "1/1/3", "E7 · no such model")
    assert lines[AnswerList.MISSING][0].serial == "0045104"
    assert answers.taken(session.store) == ()  # looking changes nothing
    taken = answering.take_answer(session, shown)
    assert {kind.value: number for kind, number in taken.counts} == expected
    again = answering.look_at_answer(session, path)
    assert counts(again) == {"repeated": 4, "missing": 1}
    assert "answer_taken_before" in warned(again)
    answering.take_answer(session, again)
    assert len(answers.taken(session.store)) == 1
    last = journal.entries(session.store, journal.head(session.store)[1] - 1)[0]
    assert (last.action, "0045102" in last.details, "E7" in last.details) == ("take_answer", False, False)


def test_a_registry_number_is_kept_and_found(session: Session, workbook: bytes, tmp_path: Path) -> None:
    path = as_list(workbook, SAID, tmp_path / "answer.csv")
    answering.take_answer(session, answering.look_at_answer(session, path))
    (hit,) = searching.search(session, "r000017")
    assert hit.record.serial == "0045100"
    assert hit.answer is not None
    assert (hit.answer.registry_number, hit.answer.reply) == ("R-000017", "accepted")


def test_each_record_says_where_it_is_on_its_way(
    session: Session, workbook: bytes, tmp_path: Path, book: Ledger
) -> None:
    def states() -> list[str]:
        found = [searching.search(session, serial)[0] for serial in ("0045100", "0045102", "0045104", "77")]
        return [sentence(one.key, dict(one.values)) for one in map(round_trip.state_of, found)]

    file_rows(session, book, [("9", "77", "Walther", "1941")])
    assert states() == ["Sent", "Sent", "Sent", "Not sent"]
    answering.take_answer(
        session, answering.look_at_answer(session, as_list(workbook, SAID, tmp_path / "a.csv"))
    )
    assert states() == ["Accepted: R-000017", "Rejected: E7", "Sent", "Not sent"]
    (rejected,) = (one for one in answered.sent_back(session) if one.answer.reply == "rejected")
    answered.answer_back(session, rejected.hit.record.id, "it is a P38")
    assert states()[1] == "Corrected, goes again"
    again = tmp_path / "again"
    again.mkdir()
    sealing.seal(session, again)
    assert states() == ["Accepted: R-000017", "Sent again", "Sent", "Sent"]


def test_answers_in_parts_late_and_out_of_order_come_to_the_same(
    session: Session, workbook: bytes, tmp_path: Path
) -> None:
    first = {"0045100": {"answer": "question", "note": "?", "answered_on": "2026-03-02"}}
    second = {"0045100": {"answer": "accepted", "registry_number": "R-1", "answered_on": "2026-03-09"}}
    newer = answering.look_at_answer(session, as_list(workbook, second, tmp_path / "b.csv"))
    answering.take_answer(session, newer)
    older = answering.look_at_answer(session, as_list(workbook, first, tmp_path / "a.csv"))
    assert counts(older) == {"late": 1, "missing": 4}
    answering.take_answer(session, older)
    assert answers.of_batches(session.store, [newer.matched.new[0].key.batch_id])[0].reply == "accepted"


def test_an_old_answer_shown_again_does_not_undo_a_newer_one(
    session: Session, workbook: bytes, tmp_path: Path
) -> None:
    old = as_list(workbook, {"0045100": {"answer": "accepted", "registry_number": "R-1"}}, tmp_path / "a.csv")
    new = as_list(workbook, {"0045100": {"answer": "rejected", "note": "stolen in 1999"}}, tmp_path / "b.csv")
    answering.take_answer(session, answering.look_at_answer(session, old))
    changed = answering.look_at_answer(session, new)
    assert dict(changed.lines)[AnswerList.REJECTED][0].before == "accepted R-1"
    answering.take_answer(session, changed)
    replayed = answering.look_at_answer(session, old)
    assert (counts(replayed), replayed.takes) == ({"late": 1, "missing": 4}, 0)
    answering.take_answer(session, replayed)
    (standing,) = answered.standings(session)
    assert (standing.accepted, standing.rejected, standing.waiting) == (0, 1, 4)


def test_rows_that_are_not_ours_or_not_as_sent_are_listed_and_left(
    session: Session, workbook: bytes, tmp_path: Path
) -> None:
    path = as_list(workbook, SAID, tmp_path / "answer.csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    _, record_id, *_ = lines[1].split(",")
    lines[1] = lines[1].replace(record_id, "f" * 32)
    lines[2] = lines[2].replace(lines[2].split(",")[3], "0" * 64)
    lines.append(lines[3].replace("rejected", "accepted"))
    path.write_text("\n".join(lines), encoding="utf-8")
    shown = answering.look_at_answer(session, path)
    assert counts(shown) == {"question": 1, "unknown": 1, "altered": 1, "contradicting": 2, "missing": 4}
    assert answering.take_answer(session, shown).counts[-1] == (AnswerList.QUESTION, 1)


def test_an_altered_row_of_the_batch_that_came_back_is_named(
    session: Session, workbook: bytes, tmp_path: Path
) -> None:
    path = filled_in(workbook, SAID, tmp_path / "answer.xlsx")
    book = load_workbook(path)
    cell = next(cell for row in book["Records"].iter_rows() for cell in row if cell.value == "0045101")
    cell.value = "0045707"
    book.save(path)
    shown = answering.look_at_answer(session, path)
    (problem,) = shown.problems
    assert (problem.key, dict(problem.values)["row"]) == ("batch_row_altered", "2")


def test_what_was_sent_back_waits_with_its_place(session: Session, workbook: bytes, tmp_path: Path) -> None:
    path = as_list(workbook, SAID, tmp_path / "answer.csv")
    answering.take_answer(session, answering.look_at_answer(session, path))
    waiting = answered.sent_back(session)
    assert [(one.hit.record.serial, one.answer.reply) for one in waiting] == [
        ("0045102", "rejected"), ("0045103", "question"), ("0045101", "duplicate"),
    ]  # fmt: skip
    assert (waiting[0].hit.row_number, waiting[0].batch, waiting[0].unsigned) == (3, 1, True)


def test_a_question_is_answered_by_a_new_revision_of_the_same_record(
    session: Session, workbook: bytes, tmp_path: Path
) -> None:
    path = as_list(workbook, SAID, tmp_path / "answer.csv")
    answering.take_answer(session, answering.look_at_answer(session, path))
    question = next(one for one in answered.sent_back(session) if one.answer.reply == "question")
    with pytest.raises(Expected, match="answer_why_needed"):
        answered.answer_back(session, question.hit.record.id, " ")
    revised = answered.answer_back(session, question.hit.record.id, "rack 7, seen on 3 March")
    assert (revised.revision, revised.serial) == (2, "0045103")
    assert records.unsent(session.store) == ((revised.id, 2),)
    assert len(answered.sent_back(session)) == 2
    again = sealing.seal(session, tmp_path / "stick")
    assert again.batch.records == ((revised.id, 2),)
    with pytest.raises(Expected, match="answer_nothing_waits"):
        answered.answer_back(session, revised.id, "again")


def test_what_needs_no_more_work_is_put_aside_with_a_word(
    session: Session, workbook: bytes, tmp_path: Path
) -> None:
    path = as_list(workbook, SAID, tmp_path / "answer.csv")
    answering.take_answer(session, answering.look_at_answer(session, path))
    duplicate = next(one for one in answered.sent_back(session) if one.answer.reply == "duplicate")
    answered.put_aside(session, duplicate.hit.record.id, "the same weapon, from the depot's book")
    assert len(answered.sent_back(session)) == 2
    with pytest.raises(Expected, match="answer_nothing_waits"):
        answered.put_aside(session, duplicate.hit.record.id, "again")


def test_the_way_of_each_batch_is_told(session: Session, workbook: bytes, tmp_path: Path) -> None:
    (sent,) = answered.standings(session)
    assert (sent.written, sent.waiting, sent.batch.number) == (True, 5, 1)
    path = as_list(workbook, SAID, tmp_path / "answer.csv")
    answering.take_answer(session, answering.look_at_answer(session, path))
    (standing,) = answered.standings(session)
    assert (standing.accepted, standing.duplicate, standing.rejected, standing.question) == (1, 1, 1, 1)
    assert standing.waiting == 1


def signed_answer(session: Session, workbook: bytes, folder: Path) -> Path:
    """The registry's answer signed, and encrypted to the armoury."""
    data = filled_in(workbook, SAID, folder / "plain.xlsx").read_bytes()
    path = folder / "answer.xlsx.age"
    path.write_bytes(age_encrypted(data, exchange_keys.own_keys(session).age))
    (folder / "answer.xlsx.sig").write_bytes(sign(data, Purpose.ANSWER, KEY))
    return path


def test_a_signed_and_encrypted_answer_is_taken_as_such(
    session: Session, workbook: bytes, tmp_path: Path
) -> None:
    exchange_keys.enrol_registry(session, REGISTRY)
    shown = answering.look_at_answer(session, signed_answer(session, workbook, tmp_path))
    assert (shown.signed_by, shown.encrypted, warned(shown)) == (KEY.public.fingerprint, True, [])
    assert answering.take_answer(session, shown).signed
    assert not any(one.unsigned for one in answered.sent_back(session))


def test_a_signature_proves_nothing_where_the_key_is_not_known(
    session: Session, workbook: bytes, tmp_path: Path
) -> None:
    shown = answering.look_at_answer(session, signed_answer(session, workbook, tmp_path))
    assert (shown.signed_by, warned(shown)) == ("", ["answer_signature_unknown"])


def test_a_signature_of_another_or_over_another_file_is_refused(
    session: Session, workbook: bytes, tmp_path: Path
) -> None:
    path = signed_answer(session, workbook, tmp_path)
    exchange_keys.enrol_registry(session, replace(REGISTRY, signing=SigningKey(bytes(32)).public.raw.hex()))
    with pytest.raises(Expected, match="signature_of_another_key"):
        answering.look_at_answer(session, path)
    exchange_keys.enrol_registry(session, REGISTRY)
    (tmp_path / "answer.xlsx.sig").write_bytes(sign(b"another answer", Purpose.ANSWER, KEY))
    with pytest.raises(Expected, match="signature_wrong"):
        answering.look_at_answer(session, path)


def test_an_answer_encrypted_to_another_armoury_does_not_open(
    session: Session, workbook: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "answer.xlsx.age"
    path.write_bytes(age_encrypted(workbook, new_age_key()[1]))
    with pytest.raises(Expected, match="encrypted_to_another"):
        answering.look_at_answer(session, path)


def test_an_answer_behind_the_agreed_password_is_read(
    session: Session, workbook: bytes, tmp_path: Path
) -> None:
    plain = filled_in(workbook, SAID, tmp_path / "plain.xlsx").read_bytes()
    path = tmp_path / "answer.xlsx"
    path.write_bytes(password_locked(plain, "long enough for a stick"))
    with pytest.raises(Expected, match="workbook_other_format"):
        answering.look_at_answer(session, path)
    exchange_keys.set_workbook_password(session, "long enough for a stick")
    assert answering.look_at_answer(session, path).takes == 4


def test_a_register_from_before_the_batch_says_so_when_it_is_shown_the_answer(
    session: Session, book: Ledger, workplace: Workplace, tmp_path: Path
) -> None:
    file_rows(session, book, ROWS)
    exchange_keys.own_keys(session)
    session.store.db.execute("pragma wal_checkpoint(truncate)")
    backup = tmp_path / "backup"
    shutil.copytree(session.store.folder, backup)
    (tmp_path / "stick").mkdir()
    batch = sealing.seal(session, tmp_path / "stick").batch
    workbook = batches.files(session.store, batch.id)["batch.xlsx"]
    path = filled_in(workbook, SAID, tmp_path / "answer.xlsx")
    restored = open_session(workplace, backup, PASSPHRASE)
    shown = answering.look_at_answer(restored, path)
    assert "register_older_than_batch" in warned(shown)
    assert (counts(shown), shown.takes) == ({"unknown": 4}, 0)
    restored.close()


def test_there_has_to_be_a_file(session: Session, tmp_path: Path) -> None:
    with pytest.raises(Expected, match="answer_missing"):
        answering.look_at_answer(session, tmp_path / "none.xlsx")
