-- Systems that send cases, reports and evidence.
create table producer (
  id text primary key,
  name text not null,
  sources text[] not null,
  -- Sealed rooms that it may send cases into (P1).
  compartments text[] not null default '{}',
  requests_a_minute int not null,
  disabled_at timestamptz,
  created_at timestamptz not null
);

-- Kept as SHA-256 only. Several at once, so that one can be changed for the next without a pause.
create table producer_key (
  hash bytea primary key,
  -- The part that may be shown and logged.
  id text not null unique,
  producer text not null references producer on delete cascade,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);

-- Answers by `Idempotency-Key`, so that a request whose answer was lost is answered again.
create table intake_request (
  producer text not null,
  key text not null,
  fingerprint bytea not null,
  answer jsonb not null,
  received_at timestamptz not null,
  primary key (producer, key)
);
create index intake_request_received on intake_request (received_at);

-- Reports that joined a case, or made one: the same one twice adds nothing.
create table report (
  producer text not null,
  external_id text not null,
  case_id uuid not null references case_file on delete cascade,
  received_at timestamptz not null,
  primary key (producer, external_id)
);
create index report_case on report (case_id);

-- Edits of evidence, by the producer's id of the edit, and the version that the case had afterwards.
create table evidence_edit (
  case_id uuid not null references case_file on delete cascade,
  external_id text not null,
  version int not null,
  received_at timestamptz not null,
  primary key (case_id, external_id)
);

-- What the producer calls an item within its case; edits name it by this.
alter table evidence_item add column key text;
create unique index evidence_item_key on evidence_item (case_id, key) where current and key is not null;

-- An open case is found by its subject already; this finds what was decided about it before.
create index case_file_subject_before on case_file (subject_type, subject_id, created_at desc)
  where state in ('decided', 'closed');

-- New evidence opens a decided case again.
alter table assignment drop constraint assignment_ended_because_check;
alter table assignment add constraint assignment_ended_because_check check (ended_because in
  ('reassigned', 'released', 'lease-ended', 'escalated', 'recalled', 'settled', 'closed', 'deleted', 'idle', 'reopened'));
