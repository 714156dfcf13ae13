import { withdrawVerdict } from '../appeals/verdict.ts';
import { json } from '../store/sql.ts';
import type { CommandContext } from './context.ts';
import { reverseEnforcement } from './enforcement.ts';

type Place = Pick<CommandContext, 'tx' | 'at' | 'ids'>;

/** Ends a decision that stands; what it asked of the platform is cancelled or taken back with it (S4). */
export async function endStanding(
  context: Place,
  id: string,
  because: 'replaced' | 'recalled' | 'superseded' | 'reversed' | 'refused',
): Promise<void> {
  await context.tx.query(
    'update decision set standing = false, ended_at = $2, ended_because = $3 where id = $1',
    [id, context.at, because],
  );
  await reverseEnforcement(context, id);
  await withdrawVerdict(context, id);
}

export interface Notice {
  readonly decisionId: string;
  readonly what: 'stands' | 'superseded' | 'adopted' | 'reversed' | 'refused' | 'upheld' | 'overturned';
}

/** Tells the authors, in the same transaction; nobody is told of what they did themselves (D8). */
export async function tellAuthors(
  { tx, at, ids }: Place,
  by: string,
  reason: string,
  notices: readonly Notice[],
): Promise<void> {
  if (notices.length === 0) return;
  await tx.query(
    `insert into decision_notice (id, person_id, decision_id, case_id, what, by_person, reason, at)
     select n.id, d.person_id, d.id, d.case_id, n.what, $2, $3, $4
     from jsonb_to_recordset($1::jsonb) as n (id uuid, "decisionId" uuid, what text)
     join decision d on d.id = n."decisionId" where d.person_id <> $2`,
    [json(notices.map((notice) => ({ id: ids.uuid(), ...notice }))), by, reason, at],
  );
}
