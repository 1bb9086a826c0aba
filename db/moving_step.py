"""The schema's step for books that move: other PCs of the armoury, where each book is worked on, what they told."""

from __future__ import annotations

from typing import Final

MOVING: Final = """
create table peers (
  seq integer primary key, id text not null, name text not null, signing text not null, age text not null,
  at text not null, by text not null references users (id)
) strict;
create index peers_by_id on peers (id, seq);
create table book_moves (
  seq integer primary key, bundle_id text not null, ledger_id text not null references ledgers (id),
  turn integer not null check (turn > 0), kind text not null check (kind in ('out', 'in', 'back')),
  peer text not null, home text not null, contents text not null, reason text not null, at text not null,
  by text not null references users (id), unique (bundle_id, kind)
) strict;
create index moves_of_book on book_moves (ledger_id, seq);
create view book_places as
  select m.* from book_moves m
  where m.seq = (select max(seq) from book_moves where ledger_id = m.ledger_id);
create table foreign_entries (
  seq integer primary key, register_id text not null, ledger_id text not null references ledgers (id),
  number integer not null check (number > 0), at text not null, actor text not null, action text not null,
  subject text not null, details text not null, previous text not null, hash text not null,
  unique (register_id, number)
) strict;
create index foreign_entries_of_book on foreign_entries (ledger_id, seq);
create table sent_elsewhere (
  record_id text not null, revision integer not null, register_id text not null, folder text not null,
  primary key (record_id, revision), foreign key (record_id, revision) references records (id, revision)
) strict, without rowid;
create trigger records_are_sent_elsewhere after insert on sent_elsewhere begin
  update latest_records set sent = 1 where id = new.record_id and revision = new.revision;
end;
"""

MOVING_ADDED_ONLY: Final = ("peers", "book_moves", "foreign_entries", "sent_elsewhere")
