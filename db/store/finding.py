"""Find records: by their serial number's plain key, by words of their fields, by dates of their events.

Every answer is a list of (seq, plain) of latest revisions, for `records.at`. What may be long is asked for newest
first and cut by the index itself, so that an answer of fifty costs the same among a million.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from db.store.connect import Store
from db.store.rows import listed, select

Line = tuple[int, str]

WORDS: Final = ("make", "model", "calibre", "weapon_type", "holder")
"""Columns of `record_words`; which fields are in them says `records.WORDS_OF_RECORDS`."""
UNREAD_AT_MOST: Final = 20_000
"""Numbers with unread characters that are looked through; a register with more has other worries."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What else has to hold. `words`: a column of WORDS to texts of which one begins or is among its words."""

    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_day: str = ""  # ISO, to any precision
    last_day: str = ""

    @property
    def any(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.words or self.first_day or self.last_day)


NONE: Final = Filters()

_WORDED: Final = " and l.seq in (select rowid from record_words where record_words match ?)"
# A date that is known to its year only may lie anywhere in it.
_DATED: Final = (
    " and exists (select 1 from events e where e.record_seq = l.seq and e.date <> ''"
    " and e.date || '~' >= ? and e.date <= ? || '~')"
)


def same(store: Store, plain: str, filters: Filters, limit: int) -> list[Line]:
    """Whose key is this, newest first."""
    sql = "select l.seq, l.plain from latest_records l where l.plain = ?{} order by l.seq desc limit ?"
    return _lines(store, sql, [plain], filters, limit)


def beginning(store: Store, plain: str, filters: Filters, limit: int) -> list[Line]:
    """Whose key begins with this and goes on, in the order of the keys."""
    sql = (
        "select l.seq, l.plain from latest_records l where l.plain > ? and l.plain < ?{} "
        "order by l.plain limit ?"
    )
    return _lines(store, sql, [plain, plain + "\U0010ffff"], filters, limit)


def holding(store: Store, parts: Sequence[str], filters: Filters, limit: int) -> list[Line]:
    """Whose key holds one of these, each at least three characters; newest first."""
    sql = (
        "select l.seq, l.plain from record_search s cross join latest_records l on l.seq = s.rowid "
        "where s.plain match ?{} order by s.rowid desc limit ?"
    )
    return _lines(store, sql, [" OR ".join(_phrase(part) for part in parts)], filters, limit)


def shaped(store: Store, glob: str, runs: Sequence[str], filters: Filters, limit: int) -> list[Line]:
    """Whose key has this shape (SQLite's glob), newest first; `runs` are parts of it for the index, if any."""
    if runs:
        sql = (
            "select l.seq, l.plain from record_search s cross join latest_records l indexed by latest_serials "
            "on l.seq = s.rowid where s.plain match ? and l.plain glob ?{} order by s.rowid desc limit ?"
        )
        return _lines(store, sql, [" AND ".join(_phrase(run) for run in runs), glob], filters, limit)
    sql = (
        "select l.seq, l.plain from latest_records l indexed by latest_serials where l.plain glob ?{} "
        "order by l.seq desc limit ?"
    )
    return _lines(store, sql, [glob], filters, limit)


def unread(store: Store, filters: Filters) -> list[Line]:
    """Whose key has characters that nobody could read, newest first."""
    sql = (
        "select l.seq, l.plain from latest_records l indexed by latest_unread "
        "where instr(l.plain, '?') + instr(l.plain, '*') > 0{} order by l.seq desc limit ?"
    )
    return _lines(store, sql, [], filters, UNREAD_AT_MOST)


def same_folded(store: Store, folded: str, filters: Filters, limit: int) -> list[Line]:
    """Whose number is the same but for look-alikes, newest first."""
    sql = (
        "select l.seq, l.plain from records r cross join latest_records l on l.seq = r.seq "
        "where r.folded = ? and r.folded <> ''{} order by l.seq desc limit ?"
    )
    return _lines(store, sql, [folded], filters, limit)


def same_digits(store: Store, digits: str, filters: Filters, limit: int) -> list[Line]:
    """Whose number has the same figures, whatever its letters; newest first."""
    sql = (
        "select l.seq, l.plain from records r cross join latest_records l on l.seq = r.seq "
        "where r.digits = ? and r.digits <> ''{} order by l.seq desc limit ?"
    )
    return _lines(store, sql, [digits], filters, limit)


def any_of(store: Store, plains: Sequence[str], limit: int) -> list[Line]:
    """Whose key is one of these, newest first."""
    sql = (
        "select l.seq, l.plain from latest_records l where l.plain in (select value from json_each(?)) "
        "order by l.seq desc limit ?"
    )
    return [(each["seq"], each["plain"]) for each in select(store, sql, listed(plains), limit)]


def sharing_folded(store: Store) -> list[tuple[int, ...]]:
    """Latest revisions whose numbers are the same but for look-alikes, in groups of two and more."""
    sql = (
        "select group_concat(l.seq) as seqs from records r join latest_records l on l.seq = r.seq "
        "where r.folded <> '' group by r.folded having count(*) > 1"
    )
    return [tuple(sorted(int(seq) for seq in each["seqs"].split(","))) for each in select(store, sql)]


def filtered(store: Store, filters: Filters, limit: int) -> list[Line]:
    """What the filters leave, newest first."""
    if filters.words:
        sql = (
            "select l.seq, l.plain from record_words w cross join latest_records l on l.seq = w.rowid "
            "where w.record_words match ?{} order by w.rowid desc limit ?"
        )
        dated = Filters({}, filters.first_day, filters.last_day)
        return _lines(store, sql, [_question(filters.words)], dated, limit)
    sql = "select l.seq, l.plain from latest_records l where 1{} order by l.seq desc limit ?"
    return _lines(store, sql, [], filters, limit)


def places(store: Store, seqs: Sequence[int]) -> dict[int, tuple[int, bool]]:
    """For each seq the row's number on its page, and whether that revision is in a batch."""
    sql = (
        "select l.seq, w.number, l.sent from latest_records l join records r on r.seq = l.seq "
        "join rows_as_they_are w on w.id = r.row_id where l.seq in (select value from json_each(?))"
    )
    return {each["seq"]: (each["number"], bool(each["sent"])) for each in select(store, sql, listed(seqs))}


def _lines(store: Store, sql: str, values: list[object], filters: Filters, limit: int) -> list[Line]:
    more = ""
    if filters.words:
        more += _WORDED
        values.append(_question(filters.words))
    if filters.first_day or filters.last_day:
        more += _DATED
        values += [filters.first_day, filters.last_day or "9999"]
    return [(each["seq"], each["plain"]) for each in select(store, sql.format(more), *values, limit)]


def _question(words: Mapping[str, tuple[str, ...]]) -> str:
    """As FTS5 asks: of each column one of the texts, whose last word may go on."""
    return " AND ".join(
        f"({column} : ({' OR '.join(f'{_phrase(text)} *' for text in texts)}))"
        for column, texts in words.items()
    )


def _phrase(text: str) -> str:
    """A text in FTS5's quotes; a NUL would end the question there."""
    return '"' + text.replace('"', '""').replace("\0", " ") + '"'
