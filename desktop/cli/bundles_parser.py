"""What the command line understands of books that move between the PCs of one armoury."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from desktop.cli import bundles

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name
Command: TypeAlias = "Callable[..., argparse.ArgumentParser]"
Reach: TypeAlias = "Callable[[argparse.ArgumentParser], None]"


def add_bundles(commands: Commands, command: Command, in_register: Reach) -> None:
    """`bundle places|pcs|write|look|take|back`."""
    group = commands.add_parser(
        "bundle",
        help="move whole books between the PCs of one armoury by a stick",
        description="Move whole books between the PCs of one armoury, sealed, by a stick.",
    )
    steps = group.add_subparsers(metavar="STEP", required=True)
    places = command(steps, "places", "say where each book is worked on", "bundle places", bundles.places)
    pcs = command(
        steps, "pcs", "show the other PCs; trust the keys of one (administrators)",
        'bundle pcs --trust LM-CA1.keys.json --fingerprint "1A2B 3C4D …" --name "Reading room"', bundles.pcs,
    )  # fmt: skip
    pcs.add_argument("--trust", type=Path, metavar="FILE", help="what the other PC wrote by “keys --out”")
    pcs.add_argument("--fingerprint", default="", help="of --trust, as it was read out at the other PC")
    pcs.add_argument("--name", default="", help="what the other PC is called here")
    write = command(
        steps, "write", "give a book to another PC: it is locked here until it comes back",
        'bundle write 3 --to "Reading room" --out /media/stick', bundles.write,
    )  # fmt: skip
    write.add_argument("--to", required=True, metavar="PC", help="what the other PC is called here")
    write.add_argument("--out", required=True, type=Path, metavar="FOLDER")
    write.add_argument(
        "--for-good", action="store_true", help="it is that PC's book then, and sealed there (supervisors)"
    )
    look = command(
        steps, "look", "prove a work bundle and say what it would bring; changes nothing",
        "bundle look /media/stick", bundles.look,
    )  # fmt: skip
    take = command(
        steps, "take", "take a work bundle in, all of it or nothing", "bundle take /media/stick", bundles.take
    )
    back = command(
        steps, "back", "unlock a book whose bundle will not come back (supervisors)",
        'bundle back 3 --why "the stick was lost"', bundles.back,
    )  # fmt: skip
    for each in (look, take):
        each.add_argument(
            "folder", type=Path, metavar="FOLDER", help="the bundle's folder, or the stick with it"
        )
    for each in (write, back):
        each.add_argument("book", type=int, metavar="BOOK")
    back.add_argument("--why", required=True, metavar="WORDS")
    for each in (places, pcs, write, look, take, back):
        in_register(each)
    for each in (places, pcs, write, look, take):
        each.add_argument("--json", action="store_true")
