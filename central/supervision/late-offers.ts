/** Late decisions that nobody contests, offered to whoever holds their case now (D8). */
import { fieldAccess } from '../../contract/access.ts';
import type { RouteAnswer } from '../../contract/api.ts';
import type { Decision } from '../../contract/command.ts';
import type { DecisionNotice, LateOffer } from '../../contract/settlement.ts';
import { recordAudit } from '../audit/record.ts';
import type { Caller } from '../caller.ts';
import type { Clock, Ids } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import type { Store } from '../store/sql.ts';

interface OfferRow {
  id: string;
  case_id: string;
  person_id: string;
  received_at: Date;
  body: Decision;
}

/** Never in second reviews, practice or appeals; a colleague's only where the role may see what others decided. */
async function readOffers(db: Pick<Store, 'query'>, caller: Caller, id: string | null): Promise<OfferRow[]> {
  const seesOthers = !fieldAccess[caller.role].withheldCaseFields.includes('standing');
  const { rows } = await db.query<OfferRow>(
    `select d.id, d.case_id, d.person_id, d.received_at, d.body from decision d join case_file c on c.id = d.case_id
     where d.status = 'late' and d.settled = 'open' and d.contested = 'uncontested'
       and c.assignee = $1 and c.state in ('assigned', 'snoozed', 'waiting')
       and (c.compartment is null or c.compartment = any($2::text[]))
       and c.standing_decision is null and not c.practice and c.source <> 'appeal'
       and d.evidence_digest = c.evidence_digest
       and (d.person_id = $1 or $3)
       and not exists (select 1 from decision o where o.case_id = d.case_id and o.person_id <> d.person_id
         and (o.received_at, o.id) > (d.received_at, d.id))
       and ($4::uuid is null or d.id = $4)
     order by d.received_at, d.id limit 500`,
    [caller.id, caller.compartments, seesOthers, id],
  );
  return rows;
}

/** That there are some, and no more than that. */
export async function listOffers(store: Store, caller: Caller): Promise<RouteAnswer<'late.offers'>> {
  const rows = await readOffers(store, caller, null);
  return {
    offers: rows.map((row) => ({
      decisionId: row.id as LateOffer['decisionId'],
      caseId: row.case_id as LateOffer['caseId'],
      own: row.person_id === caller.id,
      receivedAt: row.received_at.toISOString(),
    })),
  };
}

/** Throws a Refusal: `not-found`, or `conflict` where the person has formed no view of their own yet. */
export async function seeOffer(
  { store, clock, ids }: { readonly store: Store; readonly clock: Clock; readonly ids: Ids },
  caller: Caller,
  id: string,
  ownOutcome: string | null,
): Promise<RouteAnswer<'late.see'>> {
  return store.transact(async (tx) => {
    const [row] = await readOffers(tx, caller, id);
    if (!row) throw new Refusal('not-found', 'no late decision is offered to you under this id');
    const own = row.person_id === caller.id;
    if (!own && ownOutcome === null)
      throw new Refusal('conflict', 'form a view of your own first: fill in an outcome');
    await recordAudit(tx, [
      {
        id: ids.uuid(),
        at: new Date(clock.now()),
        kind: 'decision.late-seen',
        personId: caller.id,
        deviceId: caller.deviceId,
        caseId: row.case_id,
        details: { decisionId: id, ownOutcome },
      },
    ]);
    return { decision: row.body };
  });
}

/** What became of the person's own decisions by the hands of others, oldest first. */
export async function listNotices(
  store: Store,
  caller: Caller,
  query: { readonly since?: string | undefined; readonly limit: number },
): Promise<RouteAnswer<'decision.notices'>> {
  const { rows } = await store.query<{
    id: string;
    decision_id: string;
    case_id: string;
    reference: string;
    title: string;
    what: DecisionNotice['what'];
    by: string;
    reason: string;
    at: Date;
  }>(
    `select n.id, n.decision_id, n.case_id, c.reference, c.title, n.what, p.display_name as by, n.reason, n.at
     from decision_notice n join case_file c on c.id = n.case_id join person p on p.id = n.by_person
     where n.person_id = $1 and ($2::timestamptz is null or n.at >= $2)
       and (c.compartment is null or c.compartment = any($3::text[]))
     order by n.at, n.id limit $4`,
    [caller.id, query.since ?? null, caller.compartments, query.limit + 1],
  );
  const seesNames = fieldAccess[caller.role].colleaguesNames;
  return {
    notices: rows.slice(0, query.limit).map((row) => ({
      id: row.id as DecisionNotice['id'],
      decisionId: row.decision_id as DecisionNotice['decisionId'],
      caseId: row.case_id as DecisionNotice['caseId'],
      reference: row.reference,
      title: row.title,
      what: row.what,
      by: seesNames ? row.by : null,
      reason: row.reason,
      at: row.at.toISOString(),
    })),
    more: rows.length > query.limit,
  };
}
