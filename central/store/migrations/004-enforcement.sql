-- A process that delivers holds the row until then; one that died leaves it to the others.
alter table enforcement add column claimed_until timestamptz;
-- The platform has it and will answer by itself.
alter table enforcement add column accepted_at timestamptz;
alter table enforcement add column updated_at timestamptz;
update enforcement set updated_at = coalesce(answered_at, created_at);
alter table enforcement alter column updated_at set not null;
create index enforcement_updated on enforcement (updated_at, id);
create index enforcement_state on enforcement (state, sequence desc);
create index enforcement_case on enforcement (case_id);

-- Every attempt, as far back as an attempt is of use.
create table enforcement_attempt (
  enforcement_id uuid not null references enforcement (id) on delete cascade,
  number int not null,
  at timestamptz not null,
  http_status int,
  duration_ms int not null,
  detail text not null,
  primary key (enforcement_id, number)
);
