/** The contract's own form of a case coming in: one JSON object a line (`import cases FILE.jsonl`). */
import { z } from 'zod';
import { CachePolicy, CaseSource } from './case.ts';
import { EvidenceDocument, Fact, binaryKinds } from './evidence.ts';
import { Outcome } from './catalogue.ts';
import { Instant, JsonPointer, Language, Score, Sha256, Slug, requiredText, text } from './primitives.ts';
import { Subject, SubjectRelation } from './subject.ts';

const itemHead = {
  /** Names the item within its case, so that spans and translations can point at it. */
  key: Slug,
  label: text(200).default(''),
  language: Language.nullable().default(null),
  translationOf: Slug.nullable().default(null),
  material: z.boolean().optional(),
  graphic: z.boolean().default(false),
  harmTypes: z.array(Slug).max(20).default([]),
  sensitiveFields: z.array(JsonPointer).max(500).default([]),
  /** Of pictures, videos and documents, where the producer knows them. */
  width: z.int().min(1).optional(),
  height: z.int().min(1).optional(),
  durationMs: z.int().min(0).optional(),
  pages: z.int().min(1).optional(),
};

/** In a detection's spans, `evidenceId` may be the item's `key`; it is replaced by the id given at intake. */
export const IncomingEvidence = z.union([
  z.object({ ...itemHead, document: z.looseObject({ kind: z.string() }) }),
  z.object({
    ...itemHead,
    kind: z.enum(binaryKinds),
    mediaType: requiredText(120),
    /** Base64; at most 8 MiB here. */
    content: z.base64().max(11_200_000),
  }),
  /** Content that the producer uploaded before. */
  z.object({
    ...itemHead,
    kind: z.enum(binaryKinds),
    mediaType: requiredText(120),
    digest: Sha256,
  }),
  /** A document that the producer uploaded before, as JSON: for threads and lists too long for a body. */
  z.object({ ...itemHead, documentDigest: Sha256 }),
]);
export type IncomingEvidence = Readonly<z.infer<typeof IncomingEvidence>>;

export const IncomingCase = z.object({
  /** The producer's own id: the same one twice adds nothing. */
  externalId: requiredText(200),
  source: CaseSource,
  queue: Slug.optional(),
  policyArea: Slug.nullable().default(null),
  title: requiredText(300),
  summary: text(500).default(''),
  subject: Subject,
  related: z.array(SubjectRelation).max(100).default([]),
  compartment: Slug.nullable().default(null),
  cachePolicy: CachePolicy.optional(),
  language: Language.nullable().default(null),
  riskScore: Score.nullable().default(null),
  strikes: z.int().min(0).max(1000).default(0),
  facts: z.array(Fact).max(100).default([]),
  evidence: z.array(IncomingEvidence).min(1).max(200),
  createdAt: Instant.optional(),
  dueAt: Instant.nullable().optional(),
  /** The right answer where it is known. No reviewer's feed ever carries it. */
  golden: z
    .object({ outcome: Outcome, source: text(200) })
    .nullable()
    .default(null),
});
export type IncomingCase = Readonly<z.infer<typeof IncomingCase>>;
export { EvidenceDocument };
