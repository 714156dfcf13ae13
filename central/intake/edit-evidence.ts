/** `POST /v1/cases/:externalId/evidence`: what a case is about has changed, or there is more of it. */
import type { EvidenceEdit } from '../../contract/intake.ts';
import { announceWork } from '../assignment/give.ts';
import { lockCases } from '../cases/case-row.ts';
import { createChanges, nobody } from '../cases/changes.ts';
import { Refusal } from '../refusal.ts';
import { uploadedContentOf } from '../uploads/uploaded-content.ts';
import { addEvidence, itemsByKey } from './add-evidence.ts';
import { prepareEvidence } from './prepare-evidence.ts';
import type { IntakeDeps } from './receive.ts';
import { fieldErrorOf } from './refuse-item.ts';

interface Edited {
  readonly status: 'edited' | 'already-there';
  readonly caseId: string;
  readonly version: number;
}

/** Throws a Refusal `not-found` where the producer has no such case, `conflict` where it is closed, `invalid` by field. */
export async function editEvidence(
  deps: IntakeDeps,
  producer: string,
  caseExternalId: string,
  edit: EvidenceEdit,
): Promise<Edited> {
  const { store, clock, ids, evidence } = deps;
  const before = await findEdit();
  if (before) return before;
  const { rows } = await store.query<{ id: string }>(
    'select id from case_file where producer = $1 and external_id = $2',
    [producer, caseExternalId],
  );
  const caseId = rows[0]?.id;
  if (caseId === undefined) throw new Refusal('not-found', 'no case of this producer has this id');
  const known = await store.transact((tx) => itemsByKey(tx, caseId));
  // Contents are written before the case is locked; an item that another edit adds meanwhile is a conflict below.
  const prepared = await prepareEvidence(
    edit.evidence,
    { ids, evidence, uploaded: uploadedContentOf(deps, producer) },
    known,
  );
  if (!prepared.ok) {
    throw new Refusal('invalid', 'the evidence is wrong', { errors: [fieldErrorOf(prepared.reason)] });
  }

  const edited = await store.transact(async (tx): Promise<Edited | null> => {
    const row = (await lockCases(tx, [caseId])).get(caseId);
    if (!row) throw new Refusal('not-found', 'no case of this producer has this id');
    if (row.state === 'closed') throw new Refusal('conflict', 'this case is closed');
    const taken = await tx.query(
      `insert into evidence_edit (producer, external_id, case_id, version, received_at) values ($1, $2, $3, $4, $5)
       on conflict (producer, external_id) do nothing returning version`,
      [producer, edit.externalId, caseId, row.version + 1, new Date(clock.now())],
    );
    if (taken.count === 0) return null;
    const now = await itemsByKey(tx, caseId);
    if (edit.evidence.some(({ key }) => now.get(key) !== known.get(key))) {
      throw new Refusal('conflict', 'another edit of this case came at the same time: send this one again');
    }
    const changes = createChanges(tx, new Date(clock.now()), ids);
    changes.tell(row, 'evidence-added', nobody);
    await addEvidence(tx, changes, row, { ...prepared, evidence });
    changes.audit({
      kind: 'case.evidence-edited',
      ...nobody,
      caseId,
      details: { producer, version: row.version, evidenceDigest: row.evidence_digest },
    });
    await changes.flush();
    return { status: 'edited', caseId, version: row.version };
  });
  await announceWork(store);
  const answer = edited ?? (await findEdit());
  if (!answer) throw new Error('an edit is neither new nor there');
  return answer;

  async function findEdit(): Promise<Edited | null> {
    const found = await store.query<{ case_id: string; version: number }>(
      'select case_id, version from evidence_edit where producer = $1 and external_id = $2',
      [producer, edit.externalId],
    );
    const [row] = found.rows;
    return row ? { status: 'already-there', caseId: row.case_id, version: row.version } : null;
  }
}
