-- How long the content of closed cases is kept: by queue, or for all with '*'. Nothing is erased where nothing is said.
create table retention (
  queue text primary key,
  days int not null check (days between 1 and 36500),
  set_at timestamptz not null
);

-- Whose content must not be erased, whatever its age.
create table legal_hold (
  id uuid primary key,
  case_id uuid references case_file,
  subject_type text,
  subject_id text,
  reason text not null,
  placed_at timestamptz not null,
  lifted_at timestamptz,
  check ((subject_type is null) = (subject_id is null)),
  check ((case_id is null) <> (subject_id is null))
);
create index legal_hold_case on legal_hold (case_id) where lifted_at is null;
create index legal_hold_subject on legal_hold (subject_type, subject_id) where lifted_at is null;

-- When the content went; ids, digests, outcomes and the trail stay.
alter table case_file add column erased_at timestamptz;
create index case_file_to_close on case_file (updated_at) where state = 'decided';
create index case_file_to_erase on case_file (closed_at) where state = 'closed' and erased_at is null;
