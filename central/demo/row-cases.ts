/** Real rows through the importer that a team would use, given times of the present and, some, a customer's report. */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Report } from '../../contract/evidence.ts';
import type { IncomingCase } from '../../contract/import.ts';
import { SubjectType } from '../../contract/subject.ts';
import { importRows } from '../intake/import-rows.ts';
import { seededRandom } from './seeded-random.ts';

const minuteMs = 60_000;
const files = [
  { kind: 'job-posts', name: 'job-posts.csv', slaMinutes: 480 },
  { kind: 'messages', name: 'messages.tsv', slaMinutes: 360 },
] as const;
/** Every so many rows one has a report; of those, every other one is in the queue because of it. */
const reportEvery = 6;

const ComposedReport = Report.omit({ kind: true, at: true }).extend({ subject: SubjectType });
type ComposedReport = z.infer<typeof ComposedReport>;

export async function rowCases(now: number, seed: number): Promise<IncomingCase[]> {
  const random = seededRandom(seed);
  const text = await readFile(new URL('stories/reports.json', import.meta.url), 'utf8');
  const reports = z.array(ComposedReport).min(1).parse(JSON.parse(text));
  const cases: IncomingCase[] = [];
  for (const { kind, name, slaMinutes } of files) {
    const source = createReadStream(new URL(`data/${name}`, import.meta.url));
    for await (const row of importRows(kind, source, new Date(now))) {
      if (!row.ok) throw new Error(`demo row ${name}:${row.line}: ${row.reason}`);
      const timed = withDueTime(row.case, { now, random, slaMinutes });
      cases.push(cases.length % reportEvery === 2 ? reported(timed, reports, cases.length, now) : timed);
    }
  }
  return cases;
}

interface Spread {
  readonly now: number;
  readonly random: () => number;
  readonly slaMinutes: number;
}

/** A few due within the hour, most later: created so that the queue's SLA says exactly that. */
function withDueTime(incoming: IncomingCase, { now, random, slaMinutes }: Spread): IncomingCase {
  const place = random();
  const share = place < 0.12 ? 0.02 + random() * 0.1 : 0.15 + random() * 0.8;
  const dueAt = now + Math.round(slaMinutes * share) * minuteMs;
  return {
    ...incoming,
    createdAt: new Date(dueAt - slaMinutes * minuteMs).toISOString(),
    dueAt: new Date(dueAt).toISOString(),
  };
}

function reported(
  incoming: IncomingCase,
  reports: readonly ComposedReport[],
  turn: number,
  now: number,
): IncomingCase {
  const fitting = reports.filter(({ subject }) => subject === incoming.subject.type);
  const chosen = fitting[Math.floor(turn / reportEvery) % fitting.length];
  if (!chosen) return incoming;
  const { subject: _subject, ...report } = chosen;
  const created = Date.parse(incoming.createdAt ?? new Date(now).toISOString());
  const at = new Date(created + (now - created) / 3).toISOString();
  const evidence: IncomingCase['evidence'] = [
    ...incoming.evidence,
    {
      key: 'report',
      label: report.reporter.role === 'vendor' ? 'Finding' : 'Report',
      language: 'en',
      translationOf: null,
      graphic: false,
      harmTypes: [],
      sensitiveFields: [],
      document: { kind: 'report', at, ...report },
    },
  ];
  const reason = report.reason.toLowerCase();
  if (report.reporter.role === 'vendor') {
    return { ...incoming, evidence, source: 'vendor', summary: `${report.reporter.label} · ${reason}` };
  }
  return Math.floor(turn / reportEvery) % 2 === 0
    ? { ...incoming, evidence, source: 'report', summary: `${report.reporter.role} · ${reason}` }
    : { ...incoming, evidence };
}
