import type { Machine } from './machine.ts';
import type { Plan, Row } from './rows.ts';

/** As Markdown, so that it can stand in the documentation as it was printed. */
export function tableOf(machine: Machine, rows: readonly Row[], { rounds, cases }: Plan): string {
  const lines = rows.map((row) =>
    [
      row.name,
      `${short(row.docket)} ${row.unit}`,
      row.baseline === null ? '–' : `${short(row.baseline)} ${row.unit}`,
      row.ratio === null ? '–' : `${short(row.ratio)} (${short(row.min ?? 0)} to ${short(row.max ?? 0)})`,
      row.bar,
      row.met === null ? '' : row.met ? 'met' : 'not met',
    ].join(' | '),
  );
  return [
    `${machine.cores} cores (${machine.processor}), ${machine.memoryGiB} GiB, Node ${machine.node}, load ${machine.loadBefore.toFixed(1)} before; ${rounds} rounds, ${cases.toLocaleString('en')} cases.`,
    '',
    '| work | Docket | baseline | ratio, median (min to max) | bar | |',
    '|---|---|---|---|---|---|',
    ...lines.map((line) => `| ${line} |`),
  ].join('\n');
}

function short(value: number): string {
  if (value === 0) return '0';
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value.toPrecision(value < 1 ? 2 : 3);
}
