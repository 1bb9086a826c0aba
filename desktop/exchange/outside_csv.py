"""A table of text from outside, row by row: its encoding and separator told, its rows bounded."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from db.errors import Expected
from desktop.exchange.limits import ANSWER

_SEPARATORS: Final = ",;\t"


def csv_rows(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with the numbers of their last lines. Raises Expected: answer_not_utf8, answer_no_table."""
    # Piece by piece as it is read: a whole text of 256 MB would take up to 1.5 GB.
    text = io.TextIOWrapper(io.BytesIO(data), _encoding(data), newline="")
    lines = _Lines(text)
    try:
        heading = text.readline(ANSWER.csv_line_characters)
        text.seek(0)
        reader = csv.reader(lines, delimiter=max(_SEPARATORS, key=heading.count), strict=True)
        try:
            for row in reader:
                lines.row_ended()
                yield reader.line_num, row
        except csv.Error as cause:
            raise Expected("answer_no_table", name=name, line=reader.line_num) from cause
    except UnicodeError as cause:
        raise Expected("answer_not_utf8", name=name) from cause


def _encoding(data: bytes) -> str:
    return "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"


class _Lines:
    """Lines as the csv module asks for them. It would make one list of a row of 256 million commas."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._in_row = 0

    def row_ended(self) -> None:
        """What comes belongs to another row."""
        self._in_row = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(ANSWER.csv_line_characters + 1)
        if not line:
            raise StopIteration
        self._in_row += 1
        if len(line) > ANSWER.csv_line_characters or self._in_row > ANSWER.csv_row_lines:
            raise csv.Error("no row of a table is that long")
        return line
