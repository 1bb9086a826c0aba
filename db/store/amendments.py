"""What persons say of records that stands in no cell. Only ever added; the newest of each part counts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from db.model import Event, Marking, SerialState
from db.model_desk import Amendment, Found, Holder, Look, Said, WeaponSerial
from db.store.connect import Store
from db.store.rows import insert, listed, select


def add_amendment(store: Store, new: Amendment) -> None:
    """Keep what a person says of a record."""
    values = {
        "id": new.id, "record_id": new.record_id, "part": new.part, "data": _written(new.said), "why": new.why,
        "at": new.at, "by": new.by,
    }  # fmt: skip
    insert(store, "amendments", [values])


def of_records(store: Store, record_ids: Sequence[str]) -> dict[str, dict[str, Amendment]]:
    """What stands of these records, by record and part."""
    sql = (
        "select id, record_id, part, data, why, at, by from amendments "
        "where record_id in (select value from json_each(?)) order by seq"
    )
    answers: dict[str, dict[str, Amendment]] = {}
    for found in select(store, sql, listed(record_ids)):
        answers.setdefault(found["record_id"], {})[found["part"]] = _amendment(**found)
    return answers


def history(store: Store, record_id: str) -> tuple[Amendment, ...]:
    """Everything that was ever said of a record, the oldest first."""
    sql = "select id, record_id, part, data, why, at, by from amendments where record_id = ? order by seq"
    return tuple(_amendment(**found) for found in select(store, sql, record_id))


def found_on_racks(store: Store) -> frozenset[str]:
    """Ids of records of weapons that stand in no book: they have no paper to be read from."""
    return frozenset(
        found["record_id"]
        for found in select(store, "select distinct record_id from amendments where part = 'found'")
    )


def _written(said: Said) -> str:
    if isinstance(said, tuple):
        return json.dumps([asdict(one) for one in said], ensure_ascii=False)
    return json.dumps(asdict(said), ensure_ascii=False)


def _amendment(*, id: str, record_id: str, part: str, data: str, why: str, at: str, by: str) -> Amendment:  # noqa: A002 - the column's name
    return Amendment(id, record_id, part, _said(part, data), why, at, by)


def _said(part: str, data: str) -> Said:
    held = json.loads(data)
    if part == "serial":
        return WeaponSerial(held["text"], SerialState(held["state"]), held["on_day"])
    if part == "holder":
        return Holder(**held)
    if part == "found":
        return Found(**held)
    if part == "look":
        return Look(**held)
    if part == "markings":
        return tuple(Marking(**one) for one in held)
    return tuple(Event(**one) for one in held)
