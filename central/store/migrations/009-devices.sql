-- How a supervisor ends what is on a device (S3). The receipt acknowledges the wipe and opens nothing.
alter table device
  add column ending text check (ending in ('retire', 'revoke')),
  add column ending_at timestamptz,
  add column ending_by uuid references person on delete set null,
  add column ending_reason text not null default '',
  add column receipt text,
  add column wiped_at timestamptz,
  add column wiped_waiting int,
  add column wiped_drafts int;
create index device_receipt on device (receipt) where receipt is not null;

-- Signs cursors, so that only one that was given here can say that this store is an older one (L5).
alter table instance add column secret text;
