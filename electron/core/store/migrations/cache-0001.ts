/** What can be fetched again: cases, evidence, the search index, the catalogue and the names of colleagues. */
export const cache0001 = `
create table identity (
  only integer primary key check (only = 1),
  instance_id text not null,
  person_id text not null,
  kind text not null check (kind = 'cache'),
  created_at text not null
) strict;

create table feed (
  only integer primary key check (only = 1),
  era integer not null,
  generation integer not null,
  position integer not null,
  last_pull_at text,
  catalogue_version integer,
  -- Rises with every resync; rows with an older mark are swept after its last page.
  mark integer not null default 0,
  -- 'asked': the next page may name any era, if it follows position 0. 'running': pages follow; then the sweep.
  resync text not null check (resync in ('none', 'asked', 'running'))
) strict;

create table case_row (
  id integer primary key,
  case_id text not null unique,
  reference text not null,
  version integer not null,
  epoch integer not null,
  era integer not null,
  position integer not null,
  mark integer not null,
  state text not null,
  source text not null,
  queue text not null,
  band text not null,
  score real not null,
  -- The detector's score; null where it is hidden. The queue is ordered by score, and shows this.
  risk real,
  -- Milliseconds since the epoch; a case without a due time sorts last.
  due_at integer not null,
  created_at integer not null,
  subject_type text not null,
  title text not null,
  summary text not null,
  reports integer not null,
  cache_policy text not null,
  near_duplicate text,
  body text not null,
  -- 1 when all its evidence is here.
  ready integer not null default 0,
  -- Set when the central API took it away while a draft or an unacknowledged command stands on it.
  gone_reason text,
  gone_epoch integer,
  gone_at text,
  -- 1 while a newer version of it cannot be read by this version of Docket.
  locked integer not null default 0,
  indexed integer not null default 0
) strict;
create index case_priority on case_row (gone_reason, score desc, due_at, id);
create index case_due on case_row (gone_reason, due_at, score desc, id);
-- What filters stands at the end of an index, so that no row has to be read for it.
create index case_newest on case_row (gone_reason, created_at desc, id, due_at);
create index case_queue_priority on case_row (gone_reason, queue, score desc, due_at, id, source);
create index case_queue_due on case_row (gone_reason, queue, due_at, score desc, id, source);
create index case_queue_newest on case_row (gone_reason, queue, created_at desc, id, source, due_at);
create index case_source_priority on case_row (gone_reason, source, score desc, due_at, id);
create index case_source_due on case_row (gone_reason, source, due_at, score desc, id);
create index case_source_newest on case_row (gone_reason, source, created_at desc, id, due_at);
create index case_near_duplicate on case_row (near_duplicate) where near_duplicate is not null;
create index case_unindexed on case_row (id) where indexed = 0;
create index case_mark on case_row (mark);
create index case_ready on case_row (ready) where ready = 1;
create index case_resting on case_row (id) where state <> 'assigned';
create index case_locked on case_row (id) where locked = 1;

-- The version on screen. body is null while it is the one in case_row.
create table pin (
  case_id text primary key,
  version integer not null,
  body text,
  pinned_at text not null
) strict;

create table unreadable (
  case_id text primary key,
  position integer not null,
  raw text not null,
  error text not null,
  app_version text not null,
  mark integer not null,
  reported integer not null default 0
) strict;

create table evidence (
  digest text primary key,
  media_type text not null,
  bytes integer not null,
  state text not null check (state in ('wanted', 'partial', 'ready', 'mismatch')),
  fetched_bytes integer not null default 0,
  etag text,
  attempts integer not null default 0
) strict;
create index evidence_state on evidence (state);

create table evidence_chunk (
  digest text not null references evidence (digest) on delete cascade,
  n integer not null,
  data blob not null,
  primary key (digest, n)
) strict;

create table case_evidence (
  case_id text not null,
  digest text not null,
  evidence_id text not null,
  ordinal integer not null,
  -- 1 for the version in case_row, 0 for one that only the pin needs.
  current integer not null,
  primary key (case_id, current, evidence_id)
) strict, without rowid;
create index case_evidence_digest on case_evidence (digest);

create virtual table search using fts5 (
  title, summary, subject, people, ids, documents,
  content = '', contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 2',
  prefix = '2 3'
);

create table catalogue (
  version integer primary key,
  body text not null
) strict;

create table people (
  only integer primary key check (only = 1),
  body text not null,
  fetched_at text not null
) strict;
`;
