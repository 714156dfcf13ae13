/** Late decisions of colleagues that are offered, and batches (D8, D13). */
export const work0003 = `select 1;`;
