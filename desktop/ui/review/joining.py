"""Two rows that are one entry, joined by a key; undo takes them apart again."""

from __future__ import annotations

from collections.abc import Callable

from desktop.operations import joining
from desktop.ui.lanes import Failed, Lane
from desktop.ui.review.checking import Checking


def join_below(
    desk: Lane, checking: Checking, page_id: str, show: Callable[[str, int, str], None], failed: Failed
) -> None:
    """Join the row under the cursor with the one below, once what is half typed is saved; show the page anew."""
    if checking.sheet is None:
        return
    checking.leave_field()
    view = checking.view()
    desk.ask(
        lambda session: joining.join_rows(session, view.cell.row_id),
        lambda _changed: show(page_id, view.row_number, view.column.name),
        failed,
    )
