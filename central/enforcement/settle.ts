/** What the platform's answer changes: the row, its log, the case's timeline, the trail, and who is told (S4). */
import type { Action } from '../../contract/action.ts';
import type { EnforcementState } from '../../contract/enforcement.ts';
import { isHeld, lockCases } from '../cases/case-row.ts';
import { createChanges, nobody, type Actor } from '../cases/changes.ts';
import type { Clock, Ids } from '../ports.ts';
import type { Store, Tx } from '../store/sql.ts';

/** Says whose decisions have news: a person's id. */
export const ENFORCEMENT_CHANNEL = 'docket_enforcement';

export interface SettleDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

interface Row {
  id: string;
  case_id: string;
  decision_id: string;
  person_id: string;
  action: Action;
  reverses: string | null;
  state: EnforcementState;
  attempts: number;
}

type Final = Extract<EnforcementState, 'confirmed' | 'failed'>;

/** Case first, then the row, as everybody else locks them. Null where there is none of this id. */
async function lock(
  tx: Tx,
  id: string,
): Promise<{ row: Row; cases: Awaited<ReturnType<typeof lockCases>> } | null> {
  const found = await tx.query<{ case_id: string }>('select case_id from enforcement where id = $1', [id]);
  const caseId = found.rows[0]?.case_id;
  if (caseId === undefined) return null;
  const cases = await lockCases(tx, [caseId]);
  const { rows } = await tx.query<Row>(
    `select e.id, e.case_id, e.decision_id, d.person_id, e.action, e.reverses, e.state, e.attempts
     from enforcement e join decision d on d.id = e.decision_id where e.id = $1 for update of e`,
    [id],
  );
  const [row] = rows;
  return row ? { row, cases } : null;
}

/**
 * Writes a final answer, unless there is one: the first stands. Returns the state that stands, or null where there is
 * no such request.
 */
export async function settle(
  deps: SettleDeps,
  id: string,
  answer: { readonly is: Final; readonly detail: string },
): Promise<EnforcementState | null> {
  const { store, clock, ids } = deps;
  const done = await store.transact(async (tx) => {
    const locked = await lock(tx, id);
    if (!locked) return null;
    const { row, cases } = locked;
    const changes = createChanges(tx, new Date(clock.now()), ids);
    const about = { enforcementId: id, decisionId: row.decision_id, action: row.action.action };
    if (row.state !== 'requested') {
      if (row.state !== answer.is) {
        changes.audit({
          kind: 'enforcement.contradicted',
          ...nobody,
          caseId: row.case_id,
          details: { ...about, stands: row.state, said: answer.is },
        });
        await changes.flush();
      }
      return { state: row.state, told: null };
    }
    await tx.query(
      `update enforcement set state = $2, detail = $3, answered_at = $4, updated_at = $4, claimed_until = null,
         accepted_at = null, next_attempt_at = null where id = $1`,
      [id, answer.is, answer.detail, changes.at],
    );
    if (answer.is === 'failed') {
      // What was not done need not be undone.
      await tx.query(
        `update enforcement set state = 'cancelled', answered_at = $2, updated_at = $2
         where reverses = $1 and state = 'requested' and attempts = 0`,
        [id, changes.at],
      );
    }
    const caseRow = cases.get(row.case_id);
    if (caseRow) {
      changes.tell(caseRow, answer.is === 'failed' ? 'enforcement-failed' : 'enforced', nobody, inWords(row));
      if (isHeld(caseRow.state)) changes.touch(caseRow);
    }
    changes.audit({ kind: `enforcement.${answer.is}`, ...nobody, caseId: row.case_id, details: about });
    await changes.flush();
    return { state: answer.is, told: row.person_id };
  });
  if (done?.told) await store.notify(ENFORCEMENT_CHANNEL, done.told);
  return done?.state ?? null;
}

const inWords = ({ action, reverses }: Row): string =>
  `${reverses === null ? '' : 'undo '}${action.action} · ${action.target.type} ${action.target.id}`;

/** Asks again for something that failed, as long as its decision is in force. The reason stands in its log until it is answered. */
export async function askAgain(
  deps: SettleDeps,
  id: string,
  by: Actor,
  reason: string,
): Promise<'asked' | 'not-found' | 'not-failed' | 'not-in-force'> {
  return deps.store.transact(async (tx) => {
    const locked = await lock(tx, id);
    if (!locked) return 'not-found';
    const { row } = locked;
    if (row.state !== 'failed') return 'not-failed';
    const { rows } = await tx.query<{ standing: boolean }>('select standing from decision where id = $1', [
      row.decision_id,
    ]);
    if (row.reverses === null && !rows[0]?.standing) return 'not-in-force';
    const changes = createChanges(tx, new Date(deps.clock.now()), deps.ids);
    await tx.query(
      `update enforcement set state = 'requested', answered_at = null, next_attempt_at = null, updated_at = $2,
         detail = $3 where id = $1`,
      [id, changes.at, `asked again: ${reason}`.slice(0, 500)],
    );
    changes.audit({
      kind: 'enforcement.asked-again',
      ...by,
      caseId: row.case_id,
      details: { enforcementId: id, decisionId: row.decision_id, action: row.action.action },
    });
    await changes.flush();
    return 'asked';
  });
}
