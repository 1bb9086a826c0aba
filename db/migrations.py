"""The schema's way from an empty file to today, one step a version. A step that has shipped is never edited.

`user_version` is the number of steps taken. Tables are strict; what is only ever added to has triggers that refuse
update and delete, also by `insert or replace` (recursive_triggers). README.md tells the schema in words and how to
add a step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from db.cipher import Database
from db.defaults_step import DEFAULTS, DEFAULTS_ADDED_ONLY
from db.finding_step import FINDING
from db.moving_step import MOVING, MOVING_ADDED_ONLY
from db.persons_step import PERSONS, PERSONS_ADDED_ONLY
from db.rows_step import ROWS, ROWS_ADDED_ONLY
from db.tracing_step import TRACING, TRACING_ADDED_ONLY

REGISTER_ID: Final = 0x4C4D5231  # "LMR1"
BOOK_ID: Final = 0x4C4D5031  # "LMP1"


def _only_added(*tables: str) -> str:
    """Triggers that refuse update and delete."""
    return "".join(
        f"create trigger {table}_no_{verb} before {verb} on {table} "
        f"begin select raise(abort, '{table} are only added to'); end;\n"
        for table in tables
        for verb in ("update", "delete")
    )


_ONE: Final = """
create table armoury (
  one integer primary key check (one = 1),
  id text not null, name text not null, code text not null, country text not null,
  practice integer not null check (practice in (0, 1)), created_at text not null
) strict;
create table users (
  id text primary key not null, name text not null unique, role text not null
) strict;
create table remembered (
  user_id text not null references users (id), name text not null, value text not null,
  primary key (user_id, name)
) strict, without rowid;

create table ledgers (
  id text primary key not null, number integer not null unique check (number > 0), title text not null
) strict;
create table ledger_forms (
  ledger_id text not null references ledgers (id), version integer not null, form text not null,
  primary key (ledger_id, version)
) strict, without rowid;
create view ledgers_as_they_are as
  select l.id, l.number, l.title, f.form from ledgers l join ledger_forms f on f.ledger_id = l.id
  where f.version = (select max(version) from ledger_forms where ledger_id = l.id);

create table pages (
  id text primary key not null, ledger_id text not null references ledgers (id),
  position integer not null, folio text not null, source text not null, sha256 text not null unique,
  width integer not null, height integer not null, dpi real not null, likeness text not null,
  state text not null check (state in ('imported', 'read', 'failed', 'filed')),
  cleaning text not null, problems text not null, replaces text references pages (id)
) strict;
create index pages_in_order on pages (ledger_id, position);
create index pages_replaced on pages (replaces) where replaces is not null;
create table thumbnails (page_id text primary key not null references pages (id), png blob not null) strict;
create table row_signatures (
  page_id text not null references pages (id), number integer not null, signature text not null,
  primary key (page_id, number)
) strict, without rowid;

create table rows (
  id text primary key not null, page_id text not null references pages (id), number integer not null,
  struck integer not null check (struck in (0, 1)), unique (page_id, number)
) strict;
create table cells (
  id text primary key not null, row_id text not null references rows (id), column_name text not null,
  quad text not null, unique (row_id, column_name)
) strict;
create table readings (
  seq integer primary key, id text not null unique, cell_id text not null references cells (id),
  reader text not null, text text not null, as_written text not null,
  state text not null check (state in ('read', 'blank', 'ditto', 'unreadable')),
  confidence real not null check (confidence between 0 and 1), at text not null,
  settled integer not null check (settled in (0, 1)), characters text not null, alternatives text not null,
  source_cell_id text references cells (id), note text not null, asked integer not null check (asked in (0, 1)),
  counts integer not null generated always as (reader = 'choice' or substr(reader, 1, 6) = 'clerk:') stored
) strict;
create index readings_latest on readings (cell_id, counts, seq);
create index readings_repeating on readings (source_cell_id) where source_cell_id is not null;

create table steps (
  seq integer primary key, id text not null unique, user_id text not null references users (id),
  page_id text not null references pages (id), at text not null,
  kind text not null check (kind in ('do', 'undo', 'redo')), of text references steps (id)
) strict;
create view standing_readings as
  select p.ledger_id, w.page_id, p.state as page_state, w.number as row_number, c.column_name,
    c.rowid as cell_order, r.*
  from pages p cross join rows w on w.page_id = p.id cross join cells c on c.row_id = w.id
  cross join readings r on r.seq = (select max(seq) from readings where cell_id = c.id and counts = 1);

create index steps_by_user on steps (user_id, kind, seq);
create index steps_taken_back on steps (of) where of is not null;
create table step_changes (
  step_id text not null references steps (id), position integer not null,
  cell_id text not null references cells (id),
  before_id text references readings (id), after_id text references readings (id),
  primary key (step_id, position)
) strict, without rowid;

create table records (
  seq integer primary key, id text not null, revision integer not null, kind text not null,
  ledger_id text not null references ledgers (id), page_id text not null references pages (id),
  row_id text not null references rows (id), struck integer not null check (struck in (0, 1)),
  serial text not null, serial_state text not null
    check (serial_state in ('marked', 'none_marked', 'obliterated', 'illegible', 'not_recorded')),
  filed_at text not null, filed_by text not null, reason text not null, row_sha256 text not null,
  plain text not null, folded text not null, digits text not null,
  unique (id, revision)
) strict;
create index records_on_page on records (page_id);
create index records_of_row on records (row_id);
create index records_folded on records (folded) where folded <> '';
create index records_digits on records (digits) where digits <> '';
create table record_fields (
  record_seq integer not null references records (seq), position integer not null, name text not null,
  text text not null, as_written text not null,
  cell_id text references cells (id), reading_id text references readings (id),
  primary key (record_seq, position)
) strict, without rowid;
create table markings (
  record_seq integer not null references records (seq), position integer not null, kind text not null,
  text text not null, part text not null, place text not null, method text not null, year text not null,
  cell_id text references cells (id), primary key (record_seq, position)
) strict, without rowid;
create table events (
  record_seq integer not null references records (seq), position integer not null, kind text not null,
  date text not null, date_as_written text not null, counterpart text not null, document text not null,
  quantity text not null, note text not null, cell_id text references cells (id),
  primary key (record_seq, position)
) strict, without rowid;
create table latest_records (
  id text primary key not null, seq integer not null unique references records (seq),
  revision integer not null, plain text not null, sent integer not null check (sent in (0, 1))
) strict;
create index latest_unsent on latest_records (seq) where sent = 0;
create index latest_plain on latest_records (plain);
create virtual table record_search using fts5 (plain, content='', tokenize='trigram');

create table batches (
  id text primary key not null, number integer not null unique check (number > 0), folder text not null unique,
  sealed_at text not null, sealed_by text not null, count integer not null
) strict;
create table batch_records (
  batch_id text not null references batches (id), position integer not null,
  record_id text not null, revision integer not null,
  primary key (batch_id, position), unique (record_id, revision),
  foreign key (record_id, revision) references records (id, revision)
) strict, without rowid;
create table batch_files (
  batch_id text not null references batches (id), name text not null, sha256 text not null, data blob not null,
  primary key (batch_id, name)
) strict;

create table journal (
  number integer primary key check (number > 0), at text not null, actor text not null, action text not null,
  subject text not null, details text not null, previous text not null, hash text not null unique
) strict;

create trigger records_follow before insert on records
when new.revision <> 1 + coalesce((select max(revision) from records where id = new.id), 0)
begin select raise(abort, 'revisions of a record follow one another'); end;
create trigger records_become_latest after insert on records begin
  insert into latest_records (id, seq, revision, plain, sent)
  values (new.id, new.seq, new.revision, new.plain, 0)
  on conflict (id) do update set seq = new.seq, revision = new.revision, plain = new.plain, sent = 0;
  insert into record_search (rowid, plain) select new.seq, new.plain where new.plain <> '';
end;
create trigger records_are_sent after insert on batch_records begin
  update latest_records set sent = 1 where id = new.record_id and revision = new.revision;
end;
create trigger pages_keep_their_picture before update of id, ledger_id, source, sha256, width, height, dpi,
  replaces on pages begin select raise(abort, 'the facts of a picture never change'); end;
create trigger pages_no_delete before delete on pages
begin select raise(abort, 'pages are only added to'); end;
create trigger journal_follows before insert on journal
when new.number <> 1 + coalesce((select max(number) from journal), 0)
  or new.previous <> coalesce((select hash from journal order by number desc limit 1), '')
begin select raise(abort, 'entries of the journal follow one another'); end;
"""

_ADDED_ONLY: Final = _only_added(
    *("ledgers", "ledger_forms", "rows", "cells", "readings", "steps", "step_changes"),
    *("records", "record_fields", "markings", "events", "batches", "batch_records", "batch_files", "journal"),
)

_TWO: Final = """
create table lots (
  id text primary key not null, kind text not null check (kind in ('batch', 'book', 'week', 'range')),
  title text not null, frozen_at text not null, frozen_by text not null references users (id),
  sha256 text not null, fields text not null
) strict;
create table lot_records (
  lot_id text not null references lots (id), record_id text not null, revision integer not null,
  primary key (lot_id, record_id), foreign key (record_id, revision) references records (id, revision)
) strict, without rowid;
create index lots_of_record on lot_records (record_id);
create table lot_seeds (
  lot_id text primary key not null references lots (id), seed blob not null check (length(seed) = 32),
  at text not null
) strict;
create table lot_plans (
  seq integer primary key, lot_id text not null references lots (id), share text not null, risk text not null,
  size integer not null check (size > 0), at text not null, by text not null references users (id)
) strict;
create index plans_of_lot on lot_plans (lot_id);
create table truths (
  seq integer primary key, id text not null unique, lot_id text not null, record_id text not null,
  cell_id text not null references cells (id), field text not null, text text not null,
  state text not null check (state in ('read', 'blank', 'unreadable')), at text not null,
  by text not null references users (id),
  unique (lot_id, cell_id, by), foreign key (lot_id, record_id) references lot_records (lot_id, record_id)
) strict;
create table lot_decisions (
  seq integer primary key, id text not null unique, lot_id text not null references lots (id),
  decision text not null check (decision in ('passed', 'refused', 'released')), size integer not null,
  checked integer not null, wrong integer not null, at_most integer not null, share text not null,
  risk text not null, at text not null, by text not null references users (id),
  journal_head text not null, journal_number integer not null
) strict;
create index decisions_of_lot on lot_decisions (lot_id);
create trigger seeds_after_freezing before insert on lot_seeds
when not exists (select 1 from lot_records where lot_id = new.lot_id)
begin select raise(abort, 'a seed is drawn after the lot was frozen'); end;
create trigger frozen_before_drawing before insert on lot_records
when exists (select 1 from lot_seeds where lot_id = new.lot_id)
begin select raise(abort, 'records of a lot are only added to before its seed is drawn'); end;
"""

_TWO_ADDED_ONLY: Final = _only_added(
    "lots", "lot_records", "lot_seeds", "lot_plans", "truths", "lot_decisions"
)

_THREE: Final = """
create table own_keys (
  seq integer primary key, purpose text not null check (purpose in ('signing', 'age')),
  secret text not null, public text not null, made_at text not null
) strict;
create table registries (
  seq integer primary key, name text not null, signing text not null, age text not null,
  workbook_password text not null, at text not null, by text not null references users (id)
) strict;
create table answer_files (
  id text primary key not null, name text not null, sha256 text not null unique, data blob not null,
  signed_by text not null, taken_at text not null, taken_by text not null references users (id)
) strict;
create table answers (
  seq integer primary key, answer_file text not null references answer_files (id), batch_id text not null,
  record_id text not null, revision integer not null, row_sha256 text not null,
  reply text not null check (reply in ('accepted', 'duplicate', 'rejected', 'question')),
  registry_number text not null, number_key text not null, duplicate_of text not null, code text not null,
  note text not null, answered_on text not null,
  foreign key (record_id, revision) references batch_records (record_id, revision)
) strict;
create index answers_of_record on answers (record_id, revision);
create index answers_by_number on answers (number_key) where number_key <> '';
create table latest_answers (
  record_id text not null, revision integer not null, seq integer not null unique references answers (seq),
  batch_id text not null, reply text not null, primary key (record_id, revision)
) strict, without rowid;
create index latest_answers_of_batch on latest_answers (batch_id, reply);
create index latest_answers_sent_back on latest_answers (seq) where reply <> 'accepted';
create table answers_put_aside (
  answer_seq integer primary key not null references answers (seq), why text not null, at text not null,
  by text not null references users (id)
) strict;
create view standing_answers as
  select a.*, exists (select 1 from latest_records r where r.id = l.record_id and r.revision = l.revision)
    and l.reply <> 'accepted'
    and not exists (select 1 from answers_put_aside p where p.answer_seq = l.seq) as sent_back
  from latest_answers l join answers a on a.seq = l.seq;
create trigger answers_become_latest after insert on answers begin
  insert into latest_answers (record_id, revision, seq, batch_id, reply)
  values (new.record_id, new.revision, new.seq, new.batch_id, new.reply)
  on conflict (record_id, revision) do update set seq = new.seq, batch_id = new.batch_id, reply = new.reply;
end;
"""

_THREE_ADDED_ONLY: Final = _only_added(
    "own_keys", "registries", "answer_files", "answers", "answers_put_aside"
)

_FOUR: Final = """
create table sightings (
  page_id text primary key not null references pages (id), model text not null, lessons integer not null,
  data blob not null
) strict;
create table memories (
  ledger_id text primary key not null references ledgers (id), made_of text not null, data blob not null
) strict;
create table forgettings (
  seq integer primary key, ledger_id text not null references ledgers (id), after_reading integer not null,
  at text not null, by text not null references users (id)
) strict;
create index forgettings_of_ledger on forgettings (ledger_id, after_reading);
create index steps_on_page on steps (page_id, seq);
"""

_FIVE: Final = """
create table page_hands (
  seq integer primary key, page_id text not null references pages (id), hand text not null, at text not null,
  by text not null references users (id)
) strict;
create index hands_of_page on page_hands (page_id, seq);
create table informing_draws (
  seq integer primary key, id text not null unique, lot_id text not null references lots (id),
  kind text not null check (kind in ('clerk', 'band', 'page', 'hand')), value text not null, at text not null,
  by text not null references users (id)
) strict;
create index informing_of_lot on informing_draws (lot_id);
create table informing_records (
  draw_id text not null references informing_draws (id), position integer not null, lot_id text not null,
  record_id text not null, primary key (draw_id, position),
  foreign key (lot_id, record_id) references lot_records (lot_id, record_id)
) strict, without rowid;
create table practice_rounds (
  seq integer primary key, id text not null unique, checker text not null references users (id),
  items integer not null check (items > 0), seed blob not null check (length(seed) = 32), at text not null,
  by text not null references users (id)
) strict;
create table practice_results (
  round_id text primary key not null references practice_rounds (id), planted integer not null,
  caught integer not null check (caught between 0 and planted), sound integer not null,
  false_alarms integer not null check (false_alarms between 0 and sound), at text not null
) strict;
"""

_FIVE_ADDED_ONLY: Final = _only_added(
    "page_hands", "informing_draws", "informing_records", "practice_rounds", "practice_results"
)

MIGRATIONS: Final[tuple[str, ...]] = (
    f"{_ONE}{_ADDED_ONLY}",
    f"{_TWO}{_TWO_ADDED_ONLY}",
    f"{_THREE}{_THREE_ADDED_ONLY}",
    f"{_FOUR}{_only_added('forgettings')}",
    f"{_FIVE}{_FIVE_ADDED_ONLY}",
    FINDING,
    f"{TRACING}{_only_added(*TRACING_ADDED_ONLY)}",
    f"{PERSONS}{_only_added(*PERSONS_ADDED_ONLY)}",
    f"{MOVING}{_only_added(*MOVING_ADDED_ONLY)}",
    f"{ROWS}{_only_added(*ROWS_ADDED_ONLY)}",
    f"{DEFAULTS}{_only_added(*DEFAULTS_ADDED_ONLY)}",
)

BOOK_MIGRATIONS: Final[tuple[str, ...]] = (
    """
create table book (one integer primary key check (one = 1), ledger_id text not null) strict;
create table pictures (
  sha256 text primary key not null, data_sha256 text not null, data blob not null
) strict;
create trigger pictures_no_update before update on pictures
begin select raise(abort, 'pictures never change'); end;
create trigger pictures_once before insert on pictures
when exists (select 1 from pictures where sha256 = new.sha256) begin select raise(ignore); end;
""",
)


def version(db: Database) -> int:
    """How many steps the file has taken."""
    return int(db.execute("pragma user_version").fetchone()[0])


def migrate(db: Database, steps: Sequence[str] = MIGRATIONS, application_id: int = REGISTER_ID) -> None:
    """Take the steps that are missing, all or none. Call it inside a transaction."""
    for number, step in enumerate(steps, start=1):
        if number > version(db):
            db.executescript(step)
            db.execute(f"pragma user_version = {number}")
    db.execute(f"pragma application_id = {application_id}")


def schema(db: Database) -> tuple[tuple[str, str, str], ...]:
    """(type, name, SQL) of everything in the file, in the order of names; spaces folded."""
    rows = db.execute(
        "select type, name, coalesce(sql, '') from sqlite_master order by type, name"
    ).fetchall()
    return tuple((kind, name, " ".join(sql.split())) for kind, name, sql in rows)
