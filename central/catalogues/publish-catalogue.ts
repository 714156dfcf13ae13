import { createHash } from 'node:crypto';
import type { CatalogueContent } from '../../contract/catalogue.ts';
import { recordAudit } from '../audit/record.ts';
import type { Clock, Ids } from '../ports.ts';
import { json } from '../store/sql.ts';
import type { Store, Tx } from '../store/sql.ts';

export interface Published {
  readonly version: number;
  /** False where the catalogue in force already says exactly this: nothing was published. */
  readonly isNew: boolean;
}

/** An advisory lock's name: two publications at once, one after the other. */
const publishing = 7_163_404;

/**
 * Publishes a checked catalogue as the next version; the ones before never change, and stay for the decisions made
 * under them (D12). What is in force already is not published again.
 */
export async function publishCatalogue(
  deps: { readonly store: Store; readonly clock: Clock; readonly ids: Ids },
  content: CatalogueContent,
): Promise<Published> {
  // Parsed by the schema, so its keys stand in the schema's order whatever the file's was.
  const digest = createHash('sha256').update(json(content)).digest('hex');
  return deps.store.transact(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [publishing]);
    const { rows } = await tx.query<{ version: number; digest: string }>(
      'select version, digest from catalogue order by version desc limit 1',
    );
    const [newest] = rows;
    if (newest?.digest === digest) return { version: newest.version, isNew: false };
    const version = (newest?.version ?? 0) + 1;
    const at = new Date(deps.clock.now());
    await tx.query(
      'insert into catalogue (version, published_at, digest, body) values ($1, $2, $3, $4::jsonb)',
      [version, at, digest, json(content)],
    );
    await deriveQueues(tx, content);
    await recordAudit(tx, [
      { id: deps.ids.uuid(), at, kind: 'catalogue.published', details: { version, digest } },
    ]);
    return { version, isNew: true };
  });
}

/** Queues follow the newest version. One that it no longer names stays for the cases in it. */
async function deriveQueues(tx: Tx, content: CatalogueContent): Promise<void> {
  await tx.query(
    `insert into queue (id, name, sla_minutes, sla_paused_by, offline_lease_minutes, cache_policy, current)
     select id, name, "slaMinutes", array(select jsonb_array_elements_text("slaPausedBy")), "offlineLeaseMinutes",
       "cachePolicy", true
     from jsonb_to_recordset($1::jsonb) as q (id text, name text, "slaMinutes" int, "slaPausedBy" jsonb,
       "offlineLeaseMinutes" int, "cachePolicy" text)
     on conflict (id) do update set name = excluded.name, sla_minutes = excluded.sla_minutes,
       sla_paused_by = excluded.sla_paused_by, offline_lease_minutes = excluded.offline_lease_minutes,
       cache_policy = excluded.cache_policy, current = true`,
    [json(content.queues)],
  );
  await tx.query('update queue set current = false where not id = any($1::text[])', [
    content.queues.map((queue) => queue.id),
  ]);
}
