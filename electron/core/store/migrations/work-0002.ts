/** Which failures of the platform the person has put away: nobody else knows that. */
export const work0002 = `
create table failure_seen (
  enforcement_id text primary key,
  seen_at text not null
) strict, without rowid;
`;
