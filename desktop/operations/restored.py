"""Whether this register is older than a batch or an answer that it is shown: brought back from a backup, or forked.

The journal cannot see its own tail cut off; a batch, or an answer that names one, holds its head from outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db.errors import Exit, Expected
from db.store import batches, journal
from desktop.exchange.disk import disk_in_words
from desktop.exchange.limits import FOLDER
from desktop.exchange.manifest import BatchHeader
from desktop.exchange.signature import PublicKey
from desktop.exchange.verify import signed_manifest
from desktop.fields.problems import Problem
from desktop.operations.session import Session


@dataclass(frozen=True, slots=True)
class Named:
    """What a batch or an answer says of the register that it came from; "" and 0 for what it does not say."""

    armoury_id: str
    batch_id: str
    number: int
    journal_head: str
    journal_entries: int


def named_by(header: BatchHeader) -> Named:
    """What a batch's manifest says."""
    return Named(
        header.armoury_id, header.batch_id, header.number, header.journal_head, header.journal_entries
    )


def compare(session: Session, named: Named) -> Problem | None:
    """What is wrong between the register and what it is shown; None where the register knows all of it."""
    store = session.store
    number = (("number", str(named.number)),)
    if named.armoury_id and named.armoury_id != session.armoury.id:
        return Problem("batch_of_another_armoury", number)
    if named.journal_entries:
        _, entries = journal.head(store)
        if entries < named.journal_entries:
            return Problem("register_older_than_batch", number)
        if journal.hash_at(store, named.journal_entries) != named.journal_head:
            return Problem("register_of_another_history", number)
    if named.batch_id not in batches.batch_ids(store):
        return Problem("register_older_than_batch", number)
    return None


def compare_folder(session: Session, folder: Path, signer: PublicKey) -> Problem | None:
    """The same for a batch's folder that bears our own signature. Raises Expected: batch_folder_missing, signature_…"""
    return compare(session, named_by(signed_manifest(folder, signer).header))


def refuse_where_older(session: Session, target: Path, signer: PublicKey) -> None:
    """Raise Expected where the stick holds a batch of ours that this register does not know.

    A register brought back from before that batch would give its number to another one. A folder counts only when it
    bears our own signature: anybody could put one there.
    """
    with disk_in_words(target):
        beginning = f"LM-{session.armoury.code}-"
        folders = [path for path in target.iterdir() if path.name.startswith(beginning) and path.is_dir()]
    for folder in sorted(folders, reverse=True)[: FOLDER.files]:
        try:
            found = compare_folder(session, folder, signer)
        except Expected:
            continue  # damaged, half there or not ours: writing beside it will say what matters
        if found is not None:
            raise Expected(found.key, Exit.REFUSED, **dict(found.values))
