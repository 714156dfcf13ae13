/** How long ago contact was, as far as this device has seen time go by (F4). */
export const work0004 = `
create table contact_mark (
  only integer primary key check (only = 1),
  -- Wall time of the last contact, milliseconds.
  contact_wall integer not null,
  -- The latest wall time that was ever seen: turning the clock back does not make it less.
  seen_wall integer not null,
  -- The age when this was saved, milliseconds.
  age_ms integer not null
) strict;
`;
