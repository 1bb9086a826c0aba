"""What second persons typed blind, what third ones decided, and what is to be typed twice. Only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from db.model import CellState
from db.model_desk import SecondDecision, SecondEntry, SecondPlan
from db.store.connect import Store
from db.store.rows import insert, listed, select, select_one


def add_plan(store: Store, plan: SecondPlan) -> None:
    """Say what is typed twice from now on."""
    insert(store, "second_plans", [asdict(plan)])


def plan(store: Store) -> SecondPlan | None:
    """What is typed twice; None where nobody has said."""
    found = select_one(store, "select serials, share, at, by from second_plans order by seq desc limit 1")
    return SecondPlan(**found) if found else None


def add_entry(store: Store, new: SecondEntry) -> None:
    """Keep what a person typed blind."""
    insert(store, "second_entries", [{**asdict(new), "state": new.state.value}])


def entries(store: Store, cell_ids: Sequence[str]) -> dict[str, tuple[SecondEntry, ...]]:
    """What was typed blind of these cells, by cell, in the order in which it came."""
    sql = (
        "select id, cell_id, text, state, at, by from second_entries "
        "where cell_id in (select value from json_each(?)) order by seq"
    )
    answers: dict[str, list[SecondEntry]] = {}
    for found in select(store, sql, listed(cell_ids)):
        made = SecondEntry(**{**found, "state": CellState(found["state"])})
        answers.setdefault(made.cell_id, []).append(made)
    return {cell_id: tuple(of_cell) for cell_id, of_cell in answers.items()}


def add_decision(store: Store, new: SecondDecision) -> None:
    """Keep what a third person decided."""
    insert(store, "second_decisions", [asdict(new)])


def decided(store: Store, cell_ids: Sequence[str]) -> dict[str, SecondDecision]:
    """The newest decision on each of these cells that has one."""
    sql = (
        "select id, cell_id, first_reading, second_entry, chosen, reading_id, at, by from second_decisions "
        "where cell_id in (select value from json_each(?)) order by seq"
    )
    return {found["cell_id"]: SecondDecision(**found) for found in select(store, sql, listed(cell_ids))}


def pages_typed(store: Store) -> tuple[str, ...]:
    """Ids of the pages of which anything was typed blind."""
    sql = (
        "select distinct w.page_id from second_entries e join cells c on c.id = e.cell_id "
        "join rows w on w.id = c.row_id"
    )
    return tuple(found["page_id"] for found in select(store, sql))
