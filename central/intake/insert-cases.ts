import { recordAudit } from '../audit/record.ts';
import type { Ids } from '../ports.ts';
import type { EvidenceStore } from '../store/evidence-store.ts';
import { json } from '../store/sql.ts';
import type { Tx } from '../store/sql.ts';
import { nextReferences } from './next-references.ts';
import type { PreparedCase } from './prepare-case.ts';

/**
 * Writes cases with evidence, timeline and audit, each table in one statement. Answers what was added, by external id, with
 * its reference; another process may have been first with the others.
 */
export async function insertCases(
  tx: Tx,
  batch: {
    readonly producer: string;
    readonly cases: readonly PreparedCase[];
    readonly now: Date;
    readonly ids: Ids;
    readonly evidence: EvidenceStore;
  },
): Promise<ReadonlyMap<string, string>> {
  if (batch.cases.length === 0) return new Map();
  const references = await nextReferences(
    tx,
    batch.cases.map(({ row }) => row.subjectType),
  );
  const rows = batch.cases
    .map(({ row }, index) => ({ ...row, reference: references[index] }))
    // In one order everywhere, so that two batches with the same cases wait for each other and do not deadlock.
    .sort((a, b) => (a.externalId < b.externalId ? -1 : 1));
  const { rows: inserted } = await tx.query<{ external_id: string; reference: string }>(
    `insert into case_file (id, reference, producer, external_id, title, summary, source, queue, policy_area,
       priority_score, priority_band, due_at, subject_type, subject_id, subject_label, related, compartment,
       cache_policy, language, risk_score, reports, strikes, facts, evidence_digest, near_duplicate_digest, golden,
       routed_queue, routing_version, routing_rule,
       created_at, updated_at)
     select id, reference, $2, "externalId", title, summary, source, queue, "policyArea",
       "priorityScore", "priorityBand", "dueAt", "subjectType", "subjectId", "subjectLabel", related, compartment,
       "cachePolicy", language, "riskScore", reports, strikes, facts, "evidenceDigest", "nearDuplicateDigest",
       nullif(golden, 'null'::jsonb), "routedQueue", "routingVersion", "routingRule", "createdAt", $3
     from jsonb_to_recordset($1::jsonb) as c (id uuid, reference text, "externalId" text, title text, summary text,
       source text, queue text, "policyArea" text, "priorityScore" double precision, "priorityBand" text,
       "dueAt" timestamptz, "subjectType" text, "subjectId" text, "subjectLabel" text, related jsonb,
       compartment text, "cachePolicy" text, language text, "riskScore" double precision, reports int, strikes int,
       facts jsonb, "evidenceDigest" text, "nearDuplicateDigest" text, golden jsonb, "routedQueue" text,
       "routingVersion" int, "routingRule" text, "createdAt" timestamptz)
     on conflict (producer, external_id) do nothing
     returning external_id, reference`,
    [json(rows), batch.producer, batch.now],
  );
  const added = new Map(inserted.map((row) => [row.external_id, row.reference]));
  const cases = batch.cases.filter(({ row }) => added.has(row.externalId));
  if (cases.length === 0) return added;

  await batch.evidence.insert(
    tx,
    cases.flatMap(({ contents }) => contents),
  );
  // One round trip for three tables: that is where the time of an intake goes.
  await tx.query(
    `with items as (
       insert into evidence_item (case_id, id, key, ordinal, kind, material, digest, bytes, restricted_digest,
         restricted_bytes, details, captured_at, detector, detector_version)
       select "caseId", id, key, ordinal, kind, material, digest, bytes, "restrictedDigest", "restrictedBytes", details,
         "capturedAt", detector, "detectorVersion"
       from jsonb_to_recordset($1::jsonb) as e ("caseId" uuid, id uuid, key text, ordinal int, kind text,
         material boolean, digest text, bytes bigint, "restrictedDigest" text, "restrictedBytes" bigint, details jsonb,
         "capturedAt" timestamptz, detector text, "detectorVersion" text)
     ), digests as (
       insert into case_digest (case_id, version, evidence_digest)
       select id, 1, "evidenceDigest" from jsonb_to_recordset($2::jsonb) as d (id uuid, "evidenceDigest" text)
     )
     insert into case_event (case_id, at, event)
     select "caseId", at, event from jsonb_to_recordset($3::jsonb) as e ("caseId" uuid, at timestamptz, event text)`,
    [json(cases.flatMap(itemsOf)), json(cases.map(digestOf)), json(cases.flatMap(eventsOf))],
  );
  await recordAudit(
    tx,
    cases.map(({ row }) => ({
      id: batch.ids.uuid(),
      at: batch.now,
      kind: 'case.created',
      caseId: row.id,
      details: {
        producer: batch.producer,
        queue: String(row['queue']),
        evidenceDigest: String(row['evidenceDigest']),
      },
    })),
  );
  return added;
}

const itemsOf = ({ row, items, createdAt }: PreparedCase) =>
  items.map((item) => ({ capturedAt: createdAt, ...item, caseId: row.id }));

const digestOf = ({ row }: PreparedCase) => ({ id: row.id, evidenceDigest: row['evidenceDigest'] });

const eventsOf = ({ row, createdAt, joinedReports }: PreparedCase) =>
  ['created', ...Array.from({ length: joinedReports }, () => 'report-joined')].map((event) => ({
    caseId: row.id,
    at: createdAt,
    event,
  }));
