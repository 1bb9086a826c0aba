"""What a table is made of, before it is told in points of the picture."""

from __future__ import annotations

from dataclasses import dataclass

from db.model import Quad


@dataclass(frozen=True, slots=True)
class Entry:
    """One band of the table across all its columns; quads are on the page. `doubt` is a sentence's key."""

    quads: tuple[Quad, ...]
    struck: bool = False
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something written that is in no cell. `key` is a sentence's; `rows` are the entries beside it, from 1."""

    key: str
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The bands of a page, top to bottom. `sure` is False where only custom says what is heading.

    `hidden` are the places, from 0, of columns that are not on the picture: the binding took them.
    """

    header: tuple[Entry, ...]
    body: tuple[Entry, ...]
    footer: tuple[Entry, ...]
    sure: bool = True
    hidden: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()
