export type Cell = string | number | null;

/** A spreadsheet takes what begins so for a formula, and a device's name is its owner's to choose. */
const formula = /^[=+\-@\t\r]/;

const cell = (value: Cell): string => {
  const words = String(value ?? '');
  return `"${(formula.test(words) ? `'${words}` : words).replaceAll('"', '""')}"`;
};

/** As RFC 4180 has it. */
export const toCsv = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
