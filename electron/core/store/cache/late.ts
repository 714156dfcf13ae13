/** Late decisions that are offered here, and what became of the person's own (D8). */
import type { Decision } from '../../../../contract/command.ts';
import type { DecisionNotice, LateOffer } from '../../../../contract/settlement.ts';
import type { CacheRead, CacheWrite } from '../database.ts';

interface OfferRow {
  decisionId: LateOffer['decisionId'];
  caseId: LateOffer['caseId'];
  own: number;
  receivedAt: string;
}

/** What is offered no more goes, with what was seen of it. False when nothing has changed. */
export function replaceOffers(tx: CacheWrite, offers: readonly LateOffer[]): boolean {
  const named = JSON.stringify(offers.map(({ decisionId }) => decisionId));
  const gone = tx.run(
    'delete from late_offer where decision_id not in (select value from json_each(?))',
    named,
  );
  let changed = gone;
  for (const offer of offers) {
    changed += tx.run(
      `insert into late_offer (decision_id, case_id, own, received_at) values (?, ?, ?, ?)
       on conflict (decision_id) do update set own = excluded.own where own <> excluded.own`,
      offer.decisionId,
      offer.caseId,
      offer.own ? 1 : 0,
      offer.receivedAt,
    );
  }
  return changed > 0;
}

export const listOffers = (db: CacheRead): LateOffer[] =>
  db
    .all<OfferRow>(
      `select decision_id as decisionId, case_id as caseId, own, received_at as receivedAt from late_offer
       order by received_at, decision_id`,
    )
    .map((row) => ({ ...row, own: row.own === 1 }));

export const keepSeen = (tx: CacheWrite, decision: Decision): number =>
  tx.run('update late_offer set body = ? where decision_id = ?', JSON.stringify(decision), decision.id);

export function seen(db: CacheRead, decisionId: string): Decision | null {
  const row = db.one<{ body: string | null }>(
    'select body from late_offer where decision_id = ?',
    decisionId,
  );
  const body = row?.body ?? null;
  return body === null ? null : (JSON.parse(body) as Decision);
}

/** False when it was here before. */
export const putNotice = (tx: CacheWrite, notice: DecisionNotice): boolean =>
  tx.run(
    'insert or ignore into decision_notice (id, at, body) values (?, ?, ?)',
    notice.id,
    notice.at,
    JSON.stringify(notice),
  ) === 1;

export const newestNotice = (db: CacheRead): string | null =>
  db.one<{ at: string | null }>('select max(at) as at from decision_notice')?.at ?? null;

/** Newest first. */
export const listNotices = (db: CacheRead, limit: number): DecisionNotice[] =>
  db
    .values<string>('select body from decision_notice order by at desc, id desc limit ?', limit)
    .map((body) => JSON.parse(body) as DecisionNotice);

export const pruneNotices = (tx: CacheWrite, before: string): number =>
  tx.run('delete from decision_notice where at < ?', before);
