/** What disturbing content was revealed here, and when, so that a shift's exposure can be shown. */
export const work0006 = `
create table exposure (
  seq integer primary key autoincrement,
  -- Milliseconds by the central API's clock, as far as its offset was known.
  at integer not null,
  case_id text not null,
  evidence_id text not null,
  harm_type text not null
) strict;
create index exposure_at on exposure (at);
`;
