/** `POST /v1/cases/:externalId/evidence`: what a case is about has changed, or there is more of it. */
import type { EvidenceEdit } from '../../contract/intake.ts';
import type { IncomingEvidence } from '../../contract/import.ts';
import { announceWork } from '../assignment/give.ts';
import { lockCases } from '../cases/case-row.ts';
import { createChanges, nobody } from '../cases/changes.ts';
import { fieldErrorOf } from '../fields.ts';
import { Refusal } from '../refusal.ts';
import type { Store, Tx } from '../store/sql.ts';
import { uploadedContentOf } from '../uploads/uploaded-content.ts';
import { addEvidence, currentItems, evidenceLimit, type CurrentItem } from './add-evidence.ts';
import { canonicalJson } from './canonical-json.ts';
import { nearDuplicateOf } from './prepare-case.ts';
import { prepareEvidence, type KnownItem, type PreparedItem } from './prepare-evidence.ts';
import type { IntakeDeps } from './receive.ts';
import { reportsProducer } from './take-reports.ts';

interface Edited {
  readonly status: 'edited' | 'already-there';
  readonly caseId: string;
  readonly version: number;
}

/** Edits of one case that overlap are prepared anew; so many at once is a program that has lost its way. */
const ATTEMPTS = 5;

/** Throws `not-found` where the producer has no such case, `conflict` where it is closed, `invalid` by field. */
export async function editEvidence(
  deps: IntakeDeps,
  producer: string,
  externalId: string,
  edit: EvidenceEdit,
): Promise<Edited> {
  const caseId = await findCase(deps.store, producer, externalId);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const edited = await editOnce(deps, producer, caseId, edit);
    if (edited) {
      await announceWork(deps.store);
      return edited;
    }
  }
  throw new Refusal('conflict', 'other edits of this case came at the same time: send this one again');
}

/** By the producer's id of the case, or of the report that made it. */
async function findCase(store: Store, producer: string, externalId: string): Promise<string> {
  const { rows } = await store.query<{ id: string }>(
    `select id from case_file where producer = any($1::text[]) and external_id = $2
     order by (producer = $3) desc`,
    [[producer, reportsProducer(producer)], externalId, producer],
  );
  const [found] = rows;
  if (!found) throw new Refusal('not-found', 'no case of this producer has this id');
  return found.id;
}

/** Null where the case was given other items of these keys after this edit was prepared. */
async function editOnce(
  deps: IntakeDeps,
  producer: string,
  caseId: string,
  edit: EvidenceEdit,
): Promise<Edited | null> {
  const { store, clock, ids, evidence } = deps;
  const known = keyed((await currentItems(store, [caseId])).get(caseId) ?? []);
  // Contents are written before the case is locked.
  const prepared = await prepareEvidence(
    edit.evidence,
    { ids, evidence, uploaded: uploadedContentOf(deps, producer) },
    known,
  );
  if (!prepared.ok) throw wrongEvidence(prepared.reason);
  return store.transact(async (tx) => {
    const row = (await lockCases(tx, [caseId])).get(caseId);
    if (!row) throw new Refusal('not-found', 'no case of this producer has this id');
    const before = await findEdit(tx, caseId, edit);
    if (before) return before;
    if (row.state === 'closed') throw new Refusal('conflict', 'this case is closed');
    const current = (await currentItems(tx, [caseId])).get(caseId) ?? [];
    const now = keyed(current);
    if (named(edit.evidence).some((key) => now.get(key)?.id !== known.get(key)?.id)) return null;
    const items = prepared.items.filter((item) => !isSame(item, now.get(item.key)));
    const fresh = items.filter(({ key }) => !now.has(key));
    if (current.length + fresh.length > evidenceLimit) {
      throw wrongEvidence(
        `evidence: a case has at most ${evidenceLimit} items, and this one ${current.length}`,
      );
    }
    if (items.length > 0) {
      const changes = createChanges(tx, new Date(clock.now()), ids);
      row.reports += fresh.filter(({ kind }) => kind === 'report').length;
      changes.tell(row, 'evidence-added', nobody);
      await addEvidence(tx, changes, evidence, [{ row, current, items, contents: prepared.contents }]);
      changes.audit({
        kind: 'case.evidence-edited',
        ...nobody,
        caseId,
        details: { producer, version: row.version, evidenceDigest: row.evidence_digest },
      });
      await changes.flush();
      // Of the words under review, which are the first of a case.
      const words = nearDuplicateOf(prepared.documents);
      if (words !== null && items.some(({ id }) => id === wordsOf(current)?.id)) {
        await tx.query('update case_file set near_duplicate_digest = $2 where id = $1', [caseId, words]);
      }
    }
    await tx.query(
      'insert into evidence_edit (case_id, external_id, version, received_at) values ($1, $2, $3, $4)',
      [caseId, edit.externalId, row.version, new Date(clock.now())],
    );
    return { status: 'edited', caseId, version: row.version };
  });
}

async function findEdit(tx: Tx, caseId: string, { externalId }: EvidenceEdit): Promise<Edited | null> {
  const { rows } = await tx.query<{ version: number }>(
    'select version from evidence_edit where case_id = $1 and external_id = $2',
    [caseId, externalId],
  );
  const [found] = rows;
  return found ? { status: 'already-there', caseId, version: found.version } : null;
}

type KeyedItem = CurrentItem & KnownItem;

const keyed = (items: readonly CurrentItem[]): Map<string, KeyedItem> =>
  new Map(
    items.flatMap((item) =>
      item.key === null
        ? []
        : [[item.key, { ...item, sensitiveFields: item.details['sensitiveFields'] as string[] }] as const],
    ),
  );

const named = (items: readonly IncomingEvidence[]): string[] =>
  items.flatMap(({ key, translationOf }) => (translationOf === null ? [key] : [key, translationOf]));

/** What is sent again as it was is no new version. */
const isSame = (item: PreparedItem, before: CurrentItem | undefined): boolean =>
  before !== undefined && canonicalJson(bare(item)) === canonicalJson(bare(before));

const bare = ({ kind, material, digest, restrictedDigest, details }: Omit<PreparedItem, 'key'>) => ({
  kind,
  material,
  digest,
  restrictedDigest,
  details,
});

const wordsOf = (items: readonly CurrentItem[]): CurrentItem | undefined =>
  items.find(({ kind }) => kind === 'job-post' || kind === 'messages' || kind === 'profile');

function wrongEvidence(reason: string): Refusal {
  const error = fieldErrorOf(reason);
  return new Refusal('invalid', error.message, { errors: [error] });
}
