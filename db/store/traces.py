"""Tracing requests and what was done about them. Only ever added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from db.errors import Exit, Expected
from db.model_tracing import TraceRequest, TraceStep
from db.store.connect import Store
from db.store.rows import insert, select, select_value


def next_number(store: Store) -> int:
    """The number of the request that is received next."""
    return int(select_value(store, "select coalesce(max(number), 0) + 1 from trace_requests"))


def add_request(store: Store, new: TraceRequest) -> None:
    """Keep a request."""
    insert(store, "trace_requests", [asdict(new)])


def requests(store: Store) -> tuple[TraceRequest, ...]:
    """Every request, the newest first."""
    found = select(store, "select * from trace_requests order by number desc")
    return tuple(TraceRequest(**each) for each in found)


def request(store: Store, number: int) -> TraceRequest:
    """The request of that number. Expected: trace_unknown."""
    found = select(store, "select * from trace_requests where number = ?", number)
    if not found:
        raise Expected("trace_unknown", Exit.USAGE, number=number)
    return TraceRequest(**found[0])


def add_step(store: Store, new: TraceStep) -> None:
    """Keep what was done about a request."""
    values = asdict(new)
    del values["entries"]
    insert(store, "trace_steps", [values])
    entries = (
        {"step_id": new.id, "position": place, "record_id": record_id, "revision": revision}
        for place, (record_id, revision) in enumerate(new.entries)
    )
    insert(store, "trace_entries", entries)


def steps(store: Store) -> dict[str, tuple[TraceStep, ...]]:
    """What was done about every request, by its id, the oldest first."""
    entries: dict[str, list[tuple[str, int]]] = {}
    for each in select(store, "select * from trace_entries order by step_id, position"):
        entries.setdefault(each["step_id"], []).append((each["record_id"], each["revision"]))
    sql = "select id, request_id, kind, ground, note, on_day, at, by from trace_steps order by seq"
    return _by_request(
        TraceStep(**each, entries=tuple(entries.get(each["id"], ()))) for each in select(store, sql)
    )


def _by_request(steps: Iterable[TraceStep]) -> dict[str, tuple[TraceStep, ...]]:
    answer: dict[str, list[TraceStep]] = {}
    for step in steps:
        answer.setdefault(step.request_id, []).append(step)
    return {request_id: tuple(done) for request_id, done in answer.items()}
