import type { Caller } from '../caller.ts';
import { minute, type Clock } from '../ports.ts';
import type { Store } from '../store/sql.ts';

/** Contact that was away for longer begins anew. */
export const UNBROKEN_MS = 5 * minute;
const DEVICES_AT_MOST = 100_000;

export interface Contact {
  /** Written at most once a minute for a device (F2). */
  seen(caller: Caller): Promise<void>;
  /** What the device says that it still has waiting (S3), and that its person is at work. */
  pushed(caller: Caller, waiting: number): Promise<void>;
}

interface Written {
  readonly at: number;
  readonly waiting: number | null;
}

export function createContact(store: Store, clock: Clock): Contact {
  const devices = new Map<string, Written>();
  const people = new Map<string, number>();

  async function write(caller: Caller, waiting: number | null): Promise<void> {
    const at = new Date(clock.now());
    if (devices.size > DEVICES_AT_MOST) devices.clear();
    devices.set(`${caller.id} ${caller.deviceId}`, { at: at.getTime(), waiting });
    await store.query(
      `update device set last_contact_at = $3, lease_from = $3,
         contact_since = case when last_contact_at < $4 then $3 else contact_since end,
         waiting = coalesce($5, waiting), waiting_at = case when $5::int is null then waiting_at else $3 end
       where person_id = $1 and id = $2`,
      [caller.id, caller.deviceId, at, new Date(at.getTime() - UNBROKEN_MS), waiting],
    );
  }

  return {
    async seen(caller) {
      const last = devices.get(`${caller.id} ${caller.deviceId}`);
      if (last === undefined || clock.now() - last.at >= minute) await write(caller, null);
    },
    async pushed(caller, waiting) {
      const last = devices.get(`${caller.id} ${caller.deviceId}`);
      if (last?.waiting !== waiting) await write(caller, waiting);
      const active = people.get(caller.id);
      if (active !== undefined && clock.now() - active < minute) return;
      if (people.size > DEVICES_AT_MOST) people.clear();
      people.set(caller.id, clock.now());
      await store.query('update person set active_at = $2, idle_since = null where id = $1', [
        caller.id,
        new Date(clock.now()),
      ]);
    },
  };
}
