"""Commands that keep the register safe: backups, putting one back, the journal."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from db.errors import Exit, Expected
from desktop.cli.register import ask_passphrase, at_work, folder_of
from desktop.cli.words import problem_sentence, say, say_json, show_progress, table
from desktop.operations import backups, journal_view, people, restoring
from desktop.operations.workplace import workplace


def backup(asked: argparse.Namespace) -> int:
    """Take a rotating backup, list them, prove one, or copy the register to a stick."""
    with at_work(asked) as session:
        place = asked.place or backups.place_of(session)
        if asked.list:
            _say_backups(backups.backups(place), as_json=asked.json)
            return int(Exit.FINE)
        if asked.prove is not None:
            return _say_proof(
                backups.prove(session, _named(place, asked.prove), show_progress), as_json=asked.json
            )
        if asked.to is not None:
            made = backups.copy_away(session, asked.to, show_progress)
        else:
            made = backups.back_up(session, place, show_progress).path
    if asked.json:
        say_json({"backup": str(made)})
    else:
        say(f"The backup was made, opened and checked:\n  {made}")
    return int(Exit.FINE)


def restore(asked: argparse.Namespace) -> int:
    """Say what a backup holds and what would be lost; with --yes put it into a new folder."""
    desk = workplace(os.environ)
    current = folder_of(asked, desk.places)
    passphrase = ask_passphrase("Passphrase when the backup was taken: ")
    seen = restoring.look_into(desk, asked.backup, passphrase, asked.user, current)
    if asked.json:
        loss = None
        if seen.loss is not None:
            loss = {
                "since": seen.loss.since, "batches": seen.loss.batches,
                "done": {did.key.removeprefix("did_"): count for did, count in seen.loss.done},
            }  # fmt: skip
        say_json({**asdict(seen), "loss": loss})
    else:
        say("\n".join(preview_lines(seen)))
    if not asked.yes:
        if not asked.json:
            raise Expected("restore_unsure", Exit.REFUSED)
        return int(Exit.FINE)
    target = asked.to or restoring.free_target(current)
    with closing(restoring.restore(desk, asked.backup, passphrase, asked.user, target, show_progress)):
        say(
            f"The backup was put back, opened and checked. Use it with --register or LEDGERMARK_REGISTER:\n  {target}"
        )
        say(f"What stood there before is still in {current}.")
    return int(Exit.FINE)


def preview_lines(seen: restoring.Preview) -> list[str]:
    """A backup in words, and what putting it back would lose."""
    lines = [
        f"{seen.armoury}: {seen.pages} pages, {seen.records} records, {seen.entries} entries in the journal.",
        f"The last thing in it was done at {seen.last}." if seen.last else "Nothing was done in it yet.",
    ]
    if seen.loss is None:
        lines.append(
            "What would be lost can't be said: the register there is damaged, missing or another one."
        )
    elif not seen.loss.done:
        lines.append("Nothing was done since: nothing would be lost.")
    else:
        lines.append(f"Done since {seen.loss.since}, and lost:")
        lines += [f"  {count:6} × {problem_sentence(did)}" for did, count in seen.loss.done]
        if seen.loss.batches:
            numbers = ", ".join(map(str, seen.loss.batches))
            lines.append(f"Batches that were sealed since, and that the registry may have: {numbers}.")
    return lines


def journal(asked: argparse.Namespace) -> int:
    """Show the journal, the newest entries first."""
    with at_work(asked) as session:
        who = people.person_called(session, asked.who).id if asked.who else ""
        chosen = journal_view.Filter(who, asked.what, asked.first, asked.last)
        found = journal_view.lines(session, chosen, asked.before, asked.limit)
    if asked.json:
        say_json([
            {
                "number": one.number, "at": one.at, "who": one.who, "did": one.did.key.removeprefix("did_"),
                "said": problem_sentence(one.did), "about": one.about, "details": one.details, "hash": one.hash,
            }
            for one in found
        ])  # fmt: skip
    elif found:
        rows = [
            (str(one.number), one.at, one.who or "-", problem_sentence(one.did), one.about, one.details)
            for one in found
        ]
        say(table([("entry", "at (UTC)", "who", "did", "about", ""), *rows]))
    else:
        say("The journal has no such entry.")
    return int(Exit.FINE)


def _say_backups(found: tuple[backups.Backup, ...], *, as_json: bool) -> None:
    if as_json:
        say_json([str(one.path) for one in found])
    elif found:
        say("\n".join(str(one.path) for one in found))
    else:
        say("There is no backup yet.")


def _say_proof(proof: backups.Proof, *, as_json: bool) -> int:
    if as_json:
        said = [problem_sentence(one) for one in proof.problems]
        say_json({
            "backup": str(proof.backup), "pages": proof.pages, "records": proof.records, "behind": proof.behind,
            "problems": said,
        })  # fmt: skip
    elif proof.problems:
        print("\n".join(problem_sentence(one) for one in proof.problems), file=sys.stderr)
    else:
        say(
            f"{proof.backup} opens and is whole: {proof.pages} pages, {proof.records} records; "
            f"{proof.behind} entries of the journal came since."
        )
    return int(Exit.REGISTER if proof.problems else Exit.FINE)


def _named(place: Path, name: str) -> Path:
    """The backup of that name or folder; "" is the newest. Expected: backup_unknown."""
    if name and Path(name).is_dir():
        return Path(name)
    for one in backups.backups(place):
        if name in {"", one.path.name}:
            return one.path
    raise Expected("backup_unknown", Exit.USAGE, name=name, folder=place)
