"""Records, headers and columns for the tests of this room."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.model import Event, Marking, Record, RecordField, SerialState
from desktop.exchange.columns import RegistryColumns, load_columns
from desktop.exchange.manifest import BatchHeader
from desktop.exchange.rows import FiledRow

COLUMNS_FILE = Path(__file__).parents[2] / "resources" / "registry" / "default.toml"


@contextmanager
def flipped(path: Path, at: int) -> Iterator[None]:
    """One bit of the file's byte at `at` is another while this lasts."""
    with path.open("r+b", buffering=0) as file:
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ (1 << at % 8)]))
        yield
        file.seek(at)
        file.write(byte)


def default_columns() -> RegistryColumns:
    return load_columns(COLUMNS_FILE)


def header(number: int = 3, batch_id: str = "b" * 32, previous: str = "") -> BatchHeader:
    return BatchHeader(
        batch_id=batch_id,
        number=number,
        armoury_id="a" * 32,
        armoury_name="Armoury of Kabale",
        armoury_code="KBL",
        country="UGA",
        sealed_at="2026-03-01T09:30:01Z",
        sealed_by="J. Doe",
        schema=1,
        program="0.1.0",
        journal_head="c" * 64,
        journal_entries=40,
        previous_batch=previous,
    )


def field(name: str, text: str, as_written: str | None = None) -> RecordField:
    return RecordField(name, text, text if as_written is None else as_written, "c" * 32, "d" * 32)


def record(
    serial: str = "00417E10",
    *fields: RecordField,
    number: int = 1,
    revision: int = 1,
    markings: tuple[Marking, ...] = (),
    events: tuple[Event, ...] = (),
    struck: bool = False,
) -> Record:
    return Record(
        id=f"{number:032x}",
        revision=revision,
        kind="weapon",
        ledger_id="1" * 32,
        page_id="2" * 32,
        row_id="3" * 32,
        struck=struck,
        serial=serial,
        serial_state=SerialState.MARKED if serial else SerialState.NOT_RECORDED,
        fields=(field("serial_number", serial), *fields),
        markings=markings,
        events=events,
        filed_at="2026-02-28T08:00:00Z",
        filed_by="e" * 32,
    )


def filed(record: Record, book: str = "3", page: str = "12", row: str = "4") -> FiledRow:
    return FiledRow(record, book, page, row)


def many(count: int) -> list[FiledRow]:
    """Records of the usual kind, each with a marking, every other one with two events."""
    return [
        filed(
            record(
                f"00{number}E10",
                field("make", "Fabrique Nationale", "F.N."),
                field("model", "High Power"),
                field("calibre", "9 × 19 mm", "9mm Para"),
                field("rack_number", str(number)),
                field("rack_number", "old 7"),
                number=number,
                markings=(Marking("proof", "crown over NP", part="barrel"),),
                events=(
                    Event("received", "1984-03-09", "9/3/84", counterpart="Police"),
                    Event("issued", "1985", "1985"),
                )[: 2 * (number % 2)],
            ),
            page=str(number // 40 + 1),
            row=str(number % 40 + 1),
        )
        for number in range(1, count + 1)
    ]
