"""The schema of a registry's own file, in which it keeps what armouries sent: steps as in `migrations.py`."""

from __future__ import annotations

from typing import Final

INTAKE_ID: Final = 0x4C4D4931  # "LMI1"

_ONE: Final = """
create table intake (
  one integer primary key check (one = 1), id text not null, name text not null, made_at text not null
) strict;
create table own_keys (
  seq integer primary key, purpose text not null check (purpose in ('signing', 'age')),
  secret text not null, public text not null, made_at text not null
) strict;
create table armouries (
  seq integer primary key, id text not null, name text not null, code text not null, signing text not null,
  age text not null, enrolled_at text not null
) strict;
create table taken_batches (
  id text primary key not null, armoury_id text not null, number integer not null, folder text not null,
  sealed_at text not null, journal_head text not null, journal_entries integer not null, rows_root text not null,
  count integer not null, taken_at text not null, unique (armoury_id, number)
) strict;
create table taken_rows (
  seq integer primary key, batch_id text not null references taken_batches (id), position integer not null,
  record_id text not null, revision integer not null, row_sha256 text not null, serial text not null,
  plain text not null, folded text not null, make text not null, place text not null, held text not null,
  unique (batch_id, position), unique (record_id, revision)
) strict;
create index taken_rows_alike on taken_rows (folded) where folded <> '';
create table replies (
  seq integer primary key, record_id text not null, revision integer not null, reply text not null,
  registry_number text not null, duplicate_of text not null, code text not null, note text not null,
  answered_on text not null, at text not null,
  foreign key (record_id, revision) references taken_rows (record_id, revision)
) strict;
create index replies_of_row on replies (record_id, revision, seq);
"""

_ADDED_ONLY: Final = "".join(
    f"create trigger {table}_no_{verb} before {verb} on {table} "
    f"begin select raise(abort, '{table} are only added to'); end;\n"
    for table in ("own_keys", "armouries", "taken_batches", "taken_rows", "replies")
    for verb in ("update", "delete")
)

INTAKE_MIGRATIONS: Final[tuple[str, ...]] = (f"{_ONE}{_ADDED_ONLY}",)
