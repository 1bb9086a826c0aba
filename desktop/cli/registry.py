"""The registry's side: prove, open and answer what armouries send. Needs no register."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.errors import Exit, Expected
from desktop.cli.exchange import fingerprints
from desktop.cli.register import ask_passphrase
from desktop.cli.words import problem_sentence, say, say_json, table
from desktop.exchange.disk import write_whole
from desktop.exchange.locking import Opener
from desktop.exchange.signature import PublicKey
from desktop.fields.profiles import Profile, load_profile
from desktop.operations import registry_answer, registry_desk, registry_intake
from desktop.operations.registry_desk import RegistryDesk
from desktop.operations.registry_intake import Found, Proved
from desktop.operations.workplace import workplace
from desktop.paths import Places

PASSWORD_VARIABLE = "LEDGERMARK_WORKBOOK_PASSWORD"  # noqa: S105 - the name of a variable
SHOWN = 20


def folder_of(asked: argparse.Namespace, where: Places) -> Path:
    """The registry's folder: named, or this user's own."""
    return Path(asked.registry) if asked.registry else where.data / "registry"


@contextmanager
def at_desk(asked: argparse.Namespace) -> Iterator[RegistryDesk]:
    """The registry's file, unlocked."""
    place = workplace(os.environ)
    folder = folder_of(asked, place.places)
    if not registry_desk.has_registry(folder):
        raise Expected("registry_missing", Exit.REGISTER, folder=str(folder))
    desk = registry_desk.open_registry(place, folder, ask_passphrase())
    try:
        yield desk
    finally:
        desk.close()


def keys(asked: argparse.Namespace) -> int:
    """Make the registry's file where --name says so; show its keys, write them, enrol an armoury's."""
    place = workplace(os.environ)
    told: dict[str, object] = {}
    if asked.name:
        folder = folder_of(asked, place.places)
        passphrase = ask_passphrase("New passphrase: ")
        told["recovery_code"] = registry_desk.make_registry(place, folder, asked.name, passphrase)
    with at_desk(asked) as desk:
        told["own"] = fingerprints(registry_desk.registry_keys(desk))
        if asked.out:
            told["written"] = str(registry_desk.write_registry_keys(desk, asked.out))
        if asked.enrol:
            chosen = registry_desk.read_armoury_keys(asked.enrol)
            if asked.fingerprint.replace(" ", "").upper() != chosen.fingerprint.replace(" ", ""):
                raise Expected(
                    "fingerprint_differs", Exit.REFUSED, name=chosen.name, fingerprint=chosen.fingerprint
                )
            registry_desk.enrol_armoury(desk, chosen)
        told["armouries"] = [{"name": one.name, "code": one.code} for one in registry_desk.enrolled(desk)]
    if asked.json:
        say_json(told)
        return int(Exit.FINE)
    if asked.name:
        say(f"Recovery code, to be put in the safe; it is never shown again:\n\n  {told['recovery_code']}\n")
    own = registry_desk_words(told["own"])
    say(f"This registry's keys: {own}")
    if asked.out:
        say(f"Written to {told['written']}. Read the fingerprint to each armoury when they bring it in.")
    for one in told["armouries"]:  # type: ignore[attr-defined]  # a list, see above
        say(f"Enrolled: {one['name']} ({one['code']})")
    return int(Exit.FINE)


def registry_desk_words(own: object) -> str:
    """Name and fingerprint in a line."""
    return f"{own['name']}, {own['fingerprint']}" if isinstance(own, dict) else ""


def verify(asked: argparse.Namespace) -> int:
    """Say whether a batch's folder is what was sealed, and whose it is; nothing is kept."""
    place = workplace(os.environ)
    password = os.environ.get(PASSWORD_VARIABLE, "")
    if asked.keys:
        trusted = PublicKey(bytes.fromhex(registry_desk.read_armoury_keys(asked.keys).signing))
        proved = registry_intake.prove(asked.folder, trusted, Opener(password=password))
    elif registry_desk.has_registry(folder_of(asked, place.places)):
        with at_desk(asked) as desk:
            proved = registry_intake.prove_enrolled(desk, asked.folder, password)
    else:
        proved = registry_intake.prove(asked.folder, None, Opener(password=password))
    _say_proved(asked, proved)
    return int(Exit.BAD_INPUT if proved.problems else Exit.FINE)


def _say_proved(asked: argparse.Namespace, proved: Proved) -> None:
    header = proved.manifest.header if proved.manifest else None
    if asked.json:
        say_json(
            {
                "problems": [{"key": one.key, "said": problem_sentence(one)} for one in proved.problems],
                "signed_by": proved.signed_by,
                "locked": proved.locked,
                "armoury": header.armoury_name if header else "",
                "number": header.number if header else 0,
                "records": proved.manifest.records if proved.manifest else 0,
                "journal_head": header.journal_head if header else "",
            }
        )
        return
    if header is not None and proved.manifest is not None:
        say(
            f"Batch {header.number} of {header.armoury_name}, sealed {header.sealed_at}, "
            f"records: {proved.manifest.records}"
        )
    for problem in proved.problems:
        say(problem_sentence(problem))
    if proved.problems:
        return
    say(
        "Every file is the one that was sealed."
        if proved.locked
        else "Every file and every row is as it was sealed."
    )
    if proved.signed_by:
        say(f"Signed by {proved.signed_by}.")
    else:
        say(
            "The signature was not looked at: say --keys with the armoury's file of public keys, or enrol it."
        )
    if proved.locked:
        say("The workbook is locked, and was not looked into.")


def open_batch(asked: argparse.Namespace) -> int:
    """Take a batch in, look through it, and write its workbook where --xlsx says."""
    with at_desk(asked) as desk:
        password = os.environ.get(PASSWORD_VARIABLE, "")
        taken = registry_intake.take_in(desk, asked.folder, _profile(asked, desk), password)
        if asked.xlsx:
            proved = registry_intake.prove_enrolled(desk, asked.folder, password)
            if proved.workbook is not None and not proved.problems:
                write_whole(asked.xlsx, proved.workbook)
    odd = [one for one in taken.found if not one.fine]
    if asked.json:
        say_json(
            {
                "batch_id": taken.batch.id,
                "number": taken.batch.number,
                "records": taken.batch.count,
                "new": taken.new,
                "found": [_found_json(one) for one in odd],
            }
        )
        return int(Exit.FINE)
    say(
        f"Batch {taken.batch.number} with {taken.batch.count} records "
        + ("was taken in." if taken.new else "was taken in before.")
    )
    for one in odd[:SHOWN]:
        say(f"  {one.row.serial or '?'}  {one.row.make}  {one.row.place}: {_found_words(one)}")
    if len(odd) > SHOWN:
        say(f"  … and {len(odd) - SHOWN} more")
    say(f"To look at: {len(odd)}")
    return int(Exit.FINE)


def _found_json(found: Found) -> dict[str, object]:
    return {
        "record_id": found.row.record_id,
        "serial": found.row.serial,
        "place": found.row.place,
        "duplicates": [dict(one) for one in found.duplicates],
        "look_alikes": [dict(one) for one in found.look_alikes],
        "lacks": list(found.lacks),
    }


def _found_words(found: Found) -> str:
    words = [f"same as {one['serial']} of {one['armoury']} ({one['place']})" for one in found.duplicates[:2]]
    words += [
        f"looks like {one['serial']} of {one['armoury']} ({one['place']})" for one in found.look_alikes[:2]
    ]
    return "; ".join([*words, *(f"no {name}" for name in found.lacks)])


def answer(asked: argparse.Namespace) -> int:
    """Write an answer for a person to finish, or keep a finished one and send it off."""
    with at_desk(asked) as desk:
        if asked.finish:
            done = registry_answer.finish_answer(desk, asked.finish, asked.out)
            told: dict[str, object] = {
                "files": list(done.files),
                "counts": {reply.value: number for reply, number in done.counts},
                "unanswered": done.unanswered,
                "said": [problem_sentence(one) for one in done.problems],
            }
        else:
            taken = registry_intake.take_in(
                desk, asked.folder, _profile(asked, desk), os.environ.get(PASSWORD_VARIABLE, "")
            )
            proposed = registry_answer.write_answer(
                desk, taken, asked.out, accept=asked.accept, prefix=asked.numbers
            )
            told = {"file": str(asked.out), "records": taken.batch.count, "proposed": proposed}
    if asked.json:
        say_json(told)
    elif asked.finish:
        said = table([(reply.value, str(number)) for reply, number in done.counts])
        say(f"{said}\nNot answered: {done.unanswered}")
        say("\n".join(problem_sentence(one) for one in done.problems) or "Every line was understood.")
        say(f"Signed and encrypted, to be sent back together: {', '.join(done.files)}")
    else:
        say(
            f"{asked.out}: {told['records']} rows, {told['proposed']} with a proposal. "
            "Finish it in the sheet Answer, then:"
        )
        say(f"  ledgermark registry answer --finish {asked.out} --out FOLDER")
    return int(Exit.FINE)


def _profile(asked: argparse.Namespace, desk: RegistryDesk) -> Profile | None:
    if not asked.profile:
        return None
    bundled = desk.workplace.places.resources / "profiles" / f"{asked.profile}.toml"
    return load_profile(bundled if bundled.exists() else Path(asked.profile))
