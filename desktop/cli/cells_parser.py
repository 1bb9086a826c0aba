"""What the command line understands of single cells and rows."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

from desktop.cli import cells

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name
Command: TypeAlias = "Callable[..., argparse.ArgumentParser]"
Reach: TypeAlias = "Callable[[argparse.ArgumentParser], None]"


def add_cells(commands: Commands, command: Command, in_register: Reach) -> None:
    """`row`, `reread`, `cell` and `always`."""
    row = command(commands, "row", "make a row what it is on the paper", "row 1/2/3 --part", cells.row)
    in_register(row)
    row.add_argument("row", metavar="BOOK/PAGE/ROW")
    how = row.add_mutually_exclusive_group(required=True)
    how.add_argument("--add", action="store_true", help="add an empty row after it")
    how.add_argument("--part", action="store_true", help="it is two rows: part it, and read both")
    how.add_argument("--join", action="store_true", help="it and the one below are one entry")
    how.add_argument(
        "--strike", action="store_true", help="it is no entry: kept, no record; or it is one after all"
    )
    how.add_argument("--struck-on-paper", action="store_true", help="a line goes through it: filed as struck")
    row.add_argument("--why", default="", help="the reason, where the page is filed already")
    row.add_argument("--json", action="store_true")
    again = command(
        commands, "reread", "read a cell again; what a person settled stays",
        'reread "1/2/3/Serial number"', cells.reread,
    )  # fmt: skip
    _of_a_cell(again, in_register)
    history = command(
        commands, "cell", "say everything that was ever said of a cell: who, when, what, why",
        'cell "1/2/3/Serial number"', cells.cell,
    )  # fmt: skip
    _of_a_cell(history, in_register)
    always = command(
        commands, "always", "say what the column of a cell always is: proposed where it is empty, never put in",
        'always "1/2/3/Make" "Walther"', cells.always,
    )  # fmt: skip
    _of_a_cell(always, in_register)
    what = always.add_mutually_exclusive_group()
    what.add_argument(
        "text", nargs="?", default=None, help="what it always is; without it, what is said is shown"
    )
    what.add_argument("--nothing", action="store_true", help="nothing is proposed there any more")
    always.add_argument("--page", action="store_true", help="on this page alone, and not in the whole book")


def _of_a_cell(parser: argparse.ArgumentParser, in_register: Reach) -> None:
    """Which register and which cell, and the answer for a script."""
    in_register(parser)
    parser.add_argument("cell", metavar="BOOK/PAGE/ROW/COLUMN")
    parser.add_argument("--json", action="store_true")
