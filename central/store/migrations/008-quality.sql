-- Golden cases and second reviews: what they were made from. Nobody who decides them is told (S5).
create table practice_case (
  case_id uuid primary key references case_file on delete cascade,
  original uuid not null references case_file on delete cascade,
  kind text not null check (kind in ('golden', 'second-review')),
  -- With who asked, the request's own id: the same request again makes nothing.
  person_id uuid not null references person,
  request_id uuid not null,
  made_at timestamptz not null,
  unique (person_id, request_id)
);
create index practice_case_original on practice_case (original);
