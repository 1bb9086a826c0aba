"""What came of what was sent: how far each batch is, what was sent back, and what is done about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from db.errors import Exit, Expected
from db.model import Batch, Record, SerialState
from db.store import answers, batches, connect, journal, ledgers, pages, readings, records
from desktop.exchange.answer import RowAnswer, SentRow
from desktop.exchange.canonical import row_sha256
from desktop.fields.serials import search_keys
from desktop.operations.answer_views import AnswerLine, AnswerList, BatchStanding, SentBack
from desktop.operations.journalling import tell_journal
from desktop.operations.rights import require
from desktop.operations.searching import hits
from desktop.operations.session import Session, refuse_in_practice

SHOWN = 500
"""Lines of each list; more nobody reads, and the count tells how many there are."""

Listed = Mapping[AnswerList, Sequence[tuple[RowAnswer | SentRow, RowAnswer | None]]]


def standings(session: Session) -> tuple[BatchStanding, ...]:
    """How far each batch is, the newest first."""
    store = session.store
    counts = answers.counts(store)
    written = journal.subjects_of(store, "write_batch")

    def standing(batch: Batch) -> BatchStanding:
        said = counts.get(batch.id, {})
        return BatchStanding(
            batch,
            written=batch.id in written,
            accepted=said.get("accepted", 0),
            duplicate=said.get("duplicate", 0),
            rejected=said.get("rejected", 0),
            question=said.get("question", 0),
        )

    return tuple(standing(batch) for batch in reversed(batches.listed(store)))


def sent_back(session: Session) -> tuple[SentBack, ...]:
    """Records that wait for somebody: rejected, asked about, called duplicates; corrected ones are gone from it."""
    store = session.store
    numbers = batches.batch_ids(store)
    unsigned = {file.id for file in answers.taken(store) if not file.signed_by}
    waiting = answers.sent_back(store)
    found = hits(session, records.iterate(store, [answer.record_id for answer in waiting]))
    return tuple(
        SentBack(hit, answer, numbers[answer.batch_id], answer.answer_file in unsigned)
        for hit, answer in zip(found, waiting, strict=True)
    )


def put_aside(session: Session, record_id: str, why: str) -> None:
    """Nothing more is to be done about what the registry said last of a record, and why.

    Raises Expected: not_allowed, answer_nothing_waits, answer_why_needed (Exit.REFUSED).
    """
    require(session, "put_answer_aside")
    record = _waiting(session, record_id, why)
    store = session.store
    with connect.action(store):
        answers.put_aside(
            store, record.id, record.revision, why=why.strip(), at=session.now(), by=session.user.id
        )
        tell_journal(session, "put_answer_aside", record.id, revision=record.revision)


def answer_back(session: Session, record_id: str, word: str) -> Record:
    """Send a record again as it is, with a word to the registry: a new revision whose reason is that word.

    Raises Expected: practice_never_leaves, not_allowed, answer_nothing_waits, answer_why_needed (Exit.REFUSED).
    """
    refuse_in_practice(session)
    require(session, "answer_back")
    before = _waiting(session, record_id, word)
    store = session.store
    record = replace(
        before,
        revision=before.revision + 1,
        reason=word.strip(),
        filed_at=session.now(),
        filed_by=session.user.id,
    )
    record = replace(record, row_sha256=row_sha256(record))
    keys = search_keys(record.serial)
    with connect.action(store):
        records.add_record(store, record, (keys.plain, keys.folded, keys.digits))
        journal.append(
            store, at=record.filed_at, actor=session.user.id, action="answer_back", subject=record.id,
            details={"revision": record.revision},
        )  # fmt: skip
    return record


def lines_of(session: Session, listed: Listed) -> tuple[tuple[AnswerList, tuple[AnswerLine, ...]], ...]:
    """The first lines of each list, with the register's own words for the rows that it knows."""
    store = session.store
    keys = {row.key for rows in listed.values() for row, _ in rows[:SHOWN]}
    known = {
        (record_id, revision): records.revision(store, record_id, revision)
        for record_id, revision in {(key.record_id, key.revision) for key in keys}
        if records.is_sent(store, record_id, revision)
    }
    places = _places(session, known.values())
    answer = []
    for kind, rows in listed.items():
        lines = []
        for row, before in rows[:SHOWN]:
            record = known.get((row.key.record_id, row.key.revision))
            lines.append(
                AnswerLine(
                    line=row.line if isinstance(row, RowAnswer) else 0,
                    serial=_serial(record),
                    place=places[record.row_id] if record else "",
                    said=said(row) if isinstance(row, RowAnswer) else "",
                    before=f"{before.reply.value} {said(before)}".strip() if before else "",
                )
            )
        answer.append((kind, tuple(lines)))
    return tuple(answer)


def said(answer: RowAnswer) -> str:
    """What the registry says of a row, in its own words."""
    texts = (answer.registry_number, answer.duplicate_of, answer.code, answer.note)
    return " · ".join(text for text in texts if text)


def _places(session: Session, known: Iterable[Record]) -> dict[str, str]:
    """By row id: book, page and row as a person finds them."""
    store = session.store
    books = {ledger.id: ledger.number for ledger in ledgers.ledgers(store)}
    folios: dict[str, str] = {}
    answer = {}
    for record in known:
        if record.page_id not in folios:
            page = pages.page(store, record.page_id)
            folios[record.page_id] = page.folio or str(page.position)
        row = readings.row(store, record.row_id)
        answer[record.row_id] = f"{books[record.ledger_id]}/{folios[record.page_id]}/{row.number}"
    return answer


def _serial(record: Record | None) -> str:
    if record is None:
        return ""
    return record.serial if record.serial_state is SerialState.MARKED else f"({record.serial_state.value})"


def _waiting(session: Session, record_id: str, why: str) -> Record:
    if not why.strip():
        raise Expected("answer_why_needed", Exit.REFUSED)
    if record_id not in {answer.record_id for answer in answers.sent_back(session.store)}:
        raise Expected("answer_nothing_waits", Exit.REFUSED)
    return records.record(session.store, record_id)
