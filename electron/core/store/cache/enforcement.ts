/** What the platform answered for the actions of the person's own decisions, as far as it has been read (S4). */
import type { Enforcement } from '../../../../contract/enforcement.ts';
import type { CacheRead, CacheWrite } from '../database.ts';

export type EnforcementMark = Readonly<{
  era: number;
  /** The newest change that was read, by the central API's clock. */
  through: string | null;
  /** When everything there was had been read, by the device's clock. */
  readAt: string | null;
}>;

export const readMark = (db: CacheRead): EnforcementMark =>
  db.one<EnforcementMark>('select era, through, read_at as readAt from enforcement_mark') ?? {
    era: 0,
    through: null,
    readAt: null,
  };

export function writeMark(tx: CacheWrite, { era, through, readAt }: EnforcementMark): void {
  tx.run(
    'insert or replace into enforcement_mark (only, era, through, read_at) values (1, ?, ?, ?)',
    era,
    through,
    readAt,
  );
}

/** A restored central API may stand before what was read of the one before (L5). */
export function startAnew(tx: CacheWrite, era: number): void {
  tx.run('delete from enforcement');
  writeMark(tx, { era, through: null, readAt: null });
}

/** An older state never replaces a newer one. False when it changes nothing. */
export function put(tx: CacheWrite, one: Enforcement): boolean {
  return (
    tx.run(
      `insert into enforcement (id, decision_id, case_id, state, reverses, updated_at, body)
       values (?, ?, ?, ?, ?, ?, ?)
       on conflict (id) do update set state = excluded.state, updated_at = excluded.updated_at, body = excluded.body
       where excluded.updated_at >= enforcement.updated_at and excluded.body <> enforcement.body`,
      one.id,
      one.decisionId,
      one.caseId,
      one.state,
      one.reverses,
      one.updatedAt,
      JSON.stringify(one),
    ) === 1
  );
}

const parse = (bodies: readonly string[]): Enforcement[] =>
  bodies.map((body) => JSON.parse(body) as Enforcement);

export function forDecisions(
  db: CacheRead,
  decisionIds: readonly string[],
): ReadonlyMap<string, readonly Enforcement[]> {
  const found = parse(
    db.values<string>(
      'select body from enforcement where decision_id in (select value from json_each(?))',
      JSON.stringify(decisionIds),
    ),
  );
  return Map.groupBy(found, (one) => one.decisionId);
}

/** Failed for good and not taken back since, newest first. */
export function listFailed(db: CacheRead, limit: number): Enforcement[] {
  return parse(
    db.values<string>(
      `select body from enforcement e where state = 'failed'
         and not exists (select 1 from enforcement r where r.reverses = e.id)
       order by updated_at desc limit ?`,
      limit,
    ),
  );
}

/** Removes what last changed before `before`. */
export const prune = (tx: CacheWrite, before: string): number =>
  tx.run('delete from enforcement where updated_at < ?', before);
