"""What the command line understands of finding records and reasoning about them."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from desktop.cli import records
from desktop.cli.accuracy_parser import Command, Commands


def add_records(
    commands: Commands, command: Command, in_register: Callable[[argparse.ArgumentParser], None]
) -> None:
    """`search`."""
    search = command(
        commands, "search", "find records by what is known of a weapon",
        "search A?4512 --make Walther --until 1984-06", records.search,
    )  # fmt: skip
    in_register(search)
    search.add_argument(
        "text", nargs="?", default="",
        help="part of a serial number; ? is one character and * several; punctuation and case do not matter",
    )  # fmt: skip
    for name, what in (
        ("make", "the maker"), ("model", "the model"), ("calibre", "the calibre"), ("type", "the type of weapon"),
        ("holder", "who holds or held it: organisation, person, unit, place"),
    ):  # fmt: skip
        search.add_argument(f"--{name}", default="", metavar="WORDS", help=what)
    for name, what in (("from", "on or after"), ("until", "on or before")):
        search.add_argument(
            f"--{name}", dest=name + "_day", default="", metavar="DATE",
            help=f"something happened to it {what} that day: 1984, 1984-03 or 1984-03-09",
        )  # fmt: skip
    search.add_argument("--limit", type=int, default=50)
    search.add_argument("--json", action="store_true")
