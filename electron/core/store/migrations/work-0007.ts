/**
 * The order in which decisions were made, kept with them: what the outbox has pruned says nothing of it, and a clock may
 * have been turned back. The outbox's own numbers, so that no index has to be kept.
 */
export const work0007 = `
alter table decision add column seq integer not null default 0;
update decision set seq = coalesce((select outbox.seq from outbox where outbox.id = decision.id), 0);
`;
