/** What the platform answered for the actions of the person's own decisions (S4). */
export const cache0002 = `
create table enforcement (
  id text primary key,
  decision_id text not null,
  case_id text not null,
  state text not null,
  -- The one that it takes back.
  reverses text,
  updated_at text not null,
  body text not null
) strict, without rowid;
create index enforcement_decision on enforcement (decision_id);
create index enforcement_reverses on enforcement (reverses) where reverses is not null;
create index enforcement_failed on enforcement (updated_at) where state = 'failed';
create index enforcement_time on enforcement (updated_at);

create table enforcement_mark (
  only integer primary key check (only = 1),
  era integer not null,
  -- The newest change that was read, by the central API's clock.
  through text,
  -- When everything there was had been read, by the device's clock.
  read_at text
) strict;
`;
