"""File a page: its rows become records, each pointing back to the cells that it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from db.errors import Exit, Expected
from db.model import Page, PageState, Record, Row, new_id
from db.store import amendments, connect, journal, ledgers, lock, pages, records
from desktop.exchange.canonical import row_sha256
from desktop.fields.problems import Problem
from desktop.fields.serials import search_keys
from desktop.operations.as_it_stands import as_it_stands
from desktop.operations.books import form_of
from desktop.operations.cells import page_cells
from desktop.operations.drafting import draft
from desktop.operations.rescans import first_rows
from desktop.operations.rights import require
from desktop.operations.session import Session
from desktop.operations.views import FiledPage, RowView, Standing


def file_page(session: Session, page_id: str) -> FiledPage:
    """File every row of a page whose cells are all settled or passed.

    Raises Expected (Exit.REFUSED): not_allowed, page_not_read, page_not_settled count=…, page_asked count=…. Filing
    again files only what changed, as revisions of the same records; a struck entry is filed as struck, a blank row
    not at all, nor one that a person left out (unless it is a record already, which is struck then).
    """
    require(session, "file")
    with connect.action(session.store):
        return file_inside(session, page_id)


def file_inside(session: Session, page_id: str) -> FiledPage:
    """What `file_page` does, within an action of the caller's, whose right it is."""
    store = session.store
    page = pages.page(store, page_id)
    ledger = ledgers.ledger(store, page.ledger_id)
    lock.refuse_away(store, ledger.id)
    if page.state not in {PageState.READ, PageState.FILED}:
        raise Expected("page_not_read", Exit.REFUSED, book=ledger.number, page=page.position)
    rows = page_cells(session, page)
    _refuse_unsettled(rows)
    origin = first_rows(session, page)
    form = form_of(ledger)
    answer = FiledPage((), (), 0, ())
    for view in rows:
        if _is_blank(view):
            answer = replace(answer, left_out=(*answer.left_out, (view.row.number, Problem("row_blank"))))
            continue
        answer = _file_row(session, page, draft(view, form, page), origin, answer, view.row)
    pages.set_page(store, page_id, state=PageState.FILED)
    journal.append(
        store,
        at=session.now(),
        actor=session.user.id,
        action="file_page",
        subject=page_id,
        details={"new": len(answer.new), "revised": len(answer.revised), "unchanged": answer.unchanged},
    )
    return answer


def _refuse_unsettled(rows: tuple[RowView, ...]) -> None:
    standings = [cell.standing for row in rows for cell in row.cells]
    if Standing.TO_CHECK in standings:
        raise Expected("page_not_settled", Exit.REFUSED, count=standings.count(Standing.TO_CHECK))
    if Standing.ASKED in standings:
        raise Expected("page_asked", Exit.REFUSED, count=standings.count(Standing.ASKED))


def _is_blank(view: RowView) -> bool:
    """Whether the row says nothing: not even that something cannot be read."""
    return all(
        not (cell.as_written or cell.text) and cell.standing is not Standing.UNREADABLE
        for cell in view.cells
        if cell.column.field != "ignore"
    )


def _file_row(
    session: Session, page: Page, drafted: Record, origin: Mapping[str, str], answer: FiledPage, row: Row
) -> FiledPage:
    """Add the record of a row, or its next revision, or nothing where nothing changed or a person left it out."""
    store = session.store
    first_row = origin.get(drafted.row_id, drafted.row_id)
    before = records.record_of_row(store, first_row)
    if before is None and row.left_out:
        return replace(answer, left_out=(*answer.left_out, (row.number, Problem("row_struck"))))
    if before is None:
        record = replace(drafted, id=new_id(), revision=1)
    else:
        drafted = as_it_stands(drafted, amendments.of_records(store, [before.id]).get(before.id, {}).values())
        same = replace(drafted, id=before.id, revision=before.revision, reason=before.reason)
        if row_sha256(same) == before.row_sha256:
            return replace(answer, unchanged=answer.unchanged + 1)
        of_row = row.note if drafted.struck != before.struck else ""
        reason = of_row or drafted.reason or ("new picture" if page.replaces else "corrected")
        record = replace(drafted, id=before.id, revision=before.revision + 1, reason=reason)
    record = replace(record, filed_at=session.now(), filed_by=session.user.id)
    record = replace(record, row_sha256=row_sha256(record))
    keys = search_keys(record.serial)
    records.add_record(store, record, (keys.plain, keys.folded, keys.digits))
    if before is None:
        return replace(answer, new=(*answer.new, record))
    return replace(answer, revised=(*answer.revised, record))
