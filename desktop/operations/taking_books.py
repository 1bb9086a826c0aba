"""Take in a work bundle from another PC of the armoury: looked through first, then all of it or nothing.

A bundle counts once, in its turn: one that was taken before changes nothing, an older one is refused, and so is one
that does not go on from what is here.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from db.durable import disk_failures_told
from db.errors import Exit, Expected
from db.locks import held
from db.migrations import MIGRATIONS
from db.model_moving import BookFacts, BookMove, Peer
from db.store import books, connect, journal, ledgers, moves, moving, pages
from desktop.exchange.signature import PublicKey
from desktop.exchange.work_bundle import FORMAT, WorkHeader, WorkManifest
from desktop.exchange.work_check import check_facts
from desktop.exchange.work_facts import facts_bytes
from desktop.exchange.work_folder import bundles_in, open_facts, open_pictures, prove, read_folder
from desktop.fields.forms import parse_form
from desktop.fields.serials import search_keys
from desktop.imaging.cleaning import Cleaning
from desktop.operations.exchange_keys import opener
from desktop.operations.rights import require
from desktop.operations.sending_books import TURN
from desktop.operations.session import Session, refuse_in_practice
from desktop.operations.work import Cancel, Progress, Report, never, unheard

_MARGIN = 64 * 1024 * 1024  # bytes that are left free


@dataclass(frozen=True, slots=True)
class BundlePreview:
    """What a work bundle would bring, before anything of it is taken in."""

    folder: Path
    header: WorkHeader
    sender: str  # what the PC that it comes from is called here
    title: str
    book: int  # its number here; 0 where it is not here yet
    pages: int  # that are not here yet, of how many is in `all_pages`
    readings: int
    records: int
    all_pages: int
    ours: bool  # whether this register will seal its records
    taken_before: bool


def bundle_in(place: Path) -> Path:
    """The bundle's folder: the one that was named, or the only one on the stick that was named.

    Raises Expected: bundle_missing, bundles_several, the disk's.
    """
    found = bundles_in(place)
    name = place.name or str(place)
    if not found:
        raise Expected("bundle_missing", Exit.USAGE, name=name)
    if len(found) > 1:
        raise Expected("bundles_several", Exit.USAGE, name=name)
    return found[0]


def look_at_bundle(session: Session, folder: Path, cancel: Cancel = never) -> BundlePreview:
    """Prove a work bundle and look through all that it says. Changes nothing.

    Raises Expected (nothing could be taken): practice_never_leaves, bundle_…, signature_…, encrypted_…,
    book_went_two_ways, register_older_than_bundle, register_forked_from_bundle, peer_of_another_history.
    """
    refuse_in_practice(session)
    return _preview(session, folder, *_proved(session, folder, cancel))


def take_bundle(
    session: Session, folder: Path, report: Report = unheard, cancel: Cancel = never
) -> BundlePreview:
    """Take a work bundle in: the book is worked on here from now on. What it brought, as it was before.

    The pictures first, where nobody looks for them, then everything else at once: a kill in between leaves the
    register as it was. Raises Expected as `look_at_bundle` does; not_allowed, bundle_no_room, the disk's.
    """
    refuse_in_practice(session)
    require(session, "take_book")
    store = session.store
    with held(store.folder / TURN):
        peer, manifest, facts = _proved(session, folder, cancel)
        found = _preview(session, folder, peer, manifest, facts)
        if found.taken_before:
            return found
        books.clear_arrivals(store)
        _room_or_refused(session, facts)
        total = len(facts.tables["pictures"])

        def told() -> Iterator[tuple[str, bytes]]:
            secret = opener(session).age_secret
            for done, one in enumerate(open_pictures(folder, manifest, secret, facts, cancel)):
                report(Progress(done, total, "progress_bundle_reading"))
                yield one

        if found.book:
            for sha256, data in told():
                pages.put_picture(store, facts.ledger_id, sha256, data)
        else:
            books.arrived(store, facts.ledger_id, told())
        number = _take(session, peer, manifest.header, facts)
        books.take_over(store)
        report(Progress(total, total, "progress_bundle_reading"))
    return replace(found, book=number)


def _proved(session: Session, folder: Path, cancel: Cancel) -> tuple[Peer, WorkManifest, BookFacts]:
    """The bundle's sender, manifest and facts, once everything that can be proved of them was."""
    unproved = read_folder(folder)
    header = unproved.manifest.header
    if header.code != session.armoury.code:
        raise Expected("bundle_of_another_armoury", Exit.REFUSED, code=header.code)
    if header.recipient != session.armoury.id:
        raise Expected("bundle_for_another", Exit.REFUSED)
    peer = moves.peer(session.store, header.sender)
    if peer is None:
        raise Expected("bundle_of_stranger", Exit.REFUSED)
    manifest = prove(unproved, PublicKey(bytes.fromhex(peer.signing)), cancel)
    if header.schema > len(MIGRATIONS):
        raise Expected("bundle_newer", Exit.REFUSED, format=f"{FORMAT}, {header.program}")
    facts = open_facts(folder, manifest, opener(session).age_secret)
    check_facts(facts)
    _fits(header, facts)
    return peer, manifest, facts


def _fits(header: WorkHeader, facts: BookFacts) -> None:
    """The facts are of the book and end with the entry that the signed header names; form and clean-up can be read."""
    heads = [
        tuple(entry) for entry in facts.of("entries", "register_id", "number", "hash", "action", "subject")
    ]
    own = [head for head in heads if head[0] == header.sender]
    wanted = (header.sender, header.journal_entries, header.journal_head, "send_book", header.ledger_id)
    if facts.ledger_id != header.ledger_id or not own or own[-1] != wanted:
        raise Expected("bundle_facts_broken", what="journal_head")
    for (form,) in facts.of("ledger_forms", "form"):
        parse_form(str(form), facts.title)
    for (cleaning,) in facts.of("pages", "cleaning"):
        try:
            if cleaning:
                Cleaning.from_json(str(cleaning))
        except (ValueError, TypeError, KeyError, AttributeError) as cause:
            raise Expected("bundle_facts_broken", what="pages.cleaning") from cause


def _preview(
    session: Session, folder: Path, peer: Peer, manifest: WorkManifest, facts: BookFacts
) -> BundlePreview:
    """What would be new, once it is certain that it could be taken."""
    store, header = session.store, manifest.header
    number = next((one.number for one in ledgers.ledgers(store) if one.id == facts.ledger_id), 0)
    before = moves.was_taken(store, header.bundle_id)
    if not before:
        _refuse_out_of_turn(session, header, facts, number)
    new = moving.new_counts(store, facts)
    return BundlePreview(
        folder, header, peer.name, facts.title, number, max(0, new["pages"]), max(0, new["readings"]),
        max(0, new["records"]), len(facts.tables["pages"]), header.home == session.armoury.id, before,
    )  # fmt: skip


def _refuse_out_of_turn(session: Session, header: WorkHeader, facts: BookFacts, number: int) -> None:
    store = session.store
    moving.new_entries(store, facts, session.armoury.id)
    known = moves.last_turn(store, header.ledger_id)
    if header.turn <= known:
        raise Expected("bundle_older", Exit.REFUSED, book=number, turn=header.turn, known=known)
    if moving.differs(store, facts):
        raise Expected("book_went_two_ways", Exit.REFUSED)
    for (sha256,) in facts.of("pages", "sha256"):
        page = pages.page_with_picture(store, str(sha256))
        if page is not None and page.ledger_id != header.ledger_id:
            book = ledgers.ledger(store, page.ledger_id).number
            where = page.folio or str(page.position)
            raise Expected("bundle_picture_here", Exit.REFUSED, book=book, page=where)


def _take(session: Session, peer: Peer, header: WorkHeader, facts: BookFacts) -> int:
    """Everything but the pictures, at once; the book's number here."""
    store = session.store
    contents = hashlib.sha256(facts_bytes(facts)).hexdigest()
    with connect.action(store):
        known = moves.last_turn(store, header.ledger_id)
        here = {one.id: one.number for one in ledgers.ledgers(store)}
        number = here.get(facts.ledger_id, 0)
        if header.turn <= known:
            raise Expected("bundle_older", Exit.REFUSED, book=number, turn=header.turn, known=known)
        number = number or ledgers.next_number(store)
        at = session.now()

        def keys(serial: str) -> tuple[str, str, str]:
            found = search_keys(serial)
            return found.plain, found.folded, found.digits

        moving.take_facts(store, facts, number, at=at, elsewhere=peer.name, keys=keys)
        moves.add_move(
            store,
            BookMove(
                header.bundle_id, header.ledger_id, header.turn, "in", peer.id, header.home, contents, "", at,
                session.user.id,
            ),
        )  # fmt: skip
        journal.append(
            store, at=at, actor=session.user.id, action="take_book", subject=facts.ledger_id,
            details={
                "bundle": header.bundle_id, "turn": header.turn, "from": peer.id, "head": header.journal_head,
                "entries": header.journal_entries, "contents": contents, "number": number,
            },
        )  # fmt: skip
    return number


def _room_or_refused(session: Session, facts: BookFacts) -> None:
    wanted = sum(int(size or 0) for _, _, size in facts.tables["pictures"]) + _MARGIN
    with disk_failures_told():
        free = shutil.disk_usage(session.store.folder).free
    if free < wanted:
        raise Expected("bundle_no_room", Exit.DISK, wanted=wanted // 1_000_000, free=free // 1_000_000)
