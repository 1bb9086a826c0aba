"""What the command line understands of pictures that are read without a register."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from desktop.cli import pictures

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name
Command: TypeAlias = "Callable[..., argparse.ArgumentParser]"

KINDS = ("serial_number", "number", "digits", "capitals", "text", "calibre", "date", "year")


def add_pages(commands: Commands, command: Command) -> None:
    """`page` and `recognise`."""
    _page(commands, command)
    _recognise(commands, command)


def _page(commands: Commands, command: Command) -> None:
    page = command(
        commands, "page", "read pages of a ledger; no register is needed",
        "page scans/ --form resources/forms/typed-stock-register.toml --json out.json --xlsx out.xlsx",
        pictures.page,
    )  # fmt: skip
    page.add_argument("pictures", nargs="+", type=Path, metavar="PICTURE", help="pictures, PDFs, folders")
    page.add_argument("--form", required=True, type=Path, metavar="FORM.toml", help="which column is which")
    page.add_argument("--json", type=Path, metavar="OUT", help="write what was read, with all readings")
    page.add_argument("--xlsx", type=Path, metavar="OUT", help="write what was read as a workbook")


def _recognise(commands: Commands, command: Command) -> None:
    crop = command(
        commands, "recognise", "read crops of single cells; no register is needed",
        "recognise crops/*.png --field serial_number --json out.json", pictures.recognise,
    )  # fmt: skip
    crop.add_argument("crops", nargs="+", type=Path, metavar="CROP")
    crop.add_argument("--field", required=True, choices=KINDS, help="what the crops hold")
    crop.add_argument("--form", type=Path, metavar="FORM.toml", help="the form that the crops are from")
    crop.add_argument("--column", metavar="NAME", help="the form's column that they are from")
    crop.add_argument("--json", required=True, type=Path, metavar="OUT")
