"""Review: a page as the clerk meets it. What they say of its cells is in `settling`."""

from __future__ import annotations

from math import ceil, floor

from db.errors import Exit, Expected
from db.model import Page, PageState, Quad
from db.store import ledgers, pages, readings
from desktop.capture.load import decode
from desktop.fields.definitions import Kind, definition
from desktop.fields.serials import next_in_run
from desktop.imaging.clean import clean
from desktop.imaging.cleaning import Cleaning
from desktop.operations import column_defaults
from desktop.operations.books import form_of
from desktop.operations.cells import page_cells
from desktop.operations.rescans import current_pages
from desktop.operations.session import Session
from desktop.operations.views import CellView, PagePicture, ReviewPage, RowView, Standing

RUN = 3
"""So many serial numbers that step by one make a run."""


def review_page(session: Session, page_id: str) -> ReviewPage:
    """The page with its rows and cells. Raises Expected("page_not_read") for one without a table."""
    page = pages.page(session.store, page_id)
    ledger = ledgers.ledger(session.store, page.ledger_id)
    if page.state in {PageState.IMPORTED, PageState.FAILED}:
        raise Expected("page_not_read", Exit.REFUSED, book=ledger.number, page=page.position)
    rows = page_cells(session, page)
    to_check = sum(cell.standing is Standing.TO_CHECK for row in rows for cell in row.cells)
    return ReviewPage(ledger, form_of(ledger), page, rows, to_check, page.state is PageState.FILED)


def page_picture(session: Session, page_id: str) -> PagePicture:
    """The cleaned page and where its cells lie on it.

    The page is cleaned anew from the picture as it came: what is kept is how it was done, never a second picture.
    """
    page = pages.page(session.store, page_id)
    form = form_of(ledgers.ledger(session.store, page.ledger_id))
    picture = decode(pages.picture(session.store, page.ledger_id, page.sha256))
    grey, cleaning, _ = clean(picture, form)
    return PagePicture(grey, _boxes(session, page_id, cleaning))


def cell_boxes(session: Session, page_id: str) -> dict[str, tuple[int, int, int, int]]:
    """Where the cells of a page lie on its cleaned picture as rows are now; none before it was read."""
    page = pages.page(session.store, page_id)
    return _boxes(session, page_id, Cleaning.from_json(page.cleaning)) if page.cleaning else {}


def _boxes(session: Session, page_id: str, cleaning: Cleaning) -> dict[str, tuple[int, int, int, int]]:
    width, height = cleaning.page_width, cleaning.page_height
    return {
        cell.id: _box(cleaning.quad_to_page(cell.quad), width, height)
        for cell in readings.cells(session.store, page_id)
    }


def _box(quad: Quad, width: int, height: int) -> tuple[int, int, int, int]:
    """Upright box around a quad, kept on the page."""
    xs, ys = [point[0] for point in quad], [point[1] for point in quad]
    return (
        max(0, floor(min(xs))),
        max(0, floor(min(ys))),
        min(width, ceil(max(xs))),
        min(height, ceil(max(ys))),
    )


def with_their_rows(session: Session, cells: tuple[CellView, ...]) -> tuple[CellView, ...]:
    """These cells of one page and, after them, the others of their rows as they are now.

    What is said of one cell may change how another stands: in a row that was empty, every cell wants a person.
    """
    if not cells:
        return ()
    wanted = {view.cell.id for view in cells}
    rows = page_cells(session, readings.page_of_cell(session.store, cells[0].cell.id), wanted)
    return (*cells, *(view for row in rows for view in row.cells if view.cell.id not in wanted))


def ghost(session: Session, cell_id: str) -> str:
    """What F4 would take: the next of a run where three serials above step by one, else the value above; "" if none.

    What the column is said to be always comes first, where the cell is empty. In the first line of a page it is what
    the page before says last: never a serial number.
    """
    said = column_defaults.proposed(session, cell_id)
    if said:
        return said
    page = readings.page_of_cell(session.store, cell_id)
    above = _above(page_cells(session, page), cell_id)
    if not above:
        return _carried_over(session, page, cell_id)
    if definition(above[-1].column.field).kind is Kind.SERIAL_NUMBER and len(above) >= RUN:
        following = next_in_run([view.text for view in above[-RUN:]])
        if following:
            return following
    return above[-1].text


def _carried_over(session: Session, page: Page, cell_id: str) -> str:
    """What the same column says last on the page before."""
    name = readings.cell(session.store, cell_id).column
    before = [
        other
        for other in current_pages(session, page.ledger_id)
        if other.position < page.position and other.state in {PageState.READ, PageState.FILED}
    ]
    said = [
        view.text
        for row in (page_cells(session, before[-1]) if before else ())
        for view in row.cells
        if view.column.name == name
        and view.text
        and definition(view.column.field).kind is not Kind.SERIAL_NUMBER
    ]
    return said[-1] if said else ""


def _above(rows: tuple[RowView, ...], cell_id: str) -> list[CellView]:
    """The cells of the same column above a cell that say something, top to bottom."""
    column = next((c.column.name for row in rows for c in row.cells if c.cell.id == cell_id), "")
    found: list[CellView] = []
    for row in rows:
        for view in row.cells:
            if view.cell.id == cell_id:
                return found
            if view.column.name == column and view.text:
                found.append(view)
    return found
