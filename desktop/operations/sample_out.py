"""The sample of a lot as a workbook: for whoever wants to go through it by hand, or keep it beside the certificate."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from db.model import CellState, Truth
from db.store import ledgers, pages, people
from desktop.exchange.sample_workbook import SampleCell, SampleRow, write_sample_workbook
from desktop.fields.problems import Problem
from desktop.operations.judging import FiledRecord, RecordVerdict, Verdict, filed_records
from desktop.operations.lots import supervisors_only
from desktop.operations.session import Session
from desktop.operations.spot_checks import Course, course, standing_of

UNREADABLE = "can't be read"
_KNOWN = frozenset({Verdict.RIGHT, Verdict.WRONG})


def write_sample(session: Session, lot_id: str, path: Path, say: Callable[[Problem], str]) -> int:
    """Write the sample, and what was drawn to inform, as a workbook; how many records are in it.

    What was filed of a record is in it only once the record was checked: the check stays blind. Raises Expected:
    may_not_decide, lot_not_drawn, and what the disk does.
    """
    supervisors_only(session)
    now = course(session, lot_id)
    shown = standing_of(session, now)
    drawn = (*now.wanted(), *now.beside())
    fields = tuple(name for name in now.lot.fields if any(_has(one, name) for one in now.filed.values()))
    rows = tuple(_rows(session, now, drawn, fields))
    lot = (
        ("Lot", now.lot.id), ("Kind", now.lot.kind), ("Of", now.lot.title), ("Frozen (UTC)", now.lot.frozen_at),
        ("SHA-256 of its records", now.lot.sha256), ("Seed", now.seed.hex()), ("Records", str(now.plan.lot)),
        ("At most wrong", str(now.plan.limit)), ("Risk", str(now.plan.risk)), ("To check", str(shown.target)),
        ("Checked", str(shown.checked)), ("Wrong", str(shown.wrong)), ("State", shown.state.value),
        *(("In words", say(one)) for one in shown.words),
    )  # fmt: skip
    write_sample_workbook(path, now.lot.frozen_at, fields, rows, lot)
    return len(rows)


def _rows(session: Session, now: Course, drawn: Sequence[str], fields: Sequence[str]) -> Iterator[SampleRow]:
    store = session.store
    filed = filed_records(session, now.lot, drawn)
    books = {ledger.id: str(ledger.number) for ledger in ledgers.ledgers(store)}
    names = {user.id: user.name for user in people.users(store)}
    places = pages.pages_called(store, sorted({one.record.page_id for one in filed.values()}))
    sample = set(now.wanted())
    for place, record_id in enumerate(drawn, start=1):
        one = filed[record_id]
        judged = now.verdict(record_id)
        typed = now.typed.get(record_id, ())
        page = places[one.record.page_id]
        yield SampleRow(
            place, books[one.record.ledger_id], page.folio or str(page.position), str(one.row_number), record_id,
            str(one.record.revision),
            judged.verdict.value if record_id in sample else f"{judged.verdict.value} (to inform)",
            tuple(_cell(judged, typed, name) for name in fields),
            ", ".join(dict.fromkeys(names.get(truth.by, "") for truth in typed)),
            typed[0].at if typed else "",
        )  # fmt: skip


def _has(one: FiledRecord, name: str) -> bool:
    return any(cell.cell.field == name for cell in one.cells)


def _cell(judged: RecordVerdict, typed: Sequence[Truth], name: str) -> SampleCell | None:
    """None where the record has no such cell, or is not checked to its end."""
    found = next((cell for cell in judged.cells if cell.filed.cell.field == name), None)
    if found is None or found.verdict not in _KNOWN:
        return None
    said = [
        UNREADABLE if truth.state is CellState.UNREADABLE else truth.text
        for truth in typed
        if truth.cell_id == found.filed.cell.cell_id
    ]
    first, third = (*said, "", "")[:2]
    return SampleCell(found.filed.text, first, third, wrong=found.verdict is Verdict.WRONG)
