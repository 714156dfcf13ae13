/** What must come to an end soon although nothing has been healed yet. */
import { json } from '../../central/store/sql.ts';
import type { Run } from './run-state.ts';
import type { Seat } from './seat.ts';
import { Violation } from './violation.ts';

/** A request is given up after less than a minute, and what it carried is pending again (D4). */
const LIMIT_MS = 5 * 60_000;
/** Of what passes between two looks no more counts: a night asleep is not a long request. */
const MOST_MS = 60_000;
const LIMIT_LOOKS = 12;
/** Steps from one look to the next. */
const EVERY = 4;

interface OnItsWay {
  readonly at: number;
  readonly ms: number;
  readonly looks: number;
}
const seen = new WeakMap<Run, Map<string, OnItsWay>>();

/** D4: while there is contact, nothing stays `sending` for longer than any request lasts. */
export async function checkProgress(run: Run): Promise<void> {
  if (run.number % EVERY !== 0) return;
  const before = seen.get(run) ?? new Map<string, OnItsWay>();
  const now = new Map<string, OnItsWay>();
  seen.set(run, now);
  for (const seat of run.world.seats) {
    if (!seat.isRunning) continue;
    const sending = seat
      .onDisk()
      .all<{ id: string; attempts: number }>(`select id, attempts from outbox where state = 'sending'`);
    if (sending.length === 0 || !(await isInContact(seat))) continue;
    for (const { id, attempts } of sending) {
      const key = `${seat.process()} ${id} ${attempts}`;
      const at = run.world.schedule.now();
      const last = before.get(key) ?? { at, ms: 0, looks: 0 };
      const ms = last.ms + Math.min(MOST_MS, at - last.at);
      now.set(key, { at, ms, looks: last.looks + 1 });
      if (last.looks < LIMIT_LOOKS || ms < LIMIT_MS) continue;
      throw new Violation(`D4: still being sent although there is contact ${json({ id, attempts, ms })}`);
    }
  }
}

async function isInContact(seat: Seat): Promise<boolean> {
  const state = await seat.invoke('app.state', {});
  return state.ok && state.value.status.contact === 'online';
}
