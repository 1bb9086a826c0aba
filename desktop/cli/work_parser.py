"""What the command line understands of a register's way from pictures to a sealed batch."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from desktop.cli import accuracy_certificate, register, work

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name
Command: TypeAlias = "Callable[..., argparse.ArgumentParser]"
Reach: TypeAlias = "Callable[[argparse.ArgumentParser], None]"


def add_work(commands: Commands, command: Command, in_register: Reach) -> None:
    """`init`, `import`, `read`, `doubts`, `settle`, `file`, `seal`, `check` and `practice`."""
    for add in (_init, _import, _read, _doubts, _settle, _file, _seal, _check):
        add(commands, command, in_register)
    _practice(commands, command)


def _init(commands: Commands, command: Command, _in_register: Reach) -> None:
    init = command(
        commands, "init", "make a register and print its recovery code",
        'init --armoury "Central armoury" --code CA1 --country KEN --user "A. Njoroge"', register.init,
    )  # fmt: skip
    init.add_argument("--register", type=Path, metavar="FOLDER")
    init.add_argument("--armoury", required=True, help="its name")
    init.add_argument("--code", required=True, help="2 to 12 capital letters and digits")
    init.add_argument("--country", default="", help="three letters of ISO 3166-1")
    init.add_argument("--user", required=True, help="the first user's name")
    init.add_argument("--json", action="store_true")


def _import(commands: Commands, command: Command, in_register: Reach) -> None:
    bring = command(
        commands, "import", "bring pictures of pages into a book",
        'import scans/ --new-book "Rifles 1962-70" --form typed-stock-register', register.bring_in,
    )  # fmt: skip
    in_register(bring)
    bring.add_argument("pictures", nargs="+", type=Path, metavar="PICTURE", help="pictures, PDFs, folders")
    book = bring.add_mutually_exclusive_group(required=True)
    book.add_argument("--book", type=int, metavar="N", help="the book's number")
    book.add_argument("--new-book", metavar="TITLE", help="begin a book")
    bring.add_argument(
        "--form", metavar="FORM", help="for a new book: a form's file, or the name of a bundled one"
    )
    bring.add_argument(
        "--all-new", action="store_true", help="pictures that look alike are pages of their own"
    )
    bring.add_argument("--before", type=int, metavar="PAGE", help="put them in before that page of --book")
    bring.add_argument(
        "--again", type=int, metavar="PAGE", help="the picture is a new one of that page of --book"
    )
    bring.add_argument("--json", action="store_true")


def _read(commands: Commands, command: Command, in_register: Reach) -> None:
    read = command(commands, "read", "read the pages that wait", "read --book 1", work.read)
    in_register(read)
    read.add_argument("--book", type=int, metavar="N", help="only this book")
    read.add_argument("--failed", action="store_true", help="try pages again that could not be read")
    read.add_argument("--json", action="store_true")


def _doubts(commands: Commands, command: Command, in_register: Reach) -> None:
    doubts = command(
        commands, "doubts", "list what a person has to look at", "doubts --book 1 --json", work.doubts
    )
    in_register(doubts)
    doubts.add_argument("--book", type=int, metavar="N", help="only this book")
    doubts.add_argument("--page", type=int, metavar="P", help="only this page of the book")
    doubts.add_argument("--json", action="store_true")


def _settle(commands: Commands, command: Command, in_register: Reach) -> None:
    settle = command(
        commands, "settle", "say what stands in a cell, or agree with what was read",
        'settle "1/2/3/Serial number" "AB 12345"', work.settle,
    )  # fmt: skip
    in_register(settle)
    settle.add_argument("cell", nargs="?", metavar="BOOK/PAGE/ROW/COLUMN")
    settle.add_argument("text", nargs="?", help="what stands there")
    how = settle.add_mutually_exclusive_group()
    how.add_argument("--accept", action="store_true", help="agree with what was read")
    how.add_argument("--unreadable", action="store_true", help="nobody can read it")
    how.add_argument("--empty", action="store_true", help="nothing is written there")
    how.add_argument("--join", action="store_true", help="its row and the one below are one entry")
    how.add_argument("--ask", metavar="QUESTION", help="put it to the supervisor")
    how.add_argument("--from", dest="answers", type=Path, metavar="FILE.json",
                     help='many at once: [{"cell": "1/2/3/Serial number", "text": "AB 12345"}, …]')  # fmt: skip
    settle.add_argument("--why", default="", help="the reason, where the page is filed already")
    settle.add_argument("--json", action="store_true")


def _file(commands: Commands, command: Command, in_register: Reach) -> None:
    file = command(commands, "file", "file the rows of pages that are settled", "file --book 1", work.file)
    in_register(file)
    file.add_argument("--book", type=int, metavar="N", help="only this book")
    file.add_argument("--page", type=int, metavar="P", help="only this page of the book")
    file.add_argument("--json", action="store_true")


def _seal(commands: Commands, command: Command, in_register: Reach) -> None:
    seal = command(
        commands, "seal", "seal what was filed into a batch and write it to a stick",
        "seal --to /media/stick", register.seal,
    )  # fmt: skip
    in_register(seal)
    seal.add_argument("--to", required=True, type=Path, metavar="FOLDER", help="the stick or a folder")
    seal.add_argument("--again", type=int, metavar="N", help="write the batch with this number once more")
    seal.add_argument("--json", action="store_true")


def _check(commands: Commands, command: Command, in_register: Reach) -> None:
    check = command(
        commands, "check", "check that the register is whole, or that a certificate holds",
        "check\n  ledgermark check certificate lot.pdf", accuracy_certificate.check,
    )  # fmt: skip
    in_register(check)
    check.add_argument(
        "what",
        nargs="*",
        metavar="certificate FILE",
        help="a certificate (PDF or JSON); no register is needed, but one that is named by --register is asked too",
    )
    check.add_argument("--json", action="store_true")


def _practice(commands: Commands, command: Command) -> None:
    practice = command(
        commands, "practice", "read the sample ledger in the practice register and say what to check",
        "practice --out out", work.practice,
    )  # fmt: skip
    practice.add_argument(
        "--out", required=True, type=Path, metavar="FOLDER", help="where workbook and JSON go"
    )
