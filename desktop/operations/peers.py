"""The other PCs of this armoury: whose keys were compared and trusted, so that books can move between them."""

from __future__ import annotations

from pathlib import Path

from db.errors import Exit, Expected
from db.model_moving import Peer
from db.store import connect, journal, moves
from desktop.exchange.disk import disk_in_words
from desktop.exchange.public_keys import MOST_BYTES, PublicKeys, parse_public_keys
from desktop.operations.rights import require
from desktop.operations.session import Session, refuse_in_practice


def peers(session: Session) -> tuple[Peer, ...]:
    """The other PCs that are trusted, by name."""
    return moves.peers(session.store)


def peer_called(session: Session, name: str) -> Peer:
    """The PC of that name, however it is written. Expected: peer_unknown."""
    for peer in peers(session):
        if peer.name.casefold() == name.strip().casefold():
            return peer
    raise Expected("peer_unknown", Exit.USAGE, name=name)


def read_peer_keys(session: Session, path: Path) -> PublicKeys:
    """The keys of another PC in the file that it wrote, to be compared before they are trusted.

    Raises Expected: public_keys_broken, peer_is_this_register, peer_of_another_armoury, the disk's.
    """
    with disk_in_words(path), path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    keys = parse_public_keys(data, "armoury", path.name)
    if keys.id == session.armoury.id:
        raise Expected("peer_is_this_register", Exit.REFUSED)
    if keys.code != session.armoury.code:
        raise Expected("peer_of_another_armoury", Exit.REFUSED, code=keys.code)
    return keys


def trust_peer(session: Session, keys: PublicKeys, name: str) -> Peer:
    """From now on books may go to this PC and come from it. Raises Expected: not_allowed, peer_name_missing, …"""
    refuse_in_practice(session)
    require(session, "know_peer")
    if not name.strip():
        raise Expected("peer_name_missing", Exit.USAGE)
    new = Peer(keys.id, name.strip(), keys.signing, keys.age, session.now(), session.user.id)
    with connect.action(session.store):
        moves.add_peer(session.store, new)
        journal.append(
            session.store, at=new.at, actor=session.user.id, action="know_peer", subject=keys.id,
            details={"fingerprint": keys.fingerprint},
        )  # fmt: skip
    return new
