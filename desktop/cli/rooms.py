"""Which commands there are, and which module understands each; only the room that is asked for is loaded.

All rooms together take three quarters of a second to import, which every command would pay before it does anything.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Final, TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name


@dataclass(frozen=True, slots=True)
class Room:
    """`add` is a function of `desktop.cli.<module>`; `register` tells that its commands may work in a register."""

    module: str
    add: str
    names: tuple[str, ...]
    register: bool = True

    def furnish(
        self,
        commands: Commands,
        command: Callable[..., argparse.ArgumentParser],
        in_register: Callable[..., None],
    ) -> None:
        """Add the room's commands."""
        add = getattr(import_module(f"desktop.cli.{self.module}"), self.add)
        add(commands, command, in_register) if self.register else add(commands, command)


ROOMS: Final = (
    Room("pages_parser", "add_pages", ("page", "recognise"), register=False),
    Room(
        "work_parser", "add_work",
        ("init", "import", "read", "doubts", "settle", "file", "seal", "check", "practice"),
    ),
    Room("cells_parser", "add_cells", ("row", "reread", "cell", "always")),
    Room("capture_parser", "add_capture", ("scanners", "scan", "watch", "pages")),
    Room("forms_parser", "add_forms", ("form",)),
    Room(
        "records_parser", "add_records",
        ("search", "history", "duplicates", "judge", "findings", "readiness", "trace"),
    ),
    Room("desk_parser", "add_desk", ("next", "questions", "shelf", "second", "rack", "amend", "quantities")),
    Room("book_parser", "add_book", ("book", "figures")),
    Room("accuracy_parser", "add_accuracy", ("accuracy",)),
    Room("people_parser", "add_people", ("people", "recover")),
    Room("exchange_parser", "add_exchange", ("keys", "receipt", "answer", "answers", "compare")),
    Room("exchange_parser", "add_registry", ("registry",), register=False),
    Room("bundles_parser", "add_bundles", ("bundle",)),
    Room("safety_parser", "add_safety", ("backup", "restore", "journal")),
    Room("learning_parser", "add_learning", ("learnt",)),
)  # fmt: skip


def rooms_for(argv: list[str]) -> tuple[Room, ...]:
    """The room of the command that is asked for; all of them where it is none (help, a slip of the hand)."""
    return tuple(room for room in ROOMS if argv[:1] and argv[0] in room.names) or ROOMS
