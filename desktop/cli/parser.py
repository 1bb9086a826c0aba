"""What the command line understands: one line a command, each with an example."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from desktop.cli.rooms import Commands, rooms_for

EXIT_CODES = """exit codes:
  0 fine   1 a defect of the program (a report was saved)   2 wrong use   3 some pictures or pages could not be done,
  the others were   4 nothing of what was given could be used   5 register: wrong passphrase, missing, newer, damaged
  6 a part is missing (Tesseract, a language, a model)   7 disk full, read-only or pulled out
  8 refused: something has to be settled first   130 stopped by the person

The register is the folder named by --register or LEDGERMARK_REGISTER, else the one of this user. Its passphrase is
asked for, or taken from LEDGERMARK_PASSPHRASE."""


def build_parser(argv: list[str]) -> argparse.ArgumentParser:
    """A parser that understands `argv`; what was asked for is in `do`."""
    parser = argparse.ArgumentParser(
        prog="ledgermark",
        description="Turn the paper ledgers of armouries into records, offline.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"ledgermark {version('ledgermark')}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for room in rooms_for(argv):
        room.furnish(commands, _command, _in_register)
    return parser


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
