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
  | { readonly status: 'added'; readonly caseId: string }
  | { readonly status: 'already-there' }
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
  const known = await knownIds(store, batch.producer, batch.cases);
  const now = new Date(clock.now());
  const uploaded = uploadedContentOf(deps, batch.producer);
  const fresh = new Map<string, PreparedCase>();
  const results: (Received | { readonly status: 'pending'; readonly externalId: string })[] = [];
  for (const incoming of batch.cases) {
    const { externalId } = incoming;
    if (known.has(externalId) || fresh.has(externalId)) {
      results.push({ status: 'already-there' });
      continue;
    }
    const prepared = await prepareCase(incoming, {
      catalogue: batch.catalogue,
      now,
      ids,
      evidence,
      uploaded,
    });
    if (prepared.ok) {
      fresh.set(externalId, prepared.case);
      results.push({ status: 'pending', externalId });
    } else results.push({ status: 'rejected', reason: prepared.reason });
  }
  const added =
    fresh.size === 0
      ? new Set<string>()
      : await store.transact((tx) =>
          insertCases(tx, { producer: batch.producer, cases: [...fresh.values()], now, ids, evidence }),
        );
  if (added.size > 0) await announceWork(store);
  return results.map((result) => {
    if (result.status !== 'pending') return result;
    const caseId = fresh.get(result.externalId)?.row.id;
    return caseId !== undefined && added.has(result.externalId)
      ? { status: 'added', caseId }
      : { status: 'already-there' };
  });
}

async function knownIds(
  store: Store,
  producer: string,
  cases: readonly IncomingCase[],
): Promise<ReadonlySet<string>> {
  const { rows } = await store.query<{ external_id: string }>(
    'select external_id from case_file where producer = $1 and external_id = any($2::text[])',
    [producer, cases.map((incoming) => incoming.externalId)],
  );
  return new Set(rows.map((row) => row.external_id));
}
