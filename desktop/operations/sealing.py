"""Seal a batch and write it to a stick; the sealed bytes are kept, so that it can be written again unchanged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from db.errors import Exit, Expected
from db.migrations import MIGRATIONS
from db.model import Batch, PageState, new_id
from db.store import batches as sealed
from db.store import connect, journal, ledgers, pages, readings, records
from desktop.exchange.columns import load_columns
from desktop.exchange.folder import SealedFiles, folder_name, seal_files, signed, write_folder
from desktop.exchange.manifest import (
    ENCRYPTED_WORKBOOK,
    MANIFEST,
    PROTECTED_WORKBOOK,
    SIGNATURE,
    BatchHeader,
    parse_manifest,
)
from desktop.exchange.rows import FiledRow
from desktop.exchange.signature import SigningKey, signer_of
from desktop.fields.problems import Problem
from desktop.operations import second_entry
from desktop.operations.certifying import certificates_for
from desktop.operations.exchange_keys import lock, signing_key
from desktop.operations.journalling import tell_journal
from desktop.operations.lot_holds import refuse_blocked
from desktop.operations.rescans import all_current_pages
from desktop.operations.restored import refuse_where_older
from desktop.operations.rights import require
from desktop.operations.session import Session, refuse_in_practice
from desktop.operations.views import BatchPreview, Receipt, SealedBatch
from desktop.operations.work import Cancel, Progress, Report, never, stop_if, unheard

TRIES = 3
"""How often a batch is made anew because somebody filed meanwhile."""


def preview(session: Session) -> BatchPreview:
    """What would go into the next batch, and what not and why. Changes nothing."""
    store = session.store
    number = sealed.next_number(store)
    left_out = []
    books = {ledger.id: ledger for ledger in ledgers.ledgers(store)}
    for page in all_current_pages(session):
        if page.state is not PageState.FILED:
            where = f"{books[page.ledger_id].number}/{page.folio or page.position}"
            left_out.append((where, Problem("page_not_filed")))
    left_out += [(_place(session, record_id), Problem("record_disputed")) for record_id in _disputed(session)]
    name = folder_name(session.armoury.code, number, session.now())
    return BatchPreview(_to_send(session), tuple(left_out), number, name)


def _to_send(session: Session) -> tuple[tuple[str, int], ...]:
    """What is filed and unsent, without what two people typed differently and nobody has decided."""
    held = second_entry.disputed_records(session)
    return tuple(one for one in records.unsent(session.store) if one[0] not in held)


def _disputed(session: Session) -> list[str]:
    """Unsent records that wait for a decision between two entries, in the order in which they were filed."""
    held = second_entry.disputed_records(session)
    return [record_id for record_id, _ in records.unsent(session.store) if record_id in held]


def _place(session: Session, record_id: str) -> str:
    """Book and page of a record, as what is left out is named."""
    record = records.record(session.store, record_id)
    page = pages.page(session.store, record.page_id)
    book = ledgers.ledger(session.store, record.ledger_id).number
    return f"{book}/{page.folio or page.position}"


def seal(session: Session, target: Path, report: Report = unheard, cancel: Cancel = never) -> SealedBatch:
    """Seal all unsent records as the next batch and write its folder into `target`, read back and compared.

    It is signed, and locked as its registry wants it. Raises Expected: practice_never_leaves, not_allowed,
    nothing_to_send, lot_refused_blocks, sealing_disturbed, register_older_than_batch, register_of_another_history
    (Exit.REFUSED), and what the disk does. Where writing fails the batch is sealed all the same and waits:
    `write_again`.
    """
    refuse_in_practice(session)
    require(session, "seal")
    if not target.is_dir():
        raise Expected("target_vanished", Exit.DISK, name=str(target))
    key = signing_key(session)
    refuse_where_older(session, target, key.public)
    for _ in range(TRIES):
        made = _made(session, key, report, cancel)
        if _kept(session, *made):
            return _write(session, made[0], made[1].files, target, report, cancel)
    raise Expected("sealing_disturbed", Exit.REFUSED)


def _made(session: Session, key: SigningKey, report: Report, cancel: Cancel) -> tuple[Batch, SealedFiles]:
    """The next batch and its files, in memory, signed.

    Made outside of any action: 100,000 records take a minute, and for so long nobody else may be kept from saving.
    """
    store = session.store
    chosen = _to_send(session)
    if not chosen:
        raise Expected("nothing_to_send", Exit.REFUSED)
    chosen_ids = [record_id for record_id, _ in chosen]
    refuse_blocked(session, set(chosen_ids))
    at = session.now()
    number = sealed.next_number(store)
    earlier = sealed.batches(store)
    head, entries = journal.head(store)
    header = BatchHeader(
        batch_id=new_id(),
        number=number,
        armoury_id=session.armoury.id,
        armoury_name=session.armoury.name,
        armoury_code=session.armoury.code,
        country=session.armoury.country,
        sealed_at=at,
        sealed_by=session.user.name,
        schema=len(MIGRATIONS),
        program=version("ledgermark"),
        journal_head=head,
        journal_entries=entries,
        previous_batch=max(earlier, key=lambda batch: batch.number).id if earlier else "",
        certificates=" ".join(certificates_for(session, chosen_ids)),
    )
    columns = load_columns(session.workplace.places.resources / "registry" / "default.toml")

    def told() -> Iterator[FiledRow]:
        for done, row in enumerate(_filed_rows(session, chosen)):
            if done % 500 == 0:
                stop_if(cancel)
                report(Progress(done, len(chosen), "progress_sealing"))
            yield row

    files = signed(seal_files(header, told(), columns, lock(session)), key)
    return Batch(header.batch_id, number, files.name, at, session.user.id, len(chosen), chosen), files


def _kept(session: Session, batch: Batch, files: SealedFiles) -> bool:
    """Keep the batch, unless somebody filed or sealed meanwhile: then it is to be made anew."""
    store = session.store
    with connect.action(store):
        if _to_send(session) != batch.records or sealed.next_number(store) != batch.number:
            return False
        chosen_ids = [record_id for record_id, _ in batch.records]
        refuse_blocked(session, set(chosen_ids))
        sealed.add_batch(store, batch, files.files)
        journal.append(
            store,
            at=batch.sealed_at,
            actor=session.user.id,
            action="seal",
            subject=batch.id,
            details={
                "number": batch.number,
                "records": batch.count,
                "root": files.manifest.rows_root,
                "certificates": files.manifest.header.certificates.split(),
            },
        )
    return True


def write_again(
    session: Session, batch_id: str, target: Path, report: Report = unheard, cancel: Cancel = never
) -> SealedBatch:
    """Write a sealed batch once more: the same bytes."""
    refuse_in_practice(session)
    require(session, "seal")
    found = next((batch for batch in sealed.batches(session.store) if batch.id == batch_id), None)
    if found is None:
        raise Expected("batch_unknown", Exit.USAGE)
    return _write(session, found, sealed.files(session.store, batch_id), target, report, cancel)


def receipt(session: Session, batch_id: str) -> Receipt:
    """What is kept of a sealed batch on paper. Raises Expected: batch_unknown, batch_damaged."""
    kept = sealed.files(session.store, batch_id)
    manifest = parse_manifest(kept[MANIFEST])
    signature = kept.get(SIGNATURE)
    names = {file.name for file in manifest.files}
    locked = "key" if ENCRYPTED_WORKBOOK in names else "password" if PROTECTED_WORKBOOK in names else ""
    return Receipt(
        folder=folder_name(manifest.header.armoury_code, manifest.header.number, manifest.header.sealed_at),
        header=manifest.header,
        records=manifest.records,
        events=manifest.events,
        markings=manifest.markings,
        rows_root=manifest.rows_root,
        files=tuple(
            (name, hashlib.sha256(data).hexdigest(), len(data)) for name, data in sorted(kept.items())
        ),
        signer=signer_of(signature).fingerprint if signature else "",
        locked=locked,
    )


def batches(session: Session) -> tuple[Batch, ...]:
    """The sealed batches, newest first."""
    return tuple(sorted(sealed.batches(session.store), key=lambda batch: -batch.number))


def _filed_rows(session: Session, chosen: tuple[tuple[str, int], ...]) -> Iterator[FiledRow]:
    store = session.store
    books = {ledger.id: str(ledger.number) for ledger in ledgers.ledgers(store)}
    places: dict[str, str] = {}
    for record in records.iterate(store, [record_id for record_id, _ in chosen]):
        if record.page_id not in places:
            page = pages.page(store, record.page_id)
            places[record.page_id] = page.folio or str(page.position)
        row = readings.row(store, record.row_id)
        yield FiledRow(record, books[record.ledger_id], places[record.page_id], str(row.number))


def _write(
    session: Session, batch: Batch, files: Mapping[str, bytes], target: Path, report: Report, cancel: Cancel
) -> SealedBatch:
    def heard(done: int, total: int) -> None:
        report(Progress(done, total, "progress_writing"))

    path = write_folder(target, batch.folder, files, heard, cancel)
    with connect.action(session.store):
        tell_journal(session, "write_batch", batch.id, number=batch.number)
    hashes = tuple((name, hashlib.sha256(data).hexdigest()) for name, data in sorted(files.items()))
    return SealedBatch(batch, str(path), hashes, receipt(session, batch.id))
