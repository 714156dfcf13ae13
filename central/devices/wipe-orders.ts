import type { WipeOrder } from '../../contract/devices.ts';
import { Refusal } from '../refusal.ts';
import type { Sql } from '../store/sql.ts';

/** What a revoked device must still remove: the files of everybody for whom it was revoked. */
async function ordersOf(sql: Sql, deviceId: string): Promise<WipeOrder[]> {
  const { rows } = await sql.query<{ person_id: string; receipt: string }>(
    `select person_id, receipt from device
     where id = $1 and ending = 'revoke' and wiped_at is null and receipt is not null order by person_id limit 200`,
    [deviceId],
  );
  return rows.map((row) => ({ personId: row.person_id as WipeOrder['personId'], receipt: row.receipt }));
}

/** The refusal that has a device remove what it holds; null where this person may use it. */
export async function revocationOf(sql: Sql, personId: string, deviceId: string): Promise<Refusal | null> {
  const { count } = await sql.query(
    `select 1 from device where person_id = $1 and id = $2 and ending = 'revoke'`,
    [personId, deviceId],
  );
  if (count === 0) return null;
  return new Refusal('device-revoked', 'a supervisor has ended the use of this device', {
    wipe: await ordersOf(sql, deviceId),
  });
}

/** The receipt of an order to send and then wipe; null where there is none that is still to be carried out. */
export async function retirementOf(
  sql: Sql,
  personId: string,
  deviceId: string,
): Promise<{ receipt: string } | null> {
  const { rows } = await sql.query<{ receipt: string }>(
    `select receipt from device where person_id = $1 and id = $2 and ending = 'retire' and wiped_at is null`,
    [personId, deviceId],
  );
  return rows[0] ?? null;
}
