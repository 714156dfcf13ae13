/** `POST /v1/reports`: a customer's report joins the open case of its subject, or makes one. */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Catalogue } from '../../contract/catalogue.ts';
import type { IncomingCase, IncomingEvidence } from '../../contract/import.ts';
import {
  IncomingReport,
  type IntakeAnswer,
  type IntakeAnswers,
  type ReportsBody,
} from '../../contract/intake.ts';
import { announceWork } from '../assignment/give.ts';
import { fieldErrorOf } from '../fields.ts';
import type { Producer } from '../producers/producer.ts';
import { currentRouting } from '../routing/routing.ts';
import { uploadedContentOf } from '../uploads/uploaded-content.ts';
import { answerOnce, type NamedRequest } from './answer-once.ts';
import { parseItems, rejectedItem } from './parse-items.ts';
import { prepareCase, type PrepareDeps } from './prepare-case.ts';
import { prepareEvidence } from './prepare-evidence.ts';
import type { IntakeDeps } from './receive.ts';
import { takeReports, type PreparedReport, type TakenReport, type WrongReport } from './take-reports.ts';

export async function postReports(
  deps: IntakeDeps,
  producer: Producer,
  catalogue: Catalogue,
  body: z.output<typeof ReportsBody>,
  request: NamedRequest | null,
): Promise<IntakeAnswers> {
  const items = Array.isArray(body.reports) ? body.reports : [body];
  const parsed = parseItems(IncomingReport, items, () => []);
  const now = new Date(deps.clock.now());
  const answers = await answerOnce(deps, request, {
    async prepare() {
      const { ids, evidence } = deps;
      const uploaded = uploadedContentOf(deps, producer.id);
      const routing = await currentRouting(deps.store);
      const prepareDeps = { catalogue, routing, producer: producer.id, now, ids, evidence, uploaded };
      const reports: (PreparedReport | WrongReport)[] = [];
      for (const { item } of parsed) if (item) reports.push(await prepareReport(prepareDeps, item));
      return reports;
    },
    async work(tx, reports) {
      const taken = (await takeReports(tx, deps, { producer: producer.id, reports, now })).values();
      const results = parsed.map(({ externalId, item, errors }, index) =>
        item === null
          ? rejectedItem(index, externalId, errors)
          : answerTo(index, externalId, taken.next().value),
      );
      return { results };
    },
  });
  if (answers.results.some(({ status }) => status === 'added' || status === 'joined')) {
    await announceWork(deps.store);
  }
  return answers;
}

/** Both as an item for a case that is open and as a case of its own: which, is known only under the lock. */
async function prepareReport(
  deps: PrepareDeps,
  report: IncomingReport,
): Promise<PreparedReport | WrongReport> {
  const own = reportEvidence(deps.producer, report, deps.now);
  const told = await prepareEvidence([own], deps);
  const alone = await prepareCase(caseOf(report, own, deps.now), deps);
  if (!told.ok) return { wrong: told.reason };
  return alone.ok ? { report, told, alone: alone.case } : { wrong: alone.reason };
}

function answerTo(index: number, externalId: string, taken: TakenReport | undefined): IntakeAnswer {
  if (!taken) throw new Error('a report was left without an answer');
  if (taken.status === 'rejected') return rejectedItem(index, externalId, [fieldErrorOf(taken.reason)]);
  const { status, caseId, reference } = taken;
  return { index, externalId, status, caseId: caseId as never, reference };
}

/**
 * The report as an item of evidence. It is material: its reason may be what a decision turns on, so a decision made
 * without it is confirmed first (D11).
 */
function reportEvidence(producer: string, report: IncomingReport, now: Date): IncomingEvidence {
  const { externalId, reporter, reason, text, language } = report;
  const id = createHash('sha256').update(`${producer} ${externalId}`).digest('hex').slice(0, 24);
  return {
    key: `report-${id}`,
    label: reporter.role === 'vendor' ? 'Finding' : 'Report',
    language,
    translationOf: null,
    graphic: false,
    harmTypes: [],
    sensitiveFields: [],
    document: { kind: 'report', at: report.at ?? now.toISOString(), reporter, reason, text },
  };
}

function caseOf(report: IncomingReport, own: IncomingEvidence, now: Date): IncomingCase {
  const { externalId, subject, reporter, reason, policyArea, related, facts, language } = report;
  return {
    externalId,
    source: 'report',
    policyArea,
    title: subject.label,
    summary: `${reporter.role} · ${reason}`,
    subject,
    related,
    compartment: null,
    language,
    riskScore: null,
    strikes: 0,
    facts,
    evidence: [...report.evidence, own],
    createdAt: now.toISOString(),
    golden: null,
  };
}
