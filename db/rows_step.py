"""The schema's step for rows that persons add, part, join and strike: what they said of a row, the newest counts.

A row keeps its id whatever is said of it, so that cells, readings, records and history go on pointing at it. `rows` and
`cells` hold what was found on the picture; a row that a person added stands there too, numbered after all others, and
its `place` among them is in its state.
"""

from __future__ import annotations

from typing import Final

ROWS: Final = """
create table row_states (
  seq integer primary key, id text not null unique, row_id text not null references rows (id), place real not null,
  standing text not null check (standing in ('entry', 'struck', 'left_out', 'absent')), quads text not null,
  note text not null, at text not null, by text not null references users (id)
) strict;
create index states_of_row on row_states (row_id, seq);
create table step_rows (
  step_id text not null references steps (id), position integer not null, row_id text not null references rows (id),
  before_id text references row_states (id), after_id text not null references row_states (id),
  primary key (step_id, position)
) strict, without rowid;
create table latest_rows (
  row_id text primary key not null references rows (id), number integer not null, standing text not null,
  quads text not null, note text not null
) strict, without rowid;
create trigger rows_are_numbered after insert on row_states begin
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
create view rows_as_they_are as
  select w.id, w.page_id, coalesce(n.number, w.number) as number, coalesce(n.standing <> 'entry', w.struck) as struck,
    coalesce(n.standing = 'left_out', 0) as left_out, coalesce(n.note, '') as note
  from rows w left join latest_rows n on n.row_id = w.id where n.row_id is null or n.number > 0;
create view cells_as_they_are as
  select c.id, c.row_id, c.column_name, coalesce(json_extract(n.quads, '$."' || c.id || '"'), c.quad) as quad,
    c.rowid as cell_order
  from cells c left join latest_rows n on n.row_id = c.row_id;
drop view standing_readings;
create view standing_readings as
  select p.ledger_id, w.page_id, p.state as page_state, coalesce(n.number, w.number) as row_number,
    coalesce(n.standing = 'left_out', 0) as left_out, c.column_name, c.rowid as cell_order, r.*
  from pages p cross join rows w on w.page_id = p.id left join latest_rows n on n.row_id = w.id
  cross join cells c on c.row_id = w.id
  cross join readings r on r.seq = (select max(seq) from readings where cell_id = c.id and counts = 1)
  where n.row_id is null or n.number > 0;
"""

ROWS_ADDED_ONLY: Final = ("row_states", "step_rows")
