"""Pages, their pictures and thumbnails."""

from __future__ import annotations

import json
from collections.abc import Sequence

from db.errors import Exit, Expected
from db.model import Page, PageState
from db.store import books
from db.store.connect import Store, action
from db.store.lock import refuse_away, refuse_pages_changed
from db.store.rows import Found, change, insert, listed, select, select_one, select_value


def put_picture(store: Store, ledger_id: str, sha256: str, data: bytes) -> None:
    """Keep a picture in the ledger's own file, on the disk when this returns; before the page that shows it.

    `sha256` is the SHA-256 of `data`, or for one page of a many-page file the file's with `#` and its number.
    Raises Expected: ledger_unknown, book_damaged, the disk's (Exit.DISK).
    """
    books.store_picture(store, ledger_id, sha256, data)


def picture(store: Store, ledger_id: str, sha256: str) -> bytes:
    """The bytes as they were put. Expected: picture_lost, book_missing, book_damaged (Exit.REGISTER)."""
    with books.open_book(store, ledger_id) as db:
        row = db.execute("select data from pictures where sha256 = ?", (sha256,)).fetchone()
    if row is None:
        raise Expected("picture_lost", Exit.REGISTER)
    return bytes(row[0])


def add_page(store: Store, new: Page) -> None:
    """Add a page whose picture is kept already. Expected: picture_not_kept where it is not."""
    if not books.has_picture(store, new.ledger_id, new.sha256):
        raise Expected("picture_not_kept", Exit.SOME_FAILED, name=new.source)
    values = {
        "id": new.id, "ledger_id": new.ledger_id, "position": new.position, "folio": new.folio,
        "source": new.source, "sha256": new.sha256, "width": new.width, "height": new.height, "dpi": new.dpi,
        "likeness": new.likeness, "state": new.state.value, "cleaning": new.cleaning,
        "problems": json.dumps(new.problems), "replaces": new.replaces or None,
    }  # fmt: skip
    insert(store, "pages", [values])


def page(store: Store, page_id: str) -> Page:
    """One page. Expected: page_unknown."""
    found = select_one(store, "select * from pages where id = ?", page_id)
    if found is None:
        raise Expected("page_unknown", Exit.BAD_INPUT)
    return _page(found)


def pages(store: Store, ledger_id: str) -> tuple[Page, ...]:
    """The pages of a book in their order; of those at one place the older first."""
    found = select(store, "select * from pages where ledger_id = ? order by position, rowid", ledger_id)
    return tuple(_page(each) for each in found)


def pages_called(store: Store, page_ids: Sequence[str]) -> dict[str, Page]:
    """Pages by their ids."""
    sql = "select * from pages where id in (select value from json_each(?))"
    return {found["id"]: _page(found) for found in select(store, sql, listed(page_ids))}


def page_with_picture(store: Store, sha256: str) -> Page | None:
    """The page that shows this picture, in whatever book."""
    found = select_one(store, "select * from pages where sha256 = ?", sha256)
    return _page(found) if found else None


def next_position(store: Store, ledger_id: str) -> int:
    """The place after the book's last page; ask inside the action that adds the page."""
    sql = "select 1 + coalesce(max(position), 0) from pages where ledger_id = ?"
    return int(select_value(store, sql, ledger_id))


def make_room(store: Store, ledger_id: str, position: int) -> None:
    """Move the pages from this place on by one, so that another can stand there."""
    refuse_away(store, ledger_id)
    change(
        store,
        "update pages set position = position + 1 where ledger_id = ? and position >= ?",
        ledger_id,
        position,
    )


def set_position(store: Store, page_id: str, position: int) -> None:
    """Give a page, and the older pictures of it, another place in its book. Expected: page_unknown."""
    refuse_pages_changed(store, page_id)
    moved = page(store, page_id)
    while True:
        change(store, "update pages set position = ? where id = ?", position, moved.id)
        if not moved.replaces:
            return
        moved = page(store, moved.replaces)


def set_page(
    store: Store,
    page_id: str,
    *,
    state: PageState | None = None,
    cleaning: str | None = None,
    problems: Sequence[str] | None = None,
    folio: str | None = None,
    likeness: str | None = None,
) -> None:
    """Change what is known of a page; None leaves as it is. Expected: page_unknown."""
    page(store, page_id)
    refuse_pages_changed(store, page_id)
    sql = (
        "update pages set state = coalesce(?, state), cleaning = coalesce(?, cleaning), "
        "problems = coalesce(?, problems), folio = coalesce(?, folio), likeness = coalesce(?, likeness) where id = ?"
    )
    new_state = None if state is None else state.value
    new_problems = None if problems is None else json.dumps(list(problems))
    change(store, sql, new_state, cleaning, new_problems, folio, likeness, page_id)


def put_thumbnail(store: Store, page_id: str, png: bytes) -> None:
    """Keep a small picture of the page, in place of an earlier one."""
    sql = "insert into thumbnails (page_id, png) values (?, ?) on conflict (page_id) do update set png = excluded.png"
    change(store, sql, page_id, png)


def thumbnail(store: Store, page_id: str) -> bytes:
    """The small picture; b"" where none was made."""
    found = select_one(store, "select png from thumbnails where page_id = ?", page_id)
    return bytes(found["png"]) if found else b""


def sweep_orphans(store: Store) -> int:
    """Remove pictures that no page shows, left by an import that was killed; how many there were.

    The register's write lock is held meanwhile, and `add_page` looks for its picture under the same lock: a page
    that an import adds at this moment keeps its picture or is told that it went.
    """
    swept = 0
    with action(store):
        for book in select(store, "select id from ledgers order by number"):
            pages_here = select(store, "select sha256 from pages where ledger_id = ?", book["id"])
            swept += books.remove_others(store, book["id"], {each["sha256"] for each in pages_here})
    return swept


def _page(found: Found) -> Page:
    kept = {**found, "state": PageState(found["state"]), "problems": tuple(json.loads(found["problems"]))}
    return Page(**{**kept, "replaces": found["replaces"] or ""})
