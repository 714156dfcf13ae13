/** That this device is being retired (S3), and the newest head of the audit chain that it was told (U2). */
export const work0005 = `
alter table session add column retire_receipt text;

create table audit_head (
  only integer primary key check (only = 1),
  era integer not null,
  sequence integer not null,
  hash text not null
) strict;
`;
