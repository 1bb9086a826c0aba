"""Practice rounds: announced, and what came of them. The values that were planted are nowhere."""

from __future__ import annotations

from dataclasses import asdict

from db.errors import Exit, Expected
from db.model import PracticeResult, PracticeRound
from db.store.connect import Store
from db.store.rows import insert, select, select_one


def add_round(store: Store, new: PracticeRound) -> None:
    """Keep a round that was announced."""
    insert(store, "practice_rounds", [asdict(new)])


def waiting(store: Store, checker: str) -> PracticeRound | None:
    """The oldest round that a checker has not done."""
    sql = (
        "select id, checker, items, seed, at, by from practice_rounds where checker = ? "
        "and id not in (select round_id from practice_results) order by seq limit 1"
    )
    found = select_one(store, sql, checker)
    return PracticeRound(**found) if found else None


def practice_round(store: Store, round_id: str) -> PracticeRound:
    """One round. Expected: practice_unknown."""
    sql = "select id, checker, items, seed, at, by from practice_rounds where id = ?"
    found = select_one(store, sql, round_id)
    if found is None:
        raise Expected("practice_unknown", Exit.USAGE)
    return PracticeRound(**found)


def add_result(store: Store, new: PracticeResult) -> None:
    """Keep what came of a round."""
    insert(store, "practice_results", [asdict(new)])


def results(store: Store) -> tuple[tuple[str, PracticeResult], ...]:
    """(checker, result) of every round that was done, the first first."""
    sql = "select p.checker, r.* from practice_results r join practice_rounds p on p.id = r.round_id order by p.seq"
    return tuple((found.pop("checker"), PracticeResult(**found)) for found in select(store, sql))
