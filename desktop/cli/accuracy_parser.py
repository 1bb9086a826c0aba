"""What the command line understands of spot checks."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeAlias

from desktop.cli import accuracy, accuracy_certificate, accuracy_more, accuracy_report
from desktop.operations.informing import KINDS, SIZE
from desktop.operations.practice_rounds import ITEMS

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
    """`accuracy plan|draw|enter|decide|report|certificate|sample|inform|hand|practice`."""
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
        steps, "report", "say how wrong records and reading are", "accuracy report", accuracy_report.report
    )
    certificate = command(
        steps,
        "certificate",
        "write a lot's certificate, to be printed or as JSON",
        "accuracy certificate --out lot.pdf",
        accuracy_certificate.certificate,
    )
    more = _add_more(steps, command)
    for step in (plan, draw, enter, decide, report, certificate, *more):
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
    certificate.add_argument("--out", required=True, type=Path, metavar="FILE", help="FILE.pdf, or FILE.json")


def _add_more(steps: Commands, command: Command) -> tuple[argparse.ArgumentParser, ...]:
    """What stands beside the check itself."""
    sample = command(
        steps, "sample", "write a lot's sample as a workbook", "accuracy sample --out sample.xlsx",
        accuracy_more.sample,
    )  # fmt: skip
    inform = command(
        steps, "inform", "draw further records to find errors; they never count towards the claim",
        'accuracy inform --by clerk --of "A. Njoroge"', accuracy_more.inform,
    )  # fmt: skip
    hand = command(
        steps, "hand", "say whose hand wrote some pages", 'accuracy hand --book 3 --pages 1-40 "Sgt. Otieno"',
        accuracy_more.hand,
    )  # fmt: skip
    practice = command(
        steps, "practice", "announce a round of practice errors, show one's own, or judge it",
        'accuracy practice --announce "B. Otieno"', accuracy_more.practice,
    )  # fmt: skip
    for step in (sample, inform):
        step.add_argument("--lot", default="", help="the beginning of its id; the newest if left out")
    sample.add_argument("--out", required=True, type=Path, metavar="FILE")
    inform.add_argument("--by", choices=KINDS, required=True, help="what the records have in common")
    inform.add_argument("--of", metavar="NAME", help="which of them; without it they are listed")
    inform.add_argument("--size", type=int, default=SIZE, metavar="N", help=f"so many at most ({SIZE})")
    hand.add_argument("name", help='whose hand; "" takes it back')
    hand.add_argument("--book", type=int, required=True, metavar="N")
    hand.add_argument("--pages", required=True, metavar="FIRST-LAST")
    practice.add_argument("--announce", metavar="NAME", help="to whom; for supervisors")
    practice.add_argument(
        "--items", type=int, default=ITEMS, metavar="N", help=f"values of the round ({ITEMS})"
    )
    practice.add_argument("--wrong", nargs="+", metavar="WHERE", help="those that are wrong, such as 1/12/4")
    practice.add_argument("--none-wrong", action="store_true", help="all values are right")
    return sample, inform, hand, practice
