"""What persons said of two records. Only ever added; the newest of a pair counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from db.model_tracing import Judgement
from db.store.connect import Store
from db.store.rows import insert, listed, select


def add_judgement(store: Store, new: Judgement) -> None:
    """Keep what a person said."""
    insert(store, "judgements", [asdict(new)])


def of_records(store: Store, record_ids: Sequence[str]) -> tuple[Judgement, ...]:
    """What stands of every pair that one of these records is in, the newest last; `open` ones are not in it."""
    sql = """
select j.id, j.first_id, j.second_id, j.verdict, j.note, j.at, j.by from judgements j
where (j.first_id in (select value from json_each(?)) or j.second_id in (select value from json_each(?)))
  and j.verdict <> 'open' and j.seq = (
    select max(n.seq) from judgements n where n.first_id = j.first_id and n.second_id = j.second_id
  ) order by j.seq
"""
    wanted = listed(record_ids)
    return tuple(Judgement(**each) for each in select(store, sql, wanted, wanted))


def history(store: Store, first_id: str, second_id: str) -> tuple[Judgement, ...]:
    """Everything that was ever said of a pair, the oldest first."""
    first, second = sorted((first_id, second_id))
    sql = (
        "select id, first_id, second_id, verdict, note, at, by from judgements "
        "where first_id = ? and second_id = ? order by seq"
    )
    return tuple(Judgement(**each) for each in select(store, sql, first, second))
