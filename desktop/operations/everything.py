"""Every record of the register, for a table that shows them all: their places at once, the records by blocks."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from db.store import records, whole
from desktop.operations.finding import hits_of
from desktop.operations.session import Session
from desktop.operations.views import RecordHit


def places(session: Session) -> array[int]:
    """Where every record is, the last filed first: eight bytes each."""
    return whole.places(session.store)


def at(session: Session, wanted: Sequence[int]) -> tuple[RecordHit, ...]:
    """The records at these places, in this order, as they are now; one that was corrected since stands corrected."""
    found = records.at(session.store, wanted)
    return hits_of(session, tuple(records.iterate(session.store, [record.id for record in found])))
