/** The decisions of a batch are undone together (D13). */
export const work0003 = `
create index outbox_batch on outbox (batch_id) where batch_id is not null;
`;
