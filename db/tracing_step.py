"""The schema's step for reasoning about weapons: what persons said of two records, and tracing requests (ITI 16-23)."""

from __future__ import annotations

from typing import Final

TRACING: Final = """
create table judgements (
  seq integer primary key, id text not null unique,
  first_id text not null references latest_records (id), second_id text not null references latest_records (id),
  verdict text not null check (verdict in ('same', 'different', 'reading_error', 'later', 'open')),
  note text not null, at text not null, by text not null references users (id), check (first_id < second_id)
) strict;
create index judgements_of_pair on judgements (first_id, second_id, seq);
create index judgements_of_second on judgements (second_id, seq);
create table trace_requests (
  id text primary key not null, number integer not null unique check (number > 0), reference text not null,
  requester text not null, contact text not null, received_on text not null, serial text not null,
  make text not null, model text not null, calibre text not null, country text not null,
  circumstances text not null, restrictions text not null, at text not null,
  by text not null references users (id)
) strict;
create table trace_steps (
  seq integer primary key, id text not null unique, request_id text not null references trace_requests (id),
  kind text not null check (kind in ('acknowledged', 'answered', 'delayed', 'refused', 'noted')),
  ground text not null, note text not null, on_day text not null, at text not null,
  by text not null references users (id)
) strict;
create index trace_steps_of_request on trace_steps (request_id, seq);
create table trace_entries (
  step_id text not null references trace_steps (id), position integer not null, record_id text not null,
  revision integer not null, primary key (step_id, position),
  foreign key (record_id, revision) references records (id, revision)
) strict, without rowid;
"""

TRACING_ADDED_ONLY: Final = ("judgements", "trace_requests", "trace_steps", "trace_entries")
