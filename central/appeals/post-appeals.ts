/** `POST /v1/appeals`: each makes a case about the decision that it is against, with the evidence as it was then. */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { IncomingAppeal, type AppealsBody } from '../../contract/appeal.ts';
import type { CachePolicy } from '../../contract/case.ts';
import type { Catalogue } from '../../contract/catalogue.ts';
import type { IncomingCase, IncomingEvidence } from '../../contract/import.ts';
import type { IntakeAnswer, IntakeAnswers } from '../../contract/intake.ts';
import { announceWork } from '../assignment/give.ts';
import { recordAudit } from '../audit/record.ts';
import { fieldErrorOf } from '../fields.ts';
import { answerOnce, type NamedRequest } from '../intake/answer-once.ts';
import { evidenceLimit } from '../intake/add-evidence.ts';
import { evidenceDigestOf } from '../intake/evidence-digest.ts';
import { insertCases } from '../intake/insert-cases.ts';
import { parseItems, rejectedItem } from '../intake/parse-items.ts';
import { prepareCase, strictest, type PreparedCase } from '../intake/prepare-case.ts';
import type { PreparedItem } from '../intake/prepare-evidence.ts';
import type { IntakeDeps } from '../intake/receive.ts';
import type { Producer } from '../producers/producer.ts';
import { currentRouting } from '../routing/routing.ts';
import type { Tx } from '../store/sql.ts';
import { uploadedContentOf } from '../uploads/uploaded-content.ts';
import { findAppealed, type Appealed } from './find-appealed.ts';

/** A case and an appeal of one producer may have the same id. */
const appealsProducer = (producer: string): string => `${producer}/appeals`;

type Prepared =
  | { readonly appeal: IncomingAppeal; readonly ready: PreparedCase }
  | { readonly appeal: IncomingAppeal; readonly wrong: string };

export async function postAppeals(
  deps: IntakeDeps,
  producer: Producer,
  catalogue: Catalogue,
  body: z.output<typeof AppealsBody>,
  request: NamedRequest | null,
): Promise<IntakeAnswers> {
  const items = Array.isArray(body.appeals) ? body.appeals : [body];
  const parsed = parseItems(IncomingAppeal, items, () => []);
  const now = new Date(deps.clock.now());
  const answers = await answerOnce(deps, request, {
    async prepare() {
      const { ids, evidence, store } = deps;
      const uploaded = uploadedContentOf(deps, producer.id);
      const routing = await currentRouting(store);
      const from = { catalogue, routing, producer: producer.id, now, ids, evidence, uploaded };
      const prepared: Prepared[] = [];
      for (const { item } of parsed) {
        if (item === null) continue;
        // What the first case says of its subject is known only under the lock.
        const made = await prepareCase(caseOf(item, producer.id, now), from);
        prepared.push(made.ok ? { appeal: item, ready: made.case } : { appeal: item, wrong: made.reason });
      }
      return prepared;
    },
    async work(tx, prepared) {
      const ready = prepared.values();
      const results: IntakeAnswer[] = [];
      for (const [index, { externalId, item, errors }] of parsed.entries()) {
        const next = item === null ? undefined : ready.next().value;
        results.push(
          next === undefined
            ? rejectedItem(index, externalId, errors)
            : await takeAppeal(tx, deps, producer, next, index, now),
        );
      }
      return { results };
    },
  });
  if (answers.results.some(({ status }) => status === 'added')) await announceWork(deps.store);
  return answers;
}

async function takeAppeal(
  tx: Tx,
  deps: IntakeDeps,
  producer: Producer,
  prepared: Prepared,
  index: number,
  now: Date,
): Promise<IntakeAnswer> {
  const { appeal } = prepared;
  const { externalId } = appeal;
  const known = await knownAppeal(tx, producer.id, externalId);
  if (known) return { index, externalId, status: 'already-there', ...known };
  if ('wrong' in prepared) return rejectedItem(index, externalId, [fieldErrorOf(prepared.wrong)]);
  const found = await findAppealed(tx, producer, appeal.against);
  if (!found.ok) {
    // A copy of it may have been first while the lock was waited for.
    const meanwhile = await knownAppeal(tx, producer.id, externalId);
    if (meanwhile) return { index, externalId, status: 'already-there', ...meanwhile };
    return rejectedItem(index, externalId, [fieldErrorOf(found.reason)]);
  }
  const { appealed } = found;
  const before = await itemsThen(tx, appealed);
  if (before.length + prepared.ready.items.length > evidenceLimit) {
    const reason = `evidence: with what was there, more than the ${evidenceLimit} items of a case`;
    return rejectedItem(index, externalId, [fieldErrorOf(reason)]);
  }
  const made = aboutFirst(prepared.ready, appealed, before);
  const caseId = made.row.id as Extract<IntakeAnswer, { caseId: unknown }>['caseId'];
  const references = await insertCases(tx, {
    producer: appealsProducer(producer.id),
    cases: [made],
    now,
    ids: deps.ids,
    evidence: deps.evidence,
  });
  await tx.query('insert into appeal (case_id, producer, external_id, decision_id) values ($1, $2, $3, $4)', [
    caseId,
    producer.id,
    externalId,
    appealed.decisionId,
  ]);
  await keepApart(tx, caseId, appealed.caseId, now);
  await recordAudit(tx, [
    {
      id: deps.ids.uuid(),
      at: now,
      kind: 'decision.appealed',
      caseId: appealed.caseId,
      details: { decisionId: appealed.decisionId, appeal: references.get(externalId) ?? '' },
    },
  ]);
  return { index, externalId, status: 'added', caseId, reference: references.get(externalId) ?? '' };
}

async function knownAppeal(tx: Tx, producer: string, externalId: string) {
  const { rows } = await tx.query<Pick<Extract<IntakeAnswer, { caseId: unknown }>, 'caseId' | 'reference'>>(
    `select c.id as "caseId", c.reference from appeal a join case_file c on c.id = a.case_id
     where a.producer = $1 and a.external_id = $2`,
    [producer, externalId],
  );
  return rows[0];
}

/**
 * What the case held when it was decided. Detections stay behind: scores are hidden from whoever looks at it again,
 * and what they pointed at is there.
 */
async function itemsThen(
  tx: Tx,
  { caseId, caseVersion }: Appealed,
): Promise<(PreparedItem & { capturedAt: Date })[]> {
  const { rows } = await tx.query<PreparedItem & { capturedAt: Date }>(
    `select id, 'first-' || ordinal as key, ordinal, kind, material, digest, bytes,
       restricted_digest as "restrictedDigest", restricted_bytes as "restrictedBytes", details,
       captured_at as "capturedAt"
     from evidence_item
     where case_id = $1 and since_version <= $2 and (current or until_version > $2) and kind <> 'detection'
     order by ordinal`,
    [caseId, caseVersion],
  );
  return rows;
}

/** The appellant's words come first: they are what is new. */
function aboutFirst(
  { row, items: told, ...rest }: PreparedCase,
  { title, compartment, cachePolicy, columns }: Appealed,
  before: readonly PreparedItem[],
): PreparedCase {
  const items = [...told, ...before].map((item, ordinal) => ({ ...item, ordinal }));
  return {
    ...rest,
    items,
    row: {
      ...row,
      ...(columns as Pick<PreparedCase['row'], 'subjectType'>),
      cachePolicy: strictest(cachePolicy, row['cachePolicy'] as CachePolicy),
      title,
      compartment,
      reports: 0,
      evidenceDigest: evidenceDigestOf(items),
    },
    joinedReports: 0,
  };
}

/** Nobody who had a part in the first decision is ever given the appeal: authors, adopters, settlers, approvers. */
async function keepApart(tx: Tx, appealCase: string, firstCase: string, at: Date): Promise<void> {
  await tx.query(
    `insert into exclusion (case_id, person_id, kind, at)
     select $1, person_id, 'recuse', $3 from (
       select person_id from decision where case_id = $2
       union select settled_by from decision where case_id = $2 and settled_by is not null
       union select p.settled_by from approval p join decision d on d.id = p.decision_id
         where d.case_id = $2 and p.settled_by is not null) as had_a_part
     on conflict do nothing`,
    [appealCase, firstCase, at],
  );
}

const wordsKey = (producer: string, externalId: string): string =>
  createHash('sha256').update(`${producer} ${externalId}`).digest('hex').slice(0, 24);

/** The subject is put in when the first case is known; it decides neither the queue nor the priority. */
function caseOf(appeal: IncomingAppeal, producer: string, now: Date): IncomingCase {
  const { externalId, appellant, grounds, text, language, at } = appeal;
  const words: IncomingEvidence = {
    key: `appeal-${wordsKey(producer, externalId)}`,
    label: 'Appeal',
    language,
    translationOf: null,
    graphic: false,
    harmTypes: [],
    sensitiveFields: [],
    document: {
      kind: 'report',
      at: at ?? now.toISOString(),
      reporter: { ...appellant, reports: 0, upheld: 0 },
      reason: grounds,
      text,
    },
  };
  return {
    externalId,
    source: 'appeal',
    policyArea: null,
    title: appellant.label,
    summary: `${appellant.role} · ${grounds}`,
    subject: { type: 'account', id: appellant.id, label: appellant.label },
    related: [],
    compartment: null,
    language,
    riskScore: null,
    strikes: 0,
    facts: [],
    evidence: [words, ...appeal.evidence],
    createdAt: now.toISOString(),
    golden: null,
  };
}
