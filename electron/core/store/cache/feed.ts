/** Where this person's feed has been read to (R2, R4). */
import type { FeedCursor } from '../../../../contract/feed.ts';
import type { CacheRead, CacheWrite } from '../database.ts';

export type ResyncState = 'none' | 'asked' | 'running';

export type FeedState = Readonly<{
  era: number;
  generation: number;
  position: number;
  /** Of the cursor, by who gave it; null where that was an older central API. */
  seal: string | null;
  lastPullAt: string | null;
  catalogueVersion: number | null;
  mark: number;
  resync: ResyncState;
}>;

/** Before the first page: any era will do, from its beginning. */
const atFirst: FeedState = {
  era: 0,
  generation: 0,
  position: 0,
  seal: null,
  lastPullAt: null,
  catalogueVersion: null,
  mark: 1,
  resync: 'asked',
};

export function read(db: CacheRead): FeedState {
  return (
    db.one<FeedState>(
      `select era, generation, position, seal, last_pull_at as lastPullAt, catalogue_version as catalogueVersion, mark,
         resync from feed`,
    ) ?? atFirst
  );
}

/** Null until the first page has been stored. */
export function cursor(db: CacheRead): FeedCursor | null {
  const { era, generation, position } = read(db);
  return era === 0 ? null : { era, generation, position };
}

export function write(tx: CacheWrite, state: FeedState): void {
  tx.run(
    `insert or replace into feed
       (only, era, generation, position, seal, last_pull_at, catalogue_version, mark, resync)
     values (1, ?, ?, ?, ?, ?, ?, ?, ?)`,
    state.era,
    state.generation,
    state.position,
    state.seal,
    state.lastPullAt,
    state.catalogueVersion,
    state.mark,
    state.resync,
  );
}

/** Starts anew: what the pages to come do not name is swept after the last of them (R4). */
export function askResync(tx: CacheWrite): void {
  const state = read(tx);
  if (state.resync === 'asked') return;
  write(tx, { ...state, resync: 'asked', mark: state.mark + 1 });
}
