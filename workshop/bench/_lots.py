"""A register of many records with one lot that was checked, to time a draw and a report with its charts."""

from __future__ import annotations

import hashlib
import hmac
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import numpy as np

from db.model import CellState, Page, PageState, Truth, User, new_id
from db.store import connect, ledgers, pages, people, samples
from db.store.rows import insert
from desktop.fields.forms import Column, LedgerForm
from desktop.operations import accuracy_report, books, lots, spot_checks
from desktop.operations.accuracy_views import Report
from desktop.operations.lot_views import LotChoice
from desktop.operations.register import NewRegister, create_register
from desktop.operations.session import Session, open_session
from desktop.operations.workplace import workplace

T = TypeVar("T")
ROWS = 40
"""Records on a page."""
AT_ONCE = 250
"""Pages in one transaction: each waits for the disk, which is not what is measured."""
LIMIT = Fraction(1, 200)
AT = "2026-03-01T09:30:00Z"
PASSPHRASE = "four words that differ"  # noqa: S105 - of a register that is thrown away
FORM = LedgerForm(
    "Bench", (Column("Serial number", "serial_number", 0.6, ditto=False), Column("Make", "make", 0.4))
)


@dataclass(frozen=True, slots=True)
class Timing:
    """Processor time of one thing, beside the least that it could take; seconds."""

    what: str
    took: float
    baseline: float
    baseline_what: str


def timings(count: int) -> Iterator[Timing]:
    """Build the register, then freeze, draw, type the whole sample, report and chart."""
    with tempfile.TemporaryDirectory() as folder:
        session = _register(Path(folder), count)
        try:
            yield from _timed(session, count)
        finally:
            session.close()


def _timed(session: Session, count: int) -> Iterator[Timing]:
    chance = np.random.default_rng(1)
    choice = LotChoice("book", ledger_id=ledgers.ledgers(session.store)[0].id)
    ids = [new_id() for _ in range(count)]
    keys = _took(lambda: sorted(hmac.digest(bytes(32), one.encode(), "sha256") for one in ids))[1]
    lot, freezing = _took(lambda: lots.freeze(session, choice, LIMIT))
    yield Timing(f"freeze {count:,} records", freezing, keys, "their hashes, sorted")
    _, drawing = _took(lambda: lots.draw(session, lot.id, os.urandom))
    yield Timing("draw", drawing, keys, "their hashes, sorted")
    _type(session, lot.id, chance)
    _, standing = _took(lambda: spot_checks.standing(session, lot.id))
    yield Timing("how the lot stands", standing, keys, "their hashes, sorted")
    plain = _took(lambda: session.store.db.execute("select * from readings limit 5000").fetchall())[1]
    found, reporting = _took(lambda: accuracy_report.report(session))
    _, drawn = _took(lambda: _charts(found))
    what = f"report ({found.records.n} records typed) with {chart_count(found)} charts"
    yield Timing(what, reporting + drawn, plain, "5,000 readings as they lie in the file")


def chart_count(found: Report) -> int:
    """How many charts a report has."""
    from desktop.ui.checks.charts import charts_of

    return len(charts_of(found))


def _charts(found: Report) -> None:
    """Draw every chart once, without a screen."""
    from desktop.ui.charts.chart import Kind
    from desktop.ui.charts.matrix import ConfusionMatrix
    from desktop.ui.charts.plot import plot_of
    from desktop.ui.checks.charts import charts_of
    from desktop.ui.look import look

    for chart in charts_of(found):
        worn = look("calm", "small")
        made = ConfusionMatrix(chart, worn) if chart.kind is Kind.MATRIX else plot_of(chart, worn)
        made.resize(960, 520)
        made.grab()


def _took(do: Callable[[], T]) -> tuple[T, float]:
    began = time.process_time()
    made = do()
    return made, time.process_time() - began


def _register(folder: Path, count: int) -> Session:
    """Records of one book, keyed by one person, a few of them not as the machine read them."""
    place = workplace({"LEDGERMARK_HOME": str(folder / "home")})
    register = place.places.register
    create_register(place, register, NewRegister("Bench", "BEN", "KEN", "A. Njoroge", PASSPHRASE))
    session = open_session(place, register, PASSPHRASE)
    book = books.new_book(session, "Bench", FORM)
    store, chance = session.store, np.random.default_rng(2)
    data = b"bench"
    sha256 = hashlib.sha256(data).hexdigest()
    pages.put_picture(store, book.id, sha256, data)
    whole = -(-count // ROWS)
    for first in range(0, whole, AT_ONCE):
        with connect.action(store):
            for number in range(first, min(whole, first + AT_ONCE)):
                page_id = new_id()
                _page(session, book.id, page_id, f"{sha256}#{number}", number)
                _rows(session, book.id, page_id, min(ROWS, count - number * ROWS), chance)
    return session


def _page(session: Session, ledger_id: str, page_id: str, sha256: str, number: int) -> None:
    page = Page(
        page_id,
        ledger_id,
        number + 1,
        "",
        "bench",
        sha256,
        2480,
        3508,
        300.0,
        "0" * 16,
        PageState.FILED,
        "",
        (),
    )
    values = {**asdict(page), "state": page.state.value, "problems": "[]", "replaces": None}
    insert(session.store, "pages", [values])


def _rows(session: Session, ledger_id: str, page_id: str, count: int, chance: np.random.Generator) -> None:
    store, me = session.store, session.user.id
    lines, cells, readings, records, fields = [], [], [], [], []
    first = int(store.db.execute("select coalesce(max(seq), 0) from records").fetchone()[0])
    for at in range(1, count + 1):
        row_id, record_id, seq = new_id(), new_id(), first + at
        serial = f"{int(chance.integers(10**6, 10**7))}"
        shown = {
            "Serial number": serial if chance.random() > 0.05 else serial.replace("1", "7"),
            "Make": "Walther",
        }
        lines.append({"id": row_id, "page_id": page_id, "number": at, "struck": 0})
        records.append({
            "seq": seq, "id": record_id, "revision": 1, "kind": "weapon", "ledger_id": ledger_id, "page_id": page_id,
            "row_id": row_id, "struck": 0, "serial": serial, "serial_state": "marked", "filed_at": AT, "filed_by": me,
            "reason": "", "row_sha256": "", "plain": serial, "folded": serial, "digits": serial,
        })  # fmt: skip
        for place, (column, field, text) in enumerate(
            (("Serial number", "serial_number", serial), ("Make", "make", "Walther"))
        ):
            cell_id, keyed = new_id(), new_id()
            cells.append({"id": cell_id, "row_id": row_id, "column_name": column, "quad": "[]"})
            for reader, said, one in (("choice", shown[column], new_id()), (f"clerk:{me}", text, keyed)):
                readings.append({
                    "id": one, "cell_id": cell_id, "reader": reader, "text": said, "as_written": said, "state": "read",
                    "confidence": 0.9, "at": AT, "settled": int(reader != "choice"), "characters": "[]",
                    "alternatives": "[]", "source_cell_id": None, "note": "", "asked": 0,
                })  # fmt: skip
            fields.append({
                "record_seq": seq, "position": place, "name": field, "text": text, "as_written": text,
                "cell_id": cell_id, "reading_id": keyed,
            })  # fmt: skip
    for table, values in (
        ("rows", lines), ("cells", cells), ("readings", readings), ("records", records), ("record_fields", fields)
    ):  # fmt: skip
        insert(store, table, values)


def _type(session: Session, lot_id: str, chance: np.random.Generator) -> None:
    """Another person has typed the whole sample; one serial number in a hundred differs."""
    store = session.store
    now = spot_checks.course(session, lot_id)
    checker = User(new_id(), "B. Otieno", "supervisor")
    truths = []
    for record_id in now.wanted():
        for field in ("serial_number", "make"):
            sql = (
                "select f.cell_id, f.text from record_fields f join records r on r.seq = f.record_seq "
                "where r.id = ? and f.name = ?"
            )
            cell_id, text = store.db.execute(sql, (record_id, field)).fetchone()
            typed = f"{text}0" if field == "serial_number" and chance.random() < 0.01 else text
            truths.append(
                Truth(new_id(), lot_id, record_id, cell_id, field, typed, CellState.READ, AT, checker.id)
            )
    with connect.action(store):
        people.add_user(store, checker)
        samples.add_truths(store, truths)
