"""What the command line understands of exchange: keys, receipts, answers, and the registry's side."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from desktop.cli import exchange, registry
from desktop.cli.accuracy_parser import Command, Commands

InRegister = Callable[[argparse.ArgumentParser], None]


def add_exchange(commands: Commands, command: Command, in_register: InRegister) -> None:
    """`keys`, `receipt`, `answer`, `answers`."""
    keys = command(
        commands, "keys", "show and write this armoury's public keys; enrol the registry's",
        'keys --out /media/stick\n  ledgermark keys --enrol LM-registry.keys.json --fingerprint "1A2B 3C4D …"',
        exchange.keys,
    )  # fmt: skip
    in_register(keys)
    keys.add_argument("--out", type=Path, metavar="FOLDER", help="write the public keys there")
    keys.add_argument("--enrol", type=Path, metavar="FILE", help="the registry's file of public keys")
    keys.add_argument("--fingerprint", default="", help="of --enrol, as the registry read it out")
    how = keys.add_mutually_exclusive_group()
    how.add_argument("--forget", action="store_true", help="encrypt to the registry no more")
    how.add_argument(
        "--workbook-password", action="store_true", help="lock workbooks with a password (asked for)"
    )
    how.add_argument(
        "--no-workbook-password", action="store_true", help="lock workbooks with no password any more"
    )
    receipt = command(
        commands, "receipt", "show a sealed batch's counts, hashes and journal head", "receipt 3",
        exchange.receipt,
    )  # fmt: skip
    in_register(receipt)
    receipt.add_argument("batch", type=int, metavar="N")
    answer = command(
        commands, "answer", "show what the registry's answer means; --take takes it", "answer answer.xlsx --take",
        exchange.answer,
    )  # fmt: skip
    in_register(answer)
    answer.add_argument("file", type=Path, metavar="ANSWER", help=".xlsx, .csv, or encrypted as .age")
    answer.add_argument("--take", action="store_true")
    answers = command(
        commands, "answers", "show how far each batch is and what was sent back", "answers", exchange.answers
    )
    in_register(answers)
    answers.add_argument("record", nargs="?", default="", help="the id of a record that was sent back")
    see_to = answers.add_mutually_exclusive_group()
    see_to.add_argument("--put-aside", metavar="WHY", help="nothing more is to be done about it")
    see_to.add_argument("--send-again", metavar="WORD", help="as it is, with a word to the registry")
    compare = command(
        commands, "compare", "say whether this register knows a batch's folder, or is older than it",
        "compare /media/stick/LM-CA1-0003-2026-03-01", exchange.compare,
    )  # fmt: skip
    in_register(compare)
    compare.add_argument("folder", type=Path, metavar="FOLDER")
    for one in (keys, receipt, answer, answers, compare):
        one.add_argument("--json", action="store_true")


def add_registry(commands: Commands, command: Command) -> None:
    """`registry keys|verify|open|answer`."""
    group = commands.add_parser(
        "registry", help="the registry's side; no register is needed", description="The registry's side."
    )
    steps = group.add_subparsers(metavar="STEP", required=True)
    keys = command(
        steps, "keys", "make the registry's file, show its public keys, enrol an armoury's",
        'registry keys --name "Central registry" --out /media/stick', registry.keys,
    )  # fmt: skip
    keys.add_argument("--name", default="", help="make the registry's file under this name")
    keys.add_argument("--out", type=Path, metavar="FOLDER", help="write the public keys there")
    keys.add_argument("--enrol", type=Path, metavar="FILE", help="an armoury's file of public keys")
    keys.add_argument("--fingerprint", default="", help="of --enrol, as the armoury read it out")
    verify = command(
        steps, "verify", "say whether a batch's folder is what was sealed", "registry verify LM-CA1-0001-2026-03-01",
        registry.verify,
    )  # fmt: skip
    verify.add_argument(
        "--keys", type=Path, metavar="FILE", help="the armoury's public keys, if it is not enrolled"
    )
    take = command(
        steps, "open", "take a batch in and look through it",
        "registry open LM-CA1-0001-2026-03-01 --xlsx batch.xlsx", registry.open_batch,
    )  # fmt: skip
    take.add_argument("--xlsx", type=Path, metavar="OUT", help="write the opened workbook (in the clear)")
    answer = command(
        steps, "answer", "write an answer to be finished; then sign and encrypt it",
        "registry answer LM-CA1-0001-2026-03-01 --out answer.xlsx\n  ledgermark registry answer --finish answer.xlsx "
        "--out /media/stick",
        registry.answer,
    )  # fmt: skip
    for one in (verify, take):
        one.add_argument("folder", type=Path, metavar="FOLDER")
    what = answer.add_mutually_exclusive_group(required=True)
    what.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
    what.add_argument("--finish", type=Path, metavar="ANSWER", help="the workbook that a person finished")
    answer.add_argument("--out", required=True, type=Path, help="the workbook, or with --finish a folder")
    answer.add_argument(
        "--accept", action="store_true", help="propose to accept what nothing was found about"
    )
    answer.add_argument(
        "--numbers", default="", metavar="PREFIX", help="number what is accepted, beginning so"
    )
    for one in (take, answer):
        one.add_argument(
            "--profile", default="iti-minimum", help="which fields have to be there (iti-minimum)"
        )
    for one in (keys, verify, take, answer):
        one.add_argument("--registry", metavar="FOLDER", help="the registry's folder")
        one.add_argument("--json", action="store_true")
