/** The rules in force, and publishing the next ones. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { RoutingContent } from '../../contract/routing.ts';
import { recordAudit } from '../audit/record.ts';
import type { Clock, Ids } from '../ports.ts';
import { json, type Sql, type Store } from '../store/sql.ts';

export interface Routing {
  /** 0: nothing was published, and the starting rules hold. */
  readonly version: number;
  readonly content: RoutingContent;
}

let starting: Promise<RoutingContent> | undefined;

/** The rules that hold until others are published. */
export const startingRouting = (): Promise<RoutingContent> =>
  (starting ??= readFile(new URL('marketplace.json', import.meta.url), 'utf8').then((text) =>
    RoutingContent.parse(JSON.parse(text)),
  ));

export async function currentRouting(db: Sql): Promise<Routing> {
  const { rows } = await db.query<{ version: number; body: unknown }>(
    'select version, body from routing order by version desc limit 1',
  );
  const [row] = rows;
  return row
    ? { version: row.version, content: RoutingContent.parse(row.body) }
    : { version: 0, content: await startingRouting() };
}

/** An advisory lock's name: two publications at once, one after the other. */
const PUBLISHING = 7_163_407;

/** Publishes checked rules as the next version. What is in force already is not published again. */
export async function publishRouting(
  deps: { readonly store: Store; readonly clock: Clock; readonly ids: Ids },
  content: RoutingContent,
): Promise<{ readonly version: number; readonly isNew: boolean }> {
  const digest = createHash('sha256').update(json(content)).digest('hex');
  return deps.store.transact(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [PUBLISHING]);
    const { rows } = await tx.query<{ version: number; digest: string }>(
      'select version, digest from routing order by version desc limit 1',
    );
    const [newest] = rows;
    if (newest?.digest === digest) return { version: newest.version, isNew: false };
    const version = (newest?.version ?? 0) + 1;
    const at = new Date(deps.clock.now());
    await tx.query(
      'insert into routing (version, published_at, digest, body) values ($1, $2, $3, $4::jsonb)',
      [version, at, digest, json(content)],
    );
    await recordAudit(tx, [
      { id: deps.ids.uuid(), at, kind: 'routing.published', details: { version, digest } },
    ]);
    return { version, isNew: true };
  });
}
