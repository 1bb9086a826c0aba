"""What the command line understands of people, passphrases and the recovery code."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

from desktop.cli import people
from desktop.operations.rights import ROLES

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name
Command: TypeAlias = "Callable[..., argparse.ArgumentParser]"
Reach: TypeAlias = "Callable[[argparse.ArgumentParser], None]"


def add_people(commands: Commands, command: Command, in_register: Reach) -> None:
    """`people …` and `recover`."""
    who = commands.add_parser(
        "people", help="who may open the register: list, add, retire, roles, passphrases"
    )
    steps = who.add_subparsers(metavar="STEP", required=True)
    listing = command(steps, "list", "say who may open the register", "people list", people.listing)
    add = command(
        steps, "add", "add a person to the register", 'people add "B. Otieno" --role supervisor', people.add
    )
    retire = command(
        steps, "retire", "take a person's way in; what they did stays theirs", 'people retire "B. Otieno"',
        people.retire,
    )  # fmt: skip
    role = command(
        steps, "role", "make a person something else", 'people role "B. Otieno" supervisor', people.role
    )
    passphrase = command(
        steps, "passphrase", "change your passphrase, or give somebody who forgot theirs another",
        "people passphrase", people.passphrase,
    )  # fmt: skip
    code = command(
        steps, "recovery-code", "make another recovery code for the safe", "people recovery-code",
        people.recovery_code,
    )  # fmt: skip
    for step in (listing, add, retire, role, passphrase, code):
        in_register(step)
    for step in (listing, add, code):
        step.add_argument("--json", action="store_true")
    for step in (add, retire, role):
        step.add_argument("name")
    add.add_argument("--role", choices=ROLES, default="clerk")
    role.add_argument("role", choices=ROLES)
    passphrase.add_argument("--of", default="", metavar="NAME", help="somebody else's (administrators)")
    recover = command(
        commands, "recover", "open the register with the recovery code and give an administrator a new passphrase",
        "recover", people.recover,
    )  # fmt: skip
    in_register(recover)
