"""The schema's step for what a person says a column of a page or of a book always is; the newest counts, "" is none."""

from __future__ import annotations

from typing import Final

DEFAULTS: Final = """
create table column_defaults (
  seq integer primary key, id text not null unique, ledger_id text not null references ledgers (id),
  page_id text not null references pages (id), cell_id text not null references cells (id),
  column_name text not null, scope text not null check (scope in ('page', 'book')), text text not null,
  step_id text not null references steps (id), at text not null, by text not null references users (id)
) strict;
create index defaults_of_page on column_defaults (page_id, column_name, seq) where scope = 'page';
create index defaults_of_book on column_defaults (ledger_id, column_name, seq) where scope = 'book';
create index defaults_of_step on column_defaults (step_id);
"""

DEFAULTS_ADDED_ONLY: Final = ("column_defaults",)
