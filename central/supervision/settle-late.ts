/** A supervisor says which of two decisions stands (D8). */
import type { Catalogue } from '../../contract/catalogue.ts';
import type { Decision } from '../../contract/command.ts';
import type { SettledLate, SettleLate } from '../../contract/settlement.ts';
import type { Caller } from '../caller.ts';
import type { Catalogues } from '../catalogue/catalogues.ts';
import { lockCases, type CaseRow } from '../cases/case-row.ts';
import { createChanges } from '../cases/changes.ts';
import { mayEnter } from '../cases/project-cases.ts';
import { approvalNeeded } from '../commands/approval.ts';
import { requestEnforcement } from '../commands/enforcement.ts';
import { endStanding, tellAuthors } from '../commands/standing.ts';
import type { Clock, Ids } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import type { Store, Tx } from '../store/sql.ts';
import { printOf, settleOnce } from './settle-once.ts';

interface SettleDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly catalogues: Pick<Catalogues, 'current'>;
}

/**
 * All of it in one transaction. The same request again gets the same answer. Throws a Refusal: `not-found`,
 * `id-reused`, `invalid` where the standing one should stay and there is none.
 */
export async function settleLate(
  { store, clock, ids, catalogues }: SettleDeps,
  caller: Caller,
  lateId: string,
  request: SettleLate,
): Promise<SettledLate> {
  const print = printOf({ lateId, ...request });
  const { rows: named } = await store.query<{ case_id: string }>(
    `select case_id from decision where id = $1 and status = 'late'`,
    [lateId],
  );
  return store.transact(async (tx) => {
    const row = (await lockCases(tx, named[0] ? [named[0].case_id] : [])).get(named[0]?.case_id ?? '');
    const at = new Date(clock.now());
    return settleOnce(tx, caller, { id: request.id, print, at }, async (): Promise<SettledLate> => {
      if (!row || !mayEnter(caller, row.compartment))
        throw new Refusal('not-found', 'no late decision has this id');
      if (request.stands === 'standing' && request.standing === null) {
        throw new Refusal('invalid', 'no decision stands that could stay', {
          errors: [{ field: 'standing', message: 'missing' }],
        });
      }
      const place = { tx, at, ids, catalogue: await catalogues.current(tx) };
      const status = await settle(place, caller, lateId, request, row);
      return {
        id: request.id,
        status,
        standing: row.standing_decision as SettledLate['standing'],
        epoch: row.epoch,
      };
    });
  });
}

async function settle(
  place: { readonly tx: Tx; readonly at: Date; readonly ids: Ids; readonly catalogue: Catalogue },
  caller: Caller,
  lateId: string,
  request: SettleLate,
  row: CaseRow,
): Promise<SettledLate['status']> {
  const { tx, at, ids } = place;
  const { rows } = await tx.query<{ body: Decision; settled: string; person_id: string }>(
    'select body, settled, person_id from decision where id = $1',
    [lateId],
  );
  const [late] = rows;
  if (row.state === 'closed') return 'closed';
  if (!late || late.settled !== 'open' || row.standing_decision !== request.standing) return 'changed';

  const by = { personId: caller.id, deviceId: caller.deviceId };
  const changes = createChanges(tx, at, ids);
  const lateStands = request.stands === 'late';
  if (lateStands && request.standing !== null) await endStanding(place, request.standing, 'superseded');
  await tx.query(
    'update decision set settled = $2, standing = $3, settled_by = $4, settled_at = $5 where id = $1',
    [lateId, lateStands ? 'stands' : 'superseded', lateStands, caller.id, at],
  );
  if (lateStands) {
    row.standing_decision = lateId;
    // Who settles it is the second person, unless it is their own.
    const needed =
      row.practice || late.person_id !== caller.id
        ? null
        : await approvalNeeded(place, late.body, place.catalogue, caller.id);
    if (!row.practice) await requestEnforcement(place, late.body, needed);
  }
  // A case that was opened again stays with its holder, unless the settlement decides it (F1).
  if (lateStands || row.state === 'decided') changes.takeBack(row, 'settled', 'decided', 'decided', by);
  else changes.touch(row);
  changes.tell(row, 'settled', by, request.stands);
  changes.audit({
    kind: 'decision.settled',
    ...by,
    caseId: row.id,
    details: {
      lateDecisionId: lateId,
      standingBefore: request.standing,
      stands: request.stands,
      epoch: row.epoch,
    },
  });
  await changes.flush();
  await tellAuthors(place, caller.id, request.reason, [
    { decisionId: lateId, what: lateStands ? 'stands' : 'superseded' },
    ...(request.standing === null
      ? []
      : [{ decisionId: request.standing, what: lateStands ? ('superseded' as const) : ('stands' as const) }]),
  ]);
  return 'settled';
}
