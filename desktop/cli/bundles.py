"""Commands on books that move between the PCs of one armoury: the other PCs, bundles written, looked at and taken."""

from __future__ import annotations

import argparse

from db.errors import Exit, Expected
from desktop.cli.register import at_work
from desktop.cli.words import say, say_json, show_progress, table
from desktop.operations import books, moved_books, peers, sending_books, taking_books
from desktop.operations.moved_books import BookPlace
from desktop.operations.taking_books import BundlePreview


def places(asked: argparse.Namespace) -> int:
    """Say where each book is worked on."""
    with at_work(asked) as session:
        found = moved_books.places(session)
    if asked.json:
        say_json([
            {
                "book": one.ledger.number, "title": one.ledger.title, "here": not one.is_away,
                "pc": one.peer if one.is_away or not one.ours else "", "ours": one.ours,
                "since": one.move.at if one.move else "",
            }
            for one in found
        ])  # fmt: skip
    elif found:
        say(table([(f"Book {one.ledger.number}", one.ledger.title, where(one)) for one in found]))
    else:
        say("No book was begun yet.")
    return int(Exit.FINE)


def where(place: BookPlace) -> str:
    """Where a book is, in words."""
    day = place.move.at[:10] if place.move else ""
    if place.is_away:
        return f"at {place.peer} since {day}; locked here"
    return "here" if place.ours else f"here since {day}, from {place.peer}, which seals it"


def pcs(asked: argparse.Namespace) -> int:
    """Show the other PCs; trust the keys of one."""
    with at_work(asked) as session:
        if asked.trust:
            keys = peers.read_peer_keys(session, asked.trust)
            if asked.fingerprint.replace(" ", "").upper() != keys.fingerprint.replace(" ", ""):
                raise Expected(
                    "fingerprint_of_peer_differs", Exit.REFUSED, name=keys.name, fingerprint=keys.fingerprint
                )
            peers.trust_peer(session, keys, asked.name)
        found = peers.peers(session)
    if asked.json:
        say_json([{"name": one.name, "register": one.id, "since": one.at} for one in found])
    elif found:
        say(table([(one.name, f"since {one.at[:10]}") for one in found]))
    else:
        say(
            "No other PC is known here. Write this PC's keys with “ledgermark keys --out”, and bring in the other's."
        )
    return int(Exit.FINE)


def write(asked: argparse.Namespace) -> int:
    """Give a book to another PC: lock it and write its bundle."""
    with at_work(asked) as session:
        book = books.book_number(session, asked.book)
        peer = peers.peer_called(session, asked.to)
        sent = sending_books.send_book(
            session, book.id, peer.id, asked.out, show_progress, for_good=asked.for_good
        )
    if asked.json:
        say_json({"folder": str(sent.path), "bundle": sent.header.bundle_id, "move": sent.header.turn})
    else:
        say(f"Written, read back and compared: {sent.path}")
        say(f"Book {book.number} is locked here until it comes back from {peer.name}.")
    return int(Exit.FINE)


def look(asked: argparse.Namespace) -> int:
    """Prove a bundle, and say what it would bring."""
    with at_work(asked) as session:
        found = taking_books.look_at_bundle(session, taking_books.bundle_in(asked.folder))
    return _told(asked, found, taken=False)


def take(asked: argparse.Namespace) -> int:
    """Take a bundle in: all of it or nothing."""
    with at_work(asked) as session:
        found = taking_books.take_bundle(session, taking_books.bundle_in(asked.folder), show_progress)
    return _told(asked, found, taken=True)


def back(asked: argparse.Namespace) -> int:
    """Unlock a book whose bundle will not come back."""
    with at_work(asked) as session:
        book = books.book_number(session, asked.book)
        sending_books.take_back(session, book.id, asked.why)
    say(f"Book {book.number} is worked on here again.")
    return int(Exit.FINE)


def _told(asked: argparse.Namespace, found: BundlePreview, *, taken: bool) -> int:
    if asked.json:
        say_json({
            "title": found.title, "from": found.sender, "book": found.book, "move": found.header.turn,
            "pages": found.pages, "readings": found.readings, "records": found.records,
            "taken_before": found.taken_before, "ours": found.ours,
        })  # fmt: skip
        return int(Exit.FINE)
    say(f"“{found.title}” from {found.sender}, given by {found.header.sent_by} at {found.header.sent_at}")
    if found.taken_before:
        say("This bundle was taken in before. Taking it again changes nothing.")
        return int(Exit.FINE)
    say(
        f"New here: pages {found.pages} of {found.all_pages}, readings {found.readings}, records {found.records}."
    )
    if taken:
        say(f"Taken in: it is book {found.book}, and is worked on here now.")
    else:
        say(
            "Signed, whole, and going on from what is here. Nothing was taken in yet: “ledgermark bundle take”."
        )
    return int(Exit.FINE)
