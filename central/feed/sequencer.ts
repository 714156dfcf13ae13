import type { Store } from '../store/sql.ts';

export const FEED_LOCK = 7_163_402;
export const FEED_CHANNEL = 'docket_feed';
/** Several of these fit into one notification's 8,000 bytes. */
const PEOPLE_A_MESSAGE = 100;

export interface Sequencer {
  /** Gives positions to all that was committed before the call, and returns when readers can see them. */
  run(): Promise<void>;
}

/**
 * One short transaction at a time gives positions to what has none. Because one commits wholly before the next
 * begins, positions become visible in their order: a reader never skips one that was committed late (R3).
 * Calls that come while one runs share the next run.
 */
export function createSequencer(store: Store): Sequencer {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  async function once(): Promise<void> {
    const people = await store.transact(async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1)', [FEED_LOCK]);
      // A row that a writer holds is passed over: nothing waits while it holds the feed's lock. That writer's own
      // run comes after its commit.
      const given = await tx.query<{ person_id: string; position: number }>(
        `update feed set position = nextval('feed_position')
         from (select person_id, case_id from feed where position is null for update skip locked) as waiting
         where feed.person_id = waiting.person_id and feed.case_id = waiting.case_id
         returning feed.person_id, feed.position`,
      );
      const newest = new Map<string, number>();
      for (const { person_id, position } of given.rows) {
        newest.set(person_id, Math.max(position, newest.get(person_id) ?? 0));
      }
      if (store.kind === 'postgresql') {
        for (const message of messagesOf(newest))
          await tx.query('select pg_notify($1, $2)', [FEED_CHANNEL, message]);
      }
      return newest;
    });
    if (store.kind === 'pglite')
      for (const message of messagesOf(people)) await store.notify(FEED_CHANNEL, message);
  }

  return {
    run() {
      if (!running) {
        running = once().finally(() => (running = undefined));
        return running;
      }
      next ??= running
        .catch(() => {})
        .then(() => {
          next = undefined;
          return (running ??= once().finally(() => (running = undefined)));
        });
      return next;
    },
  };
}

function messagesOf(newest: ReadonlyMap<string, number>): string[] {
  const people = [...newest];
  const messages: string[] = [];
  for (let start = 0; start < people.length; start += PEOPLE_A_MESSAGE) {
    messages.push(JSON.stringify(Object.fromEntries(people.slice(start, start + PEOPLE_A_MESSAGE))));
  }
  return messages;
}

/** What a message on FEED_CHANNEL says: person → position. */
export function readFeedMessage(payload: string): [string, number][] {
  return Object.entries(JSON.parse(payload) as Record<string, number>);
}
