"""What the command line understands: one line a command, each with an example."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias

from desktop.cli import accuracy_certificate, pictures, register, work
from desktop.cli.accuracy_parser import add_accuracy
from desktop.cli.book_parser import add_book
from desktop.cli.bundles_parser import add_bundles
from desktop.cli.capture_parser import add_capture
from desktop.cli.desk_parser import add_desk
from desktop.cli.exchange_parser import add_exchange, add_registry
from desktop.cli.forms_parser import add_forms
from desktop.cli.learning_parser import add_learning
from desktop.cli.people_parser import add_people
from desktop.cli.records_parser import add_records
from desktop.cli.safety_parser import add_safety

KINDS = ("serial_number", "number", "digits", "capitals", "text", "calibre", "date", "year")

EXIT_CODES = """exit codes:
  0 fine   1 a defect of the program (a report was saved)   2 wrong use   3 some pictures or pages could not be done,
  the others were   4 nothing of what was given could be used   5 register: wrong passphrase, missing, newer, damaged
  6 a part is missing (Tesseract, a language, a model)   7 disk full, read-only or pulled out
  8 refused: something has to be settled first   130 stopped by the person

The register is the folder named by --register or LEDGERMARK_REGISTER, else the one of this user. Its passphrase is
asked for, or taken from LEDGERMARK_PASSPHRASE."""


def build_parser() -> argparse.ArgumentParser:
    """The parser; what was asked for is in `do`."""
    parser = argparse.ArgumentParser(
        prog="ledgermark",
        description="Turn the paper ledgers of armouries into records, offline.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"ledgermark {version('ledgermark')}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _page(commands)
    _recognise(commands)
    _init(commands)
    _import(commands)
    add_capture(commands, _command, _in_register)
    add_forms(commands, _command, _in_register)
    _read(commands)
    _doubts(commands)
    _settle(commands)
    _file(commands)
    _seal(commands)
    add_records(commands, _command, _in_register)
    add_desk(commands, _command, _in_register)
    add_book(commands, _command, _in_register)
    _check(commands)
    add_accuracy(commands, _command, _in_register)
    add_people(commands, _command, _in_register)
    add_exchange(commands, _command, _in_register)
    add_registry(commands, _command)
    add_bundles(commands, _command, _in_register)
    add_safety(commands, _command, _in_register)
    add_learning(commands, _command, _in_register)
    _practice(commands)
    return parser


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name


def _command(
    commands: Commands, name: str, does: str, example: str, do: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=does,
        description=does,
        epilog=f"example:\n  ledgermark {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(do=do)
    return parser


def _in_register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--register", type=Path, metavar="FOLDER", help="the register's folder")
    parser.add_argument("--user", default="", help="who you are, where the register has several users")


def _page(commands: Commands) -> None:
    page = _command(
        commands, "page", "read pages of a ledger; no register is needed",
        "page scans/ --form resources/forms/typed-stock-register.toml --json out.json --xlsx out.xlsx",
        pictures.page,
    )  # fmt: skip
    page.add_argument("pictures", nargs="+", type=Path, metavar="PICTURE", help="pictures, PDFs, folders")
    page.add_argument("--form", required=True, type=Path, metavar="FORM.toml", help="which column is which")
    page.add_argument("--json", type=Path, metavar="OUT", help="write what was read, with all readings")
    page.add_argument("--xlsx", type=Path, metavar="OUT", help="write what was read as a workbook")


def _recognise(commands: Commands) -> None:
    crop = _command(
        commands, "recognise", "read crops of single cells; no register is needed",
        "recognise crops/*.png --field serial_number --json out.json", pictures.recognise,
    )  # fmt: skip
    crop.add_argument("crops", nargs="+", type=Path, metavar="CROP")
    crop.add_argument("--field", required=True, choices=KINDS, help="what the crops hold")
    crop.add_argument("--form", type=Path, metavar="FORM.toml", help="the form that the crops are from")
    crop.add_argument("--column", metavar="NAME", help="the form's column that they are from")
    crop.add_argument("--json", required=True, type=Path, metavar="OUT")


def _init(commands: Commands) -> None:
    init = _command(
        commands, "init", "make a register and print its recovery code",
        'init --armoury "Central armoury" --code CA1 --country KEN --user "A. Njoroge"', register.init,
    )  # fmt: skip
    init.add_argument("--register", type=Path, metavar="FOLDER")
    init.add_argument("--armoury", required=True, help="its name")
    init.add_argument("--code", required=True, help="2 to 12 capital letters and digits")
    init.add_argument("--country", default="", help="three letters of ISO 3166-1")
    init.add_argument("--user", required=True, help="the first user's name")
    init.add_argument("--json", action="store_true")


def _import(commands: Commands) -> None:
    bring = _command(
        commands, "import", "bring pictures of pages into a book",
        'import scans/ --new-book "Rifles 1962-70" --form typed-stock-register', register.bring_in,
    )  # fmt: skip
    _in_register(bring)
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


def _read(commands: Commands) -> None:
    read = _command(commands, "read", "read the pages that wait", "read --book 1", work.read)
    _in_register(read)
    read.add_argument("--book", type=int, metavar="N", help="only this book")
    read.add_argument("--failed", action="store_true", help="try pages again that could not be read")
    read.add_argument("--json", action="store_true")


def _doubts(commands: Commands) -> None:
    doubts = _command(
        commands, "doubts", "list what a person has to look at", "doubts --book 1 --json", work.doubts
    )
    _in_register(doubts)
    doubts.add_argument("--book", type=int, metavar="N", help="only this book")
    doubts.add_argument("--page", type=int, metavar="P", help="only this page of the book")
    doubts.add_argument("--json", action="store_true")


def _settle(commands: Commands) -> None:
    settle = _command(
        commands, "settle", "say what stands in a cell, or agree with what was read",
        'settle "1/2/3/Serial number" "AB 12345"', work.settle,
    )  # fmt: skip
    _in_register(settle)
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


def _file(commands: Commands) -> None:
    file = _command(commands, "file", "file the rows of pages that are settled", "file --book 1", work.file)
    _in_register(file)
    file.add_argument("--book", type=int, metavar="N", help="only this book")
    file.add_argument("--page", type=int, metavar="P", help="only this page of the book")
    file.add_argument("--json", action="store_true")


def _seal(commands: Commands) -> None:
    seal = _command(
        commands, "seal", "seal what was filed into a batch and write it to a stick",
        "seal --to /media/stick", register.seal,
    )  # fmt: skip
    _in_register(seal)
    seal.add_argument("--to", required=True, type=Path, metavar="FOLDER", help="the stick or a folder")
    seal.add_argument("--again", type=int, metavar="N", help="write the batch with this number once more")
    seal.add_argument("--json", action="store_true")


def _check(commands: Commands) -> None:
    check = _command(
        commands, "check", "check that the register is whole, or that a certificate holds",
        "check\n  ledgermark check certificate lot.pdf", accuracy_certificate.check,
    )  # fmt: skip
    _in_register(check)
    check.add_argument(
        "what",
        nargs="*",
        metavar="certificate FILE",
        help="a certificate (PDF or JSON); no register is needed, but one that is named by --register is asked too",
    )
    check.add_argument("--json", action="store_true")


def _practice(commands: Commands) -> None:
    practice = _command(
        commands, "practice", "read the sample ledger in the practice register and say what to check",
        "practice --out out", work.practice,
    )  # fmt: skip
    practice.add_argument(
        "--out", required=True, type=Path, metavar="FOLDER", help="where workbook and JSON go"
    )
