-- Content on its way in: parts in order, each a blob until the last one came.
create table upload (
  producer text not null,
  digest text not null,
  bytes bigint not null,
  received bigint not null default 0,
  touched_at timestamptz not null,
  primary key (producer, digest)
);
create index upload_touched on upload (touched_at);

create table upload_part (
  producer text not null,
  digest text not null,
  -- Where in the content it begins.
  start bigint not null,
  bytes bigint not null,
  blob text not null,
  primary key (producer, digest, start),
  foreign key (producer, digest) references upload on delete cascade
);

-- What a producer may name by its digest: only what it brought itself, so that no digest can be probed.
create table uploaded (
  producer text not null,
  digest text not null references evidence_content,
  touched_at timestamptz not null,
  primary key (producer, digest)
);
create index uploaded_touched on uploaded (touched_at);
create index uploaded_digest on uploaded (digest);

-- Content that may be named by nobody any more: looked at, and then removed, some time after `since`.
create table evidence_garbage (
  digest text primary key,
  since timestamptz not null
);
