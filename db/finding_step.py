"""The schema's step for finding records: by shapes of serial numbers, by words of their fields, by dates of events."""

from __future__ import annotations

from typing import Final

WORDS_OF_RECORDS: Final = """
insert into record_words (rowid, make, model, calibre, weapon_type, holder)
select f.record_seq,
  group_concat(case when f.name = 'make' then f.text || ' ' || f.as_written end, ' '),
  group_concat(case when f.name = 'model' then f.text || ' ' || f.as_written end, ' '),
  group_concat(case when f.name = 'calibre' then f.text || ' ' || f.as_written end, ' '),
  group_concat(case when f.name in ('weapon_type', 'item') then f.text || ' ' || f.as_written end, ' '),
  group_concat(case when f.name in ('holder_organisation', 'holder_person', 'counterpart', 'place')
    then f.text || ' ' || f.as_written end, ' ')
from record_fields f"""
"""What of a record is found by words; a `where` and `group by f.record_seq` follow."""

FINDING: Final = f"""
create index latest_serials on latest_records (seq, plain);
create index latest_unread on latest_records (seq, plain) where instr(plain, '?') + instr(plain, '*') > 0;
create index events_by_date on events (date) where date <> '';
create virtual table record_words using fts5 (
  make, model, calibre, weapon_type, holder, content='', tokenize='unicode61 remove_diacritics 2'
);
{WORDS_OF_RECORDS} group by f.record_seq;
"""
