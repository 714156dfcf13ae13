import type { BridgeResult } from '../../../contract/bridge.ts';
import { correctedNow, instantOf, type Desk } from '../cases/desk.ts';
import { succeed, type Outcome } from '../outcome.ts';
import * as catalogue from '../store/cache/catalogue.ts';
import type { createRooms } from './rooms.ts';

const FRESH_MS = 5 * 60_000;

/** Kept, so that a case can be handed over without contact; asked for anew when older than a few minutes. */
export async function listColleagues(
  desk: Desk,
  rooms: ReturnType<typeof createRooms>,
): Promise<Outcome<BridgeResult<'people.list'>>> {
  const stored = catalogue.readPeople(desk.cache);
  const now = correctedNow(desk);
  const kept = (): Outcome<BridgeResult<'people.list'>> =>
    succeed({ people: [...(stored?.people ?? [])], at: stored?.fetchedAt ?? null });
  const isFresh = stored !== undefined && now - Date.parse(stored.fetchedAt) < FRESH_MS;
  if (isFresh || desk.courier.contact().contact !== 'online') return kept();
  const asked = ask();
  // Names that are a little old are better than a wait.
  if (stored === undefined) return asked;
  asked.catch(() => desk.ports.log.warn('people.not-fetched'));
  return kept();

  async function ask(): Promise<Outcome<BridgeResult<'people.list'>>> {
    const answer = await rooms.people();
    if (!answer.ok) return answer;
    const at = instantOf(now);
    if (desk.cache.open) desk.cache.transact((tx) => catalogue.putPeople(tx, answer.value.people, at));
    return succeed({ people: answer.value.people, at });
  }
}
