"""A large batch sealed, verified and answered; against openpyxl's write-only mode writing the same typed cells.

Each line is a process of its own, so that its peak memory is its own. CPU seconds are what the ratio is made of:
they hold on a busy machine, too.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from db.model import Event, Marking, Record, RecordField, SerialState
from desktop.exchange.answer import RowKey, SentRow, match
from desktop.exchange.answer_file import read_answer
from desktop.exchange.batch_sheets import BATCH_COLUMNS, SHEETS, Composer, batch_lines
from desktop.exchange.canonical import row_sha256
from desktop.exchange.columns import RegistryColumns, load_columns
from desktop.exchange.folder import seal_files, verify_folder, write_folder
from desktop.exchange.manifest import BatchHeader
from desktop.exchange.rows import FiledRow
from desktop.exchange.workbook import TextWorkbook
from desktop.paths import resources_folder

HEADER = BatchHeader(
    batch_id="b" * 32,
    number=1,
    armoury_id="a" * 32,
    armoury_name="Bench",
    armoury_code="BENCH",
    country="UGA",
    sealed_at="2026-03-01T09:30:00Z",
    sealed_by="bench",
    schema=1,
    program="0",
    journal_head="0" * 64,
    journal_entries=1,
)


def filed_rows(count: int) -> Iterator[FiledRow]:
    """Weapons as a stock register holds them: ten fields, one marking, one event."""
    for number in range(count):
        values = {
            "weapon_type": ("pistol", "pist."),
            "make": ("Fabrique Nationale", "F.N."),
            "country": ("Belgium", "Belg."),
            "serial_number": (serial := f"{number * 7919 % 999983:06d}E{number % 90}", serial),
            "model": ("High Power", "HP 35"),
            "calibre": ("9 × 19 mm", "9mm Para"),
            "year": (str(1940 + number % 50), str(1940 + number % 50)),
            "rack_number": (str(number % 400), str(number % 400)),
            "status": ("in store", "in store"),
            "remarks": ("holster and two magazines", "holster and two magazines"),
        }
        record = Record(
            id=f"{number:032x}",
            revision=1,
            kind="weapon",
            ledger_id="1" * 32,
            page_id="2" * 32,
            row_id="3" * 32,
            struck=False,
            serial=serial,
            serial_state=SerialState.MARKED,
            fields=tuple(
                RecordField(name, text, written, "c" * 32, "d" * 32)
                for name, (text, written) in values.items()
            ),
            markings=(Marking("proof", "crown over NP", part="barrel"),),
            events=(Event("received", "1984-03-09", "9/3/84", counterpart="Police HQ"),),
            filed_at="2026-02-28T08:00:00Z",
            filed_by="e" * 32,
        )
        yield FiledRow(record, "3", str(number // 40 + 1), str(number % 40 + 1))


def columns() -> RegistryColumns:
    """The columns that ship."""
    return load_columns(resources_folder() / "registry" / "default.toml")


def plain_openpyxl(count: int, folder: Path) -> None:
    """The yardstick: openpyxl alone, a typed cell for each of the same texts, saved to a file."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    composer = Composer(HEADER, columns())
    book = Workbook(write_only=True)
    sheets = {name: book.create_sheet(title) for name, title in SHEETS.items()}
    clock = Clock()

    def append(name: str, texts: list[str]) -> None:
        cells = []
        for text in texts:
            cell = None
            if text:
                cell = WriteOnlyCell(sheets[name], value=text)
                cell.data_type = "s"
                cell.number_format = "@"
            cells.append(cell)
        sheets[name].append(cells)

    for name in sheets:
        shown = BATCH_COLUMNS if name == "batch" else composer.shown(name)
        append(name, [column.heading for column in shown])
    for row in filed_rows(count):
        with clock.stopped():  # making the texts is not openpyxl's work
            composed = composer.compose(row)
        append("records", composed.record)
        append("answer", composed.answer)
        for line in composed.events:
            append("events", line)
        for line in composed.markings:
            append("markings", line)
    for line in batch_lines(HEADER, columns(), count, count, count, composer.root.root()):
        append("batch", line)
    book.save(folder / "plain.xlsx")
    clock.say()


def sealing(count: int, folder: Path) -> None:
    """Rows to the bytes of all files, hashed; and those to the disk, read back and compared."""
    clock = Clock()
    sealed = seal_files(HEADER, filed_rows(count), columns())
    clock.say(bytes=sum(map(len, sealed.files.values())))
    write_folder(folder, sealed.name, sealed.files)


def verifying(_count: int, folder: Path) -> None:
    """The folder's hashes, every row's hash, counts and root, from the folder alone."""
    clock = Clock()
    problems = verify_folder(next(folder.glob("LM-*")))
    clock.say(problems=len(problems))


def reading_with_openpyxl(_count: int, folder: Path) -> None:
    """The yardstick for reading: openpyxl's read-only mode over every cell of the same workbook."""
    from openpyxl import load_workbook

    clock = Clock()
    book = load_workbook(io.BytesIO(next(folder.glob("LM-*/batch.xlsx")).read_bytes()), read_only=True)
    clock.say(cells=sum(len(row) for sheet in book.worksheets for row in sheet.iter_rows()))


def answering(count: int, _folder: Path) -> None:
    """A workbook with an answer to every row, read and matched to what was sent."""
    shown = columns().answer
    values = {"batch_id": HEADER.batch_id, "answer": "accepted"}
    sent = []
    with TextWorkbook(datetime(2026, 4, 1, tzinfo=UTC), "bench") as book:
        sheet = book.add("Answer", Composer(HEADER, columns()).shown("answer"))
        for row in filed_rows(count):
            record = row.record
            sent.append(SentRow(RowKey(HEADER.batch_id, record.id, record.revision), row_sha256(record)))
            line = values | {
                "record_id": record.id,
                "revision": str(record.revision),
                "row_sha256": sent[-1].row_sha256,
                "registry_number": f"{len(sent):09d}",
            }
            sheet.append([line.get(column.value, "") for column in shown])
        out = io.BytesIO()
        book.save_to(out)
    clock = Clock()
    matched = match(read_answer(out.getvalue(), "answer.xlsx", columns()).answers, sent, [])
    clock.say(unanswered=count - len(matched.new))


class Clock:
    """Wall and CPU seconds since it was made, less what happened while it was stopped."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    class _Stopped:
        def __init__(self, clock: Clock) -> None:
            self._clock = clock

        def __enter__(self) -> None:
            self._from = time.perf_counter(), time.process_time()

        def __exit__(self, *_: object) -> None:
            self._clock._wall += time.perf_counter() - self._from[0]  # noqa: SLF001 - its own clock's
            self._clock._cpu += time.process_time() - self._from[1]  # noqa: SLF001 - its own clock's

    def stopped(self) -> Clock._Stopped:
        """A `with` block that is not counted."""
        return self._Stopped(self)

    def say(self, **more: int) -> None:
        """Print what was measured for the process that asked."""
        wall, cpu = time.perf_counter() - self._wall, time.process_time() - self._cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"wall": wall, "cpu": cpu, "peak": peak, **more}))


STEPS: dict[str, Callable[[int, Path], None]] = {
    "openpyxl": plain_openpyxl,
    "seal": sealing,
    "verify": verifying,
    "openpyxl-read": reading_with_openpyxl,
    "answer": answering,
}


def main(argv: list[str]) -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m workshop.bench exchange", description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args(argv)
    if asked.step:
        STEPS[asked.step](asked.records, asked.folder)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        found = {step: measure(step, asked.records, Path(folder)) for step in STEPS}
    show(found, asked.records)
    return 0


def measure(step: str, records: int, folder: Path) -> dict[str, float]:
    """One step in a process of its own."""
    command = [sys.executable, "-m", "workshop.bench", "exchange", "--records", str(records)]
    ran = subprocess.run(
        [*command, "--step", step, "--folder", str(folder)], capture_output=True, text=True, check=True
    )
    measured: dict[str, float] = json.loads(ran.stdout)
    return measured


def show(found: dict[str, dict[str, float]], records: int) -> None:
    """The table that the README quotes."""
    names = {
        "openpyxl": "openpyxl write-only, the same typed cells",
        "seal": "sealed (workbook, hashes, manifest)",
        "openpyxl-read": "openpyxl read-only, the same workbook",
        "verify": "verified from the folder alone",
        "answer": "an answer to every row, read and matched",
    }
    print(f"{records:,} records with a marking and an event each (n = 1 run)\n")
    print(f"{'':44}{'wall s':>8}{'CPU s':>8}{'peak MB':>9}")
    for step, name in names.items():
        line = found[step]
        print(f"{name:44}{line['wall']:8.1f}{line['cpu']:8.1f}{line['peak']:9.0f}")
    ratio = found["seal"]["cpu"] / found["openpyxl"]["cpu"]
    print(
        f"\nsealing / openpyxl: {ratio:.2f} (at most 1.5); {found['seal']['bytes'] / 1e6:.1f} MB on the stick; ",
        end="",
    )
    print(
        f"problems found: {found['verify']['problems']:.0f}, unanswered: {found['answer']['unanswered']:.0f}"
    )
