"""Filed records without a picture being read: a page whose cells a clerk has settled, straight into the register."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from db.model import Cell, CellState, FieldReading, Ledger, Page, PageState, Row, new_id
from db.store import connect, pages, readings
from desktop.operations import filing
from desktop.operations.books import form_of
from desktop.operations.session import Session

QUAD = ((10.0, 20.0), (110.0, 20.0), (110.0, 60.0), (10.0, 60.0))


def file_rows(
    session: Session, book: Ledger, rows: Sequence[Sequence[str]], machine: Sequence[Sequence[str]] = ()
) -> Page:
    """A page with these rows, keyed by the session's person; `machine` is what the reader had shown them."""
    store = session.store
    columns = [column.name for column in form_of(book).columns]
    data = f"{book.id} {len(pages.pages(store, book.id))}".encode()
    sha256 = hashlib.sha256(data).hexdigest()
    pages.put_picture(store, book.id, sha256, data)
    with connect.action(store):
        page = Page(
            new_id(), book.id, pages.next_position(store, book.id), "", "scan.png", sha256, 2480, 3508, 300.0,
            sha256[:16], PageState.READ, "", (),
        )  # fmt: skip
        pages.add_page(store, page)
        lines = [Row(new_id(), page.id, at, struck=False) for at in range(1, len(rows) + 1)]
        cells = [[Cell(new_id(), line.id, name, QUAD) for name in columns] for line in lines]
        readings.add_table(store, lines, [cell for row in cells for cell in row])
        for shown, reader in ((machine or rows, "choice"), (rows, f"clerk:{session.user.id}")):
            readings.add_readings(
                store,
                [
                    FieldReading(
                        new_id(), cell.id, reader, text, text, CellState.READ if text else CellState.BLANK,
                        0.9, session.now(), settled=reader != "choice",
                    )
                    for texts, row in zip(shown, cells, strict=True)
                    for text, cell in zip(texts, row, strict=True)
                ],
            )  # fmt: skip
    filing.file_page(session, page.id)
    return page
