-- While a person is on a break they are given nothing by itself, and what they hold stays with them.
alter table person
  add column on_break_since timestamptz,
  -- Harm types whose cases are not given to this person by themselves.
  add column opted_out text[] not null default '{}';
