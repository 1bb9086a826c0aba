"""What the command line understands of scanners, watched folders and the pages of a book."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from desktop.capture.scanners.scanner import Colour, Paper, Size
from desktop.cli import capture
from desktop.cli.accuracy_parser import Command, Commands
from desktop.operations.watching import POLL_SECONDS


def add_capture(
    commands: Commands, command: Command, in_register: Callable[[argparse.ArgumentParser], None]
) -> None:
    """`scanners`, `scan`, `watch`, `pages`."""
    scanners = command(
        commands, "scanners", "list the scanners, or say what one can do",
        "scanners\n  ledgermark scanners --scanner test:0", capture.scanners,
    )  # fmt: skip
    in_register(scanners)
    scanners.add_argument("--scanner", default="", metavar="NAME", help="say what this one can do")
    scanners.add_argument("--json", action="store_true")
    _scan(commands, command, in_register)
    watch = command(
        commands, "watch", "bring in what arrives in a folder, a phone's or a network scanner's, until stopped",
        "watch /media/phone/DCIM --book 1", capture.watch,
    )  # fmt: skip
    in_register(watch)
    watch.add_argument("folder", type=Path, metavar="FOLDER", help="nothing in it is moved or changed")
    watch.add_argument("--book", type=int, required=True, metavar="N", help="the book's number")
    watch.add_argument("--looks", type=int, default=0, metavar="N", help="end after so many looks")
    watch.add_argument(
        "--seconds",
        type=float,
        default=POLL_SECONDS,
        help="how far the looks lie apart (default: %(default)s)",
    )
    watch.add_argument("--json", action="store_true")
    pages = command(
        commands, "pages", "list the pages of a book, their numbers, and which numbers are missing",
        "pages --book 1\n  ledgermark pages --book 1 --number 3 12", capture.pages,
    )  # fmt: skip
    in_register(pages)
    pages.add_argument("--book", type=int, required=True, metavar="N", help="the book's number")
    pages.add_argument(
        "--number", type=int, nargs=2, metavar=("PAGE", "NUMBER"),
        help="this page bears this number; the pages after it count on",
    )  # fmt: skip
    pages.add_argument("--json", action="store_true")


def _scan(
    commands: Commands, command: Command, in_register: Callable[[argparse.ArgumentParser], None]
) -> None:
    scan = command(
        commands, "scan", "scan pages into a book", "scan --book 1 --source feeder --both-sides", capture.scan
    )
    in_register(scan)
    scan.add_argument("--book", type=int, required=True, metavar="N", help="the book's number")
    scan.add_argument("--scanner", default="", metavar="NAME", help="by its id or name; else the first found")
    scan.add_argument(
        "--source",
        choices=[paper.value for paper in Paper],
        default=Paper.GLASS.value,
        help="where the paper lies",
    )
    scan.add_argument("--both-sides", action="store_true", help="of each sheet, by the scanner itself")
    scan.add_argument(
        "--pile",
        action="store_true",
        help="a two-sided pile on a one-sided feeder: fronts, then the turned pile",
    )
    scan.add_argument("--dpi", type=int, default=300, help="dots per inch (default: %(default)s)")
    scan.add_argument("--colour", choices=[colour.value for colour in Colour], default=Colour.COLOUR.value)
    scan.add_argument(
        "--size", choices=[size.value for size in Size], help="default: the whole glass, A4 from the feeder"
    )
    scan.add_argument(
        "--pages", type=int, default=0, metavar="N", help="at most so many; 0: all in the feeder"
    )
    place = scan.add_mutually_exclusive_group()
    place.add_argument("--before", type=int, metavar="PAGE", help="put the pages in before this one")
    place.add_argument("--again", type=int, metavar="PAGE", help="a new picture of that page")
    scan.add_argument("--all-new", action="store_true", help="pages that look alike are pages of their own")
    scan.add_argument("--json", action="store_true")
