/** `POST /v1/reports`: a customer's report joins the open case of its subject, or makes one. */
import type { Catalogue } from '../../contract/catalogue.ts';
import type { IncomingCase, IncomingEvidence } from '../../contract/import.ts';
import { IncomingReport, type IntakeAnswer, type IntakeAnswers } from '../../contract/intake.ts';
import { announceWork } from '../assignment/give.ts';
import { caseColumns, type CaseRow } from '../cases/case-row.ts';
import { createChanges, nobody } from '../cases/changes.ts';
import { fieldErrors } from '../fields.ts';
import { minute } from '../ports.ts';
import { only, type Tx } from '../store/sql.ts';
import { uploadedContentOf } from '../uploads/uploaded-content.ts';
import { addEvidence } from './add-evidence.ts';
import { copyableEvidence } from './copy-evidence.ts';
import { insertCases } from './insert-cases.ts';
import { prepareCase } from './prepare-case.ts';
import { prepareEvidence } from './prepare-evidence.ts';
import { externalIdOf } from './post-cases.ts';
import { priorityOf } from './priority.ts';
import type { IntakeDeps } from './receive.ts';
import { fieldErrorOf } from './refuse-item.ts';

/** Reports of one subject that come at the same time, one after the other. */
const SUBJECT_LOCK = 7_163_405;

export async function postReports(
  deps: IntakeDeps,
  producer: string,
  catalogue: Catalogue,
  items: readonly unknown[],
): Promise<IntakeAnswers> {
  const results: IntakeAnswer[] = [];
  for (const [index, item] of items.entries()) {
    const parsed = IncomingReport.safeParse(item);
    const answer = parsed.success
      ? await takeReport(deps, producer, catalogue, parsed.data)
      : ({ status: 'rejected', errors: fieldErrors(parsed.error) } as const);
    results.push({ ...answer, index, externalId: externalIdOf(item) } as IntakeAnswer);
  }
  if (results.some(({ status }) => status === 'added' || status === 'joined')) await announceWork(deps.store);
  return { results };
}

type Taken =
  | {
      readonly status: 'added' | 'joined' | 'already-there';
      readonly caseId: string;
      readonly reference: string;
    }
  | { readonly status: 'rejected'; readonly errors: readonly { field: string; message: string }[] };

const rejected = (reason: string): Taken => ({ status: 'rejected', errors: [fieldErrorOf(reason)] });

async function takeReport(
  deps: IntakeDeps,
  producer: string,
  catalogue: Catalogue,
  report: IncomingReport,
): Promise<Taken> {
  const { store, clock, ids, evidence } = deps;
  const now = new Date(clock.now());
  const evidenceDeps = { ids, evidence, uploaded: uploadedContentOf(deps, producer) };
  const told = await prepareEvidence([reportEvidence(report, now)], evidenceDeps);
  if (!told.ok) return rejected(told.reason);

  const joined = await store.transact(async (tx) => {
    await lockSubject(tx, report);
    return (await findReport(tx, producer, report)) ?? (await join(tx));
  });
  if (joined) return joined;

  const copied = report.evidence.length > 0 ? [] : await copyableEvidence(store, ids, report.subject);
  if (report.evidence.length === 0 && copied.length === 0) {
    return rejected('evidence: no case of this subject is known, so the subject as it was must come along');
  }
  const prepared = await prepareCase(caseOf(report, now), { catalogue, now, ...evidenceDeps }, copied);
  if (!prepared.ok) return rejected(prepared.reason);
  return store.transact(async (tx) => {
    await lockSubject(tx, report);
    const before = (await findReport(tx, producer, report)) ?? (await join(tx));
    if (before) return before;
    const { row } = prepared.case;
    const added = await insertCases(tx, { producer, cases: [prepared.case], now, ids, evidence });
    const reference = added.get(row.externalId);
    if (reference === undefined) return rejected('externalId: a case of this producer has this id');
    await keepReport(tx, producer, report, row.id, now);
    return { status: 'added', caseId: row.id, reference };
  });

  /** Null where no case of the subject is open. */
  async function join(tx: Tx): Promise<Taken | null> {
    const { rows } = await tx.query<CaseRow>(
      `select ${caseColumns} from case_file c join queue q on q.id = c.queue
       where c.subject_type = $1 and c.subject_id = $2 and c.state not in ('decided', 'closed') and not c.practice
       order by c.priority_score desc, c.id limit 1 for update of c`,
      [report.subject.type, report.subject.id],
    );
    const [row] = rows;
    if (!row || !told.ok) return null;
    const changes = createChanges(tx, now, ids);
    row.reports += 1;
    const { score, band } = priorityOf({
      risk: row.risk_score,
      reports: row.reports,
      strikes: row.strikes,
      dueInMinutes: row.due_at === null ? null : (row.due_at.getTime() - now.getTime()) / minute,
    });
    row.priority_score = score;
    row.priority_band = band;
    changes.tell(row, 'report-joined', nobody);
    await addEvidence(tx, changes, row, { ...told, evidence });
    changes.audit({
      kind: 'case.report-joined',
      ...nobody,
      caseId: row.id,
      details: { producer, version: row.version, reports: row.reports },
    });
    await changes.flush();
    await keepReport(tx, producer, report, row.id, now);
    return { status: 'joined', caseId: row.id, reference: row.reference };
  }
}

async function lockSubject(tx: Tx, { subject }: IncomingReport): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [
    SUBJECT_LOCK,
    `${subject.type} ${subject.id}`,
  ]);
}

async function findReport(tx: Tx, producer: string, report: IncomingReport): Promise<Taken | null> {
  const found = await tx.query<{ id: string; reference: string }>(
    `select c.id, c.reference from report r join case_file c on c.id = r.case_id
     where r.producer = $1 and r.external_id = $2`,
    [producer, report.externalId],
  );
  if (found.count === 0) return null;
  const { id, reference } = only(found);
  return { status: 'already-there', caseId: id, reference };
}

async function keepReport(
  tx: Tx,
  producer: string,
  { externalId }: IncomingReport,
  caseId: string,
  at: Date,
): Promise<void> {
  await tx.query('insert into report (producer, external_id, case_id, received_at) values ($1, $2, $3, $4)', [
    producer,
    externalId,
    caseId,
    at,
  ]);
}

function reportEvidence(report: IncomingReport, now: Date): IncomingEvidence {
  const { reporter, reason, text, language } = report;
  return {
    // Each report is an item of its own; two of one producer have two ids.
    key: `report-${keyOf(report.externalId)}`,
    label: reporter.role === 'vendor' ? 'Finding' : 'Report',
    language,
    translationOf: null,
    graphic: false,
    harmTypes: [],
    sensitiveFields: [],
    document: { kind: 'report', at: report.at ?? now.toISOString(), reporter, reason, text },
  };
}

/** As much of an id as a key can hold. */
const keyOf = (externalId: string): string =>
  externalId
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replace(/^-+/, '') || 'x';

function caseOf(report: IncomingReport, now: Date): IncomingCase {
  const { subject, reporter, reason, policyArea, related, facts, language } = report;
  return {
    externalId: `report/${report.externalId}`,
    source: 'report',
    policyArea,
    title: subject.label,
    summary: `${reporter.role} · ${reason.toLowerCase()}`.slice(0, 500),
    subject,
    related,
    compartment: null,
    language,
    riskScore: null,
    strikes: 0,
    facts,
    evidence: [...report.evidence, reportEvidence(report, now)],
    createdAt: now.toISOString(),
    golden: null,
  };
}
