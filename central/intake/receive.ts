/** Where every case comes in: imports, producers and the demo alike. */
import type { Catalogue } from '../../contract/catalogue.ts';
import type { IncomingCase } from '../../contract/import.ts';
import { announceWork } from '../assignment/give.ts';
import type { Clock, Ids } from '../ports.ts';
import { currentRouting } from '../routing/routing.ts';
import type { EvidenceStore } from '../store/evidence-store.ts';
import type { Sql, Store, Tx } from '../store/sql.ts';
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
  | { readonly status: 'added'; readonly caseId: string; readonly reference: string }
  | { readonly status: 'already-there'; readonly caseId: string; readonly reference: string }
  /** `reason` begins with the field. */
  | { readonly status: 'rejected'; readonly reason: string };

export interface CaseBatch {
  readonly producer: string;
  readonly catalogue: Catalogue;
  readonly cases: readonly IncomingCase[];
}

/**
 * Takes cases in, in one transaction, and answers one by one in their order. A case is known by its producer and the
 * producer's id for it: the same one twice adds nothing, whatever else it says the second time.
 */
export async function receiveCases(deps: IntakeDeps, batch: CaseBatch): Promise<Received[]> {
  const prepared = await prepareCases(deps, batch);
  const received = await deps.store.transact((tx) => addCases(tx, deps, prepared));
  if (received.some(({ status }) => status === 'added')) await announceWork(deps.store);
  return received;
}

export interface PreparedCases {
  readonly producer: string;
  readonly now: Date;
  /** For each case of the batch, in its order: its id at the producer, and what is wrong with it where something is. */
  readonly items: readonly { readonly externalId: string; readonly wrong: string | null }[];
  readonly fresh: ReadonlyMap<string, PreparedCase>;
}

/** What can be done before the transaction: large contents are written here. */
export async function prepareCases(deps: IntakeDeps, batch: CaseBatch): Promise<PreparedCases> {
  const { store, evidence, clock, ids } = deps;
  const known = await knownCases(
    store,
    batch.producer,
    batch.cases.map(({ externalId }) => externalId),
  );
  const now = new Date(clock.now());
  const uploaded = uploadedContentOf(deps, batch.producer);
  const { catalogue, producer } = batch;
  const prepareDeps = { catalogue, producer, routing: await currentRouting(store), ids, evidence, uploaded };
  const fresh = new Map<string, PreparedCase>();
  const items: { externalId: string; wrong: string | null }[] = [];
  for (const incoming of batch.cases) {
    const { externalId } = incoming;
    let wrong: string | null = null;
    if (!known.has(externalId) && !fresh.has(externalId)) {
      const prepared = await prepareCase(incoming, { ...prepareDeps, now });
      if (prepared.ok) fresh.set(externalId, prepared.case);
      else wrong = prepared.reason;
    }
    items.push({ externalId, wrong });
  }
  return { producer: batch.producer, now, items, fresh };
}

/** Announce work afterwards where something was added. */
export async function addCases(tx: Tx, deps: IntakeDeps, prepared: PreparedCases): Promise<Received[]> {
  const { producer, now, items, fresh } = prepared;
  const { ids, evidence } = deps;
  const added = await insertCases(tx, { producer, cases: [...fresh.values()], now, ids, evidence });
  // Of an earlier request, or of one that ran meanwhile and was first.
  const earlier = items.filter(({ externalId, wrong }) => wrong === null && !added.has(externalId));
  const known =
    earlier.length === 0
      ? new Map<string, KnownCase>()
      : await knownCases(
          tx,
          producer,
          earlier.map(({ externalId }) => externalId),
        );
  const told = new Set<string>();
  return items.map(({ externalId, wrong }) => {
    if (wrong !== null) return { status: 'rejected', reason: wrong };
    const reference = added.get(externalId);
    const caseId = fresh.get(externalId)?.row.id;
    if (reference !== undefined && caseId !== undefined) {
      const first = !told.has(externalId);
      told.add(externalId);
      return { status: first ? 'added' : 'already-there', caseId, reference };
    }
    const found = known.get(externalId);
    if (!found) throw new Error('a case was neither added nor there');
    return { status: 'already-there', caseId: found.id, reference: found.reference };
  });
}

interface KnownCase {
  readonly id: string;
  readonly reference: string;
}

async function knownCases(
  db: Sql,
  producer: string,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, KnownCase>> {
  const { rows } = await db.query<KnownCase & { external_id: string }>(
    'select external_id, id, reference from case_file where producer = $1 and external_id = any($2::text[])',
    [producer, externalIds],
  );
  return new Map(rows.map((row) => [row.external_id, row]));
}
