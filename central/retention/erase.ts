/** Content that nobody may keep any longer goes; what happened, and on which evidence, stays provable (U1). */
import { recordAudit } from '../audit/record.ts';
import type { Clock, Ids } from '../ports.ts';
import type { Store, Tx } from '../store/sql.ts';

const CHUNK = 100;

export interface EraseDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Closed cases past their queue's retention, that no legal hold, no unanswered enforcement and no open appeal keeps. `$1` is now. */
const due = `from case_file c join retention r on r.queue = coalesce(
    (select queue from retention where queue = c.queue), '*')
  where c.state = 'closed' and c.erased_at is null and c.closed_at < $1::timestamptz - r.days * interval '1 day'
    and not exists (select 1 from enforcement e where e.case_id = c.id and e.state = 'requested')
    and not exists (select 1 from appeal a join decision d on d.id = a.decision_id
      where d.case_id = c.id and a.verdict is null)
    and not exists (select 1 from legal_hold h where h.lifted_at is null and (h.case_id = c.id
      or (h.subject_type = c.subject_type and h.subject_id = c.subject_id)
      or exists (select 1 from jsonb_array_elements(c.related) as rel
        where rel -> 'subject' ->> 'type' = h.subject_type and rel -> 'subject' ->> 'id' = h.subject_id)))`;

/** How many cases would be erased now, by queue. */
export async function previewErasure({
  store,
  clock,
}: EraseDeps): Promise<{ queue: string; count: number }[]> {
  const { rows } = await store.query<{ queue: string; count: number }>(
    `select c.queue, count(*) as count ${due} group by c.queue order by c.queue`,
    [new Date(clock.now())],
  );
  return rows;
}

/** Returns how many cases lost their content. Whatever fails is tried again the next time. */
export async function eraseExpired(deps: EraseDeps): Promise<number> {
  let erased = 0;
  for (;;) {
    const count = await deps.store.transact((tx) => eraseSome(tx, deps));
    erased += count;
    if (count < CHUNK) return erased;
  }
}

async function eraseSome(tx: Tx, { clock, ids }: EraseDeps): Promise<number> {
  const at = new Date(clock.now());
  const { rows } = await tx.query<{ id: string }>(
    `select c.id ${due} order by c.id limit ${CHUNK} for update of c skip locked`,
    [at],
  );
  const cases = rows.map(({ id }) => id);
  if (cases.length === 0) return 0;
  await tx.query(
    `insert into evidence_garbage (digest, since)
     select distinct digest, $2::timestamptz from (
       select digest from evidence_item where case_id = any($1::uuid[])
       union select restricted_digest from evidence_item
         where case_id = any($1::uuid[]) and restricted_digest is not null) as gone
     on conflict (digest) do nothing`,
    [cases, at],
  );
  for (const statement of statements) await tx.query(statement, [cases]);
  await tx.query('update case_file set erased_at = $2 where id = any($1::uuid[])', [cases, at]);
  await recordAudit(
    tx,
    cases.map((caseId) => ({
      id: ids.uuid(),
      at,
      kind: 'case.erased',
      caseId,
      details: { after: 'retention' },
    })),
  );
  return cases.length;
}

export const ERASED = '—';

/**
 * Where words of customers and colleagues are. Fingerprints of commands stay, so that one that comes again after years
 * is still known and answered as it was (D6).
 */
const statements: readonly string[] = [
  `update case_file set title = '${ERASED}', summary = '', subject_label = '${ERASED}', related = '[]', facts = '[]',
     golden = null, near_duplicate_digest = null where id = any($1::uuid[])`,
  'delete from evidence_item where case_id = any($1::uuid[])',
  `update note set text = '${ERASED}' where case_id = any($1::uuid[])`,
  `update pattern_flag set name = '${ERASED}', description = '', spans = '[]' where case_id = any($1::uuid[])`,
  `update case_event set detail = '' where case_id = any($1::uuid[])`,
  `update decision set body = body || '{"rationale": "", "message": null}' where case_id = any($1::uuid[])`,
  `update command set body = '{"erased": true}',
     answer = case when jsonb_typeof(answer -> 'standing') = 'object'
       then jsonb_set(answer, '{standing,rationale}', 'null') else answer end
   where case_id = any($1::uuid[])`,
  `update enforcement set detail = '', action = action || '{"params": {}}' where case_id = any($1::uuid[])`,
  `update enforcement_attempt set detail = ''
   where enforcement_id in (select id from enforcement where case_id = any($1::uuid[]))`,
];

/** In days; null takes the rule away. `*` is every queue that has none of its own. */
export async function setRetention(deps: EraseDeps, queue: string, days: number | null): Promise<void> {
  const at = new Date(deps.clock.now());
  await deps.store.transact(async (tx) => {
    if (days === null) await tx.query('delete from retention where queue = $1', [queue]);
    else {
      await tx.query(
        `insert into retention (queue, days, set_at) values ($1, $2, $3)
         on conflict (queue) do update set days = excluded.days, set_at = excluded.set_at`,
        [queue, days, at],
      );
    }
    await recordAudit(tx, [{ id: deps.ids.uuid(), at, kind: 'retention.set', details: { queue, days } }]);
  });
}
