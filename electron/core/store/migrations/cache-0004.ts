/** Late decisions of colleagues that are offered, and batches (D8, D13). */
export const cache0004 = `select 1;`;
