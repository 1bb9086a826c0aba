"""Work bundles: a whole book from another PC of the armoury, changed on the way, or odd from the start."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

from db import vault
from db.model import new_id
from db.model_moving import BookFacts, Fact, Value
from db.store import connect, ledgers, pages
from db.vault import DataKey
from desktop.exchange.manifest import MANIFEST
from desktop.exchange.work_bundle import WorkHeader
from desktop.exchange.work_folder import open_facts, read_folder, seal_book
from desktop.fields.problems import Problem
from desktop.operations import checking, exchange_keys, peers, register, sending_books, taking_books
from desktop.operations.session import Session, Workplace, session_of
from workshop.faults import stages
from workshop.faults.stages import Place
from workshop.fuzz.bytewise import changed
from workshop.fuzz.formatwise import changed_json
from workshop.fuzz.parser import Case, Parser, laid_out, packed
from workshop.fuzz.seeds import Grounds

_ODD: Final[tuple[Value, ...]] = (
    None, "", "x", "\x00", "{}", "[]", "null", '{"number": 1}', "\u202e", "2026-13-45T99:99:99Z", "x" * 70_000, 0, -1,
    2**53 - 1, 0.5, 1e300, b"", b"\xff" * 40,
)  # fmt: skip


def work_bundles(grounds: Grounds) -> Parser:
    """A bundle looked at and taken by a register that has nothing yet, which has to be whole afterwards."""
    folder = grounds.place("work")
    first, second = Place(folder / "first"), Place(folder / "second")
    key = stages.make(first)
    for stage in (stages.bring_in, stages.have_read, stages.settle, stages.file):
        stage(first, key, lambda _line: None)
    sender = grounds.until_the_end.enter_context(closing(stages.at_work(first, key)))
    other, user_id = _second_register(sender.workplace, second)
    with closing(_at(sender.workplace, second, other, user_id)) as taker:
        keys = exchange_keys.own_keys(taker)
        peer = peers.trust_peer(sender, keys, "second")
        peers.trust_peer(taker, exchange_keys.own_keys(sender), "first")
        secret = exchange_keys.opener(taker).age_secret
    (book,) = ledgers.ledgers(sender.store)
    sent = sending_books.send_book(sender, book.id, peer.id, first.stick)
    files = {path.name: path.read_bytes() for path in sent.path.iterdir()}
    facts = open_facts(sent.path, read_folder(sent.path).manifest, secret)

    def make(chance: random.Random) -> Case:
        if chance.random() < 0.4:
            return _changed_folder(files, chance)
        odd = _odd_header(sent.header, chance), _odd_facts(facts, chance)
        return packed(_sealed(sender, *odd, keys.age, folder / "staging"))

    def read(case: Case) -> Iterator[Problem]:
        place = Place(folder / "case")
        shutil.rmtree(place.home, ignore_errors=True)
        shutil.copytree(second.home, place.home)
        path = laid_out(case, place.home / "bundle")
        with closing(_at(sender.workplace, place, other, user_id)) as session:
            try:
                taking_books.look_at_bundle(session, path)
                taking_books.take_bundle(session, path)
            finally:
                if found := checking.check(session):
                    raise ValueError(f"the register is not whole after what it took or refused: {found}")
        yield from ()

    return Parser(make, read)


def _second_register(workplace: Workplace, place: Place) -> tuple[DataKey, str]:
    """A register of the same armoury on another PC: its key, and its first user's id."""
    register.create_register(
        workplace,
        place.register,
        register.NewRegister("Central armoury", "CAR", "KEN", "B. Otieno", stages.PASSPHRASE),
    )
    return vault.unlock(place.register, stages.PASSPHRASE)


def _at(workplace: Workplace, place: Place, key: DataKey, user_id: str) -> Session:
    return session_of(workplace, connect.open_store(place.register, key), key, user_id)


def _changed_folder(files: Mapping[str, bytes], chance: random.Random) -> Case:
    left = dict(files)
    name = chance.choice(sorted(left))
    if chance.random() < 0.1:
        del left[name]
    else:
        left[name] = (changed_json if name == MANIFEST else changed)(left[name], chance)
    return packed(left)


def _odd_header(header: WorkHeader, chance: random.Random) -> WorkHeader:
    """Of a new bundle; now and then with something in it that is not so."""
    odd = replace(header, bundle_id=new_id())
    if chance.random() < 0.2:
        text = chance.choice(("", "x", "\u202e", "9" * 200))
        odd = chance.choice((
            replace(odd, sent_by=text), replace(odd, program=text), replace(odd, home=text), replace(odd, sent_at=text),
            replace(odd, journal_head=text), replace(odd, code=text),
        ))  # fmt: skip
    return odd


def _odd_facts(facts: BookFacts, chance: random.Random) -> BookFacts:
    """Some values odd, a fact doubled, left out, or moved."""
    tables = {name: list(found) for name, found in facts.tables.items()}
    for _ in range(chance.choice((0, 1, 1, 2))):
        found = tables[chance.choice(sorted(name for name, found in tables.items() if found))]
        at, what = chance.randrange(len(found)), chance.randrange(8)
        if what == 0:
            del found[at]
        elif what == 1:
            found.insert(chance.randrange(len(found)), found[at])
        else:
            found[at] = _odd_fact(found[at], found, chance)
        if not found:
            break
    return BookFacts({name: tuple(found) for name, found in tables.items()})


def _odd_fact(fact: Fact, others: list[Fact], chance: random.Random) -> Fact:
    """One value odd, or that of another fact of its table."""
    column = chance.randrange(len(fact))
    value = chance.choice(others)[column] if chance.random() < 0.4 else chance.choice(_ODD)
    return (*fact[:column], value, *fact[column + 1 :])


def _sealed(
    sender: Session, header: WorkHeader, facts: BookFacts, age: str, staging: Path
) -> dict[str, bytes]:
    """The bundle as the other PC would have sealed it."""
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    pictures = {str(sha256) for (sha256,) in facts.of("pictures", "sha256")}

    def picture(sha256: str) -> bytes:
        kept = {str(one) for (one,) in facts.of("pages", "sha256")}
        known = sha256 in pictures and sha256 in kept
        return pages.picture(sender.store, header.ledger_id, sha256) if known else b"none"

    return dict(seal_book(header, facts, picture, age, exchange_keys.signing_key(sender), staging))
