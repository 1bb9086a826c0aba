"""A weapon's whole history: every entry that persons joined, across books in order of time; and what may be one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from db.errors import Expected
from db.model import Armoury, Event
from db.model_tracing import TraceRequest
from db.store import connect, records
from desktop.fields.confusions import DEFAULT, Confusions
from desktop.operations import cell_crops, duplicates, judgements, tracing
from desktop.operations.duplicates import Duplicate
from desktop.operations.finding import hits_of
from desktop.operations.journalling import tell_journal
from desktop.operations.session import Session
from desktop.operations.views import RecordHit


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One entry of a book that speaks of the weapon."""

    hit: RecordHit
    date: str  # ISO to its precision, "" where the entry says none
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class History:
    """What the books say of one weapon. `others` may belong to it and wait for a person's eye."""

    record_id: str
    entries: tuple[HistoryEntry, ...]
    others: tuple[Duplicate, ...]


@dataclass(frozen=True, slots=True)
class TraceSheet:
    """What answers a tracing request on one page: values, evidence, pictures. Nothing here is drawn yet."""

    armoury: Armoury
    made_at: str
    made_by: str
    request: TraceRequest | None
    history: History
    pictures: tuple[tuple[str, NDArray[np.uint8]], ...]  # record id, the row's grey picture
    journal_head: str
    journal_number: int


def history(session: Session, record_id: str, known: Confusions = DEFAULT) -> History:
    """The weapon that a record speaks of. Raises Expected("record_unknown").

    In order of the entries' own dates; those without one come last, in the order of the books.
    """
    members = judgements.joined(session, record_id)
    found = tuple(records.iterate(session.store, members))
    entries = sorted(
        (HistoryEntry(hit, _date(hit), hit.record.events) for hit in hits_of(session, found)), key=_order
    )
    known_ids = set(members)
    others = [
        one
        for one in duplicates.of_record(session, record_id, known)
        if one.other.record.id not in known_ids
        and (one.said is None or one.said.verdict in {"later", "reading_error"})
    ]
    return History(record_id, tuple(entries), tuple(others))


def join(session: Session, record_id: str, other_id: str) -> None:
    """Say that two entries are of one weapon. Raises what `judgements.judge` does."""
    judgements.judge(session, record_id, other_id, "same")


def take_apart(session: Session, record_id: str) -> int:
    """Take back every join of this entry with others; how many there were."""
    said = [other for other, one in judgements.standing(session, record_id).items() if one.verdict == "same"]
    for other in said:
        judgements.judge(session, record_id, other, "open")
    return len(said)


def trace_sheet(session: Session, record_id: str, number: int = 0) -> TraceSheet:
    """What the sheet of a weapon holds, for request `number` or for none (0); the journal tells that it was made.

    Raises Expected: record_unknown, trace_unknown.
    """
    whole = history(session, record_id)
    asked = tracing.request(session, number).request if number else None
    pictures = tuple(
        (entry.hit.record.id, picture)
        for entry in whole.entries
        if (picture := row_picture(session, entry.hit)) is not None
    )
    with connect.action(session.store):
        subject = asked.id if asked else record_id
        line = tell_journal(session, "trace_sheet", subject, record=record_id, entries=len(whole.entries))
    return TraceSheet(
        session.armoury, line.at, session.user.name, asked, whole, pictures, line.hash, line.number
    )


def row_picture(session: Session, hit: RecordHit) -> NDArray[np.uint8] | None:
    """The row on the paper, grey; None where its picture is lost or the row stands on none."""
    cells = [field.cell_id for field in hit.record.fields if field.cell_id]
    if not cells:
        return None
    try:
        return cell_crops.strip(session, hit.record.page_id, cells)
    except Expected:
        return None  # the sheet is made all the same; a lost picture is told where the page is opened


def _date(hit: RecordHit) -> str:
    return next((event.date for event in hit.record.events if event.date), "")


def _order(entry: HistoryEntry) -> tuple[str, int, int, int]:
    hit = entry.hit
    return entry.date or "~", hit.ledger.number, hit.page.position, hit.row_number
