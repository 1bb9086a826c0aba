"""Which records no batch takes, and no new lot, because a check found that something is wrong with them.

A lot in which one wrong record was found can't pass, whether or not anybody has pressed the key that says so. Whoever
could leave it undecided and draw another sample of the same records would have as many tries as they like, and
"95 % sure" would mean less each time.
"""

from __future__ import annotations

from db.errors import Exit, Expected
from db.store import samples
from desktop.operations.lot_views import LotState
from desktop.operations.session import Session
from desktop.operations.spot_checks import course, standing_of, state_of


def held(session: Session) -> frozenset[str]:
    """The records of refused lots, and of undecided ones in which something differs from what was filed."""
    store = session.store
    found = set(samples.blocked(store))
    for summary in samples.lots(store):
        if state_of(session, summary.id) is not LotState.OPEN:
            continue
        now = course(session, summary.id)
        shown = standing_of(session, now)
        if shown.wrong or shown.waiting_for_third:
            found |= set(now.order)
    return frozenset(found)


def refuse_blocked(session: Session, record_ids: set[str]) -> None:
    """Raise Expected("lot_refused_blocks") where any of the records can't be sent before its lot was checked whole."""
    count = len(held(session) & record_ids)
    if count:
        raise Expected("lot_refused_blocks", Exit.REFUSED, count=count)


def refuse_second_draw(session: Session, record_ids: set[str]) -> None:
    """Raise Expected("lot_drawn_again") where any of the records is in such a lot: it is finished first."""
    count = len(held(session) & record_ids)
    if count:
        raise Expected("lot_drawn_again", Exit.REFUSED, count=count)
