"""Cells and rows as the command line names them: `book/page/row/column`, `book/page/row`."""

from __future__ import annotations

from collections.abc import Iterator

from db.errors import Exit, Expected
from db.model import Page, PageState
from desktop.operations import books, review
from desktop.operations.rescans import all_current_pages, current_pages
from desktop.operations.session import Session
from desktop.operations.views import RowView


def pages_of(session: Session, book: int | None, position: int | None) -> Iterator[Page]:
    """The current pages of one book or of all."""
    if book is None:
        yield from all_current_pages(session)
        return
    ledger = books.book_number(session, book)
    found = [p for p in current_pages(session, ledger.id) if position is None or p.position == position]
    if position is not None and not found:
        raise Expected("book_page_unknown", Exit.USAGE, book=book, page=position)
    yield from found


class Cells:
    """Cells and rows by their names, each page looked up once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[tuple[int, int], tuple[RowView, ...]] = {}

    def find(self, name: str) -> str:
        """The id of a cell. Raises Expected: cell_name_odd, cell_unknown, book_unknown, book_page_unknown."""
        parts = name.split("/", 3)
        if len(parts) != 4 or not all(part.isascii() and part.isdigit() for part in parts[:3]):
            raise Expected("cell_name_odd", Exit.USAGE, name=name)
        book, page, row = (int(part) for part in parts[:3])
        for view in self._rows(book, page):
            for cell in view.cells:
                if view.row.number == row and cell.column.name == parts[3]:
                    return cell.cell.id
        raise Expected("cell_unknown", Exit.USAGE)

    def row(self, name: str) -> str:
        """The id of a row. Raises Expected: row_name_odd, row_unknown, book_unknown, book_page_unknown."""
        parts = name.split("/")
        if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
            raise Expected("row_name_odd", Exit.USAGE, name=name)
        book, page, row = (int(part) for part in parts)
        for view in self._rows(book, page):
            if view.row.number == row:
                return view.row.id
        raise Expected("row_unknown", Exit.USAGE)

    def _rows(self, book: int, page: int) -> tuple[RowView, ...]:
        if (book, page) not in self._known:
            self._known[book, page] = tuple(
                row
                for one in pages_of(self._session, book, page)
                if one.state in {PageState.READ, PageState.FILED}
                for row in review.review_page(self._session, one.id).rows
            )
        return self._known[book, page]
