"""What the readers said of a cell, as it is kept: each engine's own word, and the choice that is made of them."""

from __future__ import annotations

from db.model import CellState, FieldReading, new_id
from desktop.operations.rescans import CHOICE
from desktop.recognition.combine import CellReading


def choice(cell_id: str, said: CellReading, text: str, source_cell_id: str, at: str) -> FieldReading:
    """The choice; `text` is the value that counts, a ditto's that of the cell `source_cell_id` ("" for none)."""
    return FieldReading(
        new_id(), cell_id, CHOICE, text, said.as_written, said.state, said.confidence, at,
        characters=said.characters, alternatives=said.alternatives, source_cell_id=source_cell_id,
    )  # fmt: skip


def engines(cell_id: str, said: CellReading, at: str) -> list[FieldReading]:
    """What each engine said by itself."""
    return [
        FieldReading(
            new_id(), cell_id, reader, text, text, CellState.READ if text else CellState.BLANK, 0.0, at
        )
        for reader, text in said.readers.items()
    ]
