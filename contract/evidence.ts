/**
 * Evidence: what a decision is made on. An item in a case is a reference (`EvidenceItem`) to content
 * named by its SHA-256. Structured kinds have a JSON document; image, document and media are bytes.
 * Text in it was written by the people under review: it is data, never markup, instructions or addresses.
 */
import { z } from 'zod';
import {
  EvidenceId,
  Instant,
  JsonPointer,
  Language,
  Money,
  Score,
  Sha256,
  Slug,
  count,
  requiredText,
  text,
} from './primitives.ts';

export const structuredKinds = [
  'job-post',
  'messages',
  'profile',
  'payments',
  'links',
  'sign-ins',
  'history',
  'detection',
  'report',
] as const;
export const binaryKinds = ['image', 'document', 'media'] as const;
export const EvidenceKind = z.enum([...structuredKinds, ...binaryKinds]);
export type EvidenceKind = z.infer<typeof EvidenceKind>;

const short = requiredText(300);
const long = text(4_000_000);
const accountRef = z.object({ id: short, label: short });

/** A fact beside a document, as label and value. */
export const Fact = z.object({ label: requiredText(80), value: text(2000) });
export type Fact = Readonly<z.infer<typeof Fact>>;

const section = z.object({
  name: z.enum(['company', 'description', 'requirements', 'benefits', 'other']),
  heading: text(200),
  format: z.enum(['plain', 'html']).default('plain'),
  text: long,
});

export const JobPost = z.object({
  kind: z.literal('job-post'),
  title: short,
  client: accountRef,
  location: text(300).default(''),
  employment: text(120).default(''),
  pay: text(300).default(''),
  postedAt: Instant.nullable().default(null),
  sections: z.array(section).max(50),
  facts: z.array(Fact).max(100).default([]),
  /** Earlier versions, oldest first, whole. The item itself is the latest. */
  earlier: z
    .array(z.object({ editedAt: Instant, title: short, sections: z.array(section).max(50) }))
    .max(50)
    .default([]),
});
export type JobPost = Readonly<z.infer<typeof JobPost>>;

export const Messages = z.object({
  kind: z.literal('messages'),
  participants: z
    .array(
      z.object({
        id: short,
        label: short,
        role: z.enum(['client', 'freelancer', 'platform', 'unknown']),
        /** IANA name; null when it is not known. */
        timeZone: text(64).nullable().default(null),
      }),
    )
    .min(1)
    .max(200),
  messages: z
    .array(
      z.object({
        id: short,
        from: short,
        at: Instant.nullable(),
        text: long,
        flagged: z.boolean().default(false),
        attachments: z.array(EvidenceId).max(50).default([]),
      }),
    )
    .max(100_000),
});
export type Messages = Readonly<z.infer<typeof Messages>>;

const claim = z.object({
  field: short,
  claimed: text(4000),
  verified: text(4000).nullable(),
  status: z.enum(['verified', 'different', 'unverified']),
});

export const Profile = z.object({
  kind: z.literal('profile'),
  account: accountRef,
  headline: text(500).default(''),
  about: long.default(''),
  memberSince: Instant.nullable().default(null),
  claims: z.array(claim).max(200).default([]),
  facts: z.array(Fact).max(100).default([]),
  earlier: z
    .array(z.object({ editedAt: Instant, headline: text(500), about: long, claims: z.array(claim).max(200) }))
    .max(50)
    .default([]),
});
export type Profile = Readonly<z.infer<typeof Profile>>;

export const Payments = z.object({
  kind: z.literal('payments'),
  account: accountRef,
  payments: z
    .array(
      z.object({
        id: short,
        at: Instant,
        direction: z.enum(['in', 'out']),
        counterparty: accountRef,
        amount: Money,
        method: text(120),
        status: z.enum(['pending', 'settled', 'failed', 'reversed', 'held']),
        flags: z.array(Slug).max(20).default([]),
      }),
    )
    .max(100_000),
});
export type Payments = Readonly<z.infer<typeof Payments>>;

export const Links = z.object({
  kind: z.literal('links'),
  nodes: z
    .array(
      z.object({
        id: short,
        label: short,
        kind: z.enum(['account', 'device', 'address', 'payment-instrument']),
        state: z.enum(['active', 'restricted', 'suspended', 'closed', 'unknown']).default('unknown'),
      }),
    )
    .max(5000),
  edges: z
    .array(z.object({ from: short, to: short, label: text(200), since: Instant.nullable().default(null) }))
    .max(20_000),
});
export type Links = Readonly<z.infer<typeof Links>>;

export const SignIns = z.object({
  kind: z.literal('sign-ins'),
  account: accountRef,
  signIns: z
    .array(
      z.object({
        at: Instant,
        address: text(64),
        place: z.object({
          city: text(120),
          country: text(80),
          latitude: z.number().min(-90).max(90).nullable(),
          longitude: z.number().min(-180).max(180).nullable(),
        }),
        device: text(200),
        outcome: z.enum(['success', 'failure', 'challenged']),
        flags: z.array(Slug).max(20).default([]),
      }),
    )
    .max(100_000),
});
export type SignIns = Readonly<z.infer<typeof SignIns>>;

export const History = z.object({
  kind: z.literal('history'),
  /** Newest first. `by` is null where the reader's role does not see it. */
  entries: z
    .array(
      z.object({
        at: Instant,
        kind: z.enum(['decision', 'strike', 'appeal', 'note']),
        title: short,
        outcome: text(80).nullable(),
        actions: z.array(text(120)).max(50),
        policies: z.array(text(120)).max(50),
        by: text(120).nullable(),
        text: text(8000).default(''),
      }),
    )
    .max(5000),
});
export type History = Readonly<z.infer<typeof History>>;

/** Where a signal fired: UTF-16 code units `[start, end)` in the string that `field` points at. */
export const Span = z.object({
  evidenceId: EvidenceId,
  field: JsonPointer,
  start: z.int().min(0),
  end: z.int().min(1),
});
export type Span = Readonly<z.infer<typeof Span>>;

export const Detection = z.object({
  kind: z.literal('detection'),
  detector: short,
  detectorVersion: requiredText(40),
  at: Instant,
  score: Score,
  threshold: Score,
  signals: z
    .array(
      z.object({
        id: Slug,
        label: short,
        /** The signal's share in the score, 0 to 1. */
        weight: Score,
        spans: z.array(Span).max(500),
      }),
    )
    .max(200),
});
export type Detection = Readonly<z.infer<typeof Detection>>;

export const Report = z.object({
  kind: z.literal('report'),
  reporter: z.object({
    id: short,
    label: short,
    role: z.enum(['client', 'freelancer', 'vendor', 'staff']),
    reports: count,
    upheld: count,
  }),
  at: Instant,
  reason: short,
  text: text(20_000),
});
export type Report = Readonly<z.infer<typeof Report>>;

export const EvidenceDocument = z.discriminatedUnion('kind', [
  JobPost,
  Messages,
  Profile,
  Payments,
  Links,
  SignIns,
  History,
  Detection,
  Report,
]);
export type EvidenceDocument = Readonly<z.infer<typeof EvidenceDocument>>;

/** Content of the structured kinds is UTF-8 JSON of an `EvidenceDocument`, with this media type. */
export const evidenceDocumentMediaType = 'application/vnd.docket.evidence+json';

export const EvidenceItem = z.object({
  id: EvidenceId,
  kind: EvidenceKind,
  /** From 1; a new version has a new digest. */
  version: z.int().min(1),
  /** SHA-256 of the content in the form that this reader's role is given. */
  digest: Sha256,
  bytes: z
    .int()
    .min(0)
    .max(20 * 1024 ** 3),
  mediaType: requiredText(120),
  label: text(200),
  language: Language.nullable().default(null),
  /** The item that this one translates. */
  translationOf: EvidenceId.nullable().default(null),
  /** Whether a change of it may change a decision (D1, D11). History and presence may not. */
  material: z.boolean(),
  graphic: z.boolean().default(false),
  harmTypes: z.array(Slug).max(20).default([]),
  /** Fields of the document that are masked until revealed, and never indexed. */
  sensitiveFields: z.array(JsonPointer).max(500).default([]),
  capturedAt: Instant,
  width: z.int().min(1).nullable().default(null),
  height: z.int().min(1).nullable().default(null),
  durationMs: z.int().min(0).nullable().default(null),
  pages: z.int().min(1).nullable().default(null),
});
export type EvidenceItem = Readonly<z.infer<typeof EvidenceItem>>;
