"""Draws that inform: further records of a lot, and whose hand wrote which page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from db.model import InformingDraw
from db.store.connect import Store
from db.store.rows import insert, listed, select


def add_draw(store: Store, new: InformingDraw) -> None:
    """Keep a draw with its records, in their order."""
    values = {name: getattr(new, name) for name in ("id", "lot_id", "kind", "value", "at", "by")}
    insert(store, "informing_draws", [values])
    members = (
        {"draw_id": new.id, "position": at, "lot_id": new.lot_id, "record_id": record_id}
        for at, record_id in enumerate(new.records)
    )
    insert(store, "informing_records", members)


def draws(store: Store, lot_id: str) -> tuple[InformingDraw, ...]:
    """The draws of a lot that inform, the first first."""
    sql = "select id, lot_id, kind, value, at, by from informing_draws where lot_id = ? order by seq"
    members: dict[str, list[str]] = {}
    of_draws = (
        "select m.draw_id, m.record_id from informing_records m join informing_draws d on d.id = m.draw_id "
        "where d.lot_id = ? order by m.draw_id, m.position"
    )
    for found in select(store, of_draws, lot_id):
        members.setdefault(found["draw_id"], []).append(found["record_id"])
    return tuple(
        InformingDraw(**found, records=tuple(members.get(found["id"], ())))
        for found in select(store, sql, lot_id)
    )


def say_hand(store: Store, page_ids: Iterable[str], hand: str, at: str, by: str) -> None:
    """Say whose hand wrote these pages; what was said last counts."""
    insert(
        store, "page_hands", ({"page_id": page_id, "hand": hand, "at": at, "by": by} for page_id in page_ids)
    )


def hands(store: Store, page_ids: Sequence[str]) -> dict[str, str]:
    """Whose hand wrote each of these pages, by the page's id; pages of which nobody said it are not in it."""
    sql = (
        "select page_id, hand from page_hands where page_id in (select value from json_each(?)) order by seq"
    )
    said = {found["page_id"]: found["hand"] for found in select(store, sql, listed(page_ids))}
    return {page_id: hand for page_id, hand in said.items() if hand}


def pages_of_records(store: Store, lot_id: str) -> dict[str, str]:
    """For each record of a lot the page that its frozen revision is from."""
    sql = (
        "select m.record_id, r.page_id from lot_records m join records r on r.id = m.record_id "
        "and r.revision = m.revision where m.lot_id = ?"
    )
    return {found["record_id"]: found["page_id"] for found in select(store, sql, lot_id)}


def first_filers(store: Store, lot_id: str) -> dict[str, str]:
    """For each record of a lot who filed it first: user ids."""
    sql = (
        "select m.record_id, r.filed_by from lot_records m join records r on r.id = m.record_id and r.revision = 1 "
        "where m.lot_id = ?"
    )
    return {found["record_id"]: found["filed_by"] for found in select(store, sql, lot_id)}


def least_confidences(store: Store, lot_id: str, fields: Sequence[str]) -> dict[str, float]:
    """For each record of a lot how sure the machine was of the least sure of these fields, as it was last shown."""
    sql = """
select m.record_id, min(c.confidence) as least from lot_records m
  join records r on r.id = m.record_id and r.revision = m.revision
  join record_fields f on f.record_seq = r.seq and f.name in (select value from json_each(?))
  join readings c on c.seq = (
    select max(seq) from readings where cell_id = f.cell_id and counts = 1 and reader = 'choice')
where m.lot_id = ? group by m.record_id
"""
    return {found["record_id"]: found["least"] for found in select(store, sql, listed(list(fields)), lot_id)}
