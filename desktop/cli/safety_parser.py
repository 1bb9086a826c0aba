"""What the command line understands of backups and of the journal."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from desktop.cli import safety
from desktop.operations.journal_view import GROUPS

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name
Command: TypeAlias = "Callable[..., argparse.ArgumentParser]"
Reach: TypeAlias = "Callable[[argparse.ArgumentParser], None]"


def add_safety(commands: Commands, command: Command, in_register: Reach) -> None:
    """`backup`, `restore` and `journal`."""
    backup = command(
        commands, "backup", "back the register up (7 days and 4 weeks are kept), to a stick, or prove a backup",
        "backup\n  ledgermark backup --to /media/stick\n  ledgermark backup --prove", safety.backup,
    )  # fmt: skip
    in_register(backup)
    what = backup.add_mutually_exclusive_group()
    what.add_argument(
        "--to", type=Path, metavar="FOLDER", help="copy the whole register into a new folder there"
    )
    what.add_argument("--list", action="store_true", help="say which rotating backups there are")
    what.add_argument(
        "--prove",
        nargs="?",
        const="",
        metavar="BACKUP",
        help="restore it aside, check it and compare; the newest",
    )
    backup.add_argument("--place", type=Path, metavar="FOLDER", help="where the rotating backups lie")
    restore = command(
        commands, "restore", "say what a backup holds and what would be lost; --yes puts it into a new folder",
        "restore ~/.local/share/ledgermark/register/backups/2026-03-01-093000", safety.restore,
    )  # fmt: skip
    in_register(restore)
    restore.add_argument("backup", type=Path, metavar="BACKUP")
    restore.add_argument("--yes", action="store_true", help="put it back")
    restore.add_argument(
        "--to", type=Path, metavar="FOLDER", help="the new folder; beside the register if left out"
    )
    journal = command(
        commands, "journal", "show who did what, the newest first (supervisors)",
        "journal --what people --from 2026-03-01", safety.journal,
    )  # fmt: skip
    in_register(journal)
    journal.add_argument("--who", default="", metavar="NAME", help="only what this person did")
    journal.add_argument("--what", default="", choices=sorted(GROUPS), help="only this")
    journal.add_argument("--from", dest="first", default="", metavar="DAY", help="from this day on (UTC)")
    journal.add_argument("--until", dest="last", default="", metavar="DAY", help="up to this day")
    journal.add_argument("--before", type=int, default=0, metavar="N", help="only entries below this number")
    journal.add_argument("--limit", type=int, default=50)
    for each in (backup, restore, journal):
        each.add_argument("--json", action="store_true")
