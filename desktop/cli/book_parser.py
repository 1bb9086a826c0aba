"""What the command line understands of the register as a bound book."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from desktop.cli import book, figures
from desktop.cli.accuracy_parser import Command, Commands


def add_book(
    commands: Commands, command: Command, in_register: Callable[[argparse.ArgumentParser], None]
) -> None:
    """`book print|archive|verify` and `figures`."""
    group = commands.add_parser(
        "book", help="the register as a bound book: printed in order, or written out to be handed over",
        description="The register as a bound book: printed in order, or written out to be handed over.",
    )  # fmt: skip
    steps = group.add_subparsers(metavar="STEP", required=True)
    printed = command(
        steps, "print", "print the entries in order, with every correction, as a PDF",
        "book print --out /media/stick/book.pdf --book 3", book.print_book,
    )  # fmt: skip
    printed.add_argument(
        "--out", required=True, type=Path, metavar="FILE.pdf", help="it will not be encrypted"
    )
    printed.add_argument(
        "--book", type=int, action="append", metavar="N", help="only this book; all if left out"
    )
    whole = command(
        steps, "archive", "write everything into a folder that explains itself, for handing over on closure",
        "book archive --to /media/disk", book.archive,
    )  # fmt: skip
    whole.add_argument("--to", required=True, type=Path, metavar="FOLDER", help="it will not be encrypted")
    verify = command(
        steps, "verify", "hold such a folder against its own list; no register is needed",
        "book verify LM-CA1-register-2026-03-01-093000", book.verify,
    )  # fmt: skip
    verify.add_argument("folder", type=Path)
    counted = command(
        commands, "figures", "count what a self-assessment asks of record-keeping: kinds, decades, marks, retention",
        "figures --out figures.pdf", figures.count,
    )  # fmt: skip
    counted.add_argument(
        "--out", type=Path, metavar="FILE.pdf", help="also on one page; it will not be encrypted"
    )
    for each in (printed, whole, counted):
        in_register(each)
    for each in (printed, whole, verify, counted):
        each.add_argument("--json", action="store_true")
