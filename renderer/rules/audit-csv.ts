import type { AuditLine } from '../../contract/audit.ts';

const columns = [
  'time (UTC)',
  'event',
  'person',
  'about',
  'case',
  'device',
  'details',
  'sequence',
  'event id',
];

/** A spreadsheet takes what begins so for a formula, and a device's name is its owner's to choose. */
const formula = /^[=+\-@\t\r]/;

const cell = (value: string | number | null): string => {
  const words = String(value ?? '');
  return `"${(formula.test(words) ? `'${words}` : words).replaceAll('"', '""')}"`;
};

/** As RFC 4180 has it. Ids stand in for names that are not known any more. */
export function auditCsv(lines: readonly AuditLine[]): string {
  const rows = lines.map((line) => [
    line.at,
    line.kind,
    line.person ?? line.personId,
    line.about,
    line.reference ?? line.caseId,
    line.device ?? line.deviceId,
    JSON.stringify(line.details),
    line.sequence,
    line.id,
  ]);
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
