import type { BridgeParams, BridgeResult, QueueRow } from '../../../contract/bridge.ts';
import type { Catalogue } from '../../../contract/catalogue.ts';
import * as query from '../store/cache/queue-query.ts';
import * as outbox from '../store/work/outbox.ts';
import { fail, succeed, type Outcome } from '../outcome.ts';
import { createQueueIndex, type QueueIndex } from './queue-index.ts';
import { correctedNow, instantOf, type Desk } from './desk.ts';

/** The renderer holds one; another may still be answering while the next is opened. */
const SNAPSHOTS_KEPT = 2;
/** Rows remembered as they were served, so that one which has left can still be named in its place. */
const SERVED_KEPT = 4000;
const HOUR_MS = 3_600_000;
/** A long pull changes the cases with every page. */
const WARM_EVERY_MS = 1_000;

type Snapshot = Readonly<{
  id: number;
  ids: Int32Array;
  query: query.QueueQuery;
  /** What came later is an arrival. */
  highestId: number;
  served: Map<number, QueueRow>;
}>;

/** What rows of one answer share, looked up once. */
type Look = Readonly<{ hidden: ReadonlySet<number>; duplicates: Map<string, number> }>;

export interface Queue {
  open(params: BridgeParams<'queue.open'>): Outcome<BridgeResult<'queue.open'>>;
  rows(params: BridgeParams<'queue.rows'>): Outcome<BridgeResult<'queue.rows'>>;
  nextUndecided(params: BridgeParams<'queue.nextUndecided'>): Outcome<BridgeResult<'queue.nextUndecided'>>;
  indexOf(params: BridgeParams<'queue.indexOf'>): Outcome<BridgeResult<'queue.indexOf'>>;
  /** For the status: offered cases, those wholly here, and those that came since the newest snapshot. */
  totals(): Readonly<{ queue: number; ready: number; arrivals: number }>;
}

export function createQueue(desk: Desk, catalogue: () => Catalogue | null): Queue {
  const snapshots = new Map<number, Snapshot>();
  let lastSnapshotId = 0;
  const inMemory = createQueueIndex(desk.cache);
  const counts = createCounts(desk, inMemory);
  let warmedAt = -Infinity;

  function open(params: BridgeParams<'queue.open'>): Outcome<BridgeResult<'queue.open'>> {
    const asked = queryOf(params);
    const hidden = counts.hidden();
    const withDraft = params.filter.drafts ? counts.draftIds() : null;
    const snapshot: Snapshot = {
      id: (lastSnapshotId += 1),
      ids: inMemory.select(asked, asked.order, hidden, withDraft),
      query: asked,
      highestId: query.highestId(desk.cache),
      served: new Map(),
    };
    desk.afterwards(warm);
    snapshots.set(snapshot.id, snapshot);
    for (const id of snapshots.keys()) if (id <= snapshot.id - SNAPSHOTS_KEPT) snapshots.delete(id);
    return succeed({
      snapshotId: snapshot.id,
      total: snapshot.ids.length,
      rows: rowsOf(snapshot, 0, params.count),
      counts: counts.offered(catalogue()),
    });
  }

  /** The queue is read ahead when cases came or went, so that the next filter or letter finds it in memory. */
  function warmSoon(): void {
    const now = desk.ports.clock.monotonic();
    if (lastSnapshotId === 0 || now - warmedAt < WARM_EVERY_MS) return;
    warmedAt = now;
    desk.afterwards(warm);
  }

  /** Piece by piece, so that none is felt. */
  function warm(): void {
    if (desk.cache.open && inMemory.warm()) desk.afterwards(warm);
  }

  function queryOf({ filter, order }: BridgeParams<'queue.open'>): query.QueueQuery {
    const dueBefore =
      filter.dueWithinMinutes === null ? null : correctedNow(desk) + filter.dueWithinMinutes * 60_000;
    return { queue: filter.queue, source: filter.source, dueBefore, search: filter.search, order };
  }

  const newLook = (): Look => ({ hidden: counts.hidden(), duplicates: new Map() });

  function rowsOf(snapshot: Snapshot, from: number, most: number): QueueRow[] {
    const look = newLook();
    const rows: QueueRow[] = [];
    const end = Math.min(snapshot.ids.length, from + most);
    for (let index = from; index < end; index += 1) rows.push(rowAt(snapshot, index, look));
    return rows;
  }

  /** The row at a place of the order. Its place stays its own when the case has left, or another took its number. */
  function rowAt(snapshot: Snapshot, index: number, look: Look): QueueRow {
    const id = snapshot.ids[index] ?? 0;
    const stored = query.rowById(desk.cache, id);
    const before = snapshot.served.get(index);
    if (stored === undefined || (before !== undefined && before.caseId !== stored.caseId))
      return before === undefined ? leftUnseen(id) : { ...before, work: leftWork(before) };
    const row = rowFrom(stored, id, look);
    snapshot.served.delete(index);
    snapshot.served.set(index, row);
    if (snapshot.served.size > SERVED_KEPT) {
      const [oldest] = snapshot.served.keys();
      if (oldest !== undefined) snapshot.served.delete(oldest);
    }
    return row;
  }

  const leftWork = (before: QueueRow): QueueRow['work'] => workOf(before.caseId, true);

  /** What one has decided oneself has not "moved on". */
  function workOf(caseId: string, isGone: boolean): QueueRow['work'] {
    const work = desk.overlay.workOf(caseId, isGone);
    return work === 'gone' && outbox.isDecidedHere(desk.work, caseId) ? 'decided' : work;
  }

  function rowFrom(stored: query.StoredQueueRow, id: number, look: Look): QueueRow {
    const work = workOf(stored.caseId, stored.goneReason !== null);
    const isOpen = work === 'open' || work === 'draft';
    const dueAt = query.dueTimeOf(stored.dueAt);
    return {
      caseId: stored.caseId as QueueRow['caseId'],
      reference: stored.reference,
      title: stored.title,
      summary: stored.summary,
      source: stored.source,
      queue: stored.queue,
      band: stored.band,
      score: stored.risk,
      dueAt: dueAt === null ? null : instantOf(dueAt),
      subjectType: stored.subjectType,
      reports: stored.reports,
      work: isOpen && look.hidden.has(id) ? 'snoozed' : work,
      ready: stored.ready === 1,
      nearDuplicates: stored.nearDuplicate === null ? 0 : duplicatesOf(stored.nearDuplicate, look.duplicates),
    };
  }

  function duplicatesOf(digest: string, counted: Map<string, number>): number {
    let count = counted.get(digest);
    if (count === undefined) counted.set(digest, (count = query.countNearDuplicates(desk.cache, digest)));
    return count;
  }

  const snapshotOf = (id: number): Snapshot | undefined => snapshots.get(id);
  const replaced = () => fail('not-found', 'The queue has been opened anew since.');

  return {
    open,
    rows({ snapshotId, from, count }) {
      const snapshot = snapshotOf(snapshotId);
      return snapshot === undefined ? replaced() : succeed({ rows: rowsOf(snapshot, from, count) });
    },
    nextUndecided({ snapshotId, from, direction }) {
      const snapshot = snapshotOf(snapshotId);
      if (snapshot === undefined) return replaced();
      const look = newLook();
      const step = direction === 'forward' ? 1 : -1;
      for (let index = from + step; index >= 0 && index < snapshot.ids.length; index += step) {
        const id = snapshot.ids[index] ?? 0;
        if (look.hidden.has(id)) continue;
        const { work } = rowAt(snapshot, index, look);
        if (work === 'open' || work === 'draft') return succeed({ index });
      }
      return succeed({ index: null });
    },
    indexOf({ snapshotId, caseId }) {
      const snapshot = snapshotOf(snapshotId);
      if (snapshot === undefined) return replaced();
      const id = query.idOfCase(desk.cache, caseId);
      const index = id === undefined ? servedAt(snapshot, caseId) : snapshot.ids.indexOf(id);
      return succeed({ index: index < 0 ? null : index });
    },
    totals() {
      const newest = snapshotOf(lastSnapshotId);
      warmSoon();
      const { all, ready } = counts.totals();
      if (newest === undefined) return { queue: all, ready, arrivals: 0 };
      const hidden = counts.hidden();
      const arrived = query.idsAfter(desk.cache, newest.query, newest.highestId);
      return { queue: all, ready, arrivals: arrived.filter((id) => !hidden.has(id)).length };
    },
  };
}

function servedAt(snapshot: Snapshot, caseId: string): number {
  for (const [index, row] of snapshot.served) if (row.caseId === caseId) return index;
  return -1;
}

/** A case that left before anybody saw its row: a place without a name, under an id that no case has. */
function leftUnseen(id: number): QueueRow {
  return {
    caseId: `00000000-0000-4000-8000-${id.toString(16).padStart(12, '0')}` as QueueRow['caseId'],
    reference: '',
    title: '',
    summary: '',
    source: 'detection',
    queue: 'gone',
    band: 'P3',
    score: null,
    dueAt: null,
    subjectType: '',
    reports: 0,
    work: 'gone',
    ready: false,
    nearDuplicates: 0,
  };
}

/** Counts over all that is offered. Counted once for each state of the files, since a status asks often. */
function createCounts(desk: Desk, inMemory: QueueIndex) {
  const offeredNow = remember(desk, () => query.countOffered(desk.cache));
  const hiddenNow = remember(desk, () => findHidden(desk));
  const rowsHidden = remember(desk, () =>
    [...hiddenNow().ids].flatMap((id) => {
      const row = query.rowById(desk.cache, id);
      return row === undefined || row.goneReason !== null ? [] : [row];
    }),
  );

  /** Row ids that no new order offers: decided or put away here, resting, or not to be read. */
  function hidden(): ReadonlySet<number> {
    if (hiddenNow().until > correctedNow(desk)) return hiddenNow().ids;
    for (const forget of [hiddenNow, rowsHidden]) forget.forget();
    return hiddenNow().ids;
  }

  function draftIds(): ReadonlySet<number> {
    const ids = new Set<number>();
    for (const caseId of desk.overlay.drafts) {
      const id = query.idOfCase(desk.cache, caseId);
      if (id !== undefined) ids.add(id);
    }
    return ids;
  }

  return {
    hidden,
    draftIds,
    totals() {
      hidden();
      const rows = rowsHidden();
      const { all, ready } = offeredNow();
      return { all: all - rows.length, ready: ready - rows.filter((row) => row.ready === 1).length };
    },
    offered(catalogue: Catalogue | null): BridgeResult<'queue.open'>['counts'] {
      const now = hidden();
      const rows = rowsHidden();
      const { all, sources, queues } = inMemory.counts();
      const inHour = correctedNow(desk) + HOUR_MS;
      const without = (total: number, matches: (row: query.StoredQueueRow) => boolean): number =>
        total - rows.filter(matches).length;
      const names = new Map(catalogue?.queues.map((queue) => [String(queue.id), queue.name]));
      return {
        all: all - rows.length,
        detection: without(sources.get('detection') ?? 0, (row) => row.source === 'detection'),
        report: without(sources.get('report') ?? 0, (row) => row.source === 'report'),
        dueInHour: without(inMemory.countDueBefore(inHour), (row) => row.dueAt <= inHour),
        drafts: [...draftIds()].filter((id) => !now.has(id)).length,
        queues: [...queues].map(([queue, count]) => ({
          queue,
          name: names.get(queue) ?? queue,
          count: without(count, (row) => row.queue === queue),
        })),
      };
    },
  };
}

/** `until`: when the first of the resting ones is offered again, milliseconds since the epoch. */
function findHidden(desk: Desk): Readonly<{ ids: Set<number>; until: number }> {
  const now = correctedNow(desk);
  const ids = new Set<number>();
  let first = Infinity;
  for (const resting of query.restingCases(desk.cache)) {
    const until = resting.until === null ? Infinity : Date.parse(resting.until);
    if (until <= now) continue;
    ids.add(resting.id);
    first = Math.min(first, until);
  }
  for (const caseId of desk.overlay.covering.keys()) {
    const id = query.idOfCase(desk.cache, caseId);
    if (id !== undefined) ids.add(id);
  }
  return { ids, until: first };
}

/** Looks again only when the cases, or what was done with them, have changed. */
function remember<Value>(desk: Desk, look: () => Value): (() => Value) & { forget(): void } {
  let mark = '';
  let kept: Readonly<{ value: Value }> | null = null;
  const read = (): Value => {
    const current = `${query.changeMark(desk.cache)} ${desk.overlay.revision}`;
    if (kept === null || current !== mark) kept = { value: look() };
    mark = current;
    return kept.value;
  };
  return Object.assign(read, { forget: () => void (kept = null) });
}
