/** An incoming case checked and worked out, up to what only the store can give it. */
import type { Catalogue } from '../../contract/catalogue.ts';
import type { EvidenceDocument } from '../../contract/evidence.ts';
import type { IncomingCase } from '../../contract/import.ts';
import { nearDuplicateDigest } from '../detector/near-duplicate.ts';
import { minute } from '../ports.ts';
import type { PreparedContent } from '../store/evidence-store.ts';
import { evidenceDigestOf } from './evidence-digest.ts';
import { prepareEvidence, type EvidenceDeps, type PreparedItem } from './prepare-evidence.ts';
import { priorityOf } from './priority.ts';
import { routeCase, type Placed } from '../routing/route.ts';
import type { Routing } from '../routing/routing.ts';

export interface PreparedCase {
  /** Columns of `case_file` by their contract names, but for the reference. */
  readonly row: Readonly<{ id: string; externalId: string; subjectType: IncomingCase['subject']['type'] }> &
    Readonly<Record<string, unknown>>;
  readonly items: readonly PreparedItem[];
  readonly contents: readonly PreparedContent[];
  readonly joinedReports: number;
  readonly createdAt: Date;
}

export interface PrepareDeps extends EvidenceDeps {
  readonly catalogue: Catalogue;
  readonly routing: Routing;
  readonly producer: string;
  readonly now: Date;
}

type Prepared =
  | { readonly ok: true; readonly case: PreparedCase }
  | { readonly ok: false; readonly reason: string };

/**
 * Names the field in `reason` where something is wrong. Large contents are written before this returns.
 */
export async function prepareCase(incoming: IncomingCase, deps: PrepareDeps): Promise<Prepared> {
  const { catalogue, now } = deps;
  const placed = incoming.queue === undefined ? placeOf(incoming, deps) : null;
  const queueId = placed?.queue ?? incoming.queue;
  const queue = catalogue.queues.find(({ id }) => id === queueId);
  if (!queue) return { ok: false, reason: `queue: the catalogue has none named ${queueId}` };
  const evidence = await prepareEvidence(incoming.evidence, deps);
  if (!evidence.ok) return evidence;

  for (const field of ['createdAt', 'dueAt'] as const) {
    if (isOutOfRange(incoming[field]))
      return { ok: false, reason: `${field}: must be in the years 1970 to 2999` };
  }
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
        routedQueue: placed?.queue ?? null,
        routingVersion: placed ? deps.routing.version : null,
        routingRule: placed?.rule ?? null,
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

/** No store holds the year 0, and a due time reckoned from the year 9999 has five digits. */
const isOutOfRange = (instant: string | null | undefined): boolean =>
  typeof instant === 'string' && (instant < '1970' || instant >= '3000');

const placeOf = (incoming: IncomingCase, { routing, producer, catalogue }: PrepareDeps): Placed =>
  routeCase(
    {
      source: incoming.source,
      surface: incoming.subject.type,
      policyArea: incoming.policyArea,
      language: incoming.language,
      compartment: incoming.compartment,
      producer,
      risk: incoming.riskScore,
    },
    routing.content,
    catalogue.queues,
  );

const strictness = ['offline', 'memory', 'never'] as const;
/** A producer may ask for less caching than its queue allows, never for more. */
export function strictest(
  asked: (typeof strictness)[number] = 'offline',
  queue: (typeof strictness)[number],
) {
  return strictness[Math.max(strictness.indexOf(asked), strictness.indexOf(queue))] ?? 'never';
}

/** Of the words under review: a post's sections, else the flagged messages (all where none is), else a profile. */
export function nearDuplicateOf(documents: readonly EvidenceDocument[]): string | null {
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
