create table routing (
  version int primary key,
  published_at timestamptz not null,
  digest text not null,
  body jsonb not null
);
create trigger routing_is_immutable before update or delete on routing
  for each row execute function refuse_change();

-- Where the rules put a case when it came in, and which one did; null where its producer named the queue.
alter table case_file add column routed_queue text;
alter table case_file add column routing_version int;
alter table case_file add column routing_rule text;

-- When the priority was last reckoned: nearness to the due time changes it while the case waits.
alter table case_file add column priority_at timestamptz;
create index case_file_priority_at on case_file (priority_at nulls first)
  where state not in ('decided', 'closed') and due_at is not null;
