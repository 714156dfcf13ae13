/** Late decisions of colleagues that are offered, and what became of the person's own (D8, D13). */
export const cache0004 = `
create table late_offer (
  decision_id text primary key,
  case_id text not null,
  own integer not null,
  received_at text not null,
  -- What it says, once the person has seen it.
  body text
) strict, without rowid;

create table decision_notice (
  id text primary key,
  at text not null,
  body text not null
) strict, without rowid;
create index decision_notice_at on decision_notice (at);
`;
