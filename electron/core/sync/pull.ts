/** Reads the feed into `cache`: a page and its cursor in one transaction, and nothing when there is nothing (R2). */
import { FeedEnvelope } from '../../../contract/feed.ts';
import type { FeedCursor } from '../../../contract/feed.ts';
import type { Clock, Log, Timers } from '../ports.ts';
import { wait } from '../ports.ts';
import * as cases from '../store/cache/cases.ts';
import * as catalogues from '../store/cache/catalogue.ts';
import * as feed from '../store/cache/feed.ts';
import type { FeedState } from '../store/cache/feed.ts';
import * as unreadable from '../store/cache/unreadable.ts';
import type { CacheWrite } from '../store/database.ts';
import type { Profile } from '../store/profile.ts';
import type { CentralClient } from './central-client.ts';
import { casesWithWork } from './kept.ts';
import { readChange } from './read-change.ts';
import type { ReadChange } from './read-change.ts';

export type PullNews = Readonly<{
  /** Null: too many to name. */
  caseIds: readonly string[] | null;
  catalogueVersion: number | null;
  unreadable: boolean;
}>;

export interface PullDeps {
  readonly profile: Profile;
  readonly client: CentralClient;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly appVersion: string;
  readonly onNews: (news: PullNews) => void;
  /** The feed belongs to an era that was not seen before: what a backup lost is to be sent again (L5). */
  readonly onEra: (era: number) => void;
}

/** `problem`: a refusal that is not the feed's business, for example that the session has ended. */
export type PullResult = 'done' | 'no-contact' | 'problem';

export interface Pull {
  run(): Promise<PullResult>;
}

const pageSize = 500;
const mostNamed = 200;

export function createPull(deps: PullDeps): Pull {
  const { profile, client, clock, timers, log } = deps;
  const { cache } = profile;

  async function onePage(): Promise<PullResult | 'more'> {
    const before = feed.read(cache);
    const query =
      before.resync === 'asked'
        ? { position: 0, limit: pageSize }
        : {
            era: before.era,
            generation: before.generation,
            position: before.position,
            ...(before.seal === null ? {} : { seal: before.seal }),
            limit: pageSize,
          };
    const answer = await client.callAs('feed.page', FeedEnvelope, { query });
    if (answer.kind === 'no-contact') return 'no-contact';
    if (answer.kind === 'problem') {
      if (answer.problem.code !== 'cursor-expired') return 'problem';
      if (before.resync === 'asked') return 'problem';
      log.info('feed.resync', { position: before.position });
      cache.transact((tx) => feed.askResync(tx));
      return 'more';
    }
    return apply(answer.value, before);
  }

  function apply(page: FeedEnvelope, before: FeedState): 'done' | 'more' {
    if (!follows(page.after, before) || !advances(page)) {
      log.warn('feed.page-ignored', { position: page.after.position });
      return 'done';
    }
    const idle =
      page.changes.length === 0 &&
      before.resync === 'none' &&
      page.cursor.position === before.position &&
      page.catalogueVersion === before.catalogueVersion;
    if (idle) return page.more ? 'more' : 'done';

    if (page.cursor.era !== before.era) deps.onEra(page.cursor.era);
    const read = page.changes.map(readChange);
    const kept = casesWithWork(profile);
    const swept = cache.transact((tx) => {
      for (const change of read) store(tx, change, { page, mark: before.mark, kept });
      const last = !page.more;
      feed.write(tx, {
        ...page.cursor,
        seal: page.seal,
        lastPullAt: new Date(clock.now()).toISOString(),
        catalogueVersion: page.catalogueVersion,
        mark: before.mark,
        resync: before.resync === 'none' || last ? 'none' : 'running',
      });
      return before.resync !== 'none' && last ? sweep(tx, before.mark, kept) : [];
    });
    announce(read, swept, page.catalogueVersion === before.catalogueVersion ? null : page.catalogueVersion);
    return page.more ? 'more' : 'done';
  }

  function store(
    tx: CacheWrite,
    read: ReadChange,
    at: { readonly page: FeedEnvelope; readonly mark: number; readonly kept: ReadonlySet<string> },
  ): void {
    const now = new Date(clock.now()).toISOString();
    switch (read.is) {
      case 'put': {
        const { change } = read;
        cases.put(tx, change.case, { era: at.page.cursor.era, position: change.position, mark: at.mark });
        return;
      }
      case 'drop': {
        const { caseId, reason, epoch } = read.change;
        if (at.kept.has(caseId)) cases.setAside(tx, caseId, { reason, epoch, at: now, mark: at.mark });
        else cases.remove(tx, caseId);
        return;
      }
      case 'unreadable':
        log.warn('feed.unreadable', { caseId: read.caseId, error: read.error });
        unreadable.put(tx, { ...read, appVersion: deps.appVersion }, at.mark);
    }
  }

  /** What a whole reading from the start has not named is gone; kept work and set-aside cases are spared (R4). */
  function sweep(tx: CacheWrite, mark: number, kept: ReadonlySet<string>): string[] {
    const gone = cases.listUnmarked(tx, mark);
    for (const caseId of gone) {
      if (!kept.has(caseId)) {
        cases.remove(tx, caseId);
        continue;
      }
      const epoch = cases.findHead(tx, caseId)?.epoch ?? 0;
      const at = new Date(clock.now()).toISOString();
      cases.setAside(tx, caseId, { reason: 'reassigned', epoch, at, mark });
    }
    return gone;
  }

  function announce(read: readonly ReadChange[], swept: readonly string[], version: number | null): void {
    const ids = [
      ...read.map((change) => ('change' in change ? change.change.caseId : change.caseId)),
      ...swept,
    ];
    deps.onNews({
      caseIds: ids.length > mostNamed ? null : ids,
      catalogueVersion: version,
      unreadable: read.some(({ is }) => is === 'unreadable'),
    });
  }

  async function fetchCatalogue(): Promise<void> {
    const version = feed.read(cache).catalogueVersion;
    if (version === null || catalogues.find(cache, version) !== undefined) return;
    const answer = await client.call('catalogue.version', { params: { version: String(version) } });
    if (answer.kind !== 'ok') return;
    cache.transact((tx) => catalogues.put(tx, answer.value));
    deps.onNews({ caseIds: [], catalogueVersion: answer.value.version, unreadable: false });
  }

  return {
    async run() {
      for (;;) {
        const result = await onePage();
        if (result === 'more') {
          await wait(timers, 0);
          continue;
        }
        if (result === 'done') await fetchCatalogue();
        return result;
      }
    },
  };
}

/** R2: only the page that follows the stored cursor. After a resync was asked, any era will do, from its beginning. */
function follows(after: FeedCursor, stored: FeedState): boolean {
  if (stored.resync === 'asked') return after.position === 0;
  return (
    after.era === stored.era && after.generation === stored.generation && after.position === stored.position
  );
}

/** A page that leads backwards, into another era, or promises more without moving, would be read for ever. */
function advances({ after, cursor, more, changes }: FeedEnvelope): boolean {
  if (cursor.era !== after.era || cursor.generation !== after.generation) return false;
  if (cursor.position < after.position) return false;
  if (more && cursor.position === after.position) return false;
  return changes.every(({ position }) => position > after.position && position <= cursor.position);
}
