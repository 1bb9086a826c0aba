"""What the registry said of the revisions that were sent; the newest word on each counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Final

from db.model import Answer, AnswerFile
from db.store.connect import Store
from db.store.rows import Found, insert, listed, select, select_one, select_value

_COLUMNS: Final = frozenset(field.name for field in fields(Answer))


def add_answers(
    store: Store, file: AnswerFile, data: bytes, answers: Iterable[Answer], key_of: Mapping[str, str]
) -> None:
    """Keep an answer as it came and what it says; `key_of` gives each registry number's search key."""
    insert(store, "answer_files", [{**asdict(file), "data": data}])
    rows = ({**asdict(one), "number_key": key_of.get(one.registry_number, "")} for one in answers)
    insert(store, "answers", rows)


def file_with(store: Store, sha256: str) -> AnswerFile | None:
    """The answer with these bytes, where it was taken before."""
    sql = "select id, name, sha256, signed_by, taken_at, taken_by from answer_files where sha256 = ?"
    found = select_one(store, sql, sha256)
    return AnswerFile(**found) if found else None


def taken(store: Store) -> tuple[AnswerFile, ...]:
    """Every answer that was taken, the newest first."""
    sql = "select id, name, sha256, signed_by, taken_at, taken_by from answer_files order by taken_at desc, rowid desc"
    return tuple(AnswerFile(**found) for found in select(store, sql))


def of_batches(store: Store, batch_ids: Sequence[str]) -> tuple[Answer, ...]:
    """What stands now of each row of these batches that was answered."""
    sql = "select * from standing_answers where batch_id in (select value from json_each(?)) order by seq"
    return _answers(select(store, sql, listed(batch_ids)))


def superseded(store: Store, batch_ids: Sequence[str]) -> tuple[Answer, ...]:
    """What was said of rows of these batches and does not stand any more."""
    sql = (
        "select a.* from answers a join latest_answers l on l.record_id = a.record_id and l.revision = a.revision "
        "where l.batch_id in (select value from json_each(?)) and l.seq <> a.seq"
    )
    return _answers(select(store, sql, listed(batch_ids)))


def of_record(store: Store, record_id: str) -> tuple[Answer, ...]:
    """What stands now of every revision of a record that was answered, the newest revision first."""
    sql = "select * from standing_answers where record_id = ? order by revision desc"
    return _answers(select(store, sql, record_id))


def of_latest(store: Store, record_ids: Sequence[str]) -> dict[str, Answer]:
    """By record id, the newest revision's answer; where that has none, the last one that a revision before had."""
    sql = (
        "select * from standing_answers where record_id in (select value from json_each(?)) order by revision"
    )
    return {one.record_id: one for one in _answers(select(store, sql, listed(record_ids)))}


def with_number(store: Store, key: str, limit: int) -> tuple[str, ...]:
    """Ids of the records whose registry number holds `key` (a search key), the same number first."""
    if not key:
        return ()
    sql = (
        "select record_id from answers where number_key <> '' and instr(number_key, ?) > 0 "
        "group by record_id order by max(number_key = ?) desc, max(seq) desc limit ?"
    )
    return tuple(found["record_id"] for found in select(store, sql, key, key, limit))


def counts(store: Store) -> dict[str, dict[str, int]]:
    """By batch, how many of its rows stand at each reply."""
    answer: dict[str, dict[str, int]] = {}
    sql = "select batch_id, reply, count(*) as number from latest_answers group by batch_id, reply"
    for found in select(store, sql):
        answer.setdefault(found["batch_id"], {})[found["reply"]] = found["number"]
    return answer


def sent_back(store: Store) -> tuple[Answer, ...]:
    """What wants work: not accepted, not corrected since, not put aside; questions and rejections first."""
    sql = "select * from standing_answers where sent_back order by reply = 'duplicate', seq"
    return _answers(select(store, sql))


def put_aside(store: Store, record_id: str, revision: int, *, why: str, at: str, by: str) -> None:
    """Nothing more is to be done about the answer that stands now, and why."""
    sql = "select seq from latest_answers where record_id = ? and revision = ?"
    seq = select_value(store, sql, record_id, revision)
    insert(store, "answers_put_aside", [{"answer_seq": seq, "why": why, "at": at, "by": by}])


def _answers(rows: Iterable[Found]) -> tuple[Answer, ...]:
    return tuple(
        Answer(**{name: value for name, value in found.items() if name in _COLUMNS}) for found in rows
    )
