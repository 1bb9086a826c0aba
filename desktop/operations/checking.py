"""Check the register: chain, schema, pictures, SQLite and cipher, and the journal against all that quotes it."""

from __future__ import annotations

from collections.abc import Iterator

from db.errors import Expected
from db.store import batches, checks, journal, pages, samples, told
from desktop.exchange.manifest import MANIFEST, parse_manifest
from desktop.fields.problems import Problem
from desktop.operations.rights import require
from desktop.operations.session import Session
from desktop.operations.work import Progress, Report, unheard


def check(session: Session, report: Report = unheard) -> tuple[Problem, ...]:
    """What is not as it should be, in sentences; empty when all is. Pictures that no page shows are swept first."""
    require(session, "check_register")
    pages.sweep_orphans(session.store)

    def heard(done: int, total: int) -> None:
        report(Progress(done, total, "progress_checking"))

    found = [
        Problem(finding.key, tuple(sorted((key, str(value)) for key, value in dict(finding.values).items())))
        for finding in checks.check(session.store, heard)
    ]
    if not found:  # what is damaged may not be able to answer any of this
        found += [*_untold(session), *_quoted(session)]
    return tuple(found)


def _untold(session: Session) -> Iterator[Problem]:
    """What is in the register and not in its journal."""
    for what, count in told.untold(session.store).items():
        key = f"untold_{what}"
        yield Problem(key, (("count", str(count)),))


def _quoted(session: Session) -> Iterator[Problem]:
    """Heads of the journal that batches and decisions named; a chain whose tail was cut and grown anew has others."""
    for name, number, head in _heads(session):
        if number and journal.hash_at(session.store, number) != head:
            yield Problem("head_missing", (("number", str(number)), ("what", name)))


def _heads(session: Session) -> Iterator[tuple[str, int, str]]:
    """Who names which entry by which hash."""
    store = session.store
    for batch in batches.batches(store):
        try:
            header = parse_manifest(batches.files(store, batch.id)[MANIFEST]).header
        except (Expected, KeyError):
            continue  # damage to sealed files is found by itself
        yield batch.folder, header.journal_entries, header.journal_head
    for lot in samples.lots(store):
        for decision in samples.decisions(store, lot.id):
            yield lot.title, decision.journal_number, decision.journal_head
