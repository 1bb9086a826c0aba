"""Spot checks: frozen lots, their seeds and plans, what was typed blind, and what was decided."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from db.errors import Exit, Expected
from db.model import CellState, Decision, Lot, SamplePlan, Truth
from db.store.connect import Store
from db.store.rows import Found, insert, listed, select, select_one


def add_lot(store: Store, lot: Lot) -> None:
    """Freeze a lot: these revisions."""
    values = {**asdict(lot), "fields": json.dumps(lot.fields)}
    del values["records"]
    insert(store, "lots", [values])
    members = (
        {"lot_id": lot.id, "record_id": record_id, "revision": revision}
        for record_id, revision in lot.records
    )
    insert(store, "lot_records", members)


def lots(store: Store) -> tuple[Lot, ...]:
    """Every lot, the newest first, without its records."""
    return tuple(_lot(found, ()) for found in select(store, "select * from lots order by rowid desc"))


def lot(store: Store, lot_id: str, only: Iterable[str] | None = None) -> Lot:
    """One lot with its records in the order of their ids, or with those of them that are named. Expected: lot_unknown.

    A lot may have 100,000 records of which a few hundred are drawn.
    """
    found = select_one(store, "select * from lots where id = ?", lot_id)
    if found is None:
        raise Expected("lot_unknown", Exit.USAGE)
    if only is None:
        sql = "select record_id, revision from lot_records where lot_id = ? order by record_id"
        members = select(store, sql, lot_id)
    else:
        sql = (
            "select record_id, revision from lot_records where lot_id = ? "
            "and record_id in (select value from json_each(?)) order by record_id"
        )
        members = select(store, sql, lot_id, listed(list(only)))
    return _lot(found, tuple((each["record_id"], each["revision"]) for each in members))


def put_seed(store: Store, lot_id: str, seed: bytes, at: str) -> None:
    """Keep the seed of a frozen lot; there is one for ever."""
    insert(store, "lot_seeds", [{"lot_id": lot_id, "seed": seed, "at": at}])


def seed(store: Store, lot_id: str) -> bytes:
    """The lot's seed. Expected: lot_not_drawn."""
    found = select_one(store, "select seed from lot_seeds where lot_id = ?", lot_id)
    if found is None:
        raise Expected("lot_not_drawn", Exit.REFUSED)
    return bytes(found["seed"])


def add_plan(store: Store, plan: SamplePlan) -> None:
    """Add the plan of a lot, or a longer one."""
    insert(store, "lot_plans", [asdict(plan)])


def plans(store: Store, lot_id: str) -> tuple[SamplePlan, ...]:
    """The plans of a lot, the first made first."""
    sql = "select lot_id, share, risk, size, at, by from lot_plans where lot_id = ? order by seq"
    return tuple(SamplePlan(**found) for found in select(store, sql, lot_id))


def add_truths(store: Store, new: Iterable[Truth]) -> None:
    """Keep what a checker typed."""
    insert(store, "truths", ({**asdict(truth), "state": truth.state.value} for truth in new))


def truths(store: Store, lot_id: str) -> tuple[Truth, ...]:
    """What was typed for a lot's records, in the order in which it came."""
    sql = (
        "select id, lot_id, record_id, cell_id, field, text, state, at, by from truths "
        "where lot_id = ? order by seq"
    )
    return tuple(
        Truth(**{**found, "state": CellState(found["state"])}) for found in select(store, sql, lot_id)
    )


def add_decision(store: Store, decision: Decision) -> None:
    """Add what was decided."""
    insert(store, "lot_decisions", [asdict(decision)])


def decisions(store: Store, lot_id: str) -> tuple[Decision, ...]:
    """What was decided of a lot, the first first."""
    found = select(store, "select * from lot_decisions where lot_id = ? order by seq", lot_id)
    return tuple(_decision(each) for each in found)


def decision(store: Store, decision_id: str) -> Decision:
    """One decision by its id. Expected: decision_unknown."""
    found = select_one(store, "select * from lot_decisions where id = ?", decision_id)
    if found is None:
        raise Expected("decision_unknown", Exit.USAGE)
    return _decision(found)


def keyers(store: Store, record_ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """For each record whoever filed a revision of it or said anything of a cell of its rows: user ids.

    The order of the joins is told: SQLite would go through every reading of the register.
    """
    wanted = listed(list(record_ids))
    sql = """
with own as (select distinct id, row_id, filed_by from records where id in (select value from json_each(?)))
select id, filed_by as user_id from own union
select own.id, substr(r.reader, 7) from own cross join cells c on c.row_id = own.row_id
  cross join readings r on r.cell_id = c.id and r.counts = 1 and r.reader <> 'choice'
"""
    answers: dict[str, set[str]] = {}
    for found in select(store, sql, wanted):
        answers.setdefault(found["id"], set()).add(found["user_id"])
    return {record_id: frozenset(people) for record_id, people in answers.items()}


def blocked(store: Store) -> frozenset[str]:
    """The ids of records in a lot that was refused and not released since."""
    sql = """
select record_id from lot_records where lot_id in (
  select d.lot_id from lot_decisions d where d.decision = 'refused'
  and d.seq = (select max(seq) from lot_decisions where lot_id = d.lot_id))
"""
    return frozenset(found["record_id"] for found in select(store, sql))


def certificates(store: Store, record_ids: Iterable[str]) -> tuple[str, ...]:
    """Ids of the newest decisions that passed or released lots with any of these records.

    A record that was changed since its lot passed is not the one that was judged.
    """
    sql = """
select d.id from lot_decisions d where d.decision in ('passed', 'released')
  and d.seq = (select max(seq) from lot_decisions where lot_id = d.lot_id)
  and exists (select 1 from lot_records r join latest_records l on l.id = r.record_id where r.lot_id = d.lot_id
    and r.record_id in (select value from json_each(?)) and (d.decision = 'released' or l.revision = r.revision))
order by d.seq
"""
    return tuple(found["id"] for found in select(store, sql, listed(list(record_ids))))


def revised(store: Store, lot_id: str) -> frozenset[str]:
    """Ids of the lot's records that have a later revision than the frozen one."""
    sql = """
select m.record_id from lot_records m join latest_records l on l.id = m.record_id
where m.lot_id = ? and l.revision > m.revision
"""
    return frozenset(found["record_id"] for found in select(store, sql, lot_id))


def of_book(store: Store, ledger_id: str) -> tuple[tuple[str, int], ...]:
    """(record id, revision) of a book's latest revisions."""
    sql = (
        "select l.id, l.revision from latest_records l join records r on r.seq = l.seq where r.ledger_id = ?"
    )
    return tuple((found["id"], found["revision"]) for found in select(store, sql, ledger_id))


def books_of(store: Store, record_ids: Iterable[str]) -> frozenset[str]:
    """Ids of the ledgers that these records are from."""
    sql = """
select distinct r.ledger_id from latest_records l join records r on r.seq = l.seq
where l.id in (select value from json_each(?))
"""
    return frozenset(found["ledger_id"] for found in select(store, sql, listed(list(record_ids))))


def of_time(store: Store, start: str, end: str, user_id: str = "") -> tuple[tuple[str, int], ...]:
    """(record id, revision) of latest revisions filed from `start` to before `end`, by one person or all ("")."""
    sql = """
select l.id, l.revision from latest_records l join records r on r.seq = l.seq
where r.filed_at >= ? and r.filed_at < ? and (? = '' or r.filed_by = ?)
"""
    found = select(store, sql, start, end, user_id, user_id)
    return tuple((each["id"], each["revision"]) for each in found)


def _lot(found: Found, members: tuple[tuple[str, int], ...]) -> Lot:
    return Lot(
        found["id"], found["kind"], found["title"], found["frozen_at"], found["frozen_by"], found["sha256"],
        tuple(json.loads(found["fields"])), members,
    )  # fmt: skip


def _decision(found: Found) -> Decision:
    return Decision(**{name: value for name, value in found.items() if name != "seq"})
