/** Brings reports to their cases, in one transaction. */
import type { IncomingReport } from '../../contract/intake.ts';
import type { Subject } from '../../contract/subject.ts';
import { isOpen, lockCases, type CaseRow } from '../cases/case-row.ts';
import { createChanges, nobody } from '../cases/changes.ts';
import type { PreparedContent } from '../store/evidence-store.ts';
import { json, type Tx } from '../store/sql.ts';
import { addEvidence, currentItems, evidenceLimit } from './add-evidence.ts';
import { earlierCase, withEarlier } from './earlier-case.ts';
import { insertCases } from './insert-cases.ts';
import type { PreparedCase } from './prepare-case.ts';
import type { PreparedItem } from './prepare-evidence.ts';
import type { IntakeDeps } from './receive.ts';

export interface PreparedReport {
  readonly report: IncomingReport;
  /** As an item of a case that is open. */
  readonly told: { readonly items: readonly PreparedItem[]; readonly contents: readonly PreparedContent[] };
  /** As a case of its own. */
  readonly alone: PreparedCase;
}

/** A report whose evidence is wrong; `wrong` begins with the field. */
export interface WrongReport {
  readonly wrong: string;
}

export type TakenReport =
  | ({ readonly status: 'added' | 'joined' | 'already-there' } & Place)
  | { readonly status: 'rejected'; readonly reason: string };

interface Place {
  readonly caseId: string;
  readonly reference: string;
}

/** Cases that reports made stand under a name of their own: a report and a case may have the same id. */
export const reportsProducer = (producer: string): string => `${producer}/reports`;

const nothingKnown = 'evidence: nothing is known of this subject, so it must come along as it was';

/** Answers in the order of the reports. */
export async function takeReports(
  tx: Tx,
  deps: IntakeDeps,
  batch: {
    readonly producer: string;
    readonly reports: readonly (PreparedReport | WrongReport)[];
    readonly now: Date;
  },
): Promise<TakenReport[]> {
  const { producer, now } = batch;
  const reports = batch.reports.filter((one): one is PreparedReport => !('wrong' in one));
  await lockSubjects(tx, reports);
  const known = await knownReports(tx, producer, reports);
  const open = await lockOpenCases(tx, reports);
  const makers = await findMakers(
    tx,
    reports.filter(({ report }) => !known.has(report.externalId) && !open.has(nameOf(report.subject))),
  );
  const references = await insertCases(tx, {
    producer: reportsProducer(producer),
    cases: [...makers.values()],
    now,
    ids: deps.ids,
    evidence: deps.evidence,
  });
  const places = new Map<string, Place>();
  for (const [subject, row] of open) places.set(subject, { caseId: row.id, reference: row.reference });
  for (const [subject, { row }] of makers) {
    places.set(subject, { caseId: row.id, reference: references.get(row.externalId) ?? '' });
  }

  const joining = new Map<string, PreparedReport[]>();
  const fresh: { externalId: string; caseId: string }[] = [];
  const taken = batch.reports.map((one): TakenReport => {
    if ('wrong' in one) return { status: 'rejected', reason: one.wrong };
    const { externalId, subject } = one.report;
    const before = known.get(externalId);
    if (before) return { status: 'already-there', ...before };
    const place = places.get(nameOf(subject));
    if (!place) return { status: 'rejected', reason: nothingKnown };
    known.set(externalId, place);
    fresh.push({ externalId, caseId: place.caseId });
    if (makers.get(nameOf(subject))?.row.externalId === externalId) return { status: 'added', ...place };
    joining.set(place.caseId, [...(joining.get(place.caseId) ?? []), one]);
    return { status: 'joined', ...place };
  });
  await join(tx, deps, producer, joining, now);
  if (fresh.length > 0) {
    await tx.query(
      `insert into report (producer, external_id, case_id, received_at)
       select $2, "externalId", "caseId", $3 from jsonb_to_recordset($1::jsonb) as r ("externalId" text, "caseId" uuid)`,
      [json(fresh), producer, now],
    );
  }
  return taken;
}

const nameOf = ({ type, id }: Pick<Subject, 'type' | 'id'>): string => `${type} ${id}`;

/** Reports of one subject come one after the other, so that two at once make one case. In one order everywhere. */
async function lockSubjects(tx: Tx, reports: readonly PreparedReport[]): Promise<void> {
  await tx.query(
    `select pg_advisory_xact_lock(name) from (
       select distinct hashtextextended(subject, 2) as name from unnest($1::text[]) as s (subject) order by 1) as names`,
    [reports.map(({ report }) => nameOf(report.subject))],
  );
}

async function knownReports(
  tx: Tx,
  producer: string,
  reports: readonly PreparedReport[],
): Promise<Map<string, Place>> {
  const { rows } = await tx.query<Place & { external_id: string }>(
    `select r.external_id, c.id as "caseId", c.reference from report r join case_file c on c.id = r.case_id
     where r.producer = $1 and r.external_id = any($2::text[])`,
    [producer, reports.map(({ report }) => report.externalId)],
  );
  return new Map(
    rows.map(({ external_id: externalId, caseId, reference }) => [externalId, { caseId, reference }]),
  );
}

/** The most urgent open case of each subject, locked. Sealed ones too: the answer says no more of them than of others. */
async function lockOpenCases(
  tx: Tx,
  reports: readonly PreparedReport[],
): Promise<ReadonlyMap<string, CaseRow>> {
  const open = new Map<string, CaseRow>();
  let looking = reports.map(({ report }) => report.subject);
  while (looking.length > 0) {
    const { rows } = await tx.query<{ id: string }>(
      `select distinct on (c.subject_type, c.subject_id) c.id
       from case_file c join unnest($1::text[], $2::text[]) as s (type, id)
         on s.type = c.subject_type and s.id = c.subject_id
       where c.state not in ('decided', 'closed') and not c.practice
       order by c.subject_type, c.subject_id, c.priority_score desc, c.id`,
      [looking.map(({ type }) => type), looking.map(({ id }) => id)],
    );
    if (rows.length === 0) break;
    const locked = await lockCases(
      tx,
      rows.map(({ id }) => id),
    );
    // One that was decided before the lock was had is looked for again.
    const gone = new Set<string>();
    for (const row of locked.values()) {
      const subject = nameOf({ type: row.subject_type, id: row.subject_id });
      if (isOpen(row.state)) open.set(subject, row);
      else gone.add(subject);
    }
    looking = looking.filter((subject) => gone.has(nameOf(subject)));
  }
  return open;
}

/** For each subject the case that its first report makes, which brings the subject along or finds it known. */
async function findMakers(
  tx: Tx,
  reports: readonly PreparedReport[],
): Promise<ReadonlyMap<string, PreparedCase>> {
  const makers = new Map<string, PreparedCase>();
  const seen = new Set<string>();
  for (const { report, alone } of reports) {
    const subject = nameOf(report.subject);
    if (makers.has(subject) || seen.has(report.externalId)) continue;
    seen.add(report.externalId);
    if (report.evidence.length > 0) makers.set(subject, alone);
    else {
      const earlier = await earlierCase(tx, report.subject);
      if (earlier) makers.set(subject, withEarlier(alone, earlier));
    }
  }
  return makers;
}

async function join(
  tx: Tx,
  deps: IntakeDeps,
  producer: string,
  joining: ReadonlyMap<string, readonly PreparedReport[]>,
  now: Date,
): Promise<void> {
  if (joining.size === 0) return;
  const ids = [...joining.keys()];
  const rows = await lockCases(tx, ids);
  const current = await currentItems(tx, ids);
  const changes = createChanges(tx, now, deps.ids);
  const additions = [...joining].map(([caseId, reports]) => {
    const row = rows.get(caseId);
    if (!row) throw new Error('a case that is locked is gone');
    const items = current.get(caseId) ?? [];
    row.reports += reports.length;
    for (const _ of reports) changes.tell(row, 'report-joined', nobody);
    // A case that is full counts further reports without showing them.
    const shown = reports.slice(0, Math.max(0, evidenceLimit - items.length));
    return {
      row,
      current: items,
      items: shown.flatMap(({ told }) => told.items),
      contents: shown.flatMap(({ told }) => told.contents),
    };
  });
  await addEvidence(tx, changes, deps.evidence, additions);
  for (const { row } of additions) {
    changes.audit({
      kind: 'case.report-joined',
      ...nobody,
      caseId: row.id,
      details: { producer, reports: row.reports, version: row.version, evidenceDigest: row.evidence_digest },
    });
  }
  await changes.flush();
}
