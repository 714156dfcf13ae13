/** What cannot be fetched again: the session, drafts, commands not acknowledged yet, and the person's own decisions. */
export const work0001 = `
create table identity (
  only integer primary key check (only = 1),
  instance_id text not null,
  person_id text not null,
  kind text not null check (kind = 'work'),
  created_at text not null
) strict;

create table session (
  only integer primary key check (only = 1),
  account text not null,
  state text not null check (state in ('signed-in', 'ended', 'signed-out')),
  access_token text,
  access_ends_at text,
  refresh_token text,
  era integer not null,
  clock_offset_ms integer not null default 0,
  last_contact_at text
) strict;

create table setting (
  name text primary key,
  value text not null
) strict, without rowid;

create table draft (
  case_id text primary key,
  revision integer not null,
  content text not null,
  case_version integer,
  epoch integer,
  title text not null default '',
  reference text not null default '',
  saved_at text not null
) strict, without rowid;

-- The order of seq is the local order; ids are never used for order.
create table outbox (
  seq integer primary key autoincrement,
  id text not null unique,
  case_id text not null,
  type text not null,
  epoch integer not null,
  state text not null check (state in (
    'held', 'pending', 'sending', 'needs-confirmation', 'acknowledged', 'late', 'rejected', 'withdrawn')),
  -- The exact bytes that are sent, for ever.
  body text not null,
  made_at text not null,
  made_offline integer not null default 0,
  -- Committed before the first byte leaves, so above 0 means that it may have left.
  attempts integer not null default 0,
  -- Running time is meaningless after a restart, so a hold lives in memory and only its beginning is kept here.
  held_since text,
  confirmed_at text,
  -- Why a person must look: late, rejected, changed, confirm-offline; null when nobody must.
  attention text,
  code text,
  detail text not null default '',
  errors text not null default '[]',
  answer text,
  answered_at text,
  ack_era integer,
  ack_generation integer,
  ack_position integer,
  dismissed_at text,
  recall_of text,
  undone_by text,
  batch_id text,
  title text not null default '',
  reference text not null default '',
  last_error text
) strict;
create index outbox_state on outbox (state, seq);
create index outbox_case on outbox (case_id, seq);
create index outbox_attention on outbox (attention, seq) where attention is not null and dismissed_at is null;

create table decision (
  id text primary key,
  case_id text not null,
  case_version integer not null,
  batch_id text,
  outcome text not null,
  title text not null,
  reference text not null,
  -- What was being written when it was submitted, so that undoing brings it back.
  draft text not null,
  decided_at text not null,
  wait_ms integer not null,
  open_ms integer not null,
  active_ms integer not null
) strict, without rowid;
create index decision_case on decision (case_id);
create index decision_time on decision (decided_at);
`;
