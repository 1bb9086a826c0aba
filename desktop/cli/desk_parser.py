"""What the command line understands of what is next, second entry, the racks, and quantities."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from desktop.cli import desk, racks
from desktop.cli.accuracy_parser import Command, Commands


def add_desk(
    commands: Commands, command: Command, in_register: Callable[[argparse.ArgumentParser], None]
) -> None:
    """`next`, `questions`, `shelf`, `second …`, `rack …`, `amend`, `quantities`."""
    made = [
        command(commands, "next", "say what is next for you, across books", "next --json", desk.following),
        _questions(commands, command),
        _shelf(commands, command),
        *_second(commands, command),
        *_racks(commands, command),
        _amend(commands, command),
    ]
    quantities = command(
        commands, "quantities", "say how much of each item and lot came and went", "quantities --book 4",
        racks.totals,
    )  # fmt: skip
    quantities.add_argument("--book", type=int, metavar="N", help="only this book")
    for each in (*made, quantities):
        in_register(each)
        each.add_argument("--json", action="store_true")


def _questions(commands: Commands, command: Command) -> argparse.ArgumentParser:
    asked = command(
        commands, "questions", "list the questions to the supervisor, or answer one",
        'questions 3f0c… --value "AB 12345" --note "see page 3"', desk.answer,
    )  # fmt: skip
    asked.add_argument("cell", nargs="?", default="", metavar="CELL", help="a cell's id, as --json says it")
    asked.add_argument("--value", help="what stands there; left out, the field goes back to be checked")
    asked.add_argument("--note", default="", help="the answer in words")
    return asked


def _shelf(commands: Commands, command: Command) -> argparse.ArgumentParser:
    shelf = command(
        commands, "shelf", "say how far every book is, and when it will be done",
        "shelf --book 3 --pages 120 --entries 2860", desk.shelf,
    )  # fmt: skip
    shelf.add_argument("--book", type=int, metavar="N", help="keep what this book says of itself")
    shelf.add_argument("--pages", type=int, metavar="COUNT", help="so many pages")
    shelf.add_argument("--entries", type=int, metavar="COUNT", help="so many entries")
    return shelf


def _second(commands: Commands, command: Command) -> tuple[argparse.ArgumentParser, ...]:
    group = commands.add_parser(
        "second", help="type blind what somebody else has settled; decide what differs",
        description="Type blind what somebody else has settled; decide what differs.",
    )  # fmt: skip
    steps = group.add_subparsers(metavar="STEP", required=True)
    typed = command(
        steps, "next", "keep what you typed of a cell, and say the next one; its value is not told",
        "second next 3f0c… 0045127 --crop next.png", desk.second,
    )  # fmt: skip
    typed.add_argument(
        "--crop", type=Path, metavar="PNG", help="write the next one's piece of paper there, to type from"
    )
    differ = command(
        steps, "decide", "list what two people typed differently, or decide one",
        "second decide 3f0c… --choose second", desk.differences,
    )  # fmt: skip
    differ.add_argument("--choose", choices=("first", "second", "retyped"))
    for each in (typed, differ):
        each.add_argument("cell", nargs="?", default="", metavar="CELL")
        each.add_argument("text", nargs="?", default="", help="what stands there; nothing where it is empty")
        each.add_argument("--unreadable", action="store_true", help="it can't be read")
    plan = command(
        steps, "plan", "say what is typed twice, or change it", "second plan --serials all --share 1/20",
        desk.plan,
    )  # fmt: skip
    plan.add_argument("--serials", choices=("handwritten", "all", "none"), default="")
    plan.add_argument("--share", default="", help="of the other settled fields, such as 1/20")
    return typed, differ, plan


def _racks(commands: Commands, command: Command) -> tuple[argparse.ArgumentParser, ...]:
    group = commands.add_parser(
        "rack", help="which weapons to look at, by rack; what was read on them",
        description="Which weapons to look at, by rack; what was read on them.",
    )  # fmt: skip
    steps = group.add_subparsers(metavar="STEP", required=True)
    listed = command(
        steps, "list", "list what is doubtful by rack, and print it with the crops and blanks",
        "rack list --rack 12 --out racks.pdf", racks.listing,
    )  # fmt: skip
    listed.add_argument("--rack", default="", help="only this rack")
    listed.add_argument("--out", type=Path, metavar="FILE.pdf", help="it will not be encrypted")
    read = command(
        steps, "read", "keep what was read on a weapon; it outranks the paper, and both are kept",
        "rack read 3f0c91ab 0045127", racks.read,
    )  # fmt: skip
    read.add_argument("code", help="as it stands on the list")
    read.add_argument("--why", default="")
    found = command(
        steps, "found", "file a weapon that stands on a rack and in no book",
        'rack found "Rack 12" 0045127 --make Walther', racks.found,
    )  # fmt: skip
    found.add_argument("rack")
    for name in ("type", "make", "model", "calibre", "country"):
        found.add_argument(f"--{name}", default="")
    for each in (read, found):
        each.add_argument("number", nargs="?", default="", help="the serial number, as it stands there")
        each.add_argument("--absent", choices=("none", "erased"), help="no number is marked; it was removed")
    return listed, read, found


def _amend(commands: Commands, command: Command) -> argparse.ArgumentParser:
    amend = command(
        commands, "amend", "say a record's marks, events or holder, or that the weapon has to be looked at",
        'amend 3f0c… --mark "proof;crown N;barrel" --why "seen"', racks.amend,
    )  # fmt: skip
    amend.add_argument("id", help="a record's id, as search --json says it")
    amend.add_argument("--mark", action="append", metavar="KIND;TEXT;PART;PLACE;METHOD;YEAR")
    amend.add_argument("--event", action="append", metavar="KIND;DATE;AS WRITTEN;WITH WHOM;DOCUMENT")
    amend.add_argument("--holder", metavar="ORGANISATION;PERSON;PLACE")
    amend.add_argument("--no-look", action="store_true", help="nobody has to look at it any more")
    amend.add_argument("--why", required=True)
    return amend
