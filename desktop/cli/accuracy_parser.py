"""What the command line understands of spot checks."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeAlias

from desktop.cli import accuracy

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name


class Command(Protocol):
    """How parser.py adds a command."""

    def __call__(
        self, commands: Commands, name: str, does: str, example: str, do: Callable[[argparse.Namespace], int]
    ) -> argparse.ArgumentParser:
        """The new command's parser; its doing is in `do`."""
        ...


def add_accuracy(
    commands: Commands, command: Command, in_register: Callable[[argparse.ArgumentParser], None]
) -> None:
    """`accuracy plan|draw|enter|decide|report|certificate`."""
    group = commands.add_parser(
        "accuracy",
        help="spot checks: how wrong the records are",
        description="Spot checks: how wrong the records are.",
    )
    steps = group.add_subparsers(metavar="STEP", required=True)
    plan = command(
        steps, "plan", "say what checking a lot would take", "accuracy plan --limit 2", accuracy.plan
    )
    draw = command(
        steps, "draw", "freeze a lot and draw its sample; or show one, or go on with a longer plan",
        "accuracy draw --book 3 --limit 1", accuracy.draw,
    )  # fmt: skip
    enter = command(
        steps, "enter", "show the next record to check, or type what stands in its cells",
        'accuracy enter "Serial number=AB 123" "Make=Walther"', accuracy.enter,
    )  # fmt: skip
    decide = command(steps, "decide", "decide on a lot", "accuracy decide", accuracy.decide)
    report = command(
        steps, "report", "say how wrong records and reading are", "accuracy report", accuracy.report
    )
    certificate = command(
        steps,
        "certificate",
        "write a lot's certificate",
        "accuracy certificate --out lot.json",
        accuracy.certificate,
    )
    for step in (plan, draw, enter, decide, report, certificate):
        in_register(step)
        step.add_argument("--json", action="store_true")
    for step in (plan, draw):
        which = step.add_mutually_exclusive_group()
        which.add_argument("--book", type=int, metavar="N", help="the records of this book")
        which.add_argument(
            "--week", nargs=2, metavar=("NAME", "DAY"), help="what a person filed in the seven days from DAY"
        )
        which.add_argument("--days", nargs=2, metavar=("FIRST", "LAST"), help="what was filed on these days")
        step.add_argument("--limit", default="1", metavar="PERCENT", help="at most so many are wrong (1)")
        step.add_argument("--sure", default="95", metavar="PERCENT", help="how sure to be (95)")
    draw.add_argument("--all-fields", action="store_true", help="check every field, not only the identity")
    draw.add_argument("--lot", help="a lot that was frozen already")
    draw.add_argument("--longer", action="store_true", help="go on with --lot for a smaller --limit")
    for step in (enter, decide, report, certificate):
        step.add_argument("--lot", default="", help="the beginning of its id; the newest if left out")
    enter.add_argument(
        "values", nargs="*", metavar="COLUMN=TEXT", help="COLUMN= is empty, COLUMN? can't be read"
    )
    decide.add_argument(
        "--correct", action="store_true", help="correct what was found wrong, by what was typed"
    )
    certificate.add_argument("--out", required=True, type=Path, metavar="FILE")
