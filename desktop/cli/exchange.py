"""Commands on what goes to the registry and comes back: keys, receipts, answers, what was sent back."""

from __future__ import annotations

import argparse

from db.errors import Exit, Expected
from desktop.cli.register import ask_passphrase, at_work
from desktop.cli.words import problem_sentence, say, say_json, table
from desktop.exchange.public_keys import PublicKeys
from desktop.exchange.signature import PublicKey
from desktop.operations import answered, answering, exchange_keys, restored, sealing
from desktop.operations.answer_views import AnswerLine, AnswerPreview
from desktop.operations.session import Session
from desktop.operations.views import Receipt


def grouped(digest: str) -> str:
    """A hash in groups of eight, to be read out."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def fingerprints(keys: PublicKeys) -> dict[str, str]:
    """What two people read to each other."""
    return {"name": keys.name, "fingerprint": keys.fingerprint}


def keys(asked: argparse.Namespace) -> int:
    """Show the armoury's public keys, write them for the registry, enrol the registry's."""
    with at_work(asked) as session:
        told: dict[str, object] = {"own": fingerprints(exchange_keys.own_keys(session))}
        if asked.out:
            told["written"] = str(exchange_keys.write_own_keys(session, asked.out))
        if asked.enrol:
            chosen = exchange_keys.read_registry_keys(asked.enrol)
            _refuse_unless(asked.fingerprint, chosen)
            exchange_keys.enrol_registry(session, chosen)
        if asked.forget:
            exchange_keys.forget_registry_keys(session)
        if asked.workbook_password:
            exchange_keys.set_workbook_password(session, ask_passphrase("Password of the workbooks: "))
        if asked.no_workbook_password:
            exchange_keys.set_workbook_password(session, "")
        known = exchange_keys.registry(session)
    if known is not None:
        told["registry"] = {
            "name": known.name,
            "encrypted": bool(known.age),
            "password": bool(known.workbook_password),
        }
    if asked.json:
        say_json(told)
        return int(Exit.FINE)
    say(f"This armoury's keys: {told['own']['fingerprint']}")  # type: ignore[index]  # a dict, see above
    if asked.out:
        say(f"Written to {told['written']}. Read the fingerprint to the registry when they enrol it.")
    if known is None:
        say("No registry is known here: batches are signed, and not encrypted.")
    elif known.age:
        say(f"Batches are encrypted to {known.name}.")
    elif known.workbook_password:
        say("Batches are locked with the password that was agreed on.")
    else:
        say("Batches are signed, and not encrypted.")
    return int(Exit.FINE)


def _refuse_unless(fingerprint: str, keys: PublicKeys) -> None:
    """Trust no keys whose fingerprint nobody compared."""
    if fingerprint.replace(" ", "").upper() != keys.fingerprint.replace(" ", ""):
        raise Expected("fingerprint_differs", Exit.REFUSED, name=keys.name, fingerprint=keys.fingerprint)


def receipt(asked: argparse.Namespace) -> int:
    """Say what a sealed batch held, with its hashes and the journal's head."""
    with at_work(asked) as session:
        batch = next((one for one in sealing.batches(session) if one.number == asked.batch), None)
        if batch is None:
            raise Expected("batch_unknown", Exit.USAGE)
        found = sealing.receipt(session, batch.id)
    if asked.json:
        say_json(_receipt_json(found))
    else:
        say("\n".join(_receipt_lines(found)))
    return int(Exit.FINE)


def _receipt_json(found: Receipt) -> dict[str, object]:
    return {
        "folder": found.folder,
        "number": found.header.number,
        "batch_id": found.header.batch_id,
        "records": found.records,
        "events": found.events,
        "markings": found.markings,
        "rows_root": found.rows_root,
        "files": {name: sha256 for name, sha256, _ in found.files},
        "journal_head": found.header.journal_head,
        "journal_entries": found.header.journal_entries,
        "signer": found.signer,
        "locked": found.locked,
    }


def _receipt_lines(found: Receipt) -> list[str]:
    header = found.header
    lines = [
        f"{found.folder}: batch {header.number} of {header.armoury_name}",
        f"Sealed {header.sealed_at} by {header.sealed_by}",
        f"Records {found.records}, events {found.events}, markings {found.markings}",
        f"Over all rows     {grouped(found.rows_root)}",
        f"Journal's head    {grouped(header.journal_head)}  (entry {header.journal_entries})",
        f"Signed with       {found.signer or 'no key'}",
    ]
    return lines + [f"{name}\n                  {grouped(sha256)}" for name, sha256, _ in found.files]


def answer(asked: argparse.Namespace) -> int:
    """Show what the registry's answer means, and take it where that is said."""
    with at_work(asked) as session:
        shown = answering.look_at_answer(session, asked.file)
        taken = answering.take_answer(session, shown) if asked.take else None
    if asked.json:
        say_json(
            {
                "counts": {kind.value: number for kind, number in shown.counts},
                "lists": {
                    kind.value: [_line_json(line) for line in lines] for kind, lines in shown.lines if lines
                },
                "said": [problem_sentence(one) for one in (*shown.warnings, *shown.problems)],
                "signed": bool(shown.signed_by),
                "taken": {kind.value: number for kind, number in taken.counts} if taken else None,
            }
        )
        return int(Exit.FINE)
    _say_preview(shown)
    if taken is None:
        say(f"Nothing was taken yet. Rows that would change: {shown.takes}. Say --take to take them.")
    else:
        say("Taken: " + ", ".join(f"{kind.value} {number}" for kind, number in taken.counts))
    return int(Exit.FINE)


def _line_json(line: AnswerLine) -> dict[str, object]:
    return {
        "line": line.line,
        "serial": line.serial,
        "place": line.place,
        "said": line.said,
        "before": line.before,
    }


def _say_preview(shown: AnswerPreview) -> None:
    say(f"{shown.name}, for batch {', '.join(map(str, shown.batches)) or '?'}")
    for problem in (*shown.warnings, *shown.problems):
        say(f"  {problem_sentence(problem)}")
    counts = dict(shown.counts)
    for kind, lines in shown.lines:
        if not lines:
            continue
        say(f"{kind.value}: {counts[kind]}")
        rows = [
            (f"  {one.serial or '?'}", one.place or f"line {one.line}", one.said, one.before)
            for one in lines[:20]
        ]
        say(table(rows))
        if counts[kind] > len(rows):
            say(f"  … and {counts[kind] - len(rows)} more")


def answers(asked: argparse.Namespace) -> int:
    """Say how far each batch is, and what was sent back; put aside or answer what was."""
    with at_work(asked) as session:
        if asked.record:
            _see_to(session, asked)
        standings, waiting = answered.standings(session), answered.sent_back(session)
    if asked.json:
        say_json(
            {
                "batches": [
                    {
                        "number": one.batch.number, "records": one.batch.count, "written": one.written,
                        "accepted": one.accepted, "duplicate": one.duplicate, "rejected": one.rejected,
                        "question": one.question, "waiting": one.waiting,
                    }
                    for one in standings
                ],
                "sent_back": [
                    {
                        "id": one.hit.record.id, "serial": one.hit.record.serial, "batch": one.batch,
                        "book": one.hit.ledger.number, "page": one.hit.page.folio or str(one.hit.page.position),
                        "row": one.hit.row_number, "reply": one.answer.reply, "code": one.answer.code,
                        "note": one.answer.note, "duplicate_of": one.answer.duplicate_of, "unsigned": one.unsigned,
                    }
                    for one in waiting
                ],
            }
        )  # fmt: skip
        return int(Exit.FINE)
    heads = ("batch", "records", "accepted", "duplicate", "rejected", "question", "no answer")
    numbers = [
        (
            one.batch.number,
            one.batch.count,
            one.accepted,
            one.duplicate,
            one.rejected,
            one.question,
            one.waiting,
        )
        for one in standings
    ]
    say(
        table([heads, *([str(number) for number in row] for row in numbers)])
        if numbers
        else "No batch was sealed yet."
    )
    for one in waiting:
        place = f"{one.hit.ledger.number}/{one.hit.page.folio or one.hit.page.position}/{one.hit.row_number}"
        words = " · ".join(
            text for text in (one.answer.duplicate_of, one.answer.code, one.answer.note) if text
        )
        say(f"{one.answer.reply}: {one.hit.record.serial}  {place}  {words}  ({one.hit.record.id})")
    return int(Exit.FINE)


def _see_to(session: Session, asked: argparse.Namespace) -> None:
    if asked.put_aside is not None:
        answered.put_aside(session, asked.record, asked.put_aside)
    elif asked.send_again is not None:
        answered.answer_back(session, asked.record, asked.send_again)
    else:
        raise Expected("answer_why_needed", Exit.USAGE)


def compare(asked: argparse.Namespace) -> int:
    """Say whether this register knows all of a batch that it is shown."""
    with at_work(asked) as session:
        own = PublicKey(bytes.fromhex(exchange_keys.own_keys(session).signing))
        found = restored.compare_folder(session, asked.folder, own)
    if asked.json:
        say_json([{"key": found.key, "said": problem_sentence(found)}] if found else [])
    else:
        say(
            problem_sentence(found)
            if found
            else "The register knows this batch, and the journal that it names."
        )
    return int(Exit.REGISTER if found else Exit.FINE)
