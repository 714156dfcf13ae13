-- What a second person must approve before the platform is asked for it (D12, D13).

create table approval (
  decision_id uuid primary key references decision,
  -- action: the catalogue asks for it by the kind of an action. batch: it is one of more than may be decided at once.
  because text not null check (because in ('action', 'batch')),
  asked_at timestamptz not null,
  state text not null default 'awaiting' check (state in ('awaiting', 'approved', 'refused')),
  settled_by uuid references person,
  settled_at timestamptz,
  check ((state = 'awaiting') = (settled_at is null))
);
create index approval_awaiting on approval (asked_at, decision_id) where state = 'awaiting';

alter table enforcement drop constraint enforcement_state_check;
alter table enforcement add constraint enforcement_state_check
  check (state in ('awaiting', 'requested', 'confirmed', 'failed', 'cancelled'));
-- The one with which the words to the customer go: the first, or the first that waits for approval.
alter table enforcement add column with_message boolean;
update enforcement set with_message = ordinal = 0 and reverses is null;
alter table enforcement alter column with_message set not null;

alter table decision drop constraint decision_ended_because_check;
alter table decision add constraint decision_ended_because_check
  check (ended_because in ('recalled', 'replaced', 'superseded', 'reversed', 'refused'));

alter table decision_notice drop constraint decision_notice_what_check;
alter table decision_notice add constraint decision_notice_what_check
  check (what in ('stands', 'superseded', 'adopted', 'reversed', 'refused'));
