"""The machine against what clerks settled, and what their work took, on records drawn at random.

A sample, because a register of 100,000 records has millions of readings. Record ids are random, so those with the
smallest ids are a simple random sample, the same each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from db.model import FieldReading
from db.store import informing, ledgers, pages, readings, records
from desktop.accuracy.errors import aligned
from desktop.accuracy.intervals import wilson
from desktop.operations.accuracy_facts import CHOICE, CLERK
from desktop.operations.accuracy_shares import band_of, shares_of
from desktop.operations.accuracy_views import Settled, Work
from desktop.operations.periods import period_of
from desktop.operations.session import Session

RECORDS = 1000
PAGES = 40
PAUSE_SECONDS = 120.0
"""Whoever says nothing for longer than this was doing something else."""


def settled(session: Session, most_records: int = RECORDS, most_pages: int = PAGES) -> Settled | None:
    """None where nothing was filed of what a person settled."""
    store = session.store
    drawn = records.drawn_by_id(store, most_records)
    cells = {
        field.cell_id: (record, field.name) for record in drawn for field in record.fields if field.cell_id
    }
    pairs = []
    for cell_id, history in readings.histories(store, list(cells)).items():
        shown = next((one for one in reversed(history) if one.reader == CHOICE), None)
        last = history[-1] if history and history[-1].reader.startswith(CLERK) else None
        if shown is not None and last is not None and last.settled:
            pairs.append((*cells[cell_id], shown, last, history))
    if not pairs:
        return None
    books = {ledger.id: str(ledger.number) for ledger in ledgers.ledgers(store)}
    page_ids = list(dict.fromkeys(record.page_id for record in drawn))
    hands = informing.hands(store, page_ids)
    read_in = period_of([shown.at for _, _, shown, _, _ in pairs])
    judged = [
        (record, name, shown, shown.text.strip() != last.text.strip())
        for record, name, shown, last, _ in pairs
    ]
    return Settled(
        len(drawn),
        shares_of((name, wrong) for _, name, _, wrong in judged),
        wilson(sum(wrong for _, _, _, wrong in judged), len(judged)),
        _work(session, page_ids[:most_pages]),
        shares_of(one for *_, last, history in pairs for one in _engines(last, history)),
        shares_of((books[record.ledger_id], wrong) for record, _, _, wrong in judged),
        shares_of(
            (hands[record.page_id], wrong) for record, _, _, wrong in judged if record.page_id in hands
        ),
        shares_of((band_of(shown.confidence), wrong) for _, _, shown, wrong in judged),
        shares_of((read_in(shown.at), wrong) for _, _, shown, wrong in judged),
    )


def _engines(last: FieldReading, history: Sequence[FieldReading]) -> Iterator[tuple[str, bool]]:
    """The last of each engine against what was settled: what is written, for engines know nothing else."""
    engines = {
        one.reader: one for one in history if one.reader != CHOICE and not one.reader.startswith(CLERK)
    }
    for name, one in engines.items():
        yield name, one.as_written.strip() != last.as_written.strip()


def _work(session: Session, page_ids: Sequence[str]) -> Work:
    """Entries up to the first filing of each page's rows; corrections long after are another work."""
    store = session.store
    before = {
        cell_id: reading.text
        for page_id in pages.pages_called(store, page_ids)
        for cell_id, reading in _first_choices(session, page_id).items()
    }
    seconds, keys = 0.0, 0
    rows: set[str] = set()
    last_at: dict[str, datetime] = {}
    for row_id, entry in readings.entries_on_pages(store, page_ids):
        if entry.note:  # a correction with its reason, or a question
            continue
        at = datetime.fromisoformat(entry.at)
        gap = (at - last_at[entry.reader]).total_seconds() if entry.reader in last_at else PAUSE_SECONDS + 1
        seconds += gap if 0 <= gap <= PAUSE_SECONDS else 0.0
        last_at[entry.reader] = at
        rows.add(row_id)
        keys += 1 + _changed(before.get(entry.cell_id, ""), entry)
        before[entry.cell_id] = entry.text
    if not rows:
        return Work(0, 0.0, 0.0)
    return Work(len(rows), seconds / len(rows), keys / len(rows))


def _first_choices(session: Session, page_id: str) -> dict[str, FieldReading]:
    cells = [cell.id for cell in readings.cells(session.store, page_id)]
    return {
        cell_id: next(one for one in history if one.reader == CHOICE)
        for cell_id, history in readings.histories(session.store, cells).items()
        if any(one.reader == CHOICE for one in history)
    }


def _changed(before: str, entry: FieldReading) -> int:
    """Characters that have to be typed at least."""
    if entry.text == before:
        return 0
    return sum(true != read for true, read in aligned(entry.text, before))
