"""The registry's side, as it would be without Ledgermark: the batch's workbook filled in, or a list."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from openpyxl import load_workbook

from desktop.exchange.received import Line, ReceivedBatch


def answer_lines(workbook: bytes) -> list[Line]:
    """The sheet Answer of a batch, its values by their names."""
    return list(ReceivedBatch(workbook, "batch.xlsx").lines("answer"))


def filled_in(workbook: bytes, said: Mapping[str, Mapping[str, str]], path: Path) -> Path:
    """The batch's workbook with `said` (by serial number) written into the sheet Answer by another program."""
    book = load_workbook(io.BytesIO(workbook))
    sheet = book["Answer"]
    heads = {
        "answer": "Answer", "registry_number": "Registry number", "duplicate_of": "Duplicate of", "code": "Code",
        "note": "Note", "answered_on": "Date of the answer",
    }  # fmt: skip
    places = {str(cell.value): at for at, cell in enumerate(sheet[1])}
    for row in sheet.iter_rows(min_row=2):
        serial = str(row[places["Serial number"]].value)
        for name, text in said.get(serial, {}).items():
            row[places[heads[name]]].value = text
    book.save(path)
    return path


def as_list(workbook: bytes, said: Mapping[str, Mapping[str, str]], path: Path) -> Path:
    """A CSV with a line for each row of the batch that is answered."""
    names = ["batch_id", "record_id", "revision", "row_sha256", "answer", "registry_number", "duplicate_of",
             "code", "note", "answered_on"]  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, names, restval="")
        out.writeheader()
        for line in answer_lines(workbook):
            if words := said.get(line.values.get("serial", "")):
                kept = {name: line.values.get(name, "") for name in names[:4]}
                out.writerow(kept | dict(words))
    return path
