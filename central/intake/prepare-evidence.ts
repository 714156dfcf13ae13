/** Evidence as it came, checked and worked out: ids, digests, and the forms that roles are given. */
import { EvidenceDocument, evidenceDocumentMediaType } from '../../contract/evidence.ts';
import type { EvidenceKind } from '../../contract/evidence.ts';
import type { IncomingEvidence } from '../../contract/import.ts';
import type { Ids } from '../ports.ts';
import type { EvidenceStore, PreparedContent } from '../store/evidence-store.ts';
import type { UploadedContent } from '../uploads/uploaded-content.ts';
import { restrictDocument } from './restrict-document.ts';

export interface PreparedItem {
  readonly id: string;
  /** What the producer calls it. */
  readonly key: string;
  readonly ordinal: number;
  readonly kind: EvidenceKind;
  readonly material: boolean;
  readonly digest: string;
  readonly bytes: number;
  readonly restrictedDigest: string | null;
  readonly restrictedBytes: number | null;
  readonly details: Readonly<Record<string, unknown>>;
  /** When it came in; with its case where it is not told. */
  readonly capturedAt?: Date;
  /** Of a detection: who spoke. */
  readonly detector?: string;
  readonly detectorVersion?: string;
}

/** An item that the case has already. */
export interface KnownItem {
  readonly id: string;
  readonly sensitiveFields: readonly string[];
}

export interface EvidenceDeps {
  readonly ids: Ids;
  readonly evidence: EvidenceStore;
  /** Content that the producer uploaded before; null where it did not. */
  readonly uploaded: (digest: string) => Promise<UploadedContent | null>;
}

type PreparedEvidence =
  | {
      readonly ok: true;
      readonly items: PreparedItem[];
      readonly contents: PreparedContent[];
      readonly documents: EvidenceDocument[];
    }
  | { readonly ok: false; readonly reason: string };

/**
 * `known`: items that the case has already, by their keys; an incoming one of the same key becomes a version of it.
 * Large contents are written before this returns.
 */
export async function prepareEvidence(
  incoming: readonly IncomingEvidence[],
  deps: EvidenceDeps,
  known: ReadonlyMap<string, KnownItem> = new Map(),
): Promise<PreparedEvidence> {
  const ids = new Map([...known].map(([key, { id }]) => [key, id]));
  const seen = new Set<string>();
  for (const [index, { key }] of incoming.entries()) {
    if (seen.has(key)) return { ok: false, reason: `evidence.${index}.key: ${key} is there twice` };
    seen.add(key);
    if (!ids.has(key)) ids.set(key, deps.ids.uuid());
  }
  const hidden = new Map<string, readonly string[]>([
    ...[...known.values()].map(({ id, sensitiveFields }) => [id, sensitiveFields] as const),
    ...incoming.map((item) => [ids.get(item.key) ?? '', item.sensitiveFields] as const),
  ]);
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
      ...measuresOf(item),
    };
    const common = { id: ids.get(item.key) ?? '', key: item.key, ordinal };
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
      ...(document.kind === 'detection' && {
        detector: document.detector,
        detectorVersion: document.detectorVersion,
      }),
    });
  }
  return { ok: true, items, contents, documents };
}

function measuresOf({ width, height, durationMs, pages }: IncomingEvidence): Record<string, number> {
  const given = Object.entries({ width, height, durationMs, pages });
  return Object.fromEntries(given.filter((entry): entry is [string, number] => entry[1] !== undefined));
}

/** Null where it was not uploaded; an empty one, which no schema takes, where it is no JSON object. */
async function readDocument(
  digest: string,
  { uploaded }: EvidenceDeps,
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
