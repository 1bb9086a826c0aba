"""An answer workbook: the sheet Answer for a person to finish, and the sheet Batch that says what it answers."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import datetime

from desktop.exchange.batch_sheets import BATCH_COLUMNS, SHEETS
from desktop.exchange.columns import ANSWER_VALUES, RegistryColumns
from desktop.exchange.table import SheetColumn
from desktop.exchange.workbook import TextWorkbook


def write_answer_workbook(
    at: datetime,
    header: Mapping[str, str],
    lines: Iterable[Mapping[str, str]],
    columns: RegistryColumns,
    labels: Mapping[str, str],
) -> bytes:
    """The workbook as bytes; the same for the same values.

    `lines` hold the values of the sheet Answer by their names (`answer` in our own words), `header` what its sheet
    Batch says by its keys, `labels` a key's words for a person. Raises CellTooLongError, SheetFullError.
    """
    shown = tuple(
        SheetColumn(
            column.heading,
            column.width,
            column.hidden,
            tuple(word for _, word in column.words) if column.value in ANSWER_VALUES else (),
        )
        for column in columns.answer
    )
    words = {column.value: dict(column.words) for column in columns.answer}
    out = io.BytesIO()
    with TextWorkbook(at, "Ledgermark", rtl=columns.right_to_left) as book:
        answer, batch = book.add(SHEETS["answer"], shown), book.add(SHEETS["batch"], BATCH_COLUMNS)
        for line in lines:
            texts = [(column.value, line.get(column.value, "")) for column in columns.answer]
            answer.append([words[value].get(text, text) for value, text in texts])
        for key, text in header.items():
            batch.append([labels.get(key, key), text, key, ""])
        book.save_to(out)
    return out.getvalue()
