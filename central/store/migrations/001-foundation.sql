-- The central API's own identity. `heartbeat_at` is written while it serves: leases stand still over the gap (F2).
create table instance (
  single boolean primary key default true check (single),
  id uuid not null,
  era int not null default 1,
  serving boolean not null default true,
  not_serving_because text,
  heartbeat_at timestamptz,
  created_at timestamptz not null
);

-- ── people ──────────────────────────────────────────────────────────────────────────────────────────

create table person (
  id uuid primary key,
  username text not null unique,
  display_name text not null,
  role text not null check (role in ('reviewer', 'vendor-reviewer', 'supervisor', 'quality', 'auditor', 'admin')),
  password text not null,
  languages text[] not null default '{}',
  capacity int not null default 41,
  -- Rises when the role changes: the person's feed starts anew (P2).
  feed_generation int not null default 1,
  -- The newest position among drops that were pruned; an older cursor has expired (R4).
  feed_floor bigint not null default 0,
  -- Set when unopened cases went back from an idle screen: nothing new is given until the person acts (F2).
  idle_since timestamptz,
  active_at timestamptz,
  disabled_at timestamptz,
  created_at timestamptz not null
);

create table person_queue (
  person_id uuid not null references person on delete cascade,
  queue text not null,
  primary key (person_id, queue)
);

-- A grant for a sealed room of cases (P1).
create table person_compartment (
  person_id uuid not null references person on delete cascade,
  compartment text not null,
  granted_at timestamptz not null,
  primary key (person_id, compartment)
);

create table device (
  id uuid not null,
  person_id uuid not null references person on delete cascade,
  name text not null,
  platform text not null default '',
  -- What it last said that it still has waiting (S3).
  waiting int not null default 0,
  waiting_at timestamptz,
  last_contact_at timestamptz not null,
  -- Leases run from here: the last contact, moved on by the time in which the central API did not serve (F2).
  lease_from timestamptz not null,
  -- Since when contact has been unbroken.
  contact_since timestamptz not null,
  created_at timestamptz not null,
  primary key (person_id, id)
);

-- One sign-in: a family of tokens (L3). Tokens are kept as SHA-256 only.
create table session (
  id uuid primary key,
  person_id uuid not null references person on delete cascade,
  device_id uuid not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  ended_because text
);
create index session_person on session (person_id) where ended_at is null;

create table access_token (
  hash bytea primary key,
  session_id uuid not null references session on delete cascade,
  ends_at timestamptz not null
);
create index access_token_session on access_token (session_id);

-- `used_at`: when it was first changed for another. `void`: replaced by a sibling before its first use.
create table refresh_token (
  hash bytea primary key,
  session_id uuid not null references session on delete cascade,
  parent bytea,
  made_at timestamptz not null,
  used_at timestamptz,
  void boolean not null default false
);
create index refresh_token_session on refresh_token (session_id);
create index refresh_token_parent on refresh_token (parent);

-- ── catalogue ───────────────────────────────────────────────────────────────────────────────────────

create table catalogue (
  version int primary key,
  published_at timestamptz not null,
  digest text not null,
  body jsonb not null
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% rows never change', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger catalogue_is_immutable before update or delete on catalogue
  for each row execute function refuse_change();

-- Derived from the catalogue in force. A queue that it no longer names stays for the cases in it.
create table queue (
  id text primary key,
  name text not null,
  sla_minutes int not null,
  sla_paused_by text[] not null,
  offline_lease_minutes int not null,
  cache_policy text not null,
  current boolean not null default true
);

-- ── cases ───────────────────────────────────────────────────────────────────────────────────────────

create sequence reference_jp start 1001;
create sequence reference_mt start 1001;
create sequence reference_pr start 1001;
create sequence reference_ac start 1001;

create table case_file (
  id uuid primary key,
  reference text not null unique,
  -- Who sent it, and by which id of theirs: the same one twice adds nothing.
  producer text not null,
  external_id text not null,
  version int not null default 1,
  epoch int not null default 0,
  title text not null,
  summary text not null default '',
  state text not null default 'queued'
    check (state in ('queued', 'assigned', 'snoozed', 'waiting', 'escalated', 'decided', 'closed')),
  state_until timestamptz,
  waiting_for text,
  source text not null check (source in ('detection', 'report', 'vendor', 'appeal')),
  queue text not null references queue,
  policy_area text,
  priority_score double precision not null default 0,
  priority_band text not null default 'P3' check (priority_band in ('P1', 'P2', 'P3')),
  due_at timestamptz,
  -- When the SLA last began to stand still.
  due_paused_at timestamptz,
  subject_type text not null,
  subject_id text not null,
  subject_label text not null,
  related jsonb not null default '[]',
  compartment text,
  cache_policy text not null check (cache_policy in ('offline', 'memory', 'never')),
  language text,
  risk_score double precision,
  reports int not null default 0,
  strikes int not null default 0,
  facts jsonb not null default '[]',
  evidence_digest text not null,
  near_duplicate_digest text,
  -- The right answer where it is known: {outcome, source}. No answer of any route carries it.
  golden jsonb,
  -- A golden case or a second review: decisions on it enforce nothing (S5).
  practice boolean not null default false,
  assignee uuid references person,
  device_id uuid,
  assigned_at timestamptz,
  opened_at timestamptz,
  standing_decision uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  closed_at timestamptz,
  unique (producer, external_id),
  check ((state in ('assigned', 'snoozed', 'waiting')) <= (assignee is not null))
);
create index case_file_to_give on case_file (queue, priority_score desc, due_at, id) where state in ('queued', 'escalated');
create index case_file_assignee on case_file (assignee) where state in ('assigned', 'snoozed', 'waiting');
create index case_file_subject on case_file (subject_type, subject_id) where state not in ('decided', 'closed');
create index case_file_open on case_file (priority_score desc, id) where state not in ('decided', 'closed');
create index case_file_wakes on case_file (state_until) where state in ('snoozed', 'waiting');
create index case_file_near_duplicate on case_file (near_duplicate_digest) where near_duplicate_digest is not null;

-- Every evidence digest that a case ever had, and from which version (D11).
create table case_digest (
  case_id uuid not null references case_file on delete cascade,
  version int not null,
  evidence_digest text not null,
  primary key (case_id, version)
);

-- Who held a case, under which epoch. Never pruned: it says whose decision is late and whose is nobody's (D7).
create table assignment (
  case_id uuid not null references case_file on delete cascade,
  epoch int not null,
  person_id uuid not null references person,
  device_id uuid,
  assigned_at timestamptz not null,
  ended_at timestamptz,
  ended_because text check (ended_because in
    ('reassigned', 'released', 'lease-ended', 'escalated', 'recalled', 'settled', 'closed', 'deleted', 'idle')),
  primary key (case_id, epoch)
);
create index assignment_person on assignment (person_id, case_id);

-- Who must not be given a case again. `until_sign_in`: only until the person next signs in.
create table exclusion (
  case_id uuid not null references case_file on delete cascade,
  person_id uuid not null references person on delete cascade,
  kind text not null check (kind in ('skip', 'recuse', 'release', 'escalate', 'unreadable')),
  until_sign_in boolean not null default false,
  at timestamptz not null,
  primary key (case_id, person_id)
);
create index exclusion_person on exclusion (person_id) where until_sign_in;

create table case_event (
  id bigserial primary key,
  case_id uuid not null references case_file on delete cascade,
  at timestamptz not null,
  event text not null,
  person_id uuid references person,
  detail text not null default ''
);
create index case_event_case on case_event (case_id, id);

create table note (
  id uuid not null,
  person_id uuid not null references person,
  case_id uuid not null references case_file on delete cascade,
  at timestamptz not null,
  text text not null,
  primary key (person_id, id)
);
create index note_case on note (case_id, at);

create table pattern_flag (
  id uuid not null,
  person_id uuid not null references person,
  case_id uuid not null references case_file on delete cascade,
  at timestamptz not null,
  name text not null,
  description text not null,
  spans jsonb not null,
  primary key (person_id, id)
);

-- ── evidence ────────────────────────────────────────────────────────────────────────────────────────

-- `inline` is null where the content is a blob outside the database.
create table evidence_content (
  digest text primary key,
  bytes bigint not null,
  inline bytea
);

-- `restricted_*` is the form without sensitive fields, where it differs from the whole one (P2).
create table evidence_item (
  case_id uuid not null references case_file on delete cascade,
  id uuid not null,
  version int not null default 1,
  ordinal int not null,
  current boolean not null default true,
  kind text not null,
  material boolean not null,
  digest text not null references evidence_content,
  bytes bigint not null,
  restricted_digest text references evidence_content,
  restricted_bytes bigint,
  -- The rest of the contract's EvidenceItem, as it is sent.
  details jsonb not null,
  captured_at timestamptz not null,
  primary key (case_id, id, version)
);
create unique index evidence_item_current on evidence_item (case_id, id) where current;
create index evidence_item_digest on evidence_item (digest);
create index evidence_item_restricted on evidence_item (restricted_digest) where restricted_digest is not null;

-- ── feed ────────────────────────────────────────────────────────────────────────────────────────────

create sequence feed_position;

-- One row for a person and a case (R1). `position` is null until the sequencer has given it one; readers do
-- not see it before, so none can skip it (R3).
create table feed (
  person_id uuid not null references person on delete cascade,
  case_id uuid not null,
  position bigint,
  type text not null check (type in ('put', 'drop')),
  epoch int not null,
  version int not null,
  reason text,
  changed_at timestamptz not null,
  primary key (person_id, case_id)
) with (fillfactor = 80);
create index feed_page on feed (person_id, position) where position is not null;
create index feed_unsequenced on feed (person_id) where position is null;
create index feed_drops on feed (changed_at) where type = 'drop';

-- ── commands and decisions ──────────────────────────────────────────────────────────────────────────

-- Never pruned: an outage can be longer than any window (D6).
create table command (
  person_id uuid not null references person,
  id uuid not null,
  device_id uuid,
  case_id uuid,
  type text not null,
  fingerprint bytea not null,
  body jsonb not null,
  answer jsonb not null,
  received_at timestamptz not null,
  primary key (person_id, id)
);
create index command_case on command (case_id);

create table decision (
  id uuid primary key,
  case_id uuid not null references case_file,
  person_id uuid not null references person,
  device_id uuid not null,
  epoch int not null,
  case_version int not null,
  evidence_digest text not null,
  catalogue_version int not null references catalogue,
  outcome text not null,
  severity text,
  body jsonb not null,
  batch_id uuid,
  adopts uuid,
  replaces uuid,
  decided_at timestamptz not null,
  received_at timestamptz not null,
  -- applied: it was in force at some time. late: kept, never in force by itself.
  status text not null check (status in ('applied', 'late')),
  standing boolean not null default false,
  ended_at timestamptz,
  ended_because text check (ended_because in ('recalled', 'replaced', 'superseded')),
  late_reason text,
  contested text check (contested in ('uncontested', 'conflicting')),
  settled text check (settled in ('open', 'stands', 'superseded', 'adopted')),
  settled_by uuid references person,
  settled_at timestamptz,
  check (not standing or status = 'applied' or settled = 'stands')
);
create unique index decision_one_stands on decision (case_id) where standing;
create index decision_case on decision (case_id, received_at);
create index decision_late on decision (received_at desc, id) where status = 'late';
create index decision_person on decision (person_id, received_at);
create index decision_batch on decision (batch_id) where batch_id is not null;
alter table case_file add foreign key (standing_decision) references decision deferrable initially deferred;

-- Written with its decision and delivered afterwards, in the order of `sequence` for a subject (S4).
create table enforcement (
  sequence bigserial primary key,
  id uuid not null unique,
  decision_id uuid not null references decision,
  case_id uuid not null references case_file,
  ordinal int not null,
  subject_type text not null,
  subject_id text not null,
  action jsonb not null,
  reverses uuid references enforcement (id),
  state text not null default 'requested' check (state in ('requested', 'confirmed', 'failed', 'cancelled')),
  attempts int not null default 0,
  next_attempt_at timestamptz,
  detail text not null default '',
  created_at timestamptz not null,
  answered_at timestamptz
);
create index enforcement_decision on enforcement (decision_id);
create index enforcement_due on enforcement (subject_type, subject_id, sequence) where state = 'requested';

-- ── supervision ─────────────────────────────────────────────────────────────────────────────────────

create table reassignment (
  id uuid not null,
  person_id uuid not null references person,
  fingerprint bytea not null,
  body jsonb not null,
  received_at timestamptz not null,
  finished_at timestamptz,
  primary key (person_id, id)
);

create table reassignment_answer (
  person_id uuid not null,
  reassignment_id uuid not null,
  case_id uuid not null,
  status text not null,
  epoch int,
  primary key (person_id, reassignment_id, case_id),
  foreign key (person_id, reassignment_id) references reassignment
);

-- ── audit ───────────────────────────────────────────────────────────────────────────────────────────

-- Stored with what it is about; `sequence` and the hashes are given afterwards by the one sealer (U1).
create table audit_event (
  stored bigserial primary key,
  id uuid not null,
  at timestamptz not null,
  kind text not null,
  person_id uuid,
  device_id uuid,
  case_id uuid,
  details jsonb not null,
  sequence bigint unique,
  previous_hash text,
  hash text
);
create index audit_event_unsealed on audit_event (stored) where sequence is null;
create index audit_event_case on audit_event (case_id, sequence);
create index audit_event_person on audit_event (person_id, sequence);

create table audit_head (
  single boolean primary key default true check (single),
  sequence bigint not null,
  hash text not null
);
insert into audit_head (sequence, hash) values (0, repeat('0', 64));
