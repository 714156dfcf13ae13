import type { Subject } from '../../contract/subject.ts';
import { recordAudit } from '../audit/record.ts';
import { Refusal } from '../refusal.ts';
import type { Store } from '../store/sql.ts';
import type { EraseDeps } from './erase.ts';

export type Held = { readonly reference: string } | { readonly subject: Pick<Subject, 'type' | 'id'> };

/** Keeps a case, or whatever a subject is part of, from being erased. Throws `not-found` for a reference that no case has. */
export async function placeHold(deps: EraseDeps, held: Held, reason: string): Promise<string> {
  const { store, ids, clock } = deps;
  const id = ids.uuid();
  const at = new Date(clock.now());
  await store.transact(async (tx) => {
    let caseId: string | null = null;
    if ('reference' in held) {
      const { rows } = await tx.query<{ id: string }>('select id from case_file where reference = $1', [
        held.reference,
      ]);
      caseId = rows[0]?.id ?? null;
      if (caseId === null) throw new Refusal('not-found', `there is no case ${held.reference}`);
    }
    const subject = 'subject' in held ? held.subject : null;
    await tx.query(
      `insert into legal_hold (id, case_id, subject_type, subject_id, reason, placed_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [id, caseId, subject?.type ?? null, subject?.id ?? null, reason, at],
    );
    await recordAudit(tx, [
      {
        id: ids.uuid(),
        at,
        kind: 'legal-hold.placed',
        caseId,
        details: { hold: id, subject: subject?.type ?? null },
      },
    ]);
  });
  return id;
}

/** Throws `not-found` where no hold of this id is in force. */
export async function liftHold(deps: EraseDeps, id: string): Promise<void> {
  const at = new Date(deps.clock.now());
  await deps.store.transact(async (tx) => {
    const { count } = await tx.query(
      'update legal_hold set lifted_at = $2 where id::text = $1 and lifted_at is null',
      [id, at],
    );
    if (count === 0) throw new Refusal('not-found', `no hold ${id} is in force`);
    await recordAudit(tx, [{ id: deps.ids.uuid(), at, kind: 'legal-hold.lifted', details: { hold: id } }]);
  });
}

export interface HoldLine {
  readonly id: string;
  readonly what: string;
  readonly reason: string;
  readonly placedAt: Date;
}

export async function listHolds(store: Store): Promise<HoldLine[]> {
  const { rows } = await store.query<HoldLine>(
    `select h.id, coalesce(c.reference, h.subject_type || ':' || h.subject_id) as what, h.reason,
       h.placed_at as "placedAt"
     from legal_hold h left join case_file c on c.id = h.case_id where h.lifted_at is null order by h.placed_at, h.id`,
  );
  return rows;
}
