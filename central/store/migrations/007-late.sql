-- Late decisions that are settled, adopted and offered, and batches that are reversed (D8, D13).

-- What a supervisor answered with; the same request again gets the same.
create table settlement (
  id uuid not null,
  person_id uuid not null references person,
  fingerprint bytea not null,
  answer jsonb not null,
  at timestamptz not null,
  primary key (person_id, id)
);

-- What somebody is told of a decision of their own that others settled, adopted or reversed.
create table decision_notice (
  id uuid primary key,
  person_id uuid not null references person,
  decision_id uuid not null references decision,
  case_id uuid not null references case_file,
  what text not null check (what in ('stands', 'superseded', 'adopted', 'reversed')),
  by_person uuid not null references person,
  reason text not null default '',
  at timestamptz not null
);
create index decision_notice_person on decision_notice (person_id, at, id);

alter table decision drop constraint decision_ended_because_check;
alter table decision add constraint decision_ended_because_check
  check (ended_because in ('recalled', 'replaced', 'superseded', 'reversed'));

create table batch_reversal (
  id uuid not null,
  person_id uuid not null references person,
  fingerprint bytea not null,
  received_at timestamptz not null,
  finished_at timestamptz,
  primary key (person_id, id)
);

create table batch_reversal_answer (
  person_id uuid not null,
  reversal_id uuid not null,
  decision_id uuid not null references decision,
  case_id uuid not null references case_file,
  status text not null,
  primary key (person_id, reversal_id, decision_id),
  foreign key (person_id, reversal_id) references batch_reversal
);
