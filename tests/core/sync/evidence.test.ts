import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { v7 } from 'uuid';
import { EvidenceItem } from '../../../contract/evidence.ts';
import * as cases from '../../../electron/core/store/cache/cases.ts';
import * as evidence from '../../../electron/core/store/cache/evidence.ts';
import * as search from '../../../electron/core/store/cache/search.ts';
import type { SyncDeps } from '../../../electron/core/sync/engine.ts';
import { startScriptedCentral, type Reply, type ScriptedCentral } from '../support/scripted-central.ts';
import { createSyncCore, type SyncCore } from '../support/sync-core.ts';
import { account, at, caseOf, jobPost, type Content } from '../support/valid.ts';

let central: ScriptedCentral;
let core: SyncCore;

beforeEach(async () => {
  central = await startScriptedCentral(account());
});
afterEach(async () => {
  core.end();
  await central.stop();
});

const start = async (change: Partial<SyncDeps> = {}): Promise<void> => {
  core = createSyncCore(central, change);
  await core.start();
};

const video = (bytes: Uint8Array): Content => ({
  bytes,
  item: EvidenceItem.parse({
    id: v7(),
    kind: 'media',
    version: 1,
    digest: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    mediaType: 'video/mp4',
    label: 'clip',
    material: true,
    capturedAt: at(-10),
  }),
});

const stateOf = (content: Content) => evidence.find(core.profile.cache, content.item.digest);
const ready = (content: Content): boolean => stateOf(content)?.state === 'ready';
const requestsFor = (content: Content) =>
  central.requests.filter(({ path }) => path.endsWith(content.item.digest));

test('E2: evidence comes ahead of the reviewer, the named cases first, three at a time', async () => {
  const all = Array.from({ length: 9 }, (_unused, n) => jobPost(`Post number ${n}`));
  const values = all.map((content, n) => caseOf([content], { priority: { score: n, band: 'P3' } }));
  values.forEach((value, n) => central.put(value, [all[n]!]));
  const waiting: (() => void)[] = [];
  let busy = 0;
  let most = 0;
  const order: string[] = [];
  central.script((seen) => {
    if (!seen.path.startsWith('/v1/evidence/')) return null;
    busy += 1;
    most = Math.max(most, busy);
    order.push(seen.path.split('/').at(-1)!);
    return (response) =>
      void waiting.push(() => {
        busy -= 1;
        central.serve(seen)(response);
      });
  });
  await start();
  await core.until('three under way', () => waiting.length === 3);
  core.engine.wantCases([values[0]!.id]);
  for (let served = 0; served < 9; served += 1) {
    await core.until('one more asked', () => waiting.length > 0);
    waiting.shift()!();
  }
  await core.until('all here', () => all.every(ready));
  expect(most).toBe(3);
  expect(order.slice(0, 4)).toEqual([8, 7, 6, 0].map((n) => all[n]!.item.digest));
  expect(evidence.countReadyCases(core.profile.cache)).toBe(9);
});

test('E1, fault 31: what does not match its digest is never shown, and fetched again a bounded number of times', async () => {
  const content = jobPost('Genuine');
  central.put(caseOf([content]), [content]);
  central.script((seen) =>
    seen.path.startsWith('/v1/evidence/')
      ? (response) => response.writeHead(200).end(Buffer.from(content.bytes).fill(120))
      : null,
  );
  await start();
  await core.until('given up', () => stateOf(content)?.state === 'mismatch');
  core.time.pass(60_000);
  expect(requestsFor(content).length).toBe(3);
  expect(evidence.readReady(core.profile.cache, content.item.digest)).toBeUndefined();
  expect(core.profile.cache.value('select count(*) from evidence_chunk')).toBe(0);
  expect(core.engine.lastErrors()[0]?.what).toBe('evidence-mismatch');
  central.script(() => null);
  core.engine.wantEvidence(
    evidence.casesOf(core.profile.cache, content.item.digest)[0]!,
    content.item.digest,
  );
  await core.until('asked for again, and right', () => ready(content));
});

const big = video(randomBytes(5 * 1024 * 1024 + 17));
const cutAt = 2 * 1024 * 1024;
/** The first download is cut in the middle; what comes after is the test's. */
function cutThen(next: Reply | null): void {
  let cut = false;
  central.script((seen) => {
    if (!seen.path.startsWith('/v1/evidence/')) return null;
    if (cut) return next !== null && seen.headers.range !== undefined ? next : null;
    cut = true;
    return (response) => {
      response.writeHead(200, { etag: `"${big.item.digest}"`, 'content-length': big.bytes.length });
      response.write(big.bytes.subarray(0, cutAt), () => setTimeout(() => response.destroy(), 30));
    };
  });
}

test('E1: from 4 MiB on a download that was cut resumes by ranges, and its whole is checked', async () => {
  central.put(caseOf([big]), [big]);
  cutThen(null);
  await start();
  await core.until('here', () => ready(big), 60_000);
  const ranges = requestsFor(big).map(({ headers }) => headers.range);
  expect(ranges[0]).toBeUndefined();
  expect(ranges[1]).toMatch(/^bytes=[1-9]\d+-$/);
  const read = evidence.readReady(core.profile.cache, big.item.digest)!;
  expect(Buffer.compare(read, big.bytes)).toBe(0);
  const middle = evidence.readRange(core.profile.cache, big.item.digest, 262_000, 263_000)!;
  expect(Buffer.compare(middle, big.bytes.subarray(262_000, 263_000))).toBe(0);
});

const strange: readonly [string, Reply][] = [
  [
    'a changed ETag',
    (response) =>
      void response
        .writeHead(206, { etag: '"other"', 'content-range': `bytes 1-2/3` })
        .end(Buffer.alloc(1000)),
  ],
  ['200 for 206', (response) => void response.writeHead(200, { etag: '"x"' }).end(big.bytes)],
  ['416', (response) => void response.writeHead(416).end()],
  [
    'a range that begins elsewhere',
    (response) =>
      void response
        .writeHead(206, { etag: `"${big.item.digest}"`, 'content-range': 'bytes 7-8/9' })
        .end(Buffer.alloc(100)),
  ],
  [
    'a wrong length',
    (response) =>
      void response
        .writeHead(206, { etag: `"${big.item.digest}"`, 'content-range': `bytes ${cutAt}-9/9` })
        .end(Buffer.alloc(6 * 1024 * 1024)),
  ],
];
test.each(strange)(
  'fault 30: a resumed download meets %s: it is begun anew and shown when it matches',
  async (_name, reply) => {
    central.put(caseOf([big]), [big]);
    let once: Reply | null = reply;
    cutThen((response) => {
      const said = once ?? central.serve(requestsFor(big).at(-1)!);
      once = null;
      said(response);
    });
    await start();
    await core.until('here', () => ready(big), 120_000);
    expect(Buffer.compare(evidence.readReady(core.profile.cache, big.item.digest)!, big.bytes)).toBe(0);
  },
);

test('E2: the budget stops prefetching and evicts nothing; what a person waits for comes all the same', async () => {
  const first = jobPost('First');
  const second = jobPost('Second');
  const value = caseOf([second], { priority: { score: 1, band: 'P3' } });
  central.put(caseOf([first], { priority: { score: 9, band: 'P3' } }), [first]);
  central.put(value, [second]);
  await start({ evidenceBudgetBytes: first.item.bytes });
  await core.until('the first', () => ready(first));
  core.time.pass(60_000);
  expect(ready(second)).toBe(false);
  core.engine.wantEvidence(value.id, second.item.digest);
  await core.until('the second', () => ready(second));
  expect(ready(first)).toBe(true);
});

test('E4: memory-only content never touches the disk; what may be seen once is let go', async () => {
  const kept = jobPost('Only in memory');
  const once = jobPost('Only once');
  const memory = caseOf([kept], { cachePolicy: 'memory' });
  const never = caseOf([once], { cachePolicy: 'never' });
  central.put(memory, [kept]);
  central.put(never, [once]);
  await start();
  core.time.pass(1_000);
  expect(requestsFor(kept)).toEqual([]);
  core.engine.wantEvidence(memory.id, kept.item.digest);
  core.engine.wantEvidence(never.id, once.item.digest);
  const here = (content: Content): boolean => core.engine.isInMemory(content.item.digest);
  await core.until('in memory', () => here(kept) && here(once));
  expect(core.profile.cache.value('select count(*) from evidence')).toBe(0);
  expect(core.engine.takeFromMemory(once.item.digest)).toEqual(Buffer.from(once.bytes));
  expect(here(once)).toBe(false);
  core.engine.takeFromMemory(kept.item.digest);
  expect(here(kept)).toBe(true);
});

test('R6, E4, fault 20: a dropped case takes its evidence and its words with it', async () => {
  const content = jobPost('Zanzibar');
  const value = caseOf([content]);
  central.put(value, [content]);
  await start();
  await core.until('searchable', () => search.find(core.profile.cache, 'zanzi', 5).length === 1);
  central.drop(value.id, 'reassigned');
  core.engine.syncNow();
  await core.until('gone', () => cases.findHead(core.profile.cache, value.id) === undefined);
  expect(stateOf(content)).toBeUndefined();
  expect(core.profile.cache.value('select count(*) from evidence_chunk')).toBe(0);
  expect(search.find(core.profile.cache, 'zanzi', 5)).toEqual([]);
});

test('E3: what no case needs is swept at the start', async () => {
  await start();
  core.profile.cache.transact((tx) =>
    tx.run(`insert into evidence (digest, media_type, bytes, state) values ('lost', 'x', 1, 'wanted')`),
  );
  core.restart();
  core.engine.start();
  expect(evidence.find(core.profile.cache, 'lost')).toBeUndefined();
});

test('fault 4: a disk that is full while evidence is cached keeps no half of it, and decisions still work', async () => {
  const clip = video(randomBytes(6 * 1024 * 1024));
  const post = jobPost('Small enough for what is left.');
  const [value, other] = [caseOf([clip]), caseOf([post])];
  central.put(other, [post]);
  await start();
  await core.until('the small one is here', () => ready(post));
  const pages = core.profile.cache.value<number>('pragma page_count')!;
  core.profile.cache.pragma(`max_page_count = ${pages + 300}`);
  central.put(value, [clip]);
  core.engine.syncNow();
  await core.until('asked for', () => requestsFor(clip).length > 0, 120_000);
  await core.until('given up for now', () => core.engine.contact().fetching === 0, 120_000);
  expect(ready(clip)).toBe(false);
  const id = core.decide(other);
  await core.until('decided and sent', () => core.stateOf(id) === 'acknowledged', 120_000);
  // There is room again.
  core.profile.cache.pragma('max_page_count = 1073741823');
  await core.until('whole', () => ready(clip), 600_000);
  const whole = evidence.readRange(core.profile.cache, clip.item.digest, 0, clip.item.bytes)!;
  expect(createHash('sha256').update(whole).digest('hex')).toBe(clip.item.digest);
});

test('sensitive fields are never indexed', async () => {
  const content = jobPost('Visible words', { sensitiveFields: ['/client/label'] });
  central.put(caseOf([content], { related: [] }), [content]);
  await start();
  await core.until('searchable', () => search.find(core.profile.cache, 'visible', 5).length === 1);
  expect(search.find(core.profile.cache, 'acme', 5)).toEqual([]);
});

test('E2: readiness counts what is missing, and a person may stop fetching ahead, or ask for everything again', async () => {
  const all = Array.from({ length: 8 }, (_unused, n) => jobPost(`Post number ${n}`));
  const values = all.map((content) => caseOf([content]));
  values.forEach((value, n) => central.put(value, [all[n]!]));
  let refuse = true;
  central.script((seen) =>
    refuse && seen.path.startsWith('/v1/evidence/')
      ? (response) => response.writeHead(200).end(Buffer.alloc(all[0]!.bytes.length, 120))
      : null,
  );
  await start();
  const readiness = () => core.engine.readiness();
  await core.until('all given up', () => readiness().stuck === 8);
  expect(readiness()).toEqual({
    missing: 8,
    missingBytes: all.reduce((sum, { bytes }) => sum + bytes.length, 0),
    stuck: 8,
    memoryOnly: 0,
    fetching: 'by-itself',
  });
  core.engine.makeReady(true);
  expect(readiness().fetching).toBe('stopped');
  refuse = false;
  // What the person looks at is fetched all the same.
  core.engine.wantEvidence(values[0]!.id, all[0]!.item.digest);
  await core.until('the one is here', () => ready(all[0]!));
  core.time.pass(60_000);
  expect(readiness()).toMatchObject({ missing: 7, fetching: 'stopped' });
  core.engine.makeReady(false);
  expect(readiness().fetching).toBe('asked');
  await core.until('all here', () => all.every(ready));
  expect(readiness()).toMatchObject({ missing: 0, missingBytes: 0, stuck: 0, fetching: 'by-itself' });
});

test('E4: cases whose evidence may not be kept are counted apart: they are never ready', async () => {
  central.put(caseOf([], { cachePolicy: 'memory' }));
  await start();
  await core.until('pulled', () => core.engine.cursor() !== null);
  expect(core.engine.readiness()).toMatchObject({ missing: 0, memoryOnly: 1 });
});

test('E1: what the central API does not give any more is known as such, until somebody asks for it again', async () => {
  const content = jobPost('Gone');
  const value = caseOf([content]);
  central.put(value);
  await start();
  const { digest } = content.item;
  await core.until('refused', () => core.engine.isRefused(digest));
  expect(evidence.find(core.profile.cache, digest)?.state).toBe('wanted');
  central.put(value, [content]);
  core.engine.wantEvidence(value.id, digest);
  expect(core.engine.isRefused(digest)).toBe(false);
  await core.until('here after all', () => ready(content));
});

test('D7, faults 25, 41: a filter that refuses evidence alone costs neither contact nor a storm of requests', async () => {
  const all = Array.from({ length: 5 }, (_unused, n) => jobPost(`Filtered post ${n}`));
  all.forEach((content) => central.put(caseOf([content]), [content]));
  let filtered = true;
  central.script((seen) =>
    filtered && seen.path.startsWith('/v1/evidence/')
      ? (response) => void response.writeHead(403, { 'content-type': 'text/html' }).end('<h1>Not here</h1>')
      : null,
  );
  await start();
  const asked = (): number => all.reduce((sum, content) => sum + requestsFor(content).length, 0);
  await core.until('asked', () => asked() >= 3);
  const states: string[] = [];
  core.engine.subscribe(({ event }) => {
    if (event === 'contact') states.push(core.engine.contact().contact);
  });
  const before = central.requests.length;
  for (let tenth = 0; tenth < 1200; tenth += 1) {
    core.time.pass(100);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect(states.filter((state) => state !== 'online')).toEqual([]);
  // Two minutes.
  expect(central.requests.length - before).toBeLessThan(80);
  filtered = false;
  await core.until('all here', () => all.every(ready), 90_000);
});
