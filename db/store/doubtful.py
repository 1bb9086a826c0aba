"""Records whose weapon somebody should look at. Struck entries are left out."""

from __future__ import annotations

from collections.abc import Mapping

from db.store.connect import Store
from db.store.rows import select


def to_look_at(store: Store) -> Mapping[str, tuple[str, ...]]:
    """Reasons by record: absent, unread, misread, registry, asked; none once the weapon was looked at."""
    sql = """
with looked as (select record_id, max(at) as at from amendments where part = 'serial' group by record_id),
verdicts as (
  select j.* from judgements j where j.seq = (
    select max(seq) from judgements n where n.first_id = j.first_id and n.second_id = j.second_id)),
misread as (
  select first_id as id, at from verdicts where verdict = 'reading_error' union all
  select second_id, at from verdicts where verdict = 'reading_error'),
asked as (
  select a.record_id as id, a.at from amendments a where a.part = 'look' and json_extract(a.data, '$.wanted')
    and a.seq = (select max(seq) from amendments where record_id = a.record_id and part = 'look')),
reasons as (
  select l.id, 'unread' as why, '' as at from latest_records l where instr(l.plain, '?') + instr(l.plain, '*') > 0
  union all select l.id, 'absent', '' from latest_records l join records r on r.seq = l.seq
    where r.kind = 'weapon' and r.serial_state in ('illegible', 'not_recorded')
  union all select id, 'misread', at from misread union all select id, 'asked', at from asked
  union all select record_id, 'registry', '' from standing_answers where sent_back and reply <> 'rejected')
select distinct w.id, w.why from reasons w join latest_records l on l.id = w.id join records r on r.seq = l.seq
where r.struck = 0 and not exists (select 1 from looked k where k.record_id = w.id and (w.at = '' or k.at >= w.at))
order by l.seq, w.why
"""
    answers: dict[str, list[str]] = {}
    for found in select(store, sql):
        answers.setdefault(found["id"], []).append(found["why"])
    return {record_id: tuple(why) for record_id, why in answers.items()}
