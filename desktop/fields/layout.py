"""The layout of a ledger as values: a form and its columns. Everyone else has them from `desktop.fields.forms`."""

from __future__ import annotations

from dataclasses import dataclass, field

DITTO_MARKS = ('"', "''", "„", "”", "〃", "do", "do.", "d°", "idem", "id.", '-"-', "—", "كذا")
"""Written forms of "same as above" that hold for every form unless it names its own."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form, left to right as the paper has it."""

    name: str
    field: str  # a name of desktop.fields.definitions.FIELDS (what it means, and through it how it is read)
    width: float = 0.0  # share of the table's width, 0 when not known
    pattern: str = ""  # regular expression that values follow, "" when none
    vocabulary: tuple[str, ...] = ()  # names of vocabularies, or literal values
    ditto: bool = True  # may hold ditto marks
    constant: str = ""  # a value that every row of the book shares


@dataclass(frozen=True, slots=True)
class LedgerForm:
    """The layout of one ledger."""

    name: str
    columns: tuple[Column, ...]
    kind: str = "stock"  # stock: one row a weapon; movement: one row an event; quantity: one row a lot
    script: str = "typed"  # typed, handwritten, mixed: which reader leads
    rows: str = "ruled"  # ruled, lines
    anchor: str = ""  # column whose written lines make the rows when rows = "lines"
    header_rows: int = -1  # -1: find them
    spread: bool = False  # one entry runs across both pages of an opening
    split: bool = False  # a picture shows both pages of an opening, each with entries of its own
    measured: bool = (
        False  # widths were confirmed on a page of the book: one on which they are otherwise is refused
    )
    ditto: tuple[str, ...] = DITTO_MARKS
    languages: tuple[str, ...] = ("eng",)  # Tesseract's names
    defaults: tuple[tuple[str, str], ...] = field(
        default=()
    )  # field, value: what the whole book shares (make, country…)
