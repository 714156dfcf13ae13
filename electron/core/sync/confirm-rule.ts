import { Decision } from '../../../contract/command.ts';
import * as catalogues from '../store/cache/catalogue.ts';
import type { CacheRead } from '../store/database.ts';
import type { OutboxEntry } from '../store/work/outbox.ts';

export const confirmAfterMs = 60_000;

/**
 * D9, judged at sending: a decision that has never left, made without contact longer ago than 60 s, with an action
 * that the catalogue it names wants confirmed. A catalogue that is not here cannot allow anything.
 */
export function mustBeConfirmed(cache: CacheRead, entry: OutboxEntry, now: number): boolean {
  if (entry.type !== 'decision' || entry.attempts > 0 || !entry.madeOffline || entry.confirmedAt !== null) {
    return false;
  }
  const age = now - Date.parse(entry.heldSince ?? entry.madeAt);
  // A clock that ran backwards must not make an old decision look new.
  if (age >= 0 && age < confirmAfterMs) return false;
  const decision = Decision.safeParse(JSON.parse(entry.body));
  if (!decision.success || decision.data.actions.length === 0) return false;
  const catalogue = catalogues.find(cache, decision.data.catalogueVersion);
  if (catalogue === undefined) return true;
  const rules = new Map(catalogue.actions.map((rule) => [rule.kind, rule.offline]));
  return decision.data.actions.some(({ action }) => rules.get(action) !== 'allow');
}
