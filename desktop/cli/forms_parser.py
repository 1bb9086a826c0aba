"""What the command line understands of forms."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from desktop.cli import forms
from desktop.cli.accuracy_parser import Command, Commands
from desktop.operations.page_setup import TRIED


def add_forms(
    commands: Commands, command: Command, in_register: Callable[[argparse.ArgumentParser], None]
) -> None:
    """`form propose`, `try`, `export`, `use`, `unfit`."""
    whole = commands.add_parser(
        "form",
        help="begin a form from a blank sheet or a page, try it, take it to another PC; pages that do not fit",
        description="Begin a form from a blank sheet or a page, try it on others, take it to another PC.",
    )
    parts = whole.add_subparsers(metavar="WHAT", required=True)
    propose = command(
        parts, "propose", "write a form with the columns of a blank sheet or a page; no register is needed",
        "form propose blank-sheet.png --out our-form.toml", forms.propose,
    )  # fmt: skip
    propose.add_argument("picture", type=Path, metavar="PICTURE")
    propose.add_argument("--out", required=True, type=Path, metavar="FORM.toml")
    propose.add_argument("--json", action="store_true")
    tries = command(
        parts, "try", "lay a form over pages of a book and say of each whether it fits; nothing is kept",
        "form try --book 1 --form our-form.toml", forms.try_on,
    )  # fmt: skip
    _of_book(tries, in_register)
    tries.add_argument("--form", type=Path, metavar="FORM.toml", help="default: the book's own")
    tries.add_argument("--pages", type=int, default=TRIED, metavar="N", help="so many (default: %(default)s)")
    tries.add_argument("--json", action="store_true")
    export = command(
        parts, "export", "write a book's form as a file for another PC",
        "form export our-form.toml --book 1", forms.export,
    )  # fmt: skip
    _of_book(export, in_register)
    export.add_argument("file", type=Path, metavar="FORM.toml")
    use = command(
        parts, "use", "give a book the form of a file; pages that did not fit wait to be read with it",
        "form use our-form.toml --book 1", forms.use,
    )  # fmt: skip
    _of_book(use, in_register)
    use.add_argument("file", type=Path, metavar="FORM.toml")
    unfit = command(
        parts, "unfit", "list the pages of a book that do not fit its form, with the reason",
        "form unfit --book 1", forms.unfit,
    )  # fmt: skip
    _of_book(unfit, in_register)
    unfit.add_argument("--json", action="store_true")


def _of_book(parser: argparse.ArgumentParser, in_register: Callable[[argparse.ArgumentParser], None]) -> None:
    in_register(parser)
    parser.add_argument("--book", type=int, required=True, metavar="N", help="the book's number")
