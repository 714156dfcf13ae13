/** What a device must remember to be locked or wiped (F4, S3). */
export const work0004 = `select 1;`;
