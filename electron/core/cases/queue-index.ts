/**
 * What orders and filters look at, of every case that is offered: read from the file once for each state of it, and then
 * answered from memory. 50,000 cases take about two megabytes.
 */
import type { QueueOrder } from '../../../contract/bridge.ts';
import * as query from '../store/cache/queue-query.ts';
import type { CacheRead } from '../store/database.ts';

export type Filter = Omit<query.QueueQuery, 'order'>;

export interface QueueIndex {
  /** Row ids in order, of what fits the filter; `without` these, and where `only` is given, of those alone. */
  select(
    filter: Filter,
    order: QueueOrder,
    without: ReadonlySet<number>,
    only: ReadonlySet<number> | null,
  ): Int32Array;
  /** Of all that is offered, whatever a person did with it. */
  counts(): query.RawCounts;
  countDueBefore(dueBefore: number): number;
  /** Reads ahead one piece of what `select` will look at; false when all of it is here. */
  warm(): boolean;
}

/** By row id; a row that is not offered has no queue. */
type Columns = Readonly<{
  queues: readonly string[];
  sources: readonly string[];
  queueOf: Int16Array;
  sourceOf: Int16Array;
  dueAt: Float64Array;
}>;

const NONE = -1;
const allOrders: readonly QueueOrder[] = ['priority', 'due', 'newest'];

export function createQueueIndex(db: CacheRead): QueueIndex {
  let mark = '';
  let columns: Columns | null = null;
  let counted: query.RawCounts | null = null;
  const orders = new Map<QueueOrder, Int32Array>();

  /** What was read of another state of the file is forgotten. */
  function refresh(): void {
    const now = query.changeMark(db);
    if (now === mark) return;
    mark = now;
    columns = null;
    counted = null;
    orders.clear();
  }

  function ordered(order: QueueOrder): Int32Array {
    let ids = orders.get(order);
    if (ids === undefined) orders.set(order, (ids = Int32Array.from(query.orderedIds(db, order))));
    return ids;
  }

  const looked = (): Columns => (columns ??= readColumns(db));

  /** Null where every row fits; else whether a row has the words. */
  function matching({ search }: Filter): Uint8Array | null {
    if (search.trim() === '') return null;
    const found = new Uint8Array(looked().queueOf.length);
    for (const id of query.idsMatching(db, search)) if (id < found.length) found[id] = 1;
    return found;
  }

  return {
    select(filter, order, without, only) {
      refresh();
      const all = ordered(order);
      const has = matching(filter);
      const { queue, source, dueBefore } = filter;
      const out = without.size === 0 ? null : marked(without);
      const chosen = new Int32Array(all.length);
      const isNarrow = queue !== null || source !== null || dueBefore !== null;
      const of = isNarrow ? looked() : null;
      const wantedQueue = of?.queues.indexOf(queue ?? '') ?? NONE;
      const wantedSource = of?.sources.indexOf(source ?? '') ?? NONE;
      let count = 0;
      for (const id of all) {
        if (has !== null && has[id] !== 1) continue;
        if (of !== null) {
          if (queue !== null && (wantedQueue === NONE || of.queueOf[id] !== wantedQueue)) continue;
          if (source !== null && (wantedSource === NONE || of.sourceOf[id] !== wantedSource)) continue;
          if (dueBefore !== null && (of.dueAt[id] ?? Infinity) > dueBefore) continue;
        }
        if (out !== null && out[id] === 1) continue;
        if (only !== null && !only.has(id)) continue;
        chosen[count] = id;
        count += 1;
      }
      return chosen.slice(0, count);
    },
    counts() {
      refresh();
      return (counted ??= countsOf(looked()));
    },
    countDueBefore(dueBefore) {
      refresh();
      const { dueAt, queueOf } = looked();
      let count = 0;
      for (let id = 0; id < dueAt.length; id += 1)
        if (queueOf[id] !== NONE && (dueAt[id] ?? Infinity) <= dueBefore) count += 1;
      return count;
    },
    warm() {
      refresh();
      const missing = allOrders.find((order) => !orders.has(order));
      if (missing !== undefined) ordered(missing);
      else if (columns === null) looked();
      else return false;
      return true;
    },
  };
}

/** Asked for each of fifty thousand rows. */
function marked(ids: ReadonlySet<number>): Uint8Array {
  const marks = new Uint8Array(Math.max(0, ...ids) + 1);
  for (const id of ids) marks[id] = 1;
  return marks;
}

function readColumns(db: CacheRead): Columns {
  const size = query.highestId(db) + 1;
  const queues: string[] = [];
  const sources: string[] = [];
  const queueOf = new Int16Array(size).fill(NONE);
  const sourceOf = new Int16Array(size).fill(NONE);
  const dueAt = new Float64Array(size).fill(Infinity);
  for (const row of query.offeredRows(db)) {
    queueOf[row.id] = placeOf(queues, row.queue);
    sourceOf[row.id] = placeOf(sources, row.source);
    dueAt[row.id] = row.dueAt;
  }
  return { queues, sources, queueOf, sourceOf, dueAt };
}

/** There are some dozens of queues and four sources. */
function placeOf(names: string[], name: string): number {
  const place = names.indexOf(name);
  return place === NONE ? names.push(name) - 1 : place;
}

function countsOf({ queues, sources, queueOf, sourceOf }: Columns): query.RawCounts {
  const ofQueues = new Int32Array(queues.length);
  const ofSources = new Int32Array(sources.length);
  let all = 0;
  for (let id = 0; id < queueOf.length; id += 1) {
    const queue = queueOf[id] ?? NONE;
    if (queue === NONE) continue;
    const source = sourceOf[id] ?? NONE;
    ofQueues[queue] = (ofQueues[queue] ?? 0) + 1;
    ofSources[source] = (ofSources[source] ?? 0) + 1;
    all += 1;
  }
  const named = (names: readonly string[], counts: Int32Array): Map<string, number> =>
    new Map(
      names
        .map((name, place) => [name, counts[place] ?? 0] as const)
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
  return { all, sources: named(sources, ofSources), queues: named(queues, ofQueues) };
}
