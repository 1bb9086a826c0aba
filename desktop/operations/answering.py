"""The registry's answer: looked at, then taken. It may come twice, in parts, late and out of order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from db.errors import Exit, Expected
from db.model import Answer, AnswerFile, new_id
from db.store import answers, batches, connect, journal
from desktop.exchange.age import age_decrypted
from desktop.exchange.answer import Matched, Reply, RowAnswer, RowKey, SentRow, match
from desktop.exchange.answer_file import read_answer
from desktop.exchange.columns import load_columns
from desktop.exchange.disk import disk_in_words
from desktop.exchange.limits import ANSWER
from desktop.exchange.password import is_password_locked, password_unlocked
from desktop.exchange.signature import Purpose, check_signature
from desktop.fields.problems import Problem
from desktop.fields.serials import search_keys
from desktop.operations.answer_views import TAKEN, AnswerList, AnswerPreview, AnswerTaken
from desktop.operations.answered import lines_of
from desktop.operations.exchange_keys import opener, registry, registry_key
from desktop.operations.restored import Named, compare
from desktop.operations.rights import require
from desktop.operations.session import Session, refuse_in_practice

AGE_ENDING, SIGNATURE_ENDING = ".age", ".sig"


def look_at_answer(session: Session, path: Path) -> AnswerPreview:
    """What an answer (.xlsx or .csv, as it is, encrypted or behind the agreed password) means. Changes nothing.

    A signature lies beside it (`answer.xlsx.sig`). One that is wrong is refused, and so is whatever is no answer.
    Raises Expected: practice_never_leaves, answer_…, workbook_…, encrypted_…, signature_….
    """
    refuse_in_practice(session)
    data, name, encrypted = _opened(session, path)
    signed_by, warnings = _signature(session, path, data, name)
    columns = load_columns(session.workplace.places.resources / "registry" / "default.toml")
    read = read_answer(data, name, columns)
    if (found := compare_header(session, dict(read.header))) is not None:
        warnings.append(found)
    matched = _match(session, read.answers)
    if answers.file_with(session.store, read.sha256) is not None:
        warnings.append(Problem("answer_taken_before"))
    numbers = batches.batch_ids(session.store)
    named = {answer.key.batch_id for answer in read.answers}
    listed = rows_of(matched)
    return AnswerPreview(
        name=name,
        data=data,
        read=read,
        matched=matched,
        counts=tuple((kind, len(rows)) for kind, rows in listed.items()),
        lines=lines_of(session, listed),
        warnings=tuple(warnings),
        problems=read.problems,
        signed_by=signed_by,
        encrypted=encrypted,
        batches=tuple(sorted(numbers[batch_id] for batch_id in named if batch_id in numbers)),
    )


def take_answer(session: Session, preview: AnswerPreview) -> AnswerTaken:
    """Take what the preview shows. Rows that were answered meanwhile are matched anew; nothing else is taken.

    Raises Expected (Exit.REFUSED): not_allowed; one without a signature wants a supervisor.
    """
    require(session, "take_answer" if preview.signed_by else "take_unsigned_answer")
    store = session.store
    with connect.action(store):
        matched = _match(session, preview.read.answers)
        counted = Counter(AnswerList(answer.reply.value) for answer in matched.taken)
        if matched.taken:
            file = AnswerFile(
                new_id(), preview.name, preview.read.sha256, preview.signed_by, session.now(), session.user.id
            )
            taken = [_kept(answer, file) for answer in matched.taken]
            keys = {one.registry_number: search_keys(one.registry_number).plain for one in taken}
            answers.add_answers(store, file, preview.data, taken, keys)
            journal.append(
                store, at=file.taken_at, actor=session.user.id, action="take_answer", subject=file.id,
                details={
                    "sha256": file.sha256, "batches": list(preview.batches), "signed": bool(file.signed_by),
                    **{kind.value: counted[kind] for kind in TAKEN},
                },
            )  # fmt: skip
    return AnswerTaken(tuple((kind, counted[kind]) for kind in TAKEN), bool(preview.signed_by))


def compare_header(session: Session, header: dict[str, str]) -> Problem | None:
    """What is wrong between the register and the batch, or the newer one, that an answer names."""
    found = None
    # The registry also tells the newest batch of this armoury that it holds.
    for prefix in ("", "newest_"):
        said = {
            key: header.get(prefix + key, "")
            for key in ("batch_id", "number", "journal_head", "journal_entries")
        }
        if said["batch_id"]:
            number, entries = (_number(said[key]) for key in ("number", "journal_entries"))
            named = Named(
                header.get("armoury_id", ""), said["batch_id"], number, said["journal_head"], entries
            )
            found = found or compare(session, named)
    return found


def rows_of(matched: Matched) -> dict[AnswerList, Sequence[tuple[RowAnswer | SentRow, RowAnswer | None]]]:
    """The preview's lists: each row with what stood before, where it changes."""
    befores = {now.key: before for before, now in matched.changed}
    listed: dict[AnswerList, Sequence[tuple[RowAnswer | SentRow, RowAnswer | None]]] = {
        AnswerList(reply.value): [
            (answer, befores.get(answer.key)) for answer in matched.taken if answer.reply is reply
        ]
        for reply in Reply
    }
    plain: dict[AnswerList, Iterable[RowAnswer | SentRow]] = {
        AnswerList.ALTERED: matched.altered,
        AnswerList.UNKNOWN: matched.unknown,
        AnswerList.CONTRADICTING: matched.contradicting,
        AnswerList.REPEATED: matched.repeated,
        AnswerList.MISSING: matched.missing,
    }
    listed |= {kind: [(row, None) for row in rows] for kind, rows in plain.items()}
    listed[AnswerList.LATE] = [(answer, known) for known, answer in matched.late]
    return {kind: listed[kind] for kind in AnswerList}


def _match(session: Session, said: tuple[RowAnswer, ...]) -> Matched:
    store = session.store
    known = batches.batch_ids(store)
    named = sorted({answer.key.batch_id for answer in said} & known.keys())
    sent = [
        SentRow(RowKey(batch_id, record_id, revision), sha256)
        for batch_id in named
        for record_id, revision, sha256 in batches.sent_rows(store, batch_id)
    ]
    earlier = map(row_answer, answers.of_batches(store, named))
    return match(said, sent, earlier, map(row_answer, answers.superseded(store, named)))


def row_answer(kept: Answer) -> RowAnswer:
    """A kept answer as the exchange room knows it."""
    return RowAnswer(
        RowKey(kept.batch_id, kept.record_id, kept.revision), kept.row_sha256, Reply(kept.reply),
        kept.registry_number, kept.duplicate_of, kept.code, kept.note, kept.answered_on,
    )  # fmt: skip


def _kept(answer: RowAnswer, file: AnswerFile) -> Answer:
    values = asdict(answer)
    key = values.pop("key")
    values.pop("line")
    values["reply"] = answer.reply.value
    return Answer(answer_file=file.id, **key, **values)


def _opened(session: Session, path: Path) -> tuple[bytes, str, bool]:
    """The answer's bytes and name, and whether it came encrypted."""
    with disk_in_words(path):
        if not path.is_file():
            raise Expected("answer_missing", Exit.BAD_INPUT, name=path.name)
        with path.open("rb") as file:
            data = file.read(ANSWER.file_bytes + 1)
    if len(data) > ANSWER.file_bytes:
        raise Expected("answer_too_large", name=path.name, most=ANSWER.file_bytes // 1024**2)
    if path.name.endswith(AGE_ENDING):
        keys = opener(session)
        return age_decrypted(data, keys.age_secret, path.name), path.name.removesuffix(AGE_ENDING), True
    chosen = registry(session)
    if is_password_locked(data) and chosen and chosen.workbook_password:
        return password_unlocked(data, chosen.workbook_password, path.name), path.name, True
    return data, path.name, False


def _signature(session: Session, path: Path, data: bytes, name: str) -> tuple[str, list[Problem]]:
    """The fingerprint of the key whose signature holds, "" without one, and what a person should know of it."""
    beside = path.with_name(name + SIGNATURE_ENDING)
    key = registry_key(session)
    with disk_in_words(path):
        there = beside.is_file() and not beside.is_symlink()
        signature = beside.read_bytes()[: ANSWER.signature_bytes + 1] if there else b""
    if not there:
        return "", [Problem("answer_unsigned")]
    if key is None:
        return "", [Problem("answer_signature_unknown")]
    check_signature(data, signature, Purpose.ANSWER, key)
    return key.fingerprint, []


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
