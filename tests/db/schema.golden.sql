-- register.db
CREATE INDEX amendments_of_record on amendments (record_id, part, seq);
CREATE INDEX answers_by_number on answers (number_key) where number_key <> '';
CREATE INDEX answers_of_record on answers (record_id, revision);
CREATE INDEX decisions_of_lot on lot_decisions (lot_id);
CREATE INDEX defaults_of_book on column_defaults (ledger_id, column_name, seq) where scope = 'book';
CREATE INDEX defaults_of_page on column_defaults (page_id, column_name, seq) where scope = 'page';
CREATE INDEX defaults_of_step on column_defaults (step_id);
CREATE INDEX events_by_date on events (date) where date <> '';
CREATE INDEX foreign_entries_of_book on foreign_entries (ledger_id, seq);
CREATE INDEX forgettings_of_ledger on forgettings (ledger_id, after_reading);
CREATE INDEX hands_of_page on page_hands (page_id, seq);
CREATE INDEX informing_of_lot on informing_draws (lot_id);
CREATE INDEX judgements_of_pair on judgements (first_id, second_id, seq);
CREATE INDEX judgements_of_second on judgements (second_id, seq);
CREATE INDEX latest_answers_of_batch on latest_answers (batch_id, reply);
CREATE INDEX latest_answers_sent_back on latest_answers (seq) where reply <> 'accepted';
CREATE INDEX latest_plain on latest_records (plain);
CREATE INDEX latest_serials on latest_records (seq, plain);
CREATE INDEX latest_unread on latest_records (seq, plain) where instr(plain, '?') + instr(plain, '*') > 0;
CREATE INDEX latest_unsent on latest_records (seq) where sent = 0;
CREATE INDEX lots_of_record on lot_records (record_id);
CREATE INDEX moves_of_book on book_moves (ledger_id, seq);
CREATE INDEX pages_in_order on pages (ledger_id, position);
CREATE INDEX pages_replaced on pages (replaces) where replaces is not null;
CREATE INDEX peers_by_id on peers (id, seq);
CREATE INDEX plans_of_lot on lot_plans (lot_id);
CREATE INDEX readings_asked on readings (reader, cell_id) where asked = 1;
CREATE INDEX readings_latest on readings (cell_id, counts, seq);
CREATE INDEX readings_repeating on readings (source_cell_id) where source_cell_id is not null;
CREATE INDEX records_digits on records (digits) where digits <> '';
CREATE INDEX records_folded on records (folded) where folded <> '';
CREATE INDEX records_of_row on records (row_id);
CREATE INDEX records_on_page on records (page_id);
CREATE INDEX second_decisions_of_cell on second_decisions (cell_id, seq);
CREATE INDEX statements_of_ledger on book_statements (ledger_id, seq);
CREATE INDEX states_of_row on row_states (row_id, seq);
CREATE INDEX steps_by_user on steps (user_id, kind, seq);
CREATE INDEX steps_on_page on steps (page_id, seq);
CREATE INDEX steps_taken_back on steps (of) where of is not null;
CREATE INDEX trace_steps_of_request on trace_steps (request_id, seq);
CREATE TABLE amendments (
  seq integer primary key, id text not null unique, record_id text not null references latest_records (id),
  part text not null check (part in ('serial', 'markings', 'events', 'holder', 'found', 'look')), data text not null,
  why text not null, at text not null, by text not null references users (id)
) strict;
CREATE TABLE answer_files (
  id text primary key not null, name text not null, sha256 text not null unique, data blob not null,
  signed_by text not null, taken_at text not null, taken_by text not null references users (id)
) strict;
CREATE TABLE answers (
  seq integer primary key, answer_file text not null references answer_files (id), batch_id text not null,
  record_id text not null, revision integer not null, row_sha256 text not null,
  reply text not null check (reply in ('accepted', 'duplicate', 'rejected', 'question')),
  registry_number text not null, number_key text not null, duplicate_of text not null, code text not null,
  note text not null, answered_on text not null,
  foreign key (record_id, revision) references batch_records (record_id, revision)
) strict;
CREATE TABLE answers_put_aside (
  answer_seq integer primary key not null references answers (seq), why text not null, at text not null,
  by text not null references users (id)
) strict;
CREATE TABLE armoury (
  one integer primary key check (one = 1),
  id text not null, name text not null, code text not null, country text not null,
  practice integer not null check (practice in (0, 1)), created_at text not null
) strict;
CREATE TABLE batch_files (
  batch_id text not null references batches (id), name text not null, sha256 text not null, data blob not null,
  primary key (batch_id, name)
) strict;
CREATE TABLE batch_records (
  batch_id text not null references batches (id), position integer not null,
  record_id text not null, revision integer not null,
  primary key (batch_id, position), unique (record_id, revision),
  foreign key (record_id, revision) references records (id, revision)
) strict, without rowid;
CREATE TABLE batches (
  id text primary key not null, number integer not null unique check (number > 0), folder text not null unique,
  sealed_at text not null, sealed_by text not null, count integer not null
) strict;
CREATE TABLE book_moves (
  seq integer primary key, bundle_id text not null, ledger_id text not null references ledgers (id),
  turn integer not null check (turn > 0), kind text not null check (kind in ('out', 'in', 'back')),
  peer text not null, home text not null, contents text not null, reason text not null, at text not null,
  by text not null references users (id), unique (bundle_id, kind)
) strict;
CREATE TABLE book_statements (
  seq integer primary key, ledger_id text not null references ledgers (id),
  pages integer check (pages > 0), entries integer check (entries > 0), at text not null,
  by text not null references users (id)
) strict;
CREATE TABLE cells (
  id text primary key not null, row_id text not null references rows (id), column_name text not null,
  quad text not null, unique (row_id, column_name)
) strict;
CREATE TABLE column_defaults (
  seq integer primary key, id text not null unique, ledger_id text not null references ledgers (id),
  page_id text not null references pages (id), cell_id text not null references cells (id),
  column_name text not null, scope text not null check (scope in ('page', 'book')), text text not null,
  step_id text not null references steps (id), at text not null, by text not null references users (id)
) strict;
CREATE TABLE events (
  record_seq integer not null references records (seq), position integer not null, kind text not null,
  date text not null, date_as_written text not null, counterpart text not null, document text not null,
  quantity text not null, note text not null, cell_id text references cells (id),
  primary key (record_seq, position)
) strict, without rowid;
CREATE TABLE foreign_entries (
  seq integer primary key, register_id text not null, ledger_id text not null references ledgers (id),
  number integer not null check (number > 0), at text not null, actor text not null, action text not null,
  subject text not null, details text not null, previous text not null, hash text not null,
  unique (register_id, number)
) strict;
CREATE TABLE forgettings (
  seq integer primary key, ledger_id text not null references ledgers (id), after_reading integer not null,
  at text not null, by text not null references users (id)
) strict;
CREATE TABLE informing_draws (
  seq integer primary key, id text not null unique, lot_id text not null references lots (id),
  kind text not null check (kind in ('clerk', 'band', 'page', 'hand')), value text not null, at text not null,
  by text not null references users (id)
) strict;
CREATE TABLE informing_records (
  draw_id text not null references informing_draws (id), position integer not null, lot_id text not null,
  record_id text not null, primary key (draw_id, position),
  foreign key (lot_id, record_id) references lot_records (lot_id, record_id)
) strict, without rowid;
CREATE TABLE journal (
  number integer primary key check (number > 0), at text not null, actor text not null, action text not null,
  subject text not null, details text not null, previous text not null, hash text not null unique
) strict;
CREATE TABLE judgements (
  seq integer primary key, id text not null unique,
  first_id text not null references latest_records (id), second_id text not null references latest_records (id),
  verdict text not null check (verdict in ('same', 'different', 'reading_error', 'later', 'open')),
  note text not null, at text not null, by text not null references users (id), check (first_id < second_id)
) strict;
CREATE TABLE latest_answers (
  record_id text not null, revision integer not null, seq integer not null unique references answers (seq),
  batch_id text not null, reply text not null, primary key (record_id, revision)
) strict, without rowid;
CREATE TABLE latest_records (
  id text primary key not null, seq integer not null unique references records (seq),
  revision integer not null, plain text not null, sent integer not null check (sent in (0, 1))
) strict;
CREATE TABLE latest_rows (
  row_id text primary key not null references rows (id), number integer not null, standing text not null,
  quads text not null, note text not null
) strict, without rowid;
CREATE TABLE ledger_forms (
  ledger_id text not null references ledgers (id), version integer not null, form text not null,
  primary key (ledger_id, version)
) strict, without rowid;
CREATE TABLE ledgers (
  id text primary key not null, number integer not null unique check (number > 0), title text not null
) strict;
CREATE TABLE lot_decisions (
  seq integer primary key, id text not null unique, lot_id text not null references lots (id),
  decision text not null check (decision in ('passed', 'refused', 'released')), size integer not null,
  checked integer not null, wrong integer not null, at_most integer not null, share text not null,
  risk text not null, at text not null, by text not null references users (id),
  journal_head text not null, journal_number integer not null
) strict;
CREATE TABLE lot_plans (
  seq integer primary key, lot_id text not null references lots (id), share text not null, risk text not null,
  size integer not null check (size > 0), at text not null, by text not null references users (id)
) strict;
CREATE TABLE lot_records (
  lot_id text not null references lots (id), record_id text not null, revision integer not null,
  primary key (lot_id, record_id), foreign key (record_id, revision) references records (id, revision)
) strict, without rowid;
CREATE TABLE lot_seeds (
  lot_id text primary key not null references lots (id), seed blob not null check (length(seed) = 32),
  at text not null
) strict;
CREATE TABLE lots (
  id text primary key not null, kind text not null check (kind in ('batch', 'book', 'week', 'range')),
  title text not null, frozen_at text not null, frozen_by text not null references users (id),
  sha256 text not null, fields text not null
) strict;
CREATE TABLE markings (
  record_seq integer not null references records (seq), position integer not null, kind text not null,
  text text not null, part text not null, place text not null, method text not null, year text not null,
  cell_id text references cells (id), primary key (record_seq, position)
) strict, without rowid;
CREATE TABLE memories (
  ledger_id text primary key not null references ledgers (id), made_of text not null, data blob not null
) strict;
CREATE TABLE own_keys (
  seq integer primary key, purpose text not null check (purpose in ('signing', 'age')),
  secret text not null, public text not null, made_at text not null
) strict;
CREATE TABLE page_hands (
  seq integer primary key, page_id text not null references pages (id), hand text not null, at text not null,
  by text not null references users (id)
) strict;
CREATE TABLE pages (
  id text primary key not null, ledger_id text not null references ledgers (id),
  position integer not null, folio text not null, source text not null, sha256 text not null unique,
  width integer not null, height integer not null, dpi real not null, likeness text not null,
  state text not null check (state in ('imported', 'read', 'failed', 'filed')),
  cleaning text not null, problems text not null, replaces text references pages (id)
) strict;
CREATE TABLE peers (
  seq integer primary key, id text not null, name text not null, signing text not null, age text not null,
  at text not null, by text not null references users (id)
) strict;
CREATE TABLE practice_results (
  round_id text primary key not null references practice_rounds (id), planted integer not null,
  caught integer not null check (caught between 0 and planted), sound integer not null,
  false_alarms integer not null check (false_alarms between 0 and sound), at text not null
) strict;
CREATE TABLE practice_rounds (
  seq integer primary key, id text not null unique, checker text not null references users (id),
  items integer not null check (items > 0), seed blob not null check (length(seed) = 32), at text not null,
  by text not null references users (id)
) strict;
CREATE TABLE readings (
  seq integer primary key, id text not null unique, cell_id text not null references cells (id),
  reader text not null, text text not null, as_written text not null,
  state text not null check (state in ('read', 'blank', 'ditto', 'unreadable')),
  confidence real not null check (confidence between 0 and 1), at text not null,
  settled integer not null check (settled in (0, 1)), characters text not null, alternatives text not null,
  source_cell_id text references cells (id), note text not null, asked integer not null check (asked in (0, 1)),
  counts integer not null generated always as (reader = 'choice' or substr(reader, 1, 6) = 'clerk:') stored
) strict;
CREATE TABLE record_fields (
  record_seq integer not null references records (seq), position integer not null, name text not null,
  text text not null, as_written text not null,
  cell_id text references cells (id), reading_id text references readings (id),
  primary key (record_seq, position)
) strict, without rowid;
CREATE VIRTUAL TABLE record_search using fts5 (plain, content='', tokenize='trigram');
CREATE TABLE 'record_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
CREATE TABLE 'record_search_data'(id INTEGER PRIMARY KEY, block BLOB);
CREATE TABLE 'record_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
CREATE TABLE 'record_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE VIRTUAL TABLE record_words using fts5 (
  make, model, calibre, weapon_type, holder, content='', tokenize='unicode61 remove_diacritics 2'
);
CREATE TABLE 'record_words_config'(k PRIMARY KEY, v) WITHOUT ROWID;
CREATE TABLE 'record_words_data'(id INTEGER PRIMARY KEY, block BLOB);
CREATE TABLE 'record_words_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
CREATE TABLE 'record_words_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE records (
  seq integer primary key, id text not null, revision integer not null, kind text not null,
  ledger_id text not null references ledgers (id), page_id text not null references pages (id),
  row_id text not null references rows (id), struck integer not null check (struck in (0, 1)),
  serial text not null, serial_state text not null
    check (serial_state in ('marked', 'none_marked', 'obliterated', 'illegible', 'not_recorded')),
  filed_at text not null, filed_by text not null, reason text not null, row_sha256 text not null,
  plain text not null, folded text not null, digits text not null,
  unique (id, revision)
) strict;
CREATE TABLE registries (
  seq integer primary key, name text not null, signing text not null, age text not null,
  workbook_password text not null, at text not null, by text not null references users (id)
) strict;
CREATE TABLE remembered (
  user_id text not null references users (id), name text not null, value text not null,
  primary key (user_id, name)
) strict, without rowid;
CREATE TABLE row_signatures (
  page_id text not null references pages (id), number integer not null, signature text not null,
  primary key (page_id, number)
) strict, without rowid;
CREATE TABLE row_states (
  seq integer primary key, id text not null unique, row_id text not null references rows (id), place real not null,
  standing text not null check (standing in ('entry', 'struck', 'left_out', 'absent')), quads text not null,
  note text not null, at text not null, by text not null references users (id)
) strict;
CREATE TABLE rows (
  id text primary key not null, page_id text not null references pages (id), number integer not null,
  struck integer not null check (struck in (0, 1)), unique (page_id, number)
) strict;
CREATE TABLE second_decisions (
  seq integer primary key, id text not null unique, cell_id text not null references cells (id),
  first_reading text not null references readings (id), second_entry text not null references second_entries (id),
  chosen text not null check (chosen in ('first', 'second', 'retyped')),
  reading_id text not null references readings (id), at text not null, by text not null references users (id)
) strict;
CREATE TABLE second_entries (
  seq integer primary key, id text not null unique, cell_id text not null references cells (id),
  text text not null, state text not null check (state in ('read', 'blank', 'unreadable')), at text not null,
  by text not null references users (id), unique (cell_id, by)
) strict;
CREATE TABLE second_plans (
  seq integer primary key, serials text not null check (serials in ('handwritten', 'all', 'none')),
  share text not null, at text not null, by text not null references users (id)
) strict;
CREATE TABLE sent_elsewhere (
  record_id text not null, revision integer not null, register_id text not null, folder text not null,
  primary key (record_id, revision), foreign key (record_id, revision) references records (id, revision)
) strict, without rowid;
CREATE TABLE sightings (
  page_id text primary key not null references pages (id), model text not null, lessons integer not null,
  data blob not null
) strict;
CREATE TABLE step_changes (
  step_id text not null references steps (id), position integer not null,
  cell_id text not null references cells (id),
  before_id text references readings (id), after_id text references readings (id),
  primary key (step_id, position)
) strict, without rowid;
CREATE TABLE step_rows (
  step_id text not null references steps (id), position integer not null, row_id text not null references rows (id),
  before_id text references row_states (id), after_id text not null references row_states (id),
  primary key (step_id, position)
) strict, without rowid;
CREATE TABLE steps (
  seq integer primary key, id text not null unique, user_id text not null references users (id),
  page_id text not null references pages (id), at text not null,
  kind text not null check (kind in ('do', 'undo', 'redo')), of text references steps (id)
) strict;
CREATE TABLE thumbnails (page_id text primary key not null references pages (id), png blob not null) strict;
CREATE TABLE trace_entries (
  step_id text not null references trace_steps (id), position integer not null, record_id text not null,
  revision integer not null, primary key (step_id, position),
  foreign key (record_id, revision) references records (id, revision)
) strict, without rowid;
CREATE TABLE trace_requests (
  id text primary key not null, number integer not null unique check (number > 0), reference text not null,
  requester text not null, contact text not null, received_on text not null, serial text not null,
  make text not null, model text not null, calibre text not null, country text not null,
  circumstances text not null, restrictions text not null, at text not null,
  by text not null references users (id)
) strict;
CREATE TABLE trace_steps (
  seq integer primary key, id text not null unique, request_id text not null references trace_requests (id),
  kind text not null check (kind in ('acknowledged', 'answered', 'delayed', 'refused', 'noted')),
  ground text not null, note text not null, on_day text not null, at text not null,
  by text not null references users (id)
) strict;
CREATE TABLE truths (
  seq integer primary key, id text not null unique, lot_id text not null, record_id text not null,
  cell_id text not null references cells (id), field text not null, text text not null,
  state text not null check (state in ('read', 'blank', 'unreadable')), at text not null,
  by text not null references users (id),
  unique (lot_id, cell_id, by), foreign key (lot_id, record_id) references lot_records (lot_id, record_id)
) strict;
CREATE TABLE users (
  id text primary key not null, name text not null unique, role text not null
) strict;
CREATE TRIGGER amendments_no_delete before delete on amendments begin select raise(abort, 'amendments are only added to'); end;
CREATE TRIGGER amendments_no_update before update on amendments begin select raise(abort, 'amendments are only added to'); end;
CREATE TRIGGER answer_files_no_delete before delete on answer_files begin select raise(abort, 'answer_files are only added to'); end;
CREATE TRIGGER answer_files_no_update before update on answer_files begin select raise(abort, 'answer_files are only added to'); end;
CREATE TRIGGER answers_become_latest after insert on answers begin
  insert into latest_answers (record_id, revision, seq, batch_id, reply)
  values (new.record_id, new.revision, new.seq, new.batch_id, new.reply)
  on conflict (record_id, revision) do update set seq = new.seq, batch_id = new.batch_id, reply = new.reply;
end;
CREATE TRIGGER answers_no_delete before delete on answers begin select raise(abort, 'answers are only added to'); end;
CREATE TRIGGER answers_no_update before update on answers begin select raise(abort, 'answers are only added to'); end;
CREATE TRIGGER answers_put_aside_no_delete before delete on answers_put_aside begin select raise(abort, 'answers_put_aside are only added to'); end;
CREATE TRIGGER answers_put_aside_no_update before update on answers_put_aside begin select raise(abort, 'answers_put_aside are only added to'); end;
CREATE TRIGGER batch_files_no_delete before delete on batch_files begin select raise(abort, 'batch_files are only added to'); end;
CREATE TRIGGER batch_files_no_update before update on batch_files begin select raise(abort, 'batch_files are only added to'); end;
CREATE TRIGGER batch_records_no_delete before delete on batch_records begin select raise(abort, 'batch_records are only added to'); end;
CREATE TRIGGER batch_records_no_update before update on batch_records begin select raise(abort, 'batch_records are only added to'); end;
CREATE TRIGGER batches_no_delete before delete on batches begin select raise(abort, 'batches are only added to'); end;
CREATE TRIGGER batches_no_update before update on batches begin select raise(abort, 'batches are only added to'); end;
CREATE TRIGGER book_moves_no_delete before delete on book_moves begin select raise(abort, 'book_moves are only added to'); end;
CREATE TRIGGER book_moves_no_update before update on book_moves begin select raise(abort, 'book_moves are only added to'); end;
CREATE TRIGGER book_statements_no_delete before delete on book_statements begin select raise(abort, 'book_statements are only added to'); end;
CREATE TRIGGER book_statements_no_update before update on book_statements begin select raise(abort, 'book_statements are only added to'); end;
CREATE TRIGGER cells_no_delete before delete on cells begin select raise(abort, 'cells are only added to'); end;
CREATE TRIGGER cells_no_update before update on cells begin select raise(abort, 'cells are only added to'); end;
CREATE TRIGGER column_defaults_no_delete before delete on column_defaults begin select raise(abort, 'column_defaults are only added to'); end;
CREATE TRIGGER column_defaults_no_update before update on column_defaults begin select raise(abort, 'column_defaults are only added to'); end;
CREATE TRIGGER events_no_delete before delete on events begin select raise(abort, 'events are only added to'); end;
CREATE TRIGGER events_no_update before update on events begin select raise(abort, 'events are only added to'); end;
CREATE TRIGGER foreign_entries_no_delete before delete on foreign_entries begin select raise(abort, 'foreign_entries are only added to'); end;
CREATE TRIGGER foreign_entries_no_update before update on foreign_entries begin select raise(abort, 'foreign_entries are only added to'); end;
CREATE TRIGGER forgettings_no_delete before delete on forgettings begin select raise(abort, 'forgettings are only added to'); end;
CREATE TRIGGER forgettings_no_update before update on forgettings begin select raise(abort, 'forgettings are only added to'); end;
CREATE TRIGGER frozen_before_drawing before insert on lot_records
when exists (select 1 from lot_seeds where lot_id = new.lot_id)
begin select raise(abort, 'records of a lot are only added to before its seed is drawn'); end;
CREATE TRIGGER informing_draws_no_delete before delete on informing_draws begin select raise(abort, 'informing_draws are only added to'); end;
CREATE TRIGGER informing_draws_no_update before update on informing_draws begin select raise(abort, 'informing_draws are only added to'); end;
CREATE TRIGGER informing_records_no_delete before delete on informing_records begin select raise(abort, 'informing_records are only added to'); end;
CREATE TRIGGER informing_records_no_update before update on informing_records begin select raise(abort, 'informing_records are only added to'); end;
CREATE TRIGGER journal_follows before insert on journal
when new.number <> 1 + coalesce((select max(number) from journal), 0)
  or new.previous <> coalesce((select hash from journal order by number desc limit 1), '')
begin select raise(abort, 'entries of the journal follow one another'); end;
CREATE TRIGGER journal_no_delete before delete on journal begin select raise(abort, 'journal are only added to'); end;
CREATE TRIGGER journal_no_update before update on journal begin select raise(abort, 'journal are only added to'); end;
CREATE TRIGGER judgements_no_delete before delete on judgements begin select raise(abort, 'judgements are only added to'); end;
CREATE TRIGGER judgements_no_update before update on judgements begin select raise(abort, 'judgements are only added to'); end;
CREATE TRIGGER ledger_forms_no_delete before delete on ledger_forms begin select raise(abort, 'ledger_forms are only added to'); end;
CREATE TRIGGER ledger_forms_no_update before update on ledger_forms begin select raise(abort, 'ledger_forms are only added to'); end;
CREATE TRIGGER ledgers_no_delete before delete on ledgers begin select raise(abort, 'ledgers are only added to'); end;
CREATE TRIGGER ledgers_no_update before update on ledgers begin select raise(abort, 'ledgers are only added to'); end;
CREATE TRIGGER lot_decisions_no_delete before delete on lot_decisions begin select raise(abort, 'lot_decisions are only added to'); end;
CREATE TRIGGER lot_decisions_no_update before update on lot_decisions begin select raise(abort, 'lot_decisions are only added to'); end;
CREATE TRIGGER lot_plans_no_delete before delete on lot_plans begin select raise(abort, 'lot_plans are only added to'); end;
CREATE TRIGGER lot_plans_no_update before update on lot_plans begin select raise(abort, 'lot_plans are only added to'); end;
CREATE TRIGGER lot_records_no_delete before delete on lot_records begin select raise(abort, 'lot_records are only added to'); end;
CREATE TRIGGER lot_records_no_update before update on lot_records begin select raise(abort, 'lot_records are only added to'); end;
CREATE TRIGGER lot_seeds_no_delete before delete on lot_seeds begin select raise(abort, 'lot_seeds are only added to'); end;
CREATE TRIGGER lot_seeds_no_update before update on lot_seeds begin select raise(abort, 'lot_seeds are only added to'); end;
CREATE TRIGGER lots_no_delete before delete on lots begin select raise(abort, 'lots are only added to'); end;
CREATE TRIGGER lots_no_update before update on lots begin select raise(abort, 'lots are only added to'); end;
CREATE TRIGGER markings_no_delete before delete on markings begin select raise(abort, 'markings are only added to'); end;
CREATE TRIGGER markings_no_update before update on markings begin select raise(abort, 'markings are only added to'); end;
CREATE TRIGGER own_keys_no_delete before delete on own_keys begin select raise(abort, 'own_keys are only added to'); end;
CREATE TRIGGER own_keys_no_update before update on own_keys begin select raise(abort, 'own_keys are only added to'); end;
CREATE TRIGGER page_hands_no_delete before delete on page_hands begin select raise(abort, 'page_hands are only added to'); end;
CREATE TRIGGER page_hands_no_update before update on page_hands begin select raise(abort, 'page_hands are only added to'); end;
CREATE TRIGGER pages_keep_their_picture before update of id, ledger_id, source, sha256, width, height, dpi,
  replaces on pages begin select raise(abort, 'the facts of a picture never change'); end;
CREATE TRIGGER pages_no_delete before delete on pages
begin select raise(abort, 'pages are only added to'); end;
CREATE TRIGGER peers_no_delete before delete on peers begin select raise(abort, 'peers are only added to'); end;
CREATE TRIGGER peers_no_update before update on peers begin select raise(abort, 'peers are only added to'); end;
CREATE TRIGGER practice_results_no_delete before delete on practice_results begin select raise(abort, 'practice_results are only added to'); end;
CREATE TRIGGER practice_results_no_update before update on practice_results begin select raise(abort, 'practice_results are only added to'); end;
CREATE TRIGGER practice_rounds_no_delete before delete on practice_rounds begin select raise(abort, 'practice_rounds are only added to'); end;
CREATE TRIGGER practice_rounds_no_update before update on practice_rounds begin select raise(abort, 'practice_rounds are only added to'); end;
CREATE TRIGGER readings_no_delete before delete on readings begin select raise(abort, 'readings are only added to'); end;
CREATE TRIGGER readings_no_update before update on readings begin select raise(abort, 'readings are only added to'); end;
CREATE TRIGGER record_fields_no_delete before delete on record_fields begin select raise(abort, 'record_fields are only added to'); end;
CREATE TRIGGER record_fields_no_update before update on record_fields begin select raise(abort, 'record_fields are only added to'); end;
CREATE TRIGGER records_are_sent after insert on batch_records begin
  update latest_records set sent = 1 where id = new.record_id and revision = new.revision;
end;
CREATE TRIGGER records_are_sent_elsewhere after insert on sent_elsewhere begin
  update latest_records set sent = 1 where id = new.record_id and revision = new.revision;
end;
CREATE TRIGGER records_become_latest after insert on records begin
  insert into latest_records (id, seq, revision, plain, sent)
  values (new.id, new.seq, new.revision, new.plain, 0)
  on conflict (id) do update set seq = new.seq, revision = new.revision, plain = new.plain, sent = 0;
  insert into record_search (rowid, plain) select new.seq, new.plain where new.plain <> '';
end;
CREATE TRIGGER records_follow before insert on records
when new.revision <> 1 + coalesce((select max(revision) from records where id = new.id), 0)
begin select raise(abort, 'revisions of a record follow one another'); end;
CREATE TRIGGER records_no_delete before delete on records begin select raise(abort, 'records are only added to'); end;
CREATE TRIGGER records_no_update before update on records begin select raise(abort, 'records are only added to'); end;
CREATE TRIGGER registries_no_delete before delete on registries begin select raise(abort, 'registries are only added to'); end;
CREATE TRIGGER registries_no_update before update on registries begin select raise(abort, 'registries are only added to'); end;
CREATE TRIGGER row_states_no_delete before delete on row_states begin select raise(abort, 'row_states are only added to'); end;
CREATE TRIGGER row_states_no_update before update on row_states begin select raise(abort, 'row_states are only added to'); end;
CREATE TRIGGER rows_are_numbered after insert on row_states begin
  delete from latest_rows where row_id in (
    select o.id from rows w join rows o on o.page_id = w.page_id where w.id = new.row_id);
  insert into latest_rows (row_id, number, standing, quads, note)
  select id, case standing when 'absent' then 0 else sum(standing <> 'absent') over (order by place, number) end,
    standing, quads, note
  from (
    select o.id, o.number, coalesce(s.place, o.number) as place,
      coalesce(s.standing, case o.struck when 1 then 'struck' else 'entry' end) as standing,
      coalesce(s.quads, '{}') as quads, coalesce(s.note, '') as note
    from rows w join rows o on o.page_id = w.page_id
    left join row_states s on s.seq = (select max(seq) from row_states where row_id = o.id)
    where w.id = new.row_id);
end;
CREATE TRIGGER rows_no_delete before delete on rows begin select raise(abort, 'rows are only added to'); end;
CREATE TRIGGER rows_no_update before update on rows begin select raise(abort, 'rows are only added to'); end;
CREATE TRIGGER second_decisions_no_delete before delete on second_decisions begin select raise(abort, 'second_decisions are only added to'); end;
CREATE TRIGGER second_decisions_no_update before update on second_decisions begin select raise(abort, 'second_decisions are only added to'); end;
CREATE TRIGGER second_entries_no_delete before delete on second_entries begin select raise(abort, 'second_entries are only added to'); end;
CREATE TRIGGER second_entries_no_update before update on second_entries begin select raise(abort, 'second_entries are only added to'); end;
CREATE TRIGGER second_plans_no_delete before delete on second_plans begin select raise(abort, 'second_plans are only added to'); end;
CREATE TRIGGER second_plans_no_update before update on second_plans begin select raise(abort, 'second_plans are only added to'); end;
CREATE TRIGGER seeds_after_freezing before insert on lot_seeds
when not exists (select 1 from lot_records where lot_id = new.lot_id)
begin select raise(abort, 'a seed is drawn after the lot was frozen'); end;
CREATE TRIGGER sent_elsewhere_no_delete before delete on sent_elsewhere begin select raise(abort, 'sent_elsewhere are only added to'); end;
CREATE TRIGGER sent_elsewhere_no_update before update on sent_elsewhere begin select raise(abort, 'sent_elsewhere are only added to'); end;
CREATE TRIGGER step_changes_no_delete before delete on step_changes begin select raise(abort, 'step_changes are only added to'); end;
CREATE TRIGGER step_changes_no_update before update on step_changes begin select raise(abort, 'step_changes are only added to'); end;
CREATE TRIGGER step_rows_no_delete before delete on step_rows begin select raise(abort, 'step_rows are only added to'); end;
CREATE TRIGGER step_rows_no_update before update on step_rows begin select raise(abort, 'step_rows are only added to'); end;
CREATE TRIGGER steps_no_delete before delete on steps begin select raise(abort, 'steps are only added to'); end;
CREATE TRIGGER steps_no_update before update on steps begin select raise(abort, 'steps are only added to'); end;
CREATE TRIGGER trace_entries_no_delete before delete on trace_entries begin select raise(abort, 'trace_entries are only added to'); end;
CREATE TRIGGER trace_entries_no_update before update on trace_entries begin select raise(abort, 'trace_entries are only added to'); end;
CREATE TRIGGER trace_requests_no_delete before delete on trace_requests begin select raise(abort, 'trace_requests are only added to'); end;
CREATE TRIGGER trace_requests_no_update before update on trace_requests begin select raise(abort, 'trace_requests are only added to'); end;
CREATE TRIGGER trace_steps_no_delete before delete on trace_steps begin select raise(abort, 'trace_steps are only added to'); end;
CREATE TRIGGER trace_steps_no_update before update on trace_steps begin select raise(abort, 'trace_steps are only added to'); end;
CREATE TRIGGER truths_no_delete before delete on truths begin select raise(abort, 'truths are only added to'); end;
CREATE TRIGGER truths_no_update before update on truths begin select raise(abort, 'truths are only added to'); end;
CREATE VIEW book_places as
  select m.* from book_moves m
  where m.seq = (select max(seq) from book_moves where ledger_id = m.ledger_id);
CREATE VIEW cells_as_they_are as
  select c.id, c.row_id, c.column_name, coalesce(json_extract(n.quads, '$."' || c.id || '"'), c.quad) as quad,
    c.rowid as cell_order
  from cells c left join latest_rows n on n.row_id = c.row_id;
CREATE VIEW ledgers_as_they_are as
  select l.id, l.number, l.title, f.form from ledgers l join ledger_forms f on f.ledger_id = l.id
  where f.version = (select max(version) from ledger_forms where ledger_id = l.id);
CREATE VIEW rows_as_they_are as
  select w.id, w.page_id, coalesce(n.number, w.number) as number, coalesce(n.standing <> 'entry', w.struck) as struck,
    coalesce(n.standing = 'left_out', 0) as left_out, coalesce(n.note, '') as note
  from rows w left join latest_rows n on n.row_id = w.id where n.row_id is null or n.number > 0;
CREATE VIEW standing_answers as
  select a.*, exists (select 1 from latest_records r where r.id = l.record_id and r.revision = l.revision)
    and l.reply <> 'accepted'
    and not exists (select 1 from answers_put_aside p where p.answer_seq = l.seq) as sent_back
  from latest_answers l join answers a on a.seq = l.seq;
CREATE VIEW standing_readings as
  select p.ledger_id, w.page_id, p.state as page_state, coalesce(n.number, w.number) as row_number,
    coalesce(n.standing = 'left_out', 0) as left_out, c.column_name, c.rowid as cell_order, r.*
  from pages p cross join rows w on w.page_id = p.id left join latest_rows n on n.row_id = w.id
  cross join cells c on c.row_id = w.id
  cross join readings r on r.seq = (select max(seq) from readings where cell_id = c.id and counts = 1)
  where n.row_id is null or n.number > 0;
-- books/*.pages
CREATE TABLE book (one integer primary key check (one = 1), ledger_id text not null) strict;
CREATE TABLE pictures (
  sha256 text primary key not null, data_sha256 text not null, data blob not null
) strict;
CREATE TRIGGER pictures_no_update before update on pictures
begin select raise(abort, 'pictures never change'); end;
CREATE TRIGGER pictures_once before insert on pictures
when exists (select 1 from pictures where sha256 = new.sha256) begin select raise(ignore); end;
