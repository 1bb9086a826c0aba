"""What the command line understands of what books have taught."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

from desktop.cli import learning

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name
Command: TypeAlias = "Callable[..., argparse.ArgumentParser]"
Reach: TypeAlias = "Callable[[argparse.ArgumentParser], None]"


def add_learning(commands: Commands, command: Command, in_register: Reach) -> None:
    """`learnt`."""
    what = command(
        commands, "learnt", "say what a book's settled fields have taught its reader, or have it forgotten",
        "learnt --book 1\n  ledgermark learnt --book 1 --forget --yes", learning.learnt,
    )  # fmt: skip
    in_register(what)
    what.add_argument("--book", type=int, metavar="N", required=True, help="the book's number")
    do = what.add_mutually_exclusive_group()
    do.add_argument("--weigh", action="store_true", help="let it weigh in the pages that nobody has begun")
    do.add_argument(
        "--forget", action="store_true", help="let the book begin anew; what is settled stays settled"
    )
    what.add_argument("--yes", action="store_true", help="with --forget: do not ask")
    what.add_argument("--json", action="store_true")
