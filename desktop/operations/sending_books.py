"""Give a whole book to another PC of the armoury as a sealed work bundle; take it back where the bundle never came.

The book is locked before its bundle is written: at no moment could it be worked on in two places. Where writing
fails, the same call writes the bundle once more.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from db.durable import disk_failures_told
from db.errors import Exit, Expected
from db.locks import held
from db.migrations import MIGRATIONS
from db.model import new_id
from db.model_moving import BookFacts, BookMove
from db.places import free_name
from db.store import connect, journal, ledgers, lock, moves, moving, pages, people
from desktop.exchange.folder import write_folder
from desktop.exchange.work_bundle import WorkHeader, folder_name
from desktop.exchange.work_folder import seal_book
from desktop.operations.exchange_keys import signing_key
from desktop.operations.rights import require
from desktop.operations.session import Session, refuse_in_practice
from desktop.operations.work import Cancel, Progress, Report, never, unheard

TURN = "bundles.turn"
"""Whose lock is held while a bundle is written or taken in: one at a time."""

_OUTGOING = "outgoing"
_MARGIN = 16 * 1024 * 1024  # bytes that are left free


@dataclass(frozen=True, slots=True)
class SentBook:
    """A book that left: its bundle's folder, and what the bundle says of itself."""

    path: Path
    header: WorkHeader


def send_book(
    session: Session,
    ledger_id: str,
    peer_id: str,
    target: Path,
    report: Report = unheard,
    cancel: Cancel = never,
    *,
    for_good: bool = False,
) -> SentBook:
    """Lock a book and write its work bundle for another PC into `target`, read back and compared.

    A book that is on its way to that PC already is written once more, as it was. `for_good` makes it that PC's book:
    its records are sealed there then. Raises Expected: practice_never_leaves, not_allowed, peer_unknown,
    ledger_unknown, book_is_elsewhere, book_not_ours, bundle_no_room (Exit.DISK), and what the disk does. Stopped or
    failed, the book is locked and waits for its bundle: call again, or `take_back`.
    """
    refuse_in_practice(session)
    require(session, "hand_over_book" if for_good else "send_book")
    if not target.is_dir():
        raise Expected("target_vanished", Exit.DISK, name=str(target))
    peer = moves.peer(session.store, peer_id)
    if peer is None:
        raise Expected("peer_unknown", Exit.USAGE, name=peer_id)
    key = signing_key(session)
    with held(session.store.folder / TURN), _staging(session) as staging:
        move = _left(session, ledger_id, peer_id, for_good=for_good)
        header = _header(session, move)
        report(Progress(0, 1, "progress_bundle_writing"))
        facts = moving.facts_of(session.store, ledger_id, header.journal_entries)
        _room_or_refused(staging, facts)

        def picture(sha256: str) -> bytes:
            return pages.picture(session.store, ledger_id, sha256)

        files = seal_book(header, facts, picture, peer.age, key, staging, cancel)

        def heard(done: int, total: int) -> None:
            report(Progress(done, total, "progress_bundle_writing"))

        return SentBook(write_folder(target, folder_name(header), files, heard, cancel), header)


def take_back(session: Session, ledger_id: str, reason: str) -> BookMove:
    """Unlock a book whose bundle will not come back. A bundle that comes after all is taken only where nothing was
    done here since.

    Raises Expected: not_allowed, book_back_why, book_is_here (Exit.REFUSED).
    """
    require(session, "take_back_book")
    if not reason.strip():
        raise Expected("book_back_why", Exit.USAGE)
    store = session.store
    with connect.action(store):
        place = moves.place(store, ledger_id)
        if place is None or place.kind != "out":
            number = ledgers.ledger(store, ledger_id).number
            raise Expected("book_is_here", Exit.REFUSED, book=number)
        back = BookMove(
            place.bundle_id, ledger_id, place.turn, "back", place.peer, _home_before(session, place), "",
            reason.strip(), session.now(), session.user.id,
        )  # fmt: skip
        moves.add_move(store, back)
        journal.append(
            store, at=back.at, actor=session.user.id, action="take_back_book", subject=ledger_id,
            details={"bundle": back.bundle_id, "turn": back.turn, "reason": back.reason},
        )  # fmt: skip
    return back


def _home_before(session: Session, out: BookMove) -> str:
    """Whose book it was before it left."""
    earlier = [move for move in moves.moves(session.store, out.ledger_id) if move.bundle_id != out.bundle_id]
    return earlier[-1].home if earlier else session.armoury.id


def _left(session: Session, ledger_id: str, peer_id: str, *, for_good: bool) -> BookMove:
    """The move by which a book leaves: the one that it is on already, or a new one, which locks it."""
    store = session.store
    with connect.action(store):
        ledgers.ledger(store, ledger_id)
        place = moves.place(store, ledger_id)
        home = place.home if place else session.armoury.id
        if place is not None and place.kind == "out":
            if place.peer != peer_id or (for_good and home != peer_id):
                lock.refuse_away(store, ledger_id)
            return place
        if for_good and home != session.armoury.id:
            raise Expected("book_not_ours", Exit.REFUSED, book=ledgers.ledger(store, ledger_id).number)
        turn = moves.last_turn(store, ledger_id) + 1
        move = BookMove(
            new_id(), ledger_id, turn, "out", peer_id, peer_id if for_good else home, "", "", session.now(),
            session.user.id,
        )  # fmt: skip
        moves.add_move(store, move)
        journal.append(
            store, at=move.at, actor=session.user.id, action="send_book", subject=ledger_id,
            details={"bundle": move.bundle_id, "turn": turn, "to": peer_id, "home": move.home},
        )  # fmt: skip
    return move


def _header(session: Session, move: BookMove) -> WorkHeader:
    """What the bundle says of itself: the same however often it is written."""
    store = session.store
    (entry,) = journal.newest(store, actions=("send_book",), subject=move.ledger_id, limit=1)
    return WorkHeader(
        bundle_id=move.bundle_id,
        turn=move.turn,
        ledger_id=move.ledger_id,
        book=ledgers.ledger(store, move.ledger_id).number,
        sender=session.armoury.id,
        recipient=move.peer,
        home=move.home,
        code=session.armoury.code,
        sent_at=move.at,
        sent_by=people.user(store, move.by).name,
        schema=len(MIGRATIONS),
        program=version("ledgermark"),
        journal_head=entry.hash,
        journal_entries=entry.number,
    )


def _room_or_refused(staging: Path, facts: BookFacts) -> None:
    wanted = sum(int(size or 0) for _, _, size in facts.tables["pictures"]) + _MARGIN
    with disk_failures_told():
        free = shutil.disk_usage(staging).free
    if free < wanted:
        raise Expected("bundle_no_room", Exit.DISK, wanted=wanted // 1_000_000, free=free // 1_000_000)


@contextmanager
def _staging(session: Session) -> Iterator[Path]:
    """A place beside the register for the encrypted pieces, empty; what a kill left of an earlier one goes first."""
    folder = session.store.folder
    with disk_failures_told():
        for left in folder.glob(f"{_OUTGOING}*"):
            shutil.rmtree(left, ignore_errors=True)
        staging = free_name(folder, _OUTGOING)
        staging.mkdir(mode=0o700)
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)
