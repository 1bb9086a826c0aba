"""A two-sided pile on a one-sided feeder: fronts first, then the turned pile's backs, put between them."""

from __future__ import annotations

from collections.abc import Sequence

from db.errors import Exit, Expected
from db.store import connect, pages
from desktop.operations.journalling import tell_journal
from desktop.operations.rights import require
from desktop.operations.session import Session


def interleave(session: Session, fronts: Sequence[str], backs: Sequence[str]) -> None:
    """Put the backs between their fronts, in the places that all of them have now.

    Both are page ids in the order in which the sheets went through, "" for a sheet of which no page was kept. The pile
    was turned over as a whole, so that the last sheet's back came first. Raises Expected pile_uneven (Exit.REFUSED),
    and moves nothing, where not as many backs came as fronts: two sheets went through at once.
    """
    require(session, "import")
    if len(fronts) != len(backs):
        raise Expected("pile_uneven", Exit.REFUSED, fronts=len(fronts), backs=len(backs))
    wanted = [page for sheet in zip(fronts, reversed(backs), strict=True) for page in sheet if page]
    if not wanted:
        return
    store = session.store
    with connect.action(store):
        known = [pages.page(store, page_id) for page_id in wanted]
        # The numbers on the paper go with the places: they were counted on while the fronts came in.
        places = sorted((page.position, page.folio) for page in known)
        for page, (position, folio) in zip(known, places, strict=True):
            pages.set_position(store, page.id, position)
            pages.set_page(store, page.id, folio=folio)
        tell_journal(session, "interleave_pages", known[0].ledger_id, sheets=len(fronts))
