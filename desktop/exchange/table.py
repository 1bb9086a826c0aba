"""What a sheet is made of, before any library makes a file of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column as the sheet shows it; `choices` are offered in a list where a person fills in."""

    heading: str
    width: float  # characters
    hidden: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A cell's text that wants a look; it is framed as well as filled, so that it shows without colour."""

    text: str


Text = str | Doubtful
