/** What supervisors and operators do to devices, and what the devices answer (S3). */
import { randomBytes } from 'node:crypto';
import type { DeviceLine, EndDevice, WipeReceipt } from '../../contract/devices.ts';
import { recordAudit } from '../audit/record.ts';
import type { Clock, Ids } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import { announceSessions } from '../sessions/ended.ts';
import type { Store, Tx } from '../store/sql.ts';
import { listDevices } from './list-devices.ts';

export interface DeviceDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Who ended it: null for an operator at the machine of the central API. */
type By = { readonly id: string; readonly deviceId: string } | null;

const kinds = { retire: 'device.retired', revoke: 'device.revoked', allow: 'device.allowed' } as const;

interface LockedDevice {
  person_id: string;
  ending: string | null;
  wiped_at: Date | null;
}

/**
 * Orders it for one person or for everybody who has used the device; what was ordered before and is not carried out
 * is replaced. From the commit on a revoked device's tokens open nothing. Throws `not-found`.
 */
export async function endDevice(
  deps: DeviceDeps,
  by: By,
  deviceId: string,
  order: EndDevice,
): Promise<DeviceLine[]> {
  const people = await deps.store.transact(async (tx) => {
    const { rows } = await tx.query<LockedDevice>(
      `select person_id, ending, wiped_at from device
       where id = $1 and ($2::uuid is null or person_id = $2) order by person_id for update`,
      [deviceId, order.personId],
    );
    if (rows.length === 0) throw new Refusal('not-found', 'no such device is known');
    for (const row of rows) await endFor(tx, deps, by, deviceId, row, order);
    return rows.map((row) => row.person_id);
  });
  for (const personId of people) await announceSessions(deps.store, personId);
  const lines = await listDevices(deps.store, deviceId);
  return lines.filter(({ person }) => people.includes(person.id));
}

async function endFor(
  tx: Tx,
  { clock, ids }: DeviceDeps,
  by: By,
  deviceId: string,
  device: LockedDevice,
  { how, reason }: EndDevice,
): Promise<void> {
  const at = new Date(clock.now());
  const personId = device.person_id;
  if (how === 'allow') {
    if (device.ending === null) return;
    await tx.query(
      `update device set ending = null, ending_at = null, ending_by = null, ending_reason = '', receipt = null
       where person_id = $1 and id = $2`,
      [personId, deviceId],
    );
  } else {
    // The same order again keeps its receipt: the device may be at it.
    await tx.query(
      `update device set ending = $3, ending_at = $4, ending_by = $5, ending_reason = $6,
         receipt = case when wiped_at is null then coalesce(receipt, $7) else $7 end,
         wiped_at = null, wiped_waiting = null, wiped_drafts = null
       where person_id = $1 and id = $2`,
      [personId, deviceId, how, at, by?.id ?? null, reason, randomBytes(32).toString('base64url')],
    );
    // The desktop learns of it when it asks for a new token, which is with the next thing that it asks.
    await tx.query(
      `delete from access_token where session_id in
         (select id from session where person_id = $1 and device_id = $2 and ended_at is null)`,
      [personId, deviceId],
    );
  }
  if (how === 'revoke') {
    await tx.query(
      `update session set ended_at = $3, ended_because = 'revoked'
       where person_id = $1 and device_id = $2 and ended_at is null`,
      [personId, deviceId, at],
    );
  }
  await recordAudit(tx, [
    {
      id: ids.uuid(),
      at,
      kind: kinds[how],
      personId: by?.id ?? null,
      deviceId: by?.deviceId ?? null,
      details: { device: deviceId, person: personId },
    },
  ]);
}

/** The same receipt again changes nothing. Throws `not-found` where the receipt is none that was given. */
export async function recordWiped(deps: DeviceDeps, deviceId: string, receipt: WipeReceipt): Promise<void> {
  await deps.store.transact(async (tx) => {
    const { rows } = await tx.query<{ wiped_at: Date | null }>(
      'select wiped_at from device where id = $1 and person_id = $2 and receipt = $3 for update',
      [deviceId, receipt.personId, receipt.receipt],
    );
    const [device] = rows;
    if (!device) throw new Refusal('not-found', 'no such receipt was given');
    if (device.wiped_at !== null) return;
    const at = new Date(deps.clock.now());
    await tx.query(
      `update device set wiped_at = $3, wiped_waiting = $4, wiped_drafts = $5, waiting = 0, waiting_at = $3
       where id = $1 and person_id = $2`,
      [deviceId, receipt.personId, at, receipt.waiting, receipt.drafts],
    );
    await tx.query(
      `update session set ended_at = $3, ended_because = 'wiped'
       where person_id = $1 and device_id = $2 and ended_at is null`,
      [receipt.personId, deviceId, at],
    );
    await tx.query(
      `delete from access_token where session_id in (select id from session where person_id = $1 and device_id = $2)`,
      [receipt.personId, deviceId],
    );
    await recordAudit(tx, [
      {
        id: deps.ids.uuid(),
        at,
        kind: 'device.wiped',
        personId: receipt.personId,
        deviceId,
        details: { waiting: receipt.waiting, drafts: receipt.drafts },
      },
    ]);
  });
  await announceSessions(deps.store, receipt.personId);
}
