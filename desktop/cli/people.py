"""Commands on who may open the register: add, retire, roles, passphrases, the recovery code."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from contextlib import closing

from db.errors import Exit, Expected
from desktop.cli.register import at_work, folder_of
from desktop.cli.words import say, say_json, table
from desktop.operations import people
from desktop.operations.recovery import recover as recover_register
from desktop.operations.workplace import workplace

NEW_PASSPHRASE_VARIABLE = "LEDGERMARK_NEW_PASSPHRASE"  # noqa: S105 - the name of a variable
CODE_VARIABLE = "LEDGERMARK_RECOVERY_CODE"


def listing(asked: argparse.Namespace) -> int:
    """Say who may open the register, and who could."""
    with at_work(asked) as session:
        found = people.staff(session)
    if asked.json:
        say_json([{"name": one.user.name, "role": one.user.role, "retired": one.retired_at} for one in found])
    else:
        rows = [(one.user.name, one.user.role.replace("_", " "), one.retired_at) for one in found]
        say(table([("name", "role", "retired"), *rows]))
    return int(Exit.FINE)


def add(asked: argparse.Namespace) -> int:
    """Add a person."""
    with at_work(asked) as session:
        added = people.add_person(
            session, asked.name, asked.role, _new_passphrase("Passphrase of the new person: ")
        )
    if asked.json:
        say_json({"name": added.name, "role": added.role})
    else:
        say(f"{added.name} was added as {added.role.replace('_', ' ')}.")
    return int(Exit.FINE)


def retire(asked: argparse.Namespace) -> int:
    """Take a person's way in."""
    with at_work(asked) as session:
        gone = people.person_called(session, asked.name)
        people.retire_person(session, gone.id)
    say(f"{gone.name} can't open this register any more. What they did stays theirs.")
    return int(Exit.FINE)


def role(asked: argparse.Namespace) -> int:
    """Make a person something else."""
    with at_work(asked) as session:
        now = people.change_role(session, people.person_called(session, asked.name).id, asked.role)
    say(f"{now.name} is {now.role.replace('_', ' ')} now.")
    return int(Exit.FINE)


def passphrase(asked: argparse.Namespace) -> int:
    """Change one's own passphrase, or give somebody another."""
    with at_work(asked) as session:
        if asked.of:
            other = people.person_called(session, asked.of)
            people.set_passphrase(session, other.id, _new_passphrase(f"New passphrase of {other.name}: "))
        else:
            old = os.environ.get("LEDGERMARK_PASSPHRASE")
            people.change_passphrase(
                session,
                old if old is not None else _typed("The passphrase until now: "),
                _new_passphrase("New passphrase: "),
            )
    say("The passphrase was changed. The one before opens nothing any more.")
    return int(Exit.FINE)


def recovery_code(asked: argparse.Namespace) -> int:
    """Make another recovery code."""
    with at_work(asked) as session:
        code = people.new_recovery_code(session)
    if asked.json:
        say_json({"recovery_code": code})
    else:
        say(
            "The recovery code before this one opens nothing any more. Write this one down for the safe; it is"
        )
        say(f"never shown again:\n\n  {code}\n")
    return int(Exit.FINE)


def recover(asked: argparse.Namespace) -> int:
    """Back in by the recovery code."""
    desk = workplace(os.environ)
    given = os.environ.get(CODE_VARIABLE)
    code = given if given is not None else _typed("Recovery code: ")
    new = _new_passphrase("New passphrase of the administrator: ")
    with closing(recover_register(desk, folder_of(asked, desk.places), code, new, asked.user)) as session:
        say(f"The register opens with the new passphrase of {session.user.name}.")
    say("The code has been out of the safe: make another one with `ledgermark people recovery-code`.")
    return int(Exit.FINE)


def _new_passphrase(prompt: str) -> str:
    """From the environment, else asked for twice. Expected: passphrase_missing, passphrases_differ."""
    given = os.environ.get(NEW_PASSPHRASE_VARIABLE)
    if given is not None:
        return given
    first = _typed(prompt)
    if _typed("The same once more: ") != first:
        raise Expected("passphrases_differ", Exit.USAGE)
    return first


def _typed(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise Expected("passphrase_missing", Exit.REGISTER)  # a script must not wait for ever
    return getpass.getpass(prompt)
