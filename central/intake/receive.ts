/** Where every case comes in: imports, producers and the demo alike. */
import type { Catalogue } from '../../contract/catalogue.ts';
import type { IncomingCase } from '../../contract/import.ts';
import { announceWork } from '../assignment/give.ts';
import type { Clock, Ids } from '../ports.ts';
import type { EvidenceStore } from '../store/evidence-store.ts';
import type { Store } from '../store/sql.ts';
import { uploadedContentOf } from '../uploads/uploaded-content.ts';
import { insertCases } from './insert-cases.ts';
import { prepareCase } from './prepare-case.ts';
import type { PreparedCase } from './prepare-case.ts';

export interface IntakeDeps {
  readonly store: Store;
  readonly evidence: EvidenceStore;
  readonly clock: Clock;
  readonly ids: Ids;
}

export type Received =
  | { readonly status: 'added' | 'already-there'; readonly caseId: string; readonly reference: string }
  | { readonly status: 'rejected'; readonly reason: string };

/**
 * Takes cases in, in one transaction, and answers one by one in their order. A case is known by its producer and the
 * producer's id for it: the same one twice adds nothing, whatever else it says the second time.
 */
export async function receiveCases(
  deps: IntakeDeps,
  batch: {
    readonly producer: string;
    readonly catalogue: Catalogue;
    readonly cases: readonly IncomingCase[];
  },
): Promise<Received[]> {
  const { store, evidence, clock, ids } = deps;
  const known = await findKnown(store, batch.producer, externalIdsOf(batch.cases));
  const now = new Date(clock.now());
  const uploaded = uploadedContentOf(deps, batch.producer);
  const prepareDeps = { catalogue: batch.catalogue, now, ids, evidence, uploaded };
  const fresh = new Map<string, PreparedCase>();
  const rejected = new Map<number, string>();
  for (const [index, incoming] of batch.cases.entries()) {
    const { externalId } = incoming;
    if (known.has(externalId) || fresh.has(externalId)) continue;
    const prepared = await prepareCase(incoming, prepareDeps);
    if (prepared.ok) fresh.set(externalId, prepared.case);
    else rejected.set(index, prepared.reason);
  }
  const added: ReadonlyMap<string, string> =
    fresh.size === 0
      ? new Map()
      : await store.transact((tx) =>
          insertCases(tx, { producer: batch.producer, cases: [...fresh.values()], now, ids, evidence }),
        );
  if (added.size > 0) await announceWork(store);
  // Another process was first with these.
  const lost = [...fresh.keys()].filter((externalId) => !added.has(externalId));
  const others = lost.length > 0 ? await findKnown(store, batch.producer, lost) : new Map<string, Known>();

  const told = new Set<string>();
  return batch.cases.map(({ externalId }, index): Received => {
    const reason = rejected.get(index);
    if (reason !== undefined) return { status: 'rejected', reason };
    const reference = added.get(externalId);
    if (reference !== undefined) {
      // The same id twice in one batch is one case, added once.
      const status = told.has(externalId) ? 'already-there' : 'added';
      told.add(externalId);
      return { status, caseId: fresh.get(externalId)?.row.id ?? '', reference };
    }
    const there = known.get(externalId) ?? others.get(externalId);
    if (!there) throw new Error('a case is neither added nor there');
    return { status: 'already-there', caseId: there.id, reference: there.reference };
  });
}

interface Known {
  readonly id: string;
  readonly reference: string;
}

const externalIdsOf = (cases: readonly IncomingCase[]): string[] => cases.map(({ externalId }) => externalId);

async function findKnown(
  store: Store,
  producer: string,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, Known>> {
  const { rows } = await store.query<Known & { external_id: string }>(
    'select external_id, id, reference from case_file where producer = $1 and external_id = any($2::text[])',
    [producer, externalIds],
  );
  return new Map(rows.map((row) => [row.external_id, row]));
}
