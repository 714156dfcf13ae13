import type { DeviceEnding, DeviceLine } from '../../contract/devices.ts';
import type { Sql } from '../store/sql.ts';

interface DeviceRow {
  id: string;
  name: string;
  platform: string;
  person_id: string;
  username: string;
  display_name: string;
  signed_in: boolean;
  created_at: Date;
  last_contact_at: Date;
  waiting: number;
  waiting_at: Date | null;
  ending: DeviceEnding | null;
  ending_at: Date | null;
  ending_by: string | null;
  ending_reason: string;
  wiped_at: Date | null;
  wiped_waiting: number | null;
  wiped_drafts: number | null;
}

/** All devices, or those with one id; who was heard from last comes first. */
export async function listDevices(sql: Sql, deviceId: string | null = null): Promise<DeviceLine[]> {
  const { rows } = await sql.query<DeviceRow>(
    `select d.id, d.name, d.platform, d.person_id, p.username, p.display_name, d.created_at, d.last_contact_at, d.waiting,
       d.waiting_at, d.ending, d.ending_at, b.display_name as ending_by, d.ending_reason, d.wiped_at,
       d.wiped_waiting, d.wiped_drafts,
       exists (select 1 from session s
         where s.person_id = d.person_id and s.device_id = d.id and s.ended_at is null) as signed_in
     from device d join person p on p.id = d.person_id left join person b on b.id = d.ending_by
     where $1::uuid is null or d.id = $1
     order by d.last_contact_at desc, d.id, d.person_id`,
    [deviceId],
  );
  return rows.map(lineOf);
}

const lineOf = (row: DeviceRow): DeviceLine => ({
  id: row.id as DeviceLine['id'],
  name: row.name,
  platform: row.platform,
  person: {
    id: row.person_id as DeviceLine['person']['id'],
    username: row.username,
    displayName: row.display_name,
  },
  signedIn: row.signed_in,
  firstSeenAt: row.created_at.toISOString(),
  lastContactAt: row.last_contact_at.toISOString(),
  waiting: row.waiting,
  waitingAt: row.waiting_at?.toISOString() ?? null,
  ending:
    row.ending === null || row.ending_at === null
      ? null
      : {
          how: row.ending,
          orderedAt: row.ending_at.toISOString(),
          by: row.ending_by,
          reason: row.ending_reason,
        },
  wiped:
    row.wiped_at === null
      ? null
      : {
          at: row.wiped_at.toISOString(),
          waiting: row.wiped_waiting,
          drafts: row.wiped_drafts,
        },
});
