"""The schema's step for what persons say beside the readings: second entries, statements of books, amendments."""

from __future__ import annotations

from typing import Final

PERSONS: Final = """
create table second_plans (
  seq integer primary key, serials text not null check (serials in ('handwritten', 'all', 'none')),
  share text not null, at text not null, by text not null references users (id)
) strict;
create table second_entries (
  seq integer primary key, id text not null unique, cell_id text not null references cells (id),
  text text not null, state text not null check (state in ('read', 'blank', 'unreadable')), at text not null,
  by text not null references users (id), unique (cell_id, by)
) strict;
create table second_decisions (
  seq integer primary key, id text not null unique, cell_id text not null references cells (id),
  first_reading text not null references readings (id), second_entry text not null references second_entries (id),
  chosen text not null check (chosen in ('first', 'second', 'retyped')),
  reading_id text not null references readings (id), at text not null, by text not null references users (id)
) strict;
create index second_decisions_of_cell on second_decisions (cell_id, seq);
create table book_statements (
  seq integer primary key, ledger_id text not null references ledgers (id),
  pages integer check (pages > 0), entries integer check (entries > 0), at text not null,
  by text not null references users (id)
) strict;
create index statements_of_ledger on book_statements (ledger_id, seq);
create table amendments (
  seq integer primary key, id text not null unique, record_id text not null references latest_records (id),
  part text not null check (part in ('serial', 'markings', 'events', 'holder', 'found', 'look')), data text not null,
  why text not null, at text not null, by text not null references users (id)
) strict;
create index readings_asked on readings (reader, cell_id) where asked = 1;
create index amendments_of_record on amendments (record_id, part, seq);
"""

PERSONS_ADDED_ONLY: Final = (
    "second_plans", "second_entries", "second_decisions", "book_statements", "amendments",
)  # fmt: skip
