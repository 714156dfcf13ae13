-- Appeals: cases about a decision, which is looked at again by people who had no part in it.
create table appeal (
  case_id uuid primary key references case_file,
  producer text not null,
  external_id text not null,
  -- One appeal against a decision.
  decision_id uuid not null unique references decision,
  -- upheld: what it asked for stays. overturned: taken back. moot: it no longer stood when this was decided.
  verdict text check (verdict in ('upheld', 'overturned', 'moot')),
  -- The decision on the appeal.
  settled_by_decision uuid references decision,
  settled_at timestamptz,
  unique (producer, external_id),
  check ((verdict is null) = (settled_at is null)),
  check ((verdict is null) = (settled_by_decision is null))
);
create index appeal_settled on appeal (producer, settled_at, case_id) where verdict is not null;
create index appeal_settled_by on appeal (settled_by_decision) where settled_by_decision is not null;

alter table decision_notice drop constraint decision_notice_what_check;
alter table decision_notice add constraint decision_notice_what_check
  check (what in ('stands', 'superseded', 'adopted', 'reversed', 'refused', 'upheld', 'overturned'));
