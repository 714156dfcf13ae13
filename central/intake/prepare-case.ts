/** An incoming case checked and worked out, up to what only the store can give it. */
import type { Catalogue } from '../../contract/catalogue.ts';
import { EvidenceDocument, evidenceDocumentMediaType } from '../../contract/evidence.ts';
import type { EvidenceKind } from '../../contract/evidence.ts';
import type { IncomingCase, IncomingEvidence } from '../../contract/import.ts';
import { nearDuplicateDigest } from '../detector/near-duplicate.ts';
import type { Ids } from '../ports.ts';
import { minute } from '../ports.ts';
import type { EvidenceStore, PreparedContent } from '../store/evidence-store.ts';
import type { UploadedContent } from '../uploads/uploaded-content.ts';
import { evidenceDigestOf } from './evidence-digest.ts';
import { priorityOf } from './priority.ts';
import { restrictDocument } from './restrict-document.ts';
import { routeCase } from './routing.ts';

interface PreparedItem {
  readonly id: string;
  readonly ordinal: number;
  readonly kind: EvidenceKind;
  readonly material: boolean;
  readonly digest: string;
  readonly bytes: number;
  readonly restrictedDigest: string | null;
  readonly restrictedBytes: number | null;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface PreparedCase {
  /** Columns of `case_file` by their contract names, but for the reference. */
  readonly row: Readonly<{ id: string; externalId: string; subjectType: IncomingCase['subject']['type'] }> &
    Readonly<Record<string, unknown>>;
  readonly items: readonly PreparedItem[];
  readonly contents: readonly PreparedContent[];
  readonly joinedReports: number;
  readonly createdAt: Date;
}

interface PrepareDeps {
  readonly catalogue: Catalogue;
  readonly now: Date;
  readonly ids: Ids;
  readonly evidence: EvidenceStore;
  /** Content that the producer uploaded before; null where it did not. */
  readonly uploaded: (digest: string) => Promise<UploadedContent | null>;
}

type Prepared =
  | { readonly ok: true; readonly case: PreparedCase }
  | { readonly ok: false; readonly reason: string };

/** Names the field in `reason` where something is wrong. Large contents are written before this returns. */
export async function prepareCase(incoming: IncomingCase, deps: PrepareDeps): Promise<Prepared> {
  const { catalogue, now } = deps;
  const queueId = incoming.queue ?? routeCase(routedOf(incoming), catalogue.queues);
  const queue = catalogue.queues.find(({ id }) => id === queueId);
  if (!queue) return { ok: false, reason: `queue: the catalogue has none named ${queueId}` };
  const evidence = await prepareEvidence(incoming.evidence, deps);
  if (!evidence.ok) return evidence;

  const createdAt = incoming.createdAt === undefined ? now : new Date(incoming.createdAt);
  const dueAt =
    incoming.dueAt === undefined
      ? new Date(createdAt.getTime() + queue.slaMinutes * minute)
      : incoming.dueAt === null
        ? null
        : new Date(incoming.dueAt);
  const reports = evidence.documents.filter((document) => document.kind === 'report').length;
  const priority = priorityOf({
    risk: incoming.riskScore,
    reports,
    strikes: incoming.strikes,
    dueInMinutes: dueAt === null ? null : (dueAt.getTime() - now.getTime()) / minute,
  });
  return {
    ok: true,
    case: {
      row: {
        id: deps.ids.uuid(),
        externalId: incoming.externalId,
        title: incoming.title,
        summary: incoming.summary,
        source: incoming.source,
        queue: queue.id,
        policyArea: incoming.policyArea,
        priorityScore: priority.score,
        priorityBand: priority.band,
        dueAt,
        subjectType: incoming.subject.type,
        subjectId: incoming.subject.id,
        subjectLabel: incoming.subject.label,
        related: incoming.related,
        compartment: incoming.compartment,
        cachePolicy: strictest(incoming.cachePolicy, queue.cachePolicy),
        language: incoming.language,
        riskScore: incoming.riskScore,
        reports,
        strikes: incoming.strikes,
        facts: incoming.facts,
        evidenceDigest: evidenceDigestOf(evidence.items),
        nearDuplicateDigest: nearDuplicateOf(evidence.documents),
        golden: incoming.golden,
        createdAt,
      },
      items: evidence.items,
      contents: evidence.contents,
      joinedReports: incoming.source === 'report' ? Math.max(0, reports - 1) : reports,
      createdAt,
    },
  };
}

const routedOf = ({ source, subject, policyArea }: IncomingCase) => ({
  source,
  subject: subject.type,
  policyArea,
});

const strictness = ['offline', 'memory', 'never'] as const;
/** A producer may ask for less caching than its queue allows, never for more. */
function strictest(asked: (typeof strictness)[number] = 'offline', queue: (typeof strictness)[number]) {
  return strictness[Math.max(strictness.indexOf(asked), strictness.indexOf(queue))] ?? 'never';
}

type PreparedEvidence =
  | {
      readonly ok: true;
      readonly items: PreparedItem[];
      readonly contents: PreparedContent[];
      readonly documents: EvidenceDocument[];
    }
  | { readonly ok: false; readonly reason: string };

async function prepareEvidence(
  incoming: readonly IncomingEvidence[],
  deps: PrepareDeps,
): Promise<PreparedEvidence> {
  const ids = new Map<string, string>();
  for (const [index, { key }] of incoming.entries()) {
    if (ids.has(key)) return { ok: false, reason: `evidence.${index}.key: ${key} is there twice` };
    ids.set(key, deps.ids.uuid());
  }
  const hidden = new Map(incoming.map((item) => [ids.get(item.key) ?? '', item.sensitiveFields]));
  const items: PreparedItem[] = [];
  const contents: PreparedContent[] = [];
  const documents: EvidenceDocument[] = [];
  for (const [ordinal, item] of incoming.entries()) {
    const at = `evidence.${ordinal}`;
    if (item.translationOf !== null && !ids.has(item.translationOf)) {
      return { ok: false, reason: `${at}.translationOf: no item has the key ${item.translationOf}` };
    }
    const details = {
      label: item.label,
      language: item.language,
      translationOf: item.translationOf === null ? null : (ids.get(item.translationOf) ?? null),
      graphic: item.graphic,
      harmTypes: item.harmTypes,
      sensitiveFields: item.sensitiveFields,
    };
    const common = { id: ids.get(item.key) ?? '', ordinal };
    const missing = { ok: false, reason: `${at}: content of this digest was not uploaded` } as const;
    if ('kind' in item) {
      const content =
        'digest' in item
          ? await deps.uploaded(item.digest)
          : await deps.evidence.prepare(Buffer.from(item.content, 'base64'));
      if (content === null) return missing;
      contents.push(content);
      items.push({
        ...common,
        kind: item.kind,
        material: item.material ?? true,
        digest: content.digest,
        bytes: content.bytes,
        restrictedDigest: null,
        restrictedBytes: null,
        details: { ...details, mediaType: item.mediaType },
      });
      continue;
    }
    const given = 'document' in item ? item.document : await readDocument(item.documentDigest, deps);
    if (given === null) return missing;
    const parsed = EvidenceDocument.safeParse(withIds(given, ids));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return {
        ok: false,
        reason: `${at}.document.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is wrong'}`,
      };
    }
    const document = parsed.data;
    documents.push(document);
    const restricted = restrictDocument(withoutHiddenSpans(document, hidden), item.sensitiveFields);
    if (restricted === null) {
      return { ok: false, reason: `${at}.sensitiveFields: names what is not there or cannot be left out` };
    }
    const whole = JSON.stringify(document);
    const part = JSON.stringify(restricted);
    const content = await deps.evidence.prepare(Buffer.from(whole));
    const partContent = part === whole ? null : await deps.evidence.prepare(Buffer.from(part));
    contents.push(content, ...(partContent ? [partContent] : []));
    items.push({
      ...common,
      kind: document.kind,
      material: item.material ?? document.kind !== 'history',
      digest: content.digest,
      bytes: content.bytes,
      restrictedDigest: partContent?.digest ?? null,
      restrictedBytes: partContent?.bytes ?? null,
      details: { ...details, mediaType: evidenceDocumentMediaType },
    });
  }
  return { ok: true, items, contents, documents };
}

/** Null where it was not uploaded; an empty one, which no schema takes, where it is no JSON object. */
async function readDocument(
  digest: string,
  { uploaded }: PrepareDeps,
): Promise<Record<string, unknown> | null> {
  const content = await uploaded(digest);
  return content === null ? null : ((await content.asJsonObject()) ?? {});
}

/** Spans and attachments name items by key; here they get the ids. A name that is no key stays, and fails as an id. */
function withIds(document: Readonly<Record<string, unknown>>, ids: ReadonlyMap<string, string>): unknown {
  const idOf = (key: unknown) => (typeof key === 'string' ? (ids.get(key) ?? key) : key);
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
  const fields = (value: unknown) => (value !== null && typeof value === 'object' ? value : {});
  if (document['kind'] === 'detection') {
    const signals = list(document['signals']).map((signal) => ({
      ...fields(signal),
      spans: list((fields(signal) as { spans?: unknown }).spans).map((span) => ({
        ...fields(span),
        evidenceId: idOf((fields(span) as { evidenceId?: unknown }).evidenceId),
      })),
    }));
    return { ...document, signals };
  }
  if (document['kind'] === 'messages') {
    const messages = list(document['messages']).map((message) => {
      const { attachments } = fields(message) as { attachments?: unknown };
      return attachments === undefined
        ? message
        : { ...fields(message), attachments: list(attachments).map(idOf) };
    });
    return { ...document, messages };
  }
  return document;
}

/** A role that does not get a field is not told where in it something fired. */
function withoutHiddenSpans(
  document: EvidenceDocument,
  hidden: ReadonlyMap<string, readonly string[]>,
): EvidenceDocument {
  if (document.kind !== 'detection') return document;
  return {
    ...document,
    signals: document.signals.map((signal) => ({
      ...signal,
      spans: signal.spans.filter(
        (span) =>
          !(hidden.get(span.evidenceId) ?? []).some((field) => `${span.field}/`.startsWith(`${field}/`)),
      ),
    })),
  };
}

/** Of the words under review: a post's sections, else the flagged messages (all where none is), else a profile. */
function nearDuplicateOf(documents: readonly EvidenceDocument[]): string | null {
  for (const document of documents) {
    if (document.kind === 'job-post') {
      return nearDuplicateDigest(document.sections.map((section) => section.text).join('\n'));
    }
    if (document.kind === 'messages') {
      const flagged = document.messages.filter((message) => message.flagged);
      return nearDuplicateDigest(
        (flagged.length > 0 ? flagged : document.messages).map(({ text }) => text).join('\n'),
      );
    }
    if (document.kind === 'profile') return nearDuplicateDigest(document.about);
  }
  return null;
}
