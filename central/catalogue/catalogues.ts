import type { Catalogue, CatalogueContent } from '../../contract/catalogue.ts';
import type { Clock } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import type { Sql } from '../store/sql.ts';

/** How long a process may take another's newer version for not yet published. */
const CURRENT_FOR_MS = 1000;

export interface Catalogues {
  current(db: Sql): Promise<Catalogue>;
  currentVersion(db: Sql): Promise<number>;
  /** Null where that version was never published. */
  version(db: Sql, version: number): Promise<Catalogue | null>;
  /** Forgets which version is in force, after publishing one. */
  refresh(): void;
}

/** Published versions never change, so each is read once. */
export function createCatalogues(clock: Clock): Catalogues {
  const known = new Map<number, Catalogue>();
  let newest: { version: number; readAt: number } | undefined;

  async function version(db: Sql, wanted: number): Promise<Catalogue | null> {
    const there = known.get(wanted);
    if (there) return there;
    const { rows } = await db.query<{ published_at: Date; body: CatalogueContent }>(
      'select published_at, body from catalogue where version = $1',
      [wanted],
    );
    const [row] = rows;
    if (!row) return null;
    const catalogue = { ...row.body, version: wanted, publishedAt: row.published_at.toISOString() };
    known.set(wanted, catalogue);
    return catalogue;
  }

  async function currentVersion(db: Sql): Promise<number> {
    const now = clock.now();
    if (newest && Math.abs(now - newest.readAt) < CURRENT_FOR_MS) return newest.version;
    const { rows } = await db.query<{ version: number | null }>(
      'select max(version) as version from catalogue',
    );
    const found = rows[0]?.version;
    if (!found) throw new Refusal('not-serving', 'no catalogue has been published', { retryAfterMs: 5000 });
    newest = { version: found, readAt: now };
    return found;
  }

  return {
    version,
    currentVersion,
    async current(db) {
      const catalogue = await version(db, await currentVersion(db));
      if (!catalogue) throw new Error('the catalogue in force is gone');
      return catalogue;
    },
    refresh() {
      newest = undefined;
    },
  };
}
