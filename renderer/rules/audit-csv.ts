import type { AuditLine } from '../../contract/audit.ts';
import { toCsv } from './csv.ts';

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

/** Ids stand in for names that are not known any more. */
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
  return toCsv([columns, ...rows]);
}
