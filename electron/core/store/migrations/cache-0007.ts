/** What a status and Needs attention ask after every change is read from an index alone, however long the queue is. */
export const cache0007 = `
create index case_offered on case_row (gone_reason, ready);
create index case_gone on case_row (gone_at) where gone_reason is not null;
`;
