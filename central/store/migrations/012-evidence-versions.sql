-- From which version of the case an item was part of it, and from which it no longer was: so that evidence can be
-- shown as it was when something was decided (D1, D8). What was replaced before this step has no known end.
alter table evidence_item add column since_version int not null default 1;
alter table evidence_item add column until_version int;

create index decision_late_open on decision (received_at desc, id) where status = 'late' and settled = 'open';
