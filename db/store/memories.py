"""What books teach: what the engines saw on each page, what people settled there, and since when it counts.

Nothing here is a fact that cannot be had again. What a book has taught follows from its settled cells and from what was
seen in them; `memories` keeps it ready, with what it was made of.
"""

from __future__ import annotations

from dataclasses import dataclass

from db.store.connect import Store
from db.store.rows import change, insert, select, select_one, select_value


@dataclass(frozen=True, slots=True)
class Sighting:
    """What the engines saw on a page: `data` is theirs, `model` tells with which of the field reader's models.

    `lessons` is the book's last step whose lessons weighed in what was chosen.
    """

    page_id: str
    model: str
    lessons: int
    data: bytes


def put_sighting(store: Store, sighting: Sighting) -> None:
    """Keep what was seen on a page, in place of an earlier one."""
    sql = (
        "insert into sightings (page_id, model, lessons, data) values (?, ?, ?, ?) on conflict (page_id) do update "
        "set model = excluded.model, lessons = excluded.lessons, data = excluded.data"
    )
    change(store, sql, sighting.page_id, sighting.model, sighting.lessons, sighting.data)


def sighting(store: Store, page_id: str) -> Sighting | None:
    """What was seen on a page; None where it was read before such things were kept, or is kept no more."""
    found = select_one(store, "select * from sightings where page_id = ?", page_id)
    return Sighting(**{**found, "data": bytes(found["data"])}) if found else None


def set_lessons(store: Store, page_id: str, lessons: int) -> None:
    """Say up to which step of the book its lessons weighed in what was chosen on a page."""
    change(store, "update sightings set lessons = ? where page_id = ?", lessons, page_id)


def drop_sightings(store: Store, ledger_id: str, keep: int) -> None:
    """Let go what was seen on filed pages of a book, but for the `keep` that somebody worked on last."""
    sql = (
        "delete from sightings where page_id in (select id from pages where ledger_id = ? and state = 'filed') "
        "and page_id not in (select p.id from pages p join steps s on s.page_id = p.id where p.ledger_id = ? "
        "group by p.id order by max(s.seq) desc limit ?)"
    )
    change(store, sql, ledger_id, ledger_id, keep)


def last_step(store: Store, ledger_id: str) -> int:
    """The number of the last step that anybody took on the book's pages; 0 before the first."""
    sql = "select coalesce(max(s.seq), 0) from pages p join steps s on s.page_id = p.id where p.ledger_id = ?"
    return int(select_value(store, sql, ledger_id))


def begun(store: Store, page_id: str) -> bool:
    """Whether anybody has said anything of a cell of this page."""
    return select_one(store, "select seq from steps where page_id = ? limit 1", page_id) is not None


def worked_on(store: Store, ledger_id: str, limit: int) -> tuple[str, ...]:
    """Ids of the pages that people worked on last, the last of them last; pages with a newer picture left out."""
    sql = (
        "select p.id, max(s.seq) as last from pages p join steps s on s.page_id = p.id where p.ledger_id = ? "
        "and not exists (select 1 from pages newer where newer.replaces = p.id) "
        "group by p.id order by last desc limit ?"
    )
    return tuple(found["id"] for found in reversed(select(store, sql, ledger_id, limit)))


def settled_texts(store: Store, page_id: str, after: int) -> dict[str, str]:
    """What persons said is written in the cells of a page, by the cell's id, where they said it after that reading."""
    sql = (
        "select cell_id, as_written from standing_readings where page_id = ? and settled = 1 and state = 'read' "
        "and as_written <> '' and seq > ?"
    )
    return {found["cell_id"]: found["as_written"] for found in select(store, sql, page_id, after)}


def forgotten(store: Store, ledger_id: str) -> tuple[int, str]:
    """The last reading that teaches nothing any more, and when that was said; (0, "") where nothing was forgotten."""
    sql = "select after_reading, at from forgettings where ledger_id = ? order by seq desc limit 1"
    found = select_one(store, sql, ledger_id)
    return (int(found["after_reading"]), str(found["at"])) if found else (0, "")


def forget(store: Store, ledger_id: str, at: str, by: str) -> None:
    """From now on only what is settled later teaches; what is settled stays settled.

    What was seen on pages that somebody had begun goes too, so that a damaged one is in nobody's way.
    """
    last = int(select_value(store, "select coalesce(max(seq), 0) from readings"))
    insert(store, "forgettings", [{"ledger_id": ledger_id, "after_reading": last, "at": at, "by": by}])
    change(store, "delete from memories where ledger_id = ?", ledger_id)
    sql = (
        "delete from sightings where page_id in "
        "(select p.id from pages p join steps s on s.page_id = p.id where p.ledger_id = ?)"
    )
    change(store, sql, ledger_id)


def memory(store: Store, ledger_id: str) -> tuple[str, bytes]:
    """What the kept memory of a book was made of, and the memory; ("", b"") where none is kept."""
    found = select_one(store, "select made_of, data from memories where ledger_id = ?", ledger_id)
    return (str(found["made_of"]), bytes(found["data"])) if found else ("", b"")


def keep_memory(store: Store, ledger_id: str, made_of: str, data: bytes) -> None:
    """Keep a book's memory ready, in place of an earlier one."""
    sql = (
        "insert into memories (ledger_id, made_of, data) values (?, ?, ?) "
        "on conflict (ledger_id) do update set made_of = excluded.made_of, data = excluded.data"
    )
    change(store, sql, ledger_id, made_of, data)
