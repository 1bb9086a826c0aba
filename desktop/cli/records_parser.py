"""What the command line understands of finding records and reasoning about them."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from desktop.cli import records, traces, weapons
from desktop.cli.accuracy_parser import Command, Commands
from desktop.operations.judgements import VERDICTS
from desktop.operations.tracing import GROUNDS


def add_records(
    commands: Commands, command: Command, in_register: Callable[[argparse.ArgumentParser], None]
) -> None:
    """`search`, `history`, `duplicates`, `judge`, `findings`, `readiness` and `trace …`."""
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
    search.add_argument(
        "--trace", type=int, default=0, metavar="N", help="for tracing request N: the journal tells of it"
    )
    search.add_argument("--json", action="store_true")
    _weapons(commands, command, in_register)
    _traces(commands, command, in_register)


def _weapons(
    commands: Commands, command: Command, in_register: Callable[[argparse.ArgumentParser], None]
) -> None:
    history = command(
        commands, "history", "say every entry of a weapon in order of time",
        "history 3f0c… --join 91ab…", weapons.history,
    )  # fmt: skip
    history.add_argument("id", help="a record's id, as search --json says it")
    history.add_argument("--join", action="append", metavar="ID", help="this record is of the same weapon")
    history.add_argument("--apart", action="store_true", help="take the record's joins back")
    pairs = command(
        commands, "duplicates", "list records that may be of one weapon", "duplicates --json", weapons.pairs
    )
    pairs.add_argument(
        "id", nargs="?", default="", help="a record's id; every pair that nobody judged if left out"
    )
    judge = command(
        commands, "judge", "say of two records what they are to each other; nothing is merged",
        "judge 3f0c… 91ab… different", weapons.judge,
    )  # fmt: skip
    judge.add_argument("one", help="a record's id")
    judge.add_argument("other", help="another's")
    judge.add_argument("verdict", choices=VERDICTS, help="open takes back what was said before")
    judge.add_argument("--note", default="", help="why")
    book = command(
        commands, "findings", "list what a whole book shows: gaps, repeats, outliers, totals, what never came back",
        "findings --book 3 --stated 412", weapons.book,
    )  # fmt: skip
    book.add_argument("--book", type=int, required=True, metavar="N")
    book.add_argument("--stated", type=int, metavar="COUNT", help="how many entries the book says it has")
    ready = command(
        commands, "readiness", "say what records lack of what an instrument asks for, and what to ask next",
        "readiness --profile iti-minimum --book 3", weapons.ready,
    )  # fmt: skip
    ready.add_argument("id", nargs="?", default="", help="one record's id, held against every profile")
    ready.add_argument(
        "--profile", action="append", metavar="NAME", help="a file of resources/profiles; all if left out"
    )
    ready.add_argument("--book", type=int, metavar="N", help="only this book")
    for each in (history, pairs, judge, book, ready):
        in_register(each)
        each.add_argument("--json", action="store_true")


def _traces(
    commands: Commands, command: Command, in_register: Callable[[argparse.ArgumentParser], None]
) -> None:
    group = commands.add_parser(
        "trace", help="tracing requests and what was done about them",
        description="Tracing requests and what was done about them.",
    )  # fmt: skip
    steps = group.add_subparsers(metavar="STEP", required=True)
    receive = command(
        steps, "receive", "keep a request",
        'trace receive --from "NCB Lusaka" --serial AB10512 --restrictions "court only"', traces.receive,
    )  # fmt: skip
    receive.add_argument("--from", dest="requester", required=True, metavar="WHO", help="State or authority")
    receive.add_argument(
        "--on", dest="received_on", default="", metavar="DAY", help="received on; today if left out"
    )
    for name in ("reference", "contact", "serial", "make", "model", "calibre", "country", "circumstances"):
        receive.add_argument(f"--{name}", default="", metavar="TEXT")
    receive.add_argument("--restrictions", default="", metavar="TEXT", help="on the use of what is answered")
    step = command(
        steps, "step", "acknowledge, answer, delay or refuse a request, or note something",
        "trace step 3 answered --record 3f0c…", traces.step,
    )  # fmt: skip
    step.add_argument("number", type=int)
    step.add_argument("kind", choices=("acknowledged", "answered", "delayed", "refused", "noted"))
    step.add_argument("--ground", choices=GROUNDS, help="of a delay or refusal")
    step.add_argument("--record", action="append", metavar="ID", help="an entry that answers it")
    step.add_argument("--on", default="", metavar="DAY", help="today if left out")
    step.add_argument("--note", default="", metavar="TEXT")
    listed = command(steps, "list", "list the requests", "trace list --years", traces.listing)
    listed.add_argument("--years", action="store_true", help="count them by the year of their receipt")
    for each in (receive, step, listed):
        in_register(each)
        each.add_argument("--json", action="store_true")
