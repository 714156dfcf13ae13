/** The highest number that a removed case had: a frozen order of the queue names cases by numbers, so none comes twice. */
export const cache0003 = `
create table case_number (
  only integer primary key check (only = 1),
  highest integer not null
) strict;
insert into case_number (only, highest) select 1, coalesce(max(id), 0) from case_row;
`;
