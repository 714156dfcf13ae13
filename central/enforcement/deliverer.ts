/**
 * Delivers what decisions ask of the platform (S4): in order for a subject, at least once, several subjects at a time.
 * Every API process has one; they share the work by claims.
 */
import type { Clock, Ids, Log } from '../ports.ts';
import type { Store } from '../store/sql.ts';
import { claimDue, nextDueAt, type Claimed } from './claim.ts';
import type { Deliver, Delivery } from './platform.ts';
import { settle } from './settle.ts';

/** Said when a decision asks for something, or when something may be tried at once. */
export const DELIVER_CHANNEL = 'docket_deliver';

const AT_ONCE = 16;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 5 * 60_000;
/** After so many failures in a row the platform is taken to be away, and is asked by one request at a time. */
const AWAY_AFTER = 3;
const PROBE_MS = 1_000;
/** What no notification told of is found within this. */
const LOOK_AGAIN_MS = 15_000;
const LOG_KEPT = 50;

export interface DelivererDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly deliver: Deliver;
  /** In [0, 1). */
  readonly random: () => number;
  /** Something of a case changed that somebody holds. */
  readonly afterSettled: () => Promise<void>;
}

export interface Deliverer {
  start(): Promise<void>;
  /** Delivers what is due now, and returns when its answers are written. */
  round(): Promise<number>;
  /** Waits for requests in flight. */
  stop(): Promise<void>;
}

export function createDeliverer(deps: DelivererDeps): Deliverer {
  const { store, clock, log } = deps;
  let failuresInRow = 0;
  let stopped = true;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let wanted = false;
  const inFlight = new Set<Promise<void>>();
  let probedAt = Number.NEGATIVE_INFINITY;
  let unlisten: (() => Promise<void>) | undefined;

  const isAway = (): boolean => failuresInRow >= AWAY_AFTER;
  const room = (): number => {
    if (!isAway()) return AT_ONCE - inFlight.size;
    return inFlight.size === 0 && clock.now() - probedAt >= PROBE_MS ? 1 : 0;
  };

  async function deliverOne({ request, attempt }: Claimed): Promise<void> {
    probedAt = clock.now();
    const startedAt = performance.now();
    const delivery = await deps.deliver(request);
    await keepLog(request.id, attempt, delivery, Math.round(performance.now() - startedAt));
    await take(request.id, attempt, delivery);
  }

  async function take(id: string, attempt: number, delivery: Delivery): Promise<void> {
    const now = clock.now();
    if (delivery.is !== 'again' || delivery.httpStatus !== null) await reached();
    else failuresInRow += 1;
    switch (delivery.is) {
      case 'confirmed':
      case 'failed':
        await settle(deps, id, { is: delivery.is, detail: delivery.detail });
        await deps.afterSettled();
        return;
      case 'accepted':
        await store.query(
          `update enforcement set accepted_at = $2, claimed_until = null, next_attempt_at = null, detail = $3,
             updated_at = $2 where id = $1 and state = 'requested'`,
          [id, new Date(now), delivery.detail],
        );
        return;
      case 'again': {
        const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt - 1, 20));
        // While it is away one request looks after it each second, so nobody's turn needs to be far off.
        const waitMs = delivery.retryAfterMs ?? (isAway() ? PROBE_MS : deps.random() * ceiling);
        await store.query(
          `update enforcement set next_attempt_at = $2, claimed_until = null, detail = $3, updated_at = $4
           where id = $1 and state = 'requested'`,
          [id, new Date(now + waitMs), delivery.detail, new Date(now)],
        );
      }
    }
  }

  /** It answers: what waited for it to come back goes at once. */
  async function reached(): Promise<void> {
    const wasAway = isAway();
    failuresInRow = 0;
    if (!wasAway) return;
    await store.query(
      `update enforcement set next_attempt_at = null
       where state = 'requested' and next_attempt_at > $1 and accepted_at is null and claimed_until is null`,
      [new Date(clock.now())],
    );
    wanted = true;
  }

  async function keepLog(id: string, number: number, delivery: Delivery, durationMs: number): Promise<void> {
    await store.query(
      `insert into enforcement_attempt (enforcement_id, number, at, http_status, duration_ms, detail)
       values ($1, $2, $3, $4, $5, $6) on conflict (enforcement_id, number) do nothing`,
      [id, number, new Date(clock.now()), delivery.httpStatus, durationMs, delivery.detail],
    );
    if (number > LOG_KEPT) {
      await store.query('delete from enforcement_attempt where enforcement_id = $1 and number <= $2', [
        id,
        number - LOG_KEPT,
      ]);
    }
  }

  async function round(): Promise<number> {
    const claimed = await claimDue(store, new Date(clock.now()), room());
    await Promise.all(claimed.map(deliverOne));
    return claimed.length;
  }

  /** Each subject goes on as soon as its own answer is there; none waits for the slowest of a round. */
  async function work(): Promise<void> {
    wanted = false;
    const claimed = await claimDue(store, new Date(clock.now()), room());
    for (const one of claimed) {
      const delivering = deliverOne(one).catch(failed);
      inFlight.add(delivering);
      void delivering.finally(() => {
        inFlight.delete(delivering);
        wake();
      });
    }
    if (!stopped) arm(await nextDueAt(store));
  }

  function arm(dueAt: number | null): void {
    clearTimeout(timer);
    const least = isAway() ? PROBE_MS : 50;
    const waitMs =
      dueAt === null ? LOOK_AGAIN_MS : Math.max(least, Math.min(dueAt - clock.now(), LOOK_AGAIN_MS));
    timer = setTimeout(wake, waitMs);
    timer.unref();
  }

  function wake(): void {
    if (stopped) return;
    wanted = true;
    running ??= work()
      .catch(failed)
      .finally(() => {
        running = undefined;
        if (wanted && room() > 0) wake();
      });
  }

  function failed(error: unknown): void {
    log.error({ message: String(error) }, 'delivering to the platform failed');
    if (!stopped) arm(clock.now() + FIRST_WAIT_MS);
  }

  return {
    async start() {
      stopped = false;
      unlisten = await store.listen(DELIVER_CHANNEL, wake);
      wake();
    },
    round,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await unlisten?.();
      await running;
      await Promise.all(inFlight);
    },
  };
}
