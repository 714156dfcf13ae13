import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BridgeInput } from '../../contract/bridge.ts';
import { demoAccounts } from '../../contract/demo.ts';
import { createKeyFiles } from '../../electron/loopback/key-files.ts';
import { testPassword, startCentral, type TestCentral } from '../support/central.ts';
import { catalogueContent, incomingCase } from '../support/central-factories.ts';
import { openGate } from '../support/gate.ts';
import { createSeat, until, type Seated } from './support/workstation.ts';
import { violation } from './support/valid.ts';

/** The loop over the real parts: a real central API, a real socket, real files. */
let central: TestCentral;
let gate: Awaited<ReturnType<typeof openGate>>;
let seat: ReturnType<typeof createSeat>;
let people = 0;

beforeAll(async () => {
  central = await startCentral({ kind: 'PGlite' });
  const content = catalogueContent();
  const own = Array.from({ length: 40 }, (_one, n) => ({
    id: queueOf(n),
    name: `Queue ${n}`,
    slaMinutes: 240,
  }));
  await central.publish({ ...content, queues: [...content.queues, ...own] });
  gate = await openGate(central.url);
}, 60_000);
afterAll(async () => {
  await gate.close();
  await central.close();
});
beforeEach(() => {
  gate.open();
  seat = createSeat(gate.url);
});
afterEach(() => seat.end());

const queueOf = (n: number) => `queue-${n}`;

/** Somebody with a queue of their own, so that no test gets the cases of another. */
async function reviewerWith(cases: number) {
  const username = `reviewer-${(people += 1)}`;
  const queue = queueOf(people);
  const personId = await central.addPerson({ username, queues: [queue] });
  await central.addCases(Array.from({ length: cases }, () => incomingCase({ queue })));
  return { username, personId };
}

async function seated(cases: number) {
  const person = await reviewerWith(cases);
  const at = await seat.open();
  expect(await at.signIn(person.username, testPassword)).toMatchObject({ ok: true });
  const rows = await until(at.rows, (found) => found.length >= cases && found.every(({ ready }) => ready));
  await until(at.status, ({ catalogueVersion }) => catalogueVersion !== null);
  return { ...person, at, rows };
}

const profileOf = (personId: string): string =>
  join(
    seat.dataDir,
    'profiles',
    readdirSync(join(seat.dataDir, 'profiles')).find((name) => name.endsWith(personId)) ?? '',
  );

const standing = async (caseId: string): Promise<number> => {
  const found = await central.store.query<{ n: number }>(
    'select count(*)::int as n from decision where case_id = $1',
    [caseId],
  );
  return Number(found.rows[0]?.n ?? 0);
};

async function decide(at: Seated, caseId: string, rationale = 'Asks for bank details before work.') {
  const opened = await at.ask('case.open', { caseId, view: true });
  const content: BridgeInput<'decision.submit'>['content'] = violation({
    policies: ['fraud'],
    actions: [
      {
        action: 'remove-content',
        target: { type: opened.case.subject.type, id: opened.case.subject.id },
        params: {},
      },
    ],
    rationale,
  });
  const { own } = await at.ask('decision.submit', {
    caseId,
    caseVersion: opened.case.version,
    content,
    openMs: 1000,
    activeMs: 500,
  });
  return own;
}

/** What a reviewer in another process was told until they were killed, after so many lines. */
function reviewUntilKilled(username: string, lines: number): Promise<string[][]> {
  return new Promise((resolve, reject) => {
    const child = join(import.meta.dirname, 'support/reviewer-child.ts');
    const running = spawn(process.execPath, [child, gate.url, seat.dataDir, username, testPassword], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    running.stdout.on('data', (data: Buffer) => {
      output += data.toString();
      if (output.split('\n').length > lines) running.kill('SIGKILL');
    });
    running.on('error', reject);
    running.on('close', () =>
      resolve(
        output
          .split('\n')
          .slice(0, -1)
          .map((line) => line.split(' ')),
      ),
    );
  });
}

describe('the loop', () => {
  test('sign in, pull, open, decide, push, acknowledged, not offered again', async () => {
    const { at, rows } = await seated(2);
    const [first, second] = rows;
    const opened = await at.ask('case.open', { caseId: first!.caseId, view: true });
    expect(opened.evidence[0]).toMatchObject({ status: 'ready', document: { kind: 'job-post' } });
    const own = await decide(at, first!.caseId);
    expect(own).toMatchObject({ state: 'held', undo: 'withdraw' });
    expect((await at.rows()).map(({ caseId }) => caseId)).toEqual([second!.caseId]);
    await until(at.status, ({ waiting }) => waiting === 0);
    expect(await standing(first!.caseId)).toBe(1);
    expect((await at.rows()).map(({ caseId }) => caseId)).toEqual([second!.caseId]);
    expect(await at.ask('today.get', {})).toMatchObject({ decided: 1 });
  });

  test('D3: undone within its window, a decision never leaves and its draft is back', async () => {
    const { at, rows } = await seated(1);
    const { caseId } = rows[0]!;
    await decide(at, caseId, 'These very words, which must come back.');
    expect(await at.ask('decision.undo', {})).toMatchObject({ caseId, did: 'withdrawn' });
    const opened = await at.ask('case.open', { caseId, view: true });
    expect(opened).toMatchObject({ work: 'draft', own: null });
    expect(opened.draft.content.rationale).toBe('These very words, which must come back.');
    await until(at.status, ({ waiting }) => waiting === 0);
    expect(await standing(caseId)).toBe(0);
  });

  test('L1: working offline by choice holds over a restart, and ends when somebody signs in', async () => {
    const { at, username } = await seated(1);
    await at.ask('sync.byChoice', { offline: true });
    await at.close();
    const again = await seat.open();
    expect(await again.status()).toMatchObject({ contact: 'offline-by-choice' });
    await again.ask('session.signOut', {});
    expect(await again.signIn(username, testPassword)).toMatchObject({ ok: true });
    await until(again.status, ({ contact }) => contact === 'online');
    await again.close();
    const later = await seat.open();
    await until(later.status, ({ contact }) => contact === 'online');
  });

  test('F4: too long without contact locks the cases; a clock turned back opens nothing, signing in does', async () => {
    const { at, rows, username } = await seated(2);
    const [one] = rows.map(({ caseId }) => caseId);
    gate.shut();
    await until(at.status, ({ contact }) => contact !== 'online');
    await decide(at, one!);
    await at.close();

    // 73 hours later by the wall, and then at a clock that has been turned back by a month.
    const hour = 3_600_000;
    let skewMs = 73 * hour;
    const clock = { now: () => Date.now() + skewMs, monotonic: () => performance.now() * 25 };
    const later = await seat.open({ clock });
    const state = () => later.ask('app.state', {});
    expect(await state()).toMatchObject({ session: { is: 'signed-out' }, problem: { code: 'cache-locked' } });
    expect(await later.invoke('case.open', { caseId: one!, view: false })).toMatchObject({ ok: false });
    await later.close();
    skewMs = -30 * 24 * hour;
    const turned = await seat.open({ clock });
    expect(await turned.ask('app.state', {})).toMatchObject({ problem: { code: 'cache-locked' } });

    gate.open();
    const signedIn = await turned.signIn(username, testPassword);
    expect(signedIn.ok).toBe(true);
    // What waited was kept, and is sent.
    await until(turned.status, ({ waiting }) => waiting === 0);
    expect(await standing(one!)).toBe(1);
    expect((await turned.ask('app.state', {})).problem).toBeNull();
    await turned.close();
  });

  test('faults 1, 12, 38: without contact, ended and started again: queue, evidence, decisions and draft are there', async () => {
    const { at, rows } = await seated(4);
    const [one, two, three, four] = rows.map(({ caseId }) => caseId);
    gate.shut();
    await until(at.status, ({ contact }) => contact !== 'online');
    await decide(at, one!);
    await decide(at, two!);
    await decide(at, three!);
    await at.ask('decision.undo', {});
    await at.ask('draft.save', { caseId: four!, follows: 0, content: violation({ rationale: 'half wri' }) });
    await at.close();

    const again = await seat.open();
    expect(await again.ask('app.state', {})).toMatchObject({ session: { is: 'signed-in' } });
    expect((await again.rows()).map(({ caseId, work }) => [caseId, work])).toEqual([
      [three, 'draft'],
      [four, 'draft'],
    ]);
    const opened = await again.ask('case.open', { caseId: four!, view: true });
    expect(opened).toMatchObject({
      draft: { content: { rationale: 'half wri' } },
      evidence: [{ status: 'ready' }],
    });
    expect(await again.status()).toMatchObject({ waitingDecisions: 2, drafts: 2 });

    gate.open();
    await until(again.status, ({ waiting }) => waiting === 0);
    expect([await standing(one!), await standing(two!), await standing(three!)]).toEqual([1, 1, 0]);
  });

  test('fault 18: reassigned while decided offline, the decision is late, and says so', async () => {
    const { at, rows, personId } = await seated(1);
    const { caseId } = rows[0]!;
    const other = await central.addPerson({ username: `other-${(people += 1)}`, queues: [] });
    const supervisor = `supervisor-${(people += 1)}`;
    await central.addPerson({ username: supervisor, role: 'supervisor', queues: ['jobs'] });
    gate.shut();
    await until(at.status, ({ contact }) => contact !== 'online');
    await decide(at, caseId);
    const client = await central.signIn(supervisor);
    const backlog = (await (await client.get(`/v1/backlog?assignee=${personId}`)).json()) as {
      cases: { id: string; epoch: number }[];
    };
    const moved = await client.post('/v1/reassignments', {
      id: crypto.randomUUID(),
      target: { to: 'person', personId: other },
      reason: 'Shift ended',
      cases: backlog.cases.map(({ id, epoch }) => ({ caseId: id, epoch })),
    });
    expect(moved.status).toBe(200);
    gate.open();
    const { items } = await until(
      () => at.ask('attention.list', {}),
      (seen) => seen.items.length > 0,
    );
    expect(items).toMatchObject([{ caseId, why: 'late', choices: ['dismiss'] }]);
    await at.ask('attention.resolve', { id: items[0]!.id, choice: 'dismiss' });
    expect(await at.ask('attention.list', {})).toEqual({ items: [] });
    expect(await at.rows()).toEqual([]);
  });

  test('fault 37: undone after it arrived, a decision is recalled and the case comes back with its draft', async () => {
    const { at, rows } = await seated(1);
    const { caseId } = rows[0]!;
    const own = await decide(at, caseId, 'To be taken back after all.');
    await until(at.status, ({ waiting }) => waiting === 0);
    expect(await at.ask('decision.undo', { decisionId: own.decisionId })).toMatchObject({
      caseId,
      did: 'recall',
    });
    await until(at.status, ({ waiting }) => waiting === 0);
    const offered = await until(at.rows, (found) => found.some((row) => row.caseId === caseId));
    expect(offered.find((row) => row.caseId === caseId)?.work).toBe('draft');
    const opened = await at.ask('case.open', { caseId, view: true });
    expect(opened.draft.content.rationale).toBe('To be taken back after all.');
    await decide(at, caseId, 'Decided again, for another reason.');
    await until(at.status, ({ waiting }) => waiting === 0);
    expect(await at.ask('attention.list', {})).toEqual({ items: [] });
  });

  test('D14: a case given back leaves the queue at once, and the central API learns it', async () => {
    const { at, rows } = await seated(2);
    const { caseId } = rows[0]!;
    await at.ask('case.release', { caseId, reason: 'Not my language' });
    expect((await at.rows()).map((row) => row.caseId)).not.toContain(caseId);
    await until(at.status, ({ waiting }) => waiting === 0);
  });
});

describe('people', () => {
  test('W2, fault 24: another person on the same desk sees and sends nothing of the first', async () => {
    const { at, rows } = await seated(2);
    gate.shut();
    await until(at.status, ({ contact }) => contact !== 'online');
    await decide(at, rows[0]!.caseId);
    expect(await at.signIn('reviewer-2', testPassword)).toMatchObject({ ok: false, code: 'no-contact' });
    await at.ask('session.signOut', {});
    expect(await at.invoke('queue.open', { filter: {}, order: 'due' })).toMatchObject({
      ok: false,
      code: 'signed-out',
    });
    expect(await at.workstation.evidence('a'.repeat(64))).toBeNull();

    gate.open();
    const other = await reviewerWith(0);
    expect(await at.signIn(other.username, testPassword)).toMatchObject({ ok: true });
    await until(at.status, ({ contact }) => contact === 'online');
    expect(await at.status()).toMatchObject({ waiting: 0 });
    expect((await at.ask('sync.report', {})).outbox).toEqual([]);
    expect(await at.invoke('case.open', { caseId: rows[0]!.caseId, view: false })).toMatchObject({
      ok: false,
    });
    expect(await standing(rows[0]!.caseId)).toBe(0);
    expect(readdirSync(join(seat.dataDir, 'profiles'))).toHaveLength(2);
    expect(seat.keys.size).toBe(2);
  });

  test('fault 23: after a sign-out everything is kept, and sent when the same person is back', async () => {
    const { at, rows, username } = await seated(1);
    gate.shut();
    await until(at.status, ({ contact }) => contact !== 'online');
    await decide(at, rows[0]!.caseId);
    await at.ask('session.signOut', {});
    await at.close();
    const again = await seat.open();
    expect(await again.ask('app.state', {})).toMatchObject({ session: { is: 'signed-out' } });
    gate.open();
    expect(await again.signIn(username, testPassword)).toMatchObject({ ok: true });
    await until(again.status, ({ contact, waiting }) => contact === 'online' && waiting === 0);
    expect(await standing(rows[0]!.caseId)).toBe(1);
  });

  test('a wrong password, a name that nobody can have, and no contact are told apart', async () => {
    const { username } = await reviewerWith(0);
    const at = await seat.open();
    expect(await at.signIn(username, 'wrong')).toMatchObject({ ok: false, code: 'wrong-credentials' });
    expect(await at.signIn('Not A Name!', 'wrong')).toMatchObject({ ok: false, code: 'wrong-credentials' });
    gate.shut();
    const answer = await at.signIn(username, testPassword);
    expect(answer).toMatchObject({ ok: false, code: 'no-contact' });
    expect('detail' in answer && answer.detail).toMatch(/central API/);
  });

  test('settings are the person’s own', async () => {
    const { at } = await seated(0);
    await at.ask('settings.set', { keys: { 'decision.submit': null } });
    // One setting changed leaves the others as they were.
    await at.ask('settings.set', { theme: 'dark' });
    await at.close();
    const again = await seat.open();
    expect(await again.ask('settings.get', {})).toMatchObject({
      theme: 'dark',
      keys: { 'decision.submit': null },
    });
    await again.ask('session.signOut', {});
    expect(await again.ask('settings.get', {})).toMatchObject({ theme: 'system' });
  });

  test('supervisors see their rooms, and without contact are told', async () => {
    const username = `supervisor-${(people += 1)}`;
    await central.addPerson({ username, role: 'supervisor', queues: ['jobs'] });
    const at = await seat.open();
    await at.signIn(username, testPassword);
    expect((await at.ask('team.list', {})).members.map((member) => member.username)).toContain(username);
    expect(await at.ask('backlog.list', { queue: null, assignee: null, after: null })).toHaveProperty(
      'total',
    );
    expect(await at.ask('late.list', { kind: 'conflicting', after: null })).toHaveProperty('decisions');
    expect((await at.ask('people.list', {})).people.length).toBeGreaterThan(0);
    gate.shut();
    expect(await at.invoke('team.list', {})).toMatchObject({ ok: false, code: 'no-contact' });
  });
});

describe('files', () => {
  test('fault 1: killed at any moment, what was called decided is decided, and what was called kept is kept', async () => {
    const person = await reviewerWith(30);
    for (const lines of [3, 20]) {
      const said = await reviewUntilKilled(person.username, lines);
      const decided = said.filter(([what]) => what === 'decided').map(([, caseId]) => caseId);
      const drafted = said.filter(([what]) => what === 'drafted').map(([, caseId]) => caseId);
      expect(drafted.length).toBeGreaterThan(0);
      gate.shut();
      const at = await seat.open({ keys: createKeyFiles(join(seat.dataDir, 'keys')) });
      const { decisions } = await at.ask('decision.recent', { count: 100 });
      const stored = new Set<string>(decisions.map(({ caseId }) => caseId));
      expect(decided.filter((caseId) => !stored.has(caseId!))).toEqual([]);
      const offered = await at.rows();
      expect(offered.filter(({ caseId }) => decided.includes(caseId))).toEqual([]);
      for (const caseId of drafted.filter((one) => !stored.has(one!))) {
        const opened = await at.ask('case.open', {
          caseId: caseId as (typeof offered)[number]['caseId'],
          view: false,
        });
        expect(opened.draft.content.rationale).toBe('half');
      }
      await at.close();
      gate.open();
    }
  }, 30_000);

  test('nobody signed in: the state says so, and demo accounts are offered in demo mode only', async () => {
    const at = await seat.open();
    expect(await at.ask('app.state', {})).toMatchObject({
      session: { is: 'signed-out' },
      demoAccounts: [],
      problem: null,
    });
    expect(await at.ask('catalogue.current', {})).toEqual({ catalogue: null });
    await at.close();
    const demo = await seat.open({ demo: true });
    expect((await demo.ask('app.state', {})).demoAccounts).toEqual(demoAccounts);
  });

  test('security 11: no word of a case is readable in any file of the data folder', async () => {
    const { at, rows } = await seated(1);
    await decide(at, rows[0]!.caseId, 'A planted word: xylographotype.');
    const files = readdirSync(seat.dataDir, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['work.db', 'cache.db', 'device.json']),
    );
    for (const { parentPath, name } of files) {
      const text = readFileSync(join(parentPath, name)).toString('latin1');
      expect(text, name).not.toMatch(/xylographotype|Assistant wanted|bank details/);
    }
  });

  test('fault 9: a profile that another living process has open is not opened a second time', async () => {
    const { at, personId } = await seated(0);
    await at.close();
    const lock = join(profileOf(personId), 'lock');
    expect(existsSync(lock)).toBe(false);
    writeFileSync(lock, JSON.stringify({ pid: process.ppid, began: null }));
    const again = await seat.open();
    expect(await again.ask('app.state', {})).toMatchObject({
      session: { is: 'signed-out' },
      problem: { code: 'store-readonly' },
    });
    await again.close();
    writeFileSync(lock, JSON.stringify({ pid: 999_999_999, began: null }));
    const third = await seat.open();
    expect(await third.ask('app.state', {})).toMatchObject({ session: { is: 'signed-in' }, problem: null });
  });

  test('a key that is missing is said, and no new one is made over what is there', async () => {
    const { at } = await seated(0);
    await at.close();
    seat.keys.clear();
    const again = await seat.open();
    expect(await again.ask('app.state', {})).toMatchObject({ problem: { code: 'store-damaged' } });
    expect(seat.keys.size).toBe(0);
  });

  test('fault 6: a cache that turns out damaged is set aside and pulled again; decisions and drafts stay', async () => {
    const { at, rows, personId } = await seated(3);
    gate.shut();
    await until(at.status, ({ contact }) => contact !== 'online');
    await decide(at, rows[0]!.caseId);
    await at.ask('draft.save', {
      caseId: rows[1]!.caseId,
      follows: 0,
      content: violation({ rationale: 'half' }),
    });
    await at.close();
    const cache = join(profileOf(personId), 'cache.db');
    writeFileSync(cache, Buffer.alloc(65_536, 0x5a));
    gate.open();
    const again = await seat.open();
    expect(await again.status()).toMatchObject({ drafts: 1 });
    const back = await until(again.rows, (found) => found.length === 2);
    expect(back.map(({ caseId, work }) => [caseId, work])).toContainEqual([rows[1]!.caseId, 'draft']);
    await until(again.status, ({ waiting }) => waiting === 0);
    expect(await standing(rows[0]!.caseId)).toBe(1);
  });

  test('W3: files that somebody put there unencrypted are refused, and said', async () => {
    const { at, personId } = await seated(0);
    await at.close();
    writeFileSync(join(profileOf(personId), 'work.db'), 'SQLite format 3\0 and so on');
    const again = await seat.open();
    expect(await again.ask('app.state', {})).toMatchObject({
      session: { is: 'signed-out' },
      problem: { code: 'store-damaged' },
    });
    expect(await again.invoke('queue.open', { filter: {}, order: 'due' })).toMatchObject({
      code: 'signed-out',
    });
  });

  test('evidence is given by its digest, whole or in part, and only while a case here needs it', async () => {
    const { at, rows } = await seated(1);
    const opened = await at.ask('case.open', { caseId: rows[0]!.caseId, view: false });
    const { item } = opened.evidence[0]!;
    const whole = await at.workstation.evidence(item.digest);
    expect(whole).toMatchObject({ size: item.bytes, mediaType: item.mediaType });
    expect(Buffer.from(whole!.bytes).byteLength).toBe(item.bytes);
    const part = await at.workstation.evidence(item.digest, { start: 2, end: 5 });
    expect([...part!.bytes]).toEqual([...whole!.bytes.subarray(2, 6)]);
    expect(await at.workstation.evidence('0'.repeat(64))).toBeNull();
    expect(await at.workstation.evidence('../etc')).toBeNull();
  });

  test('the status is told once for many changes', async () => {
    const { at } = await seated(1);
    at.events.length = 0;
    for (let turn = 0; turn < 50; turn += 1) await at.ask('settings.set', { characterKeys: turn % 2 === 0 });
    await until(
      async () => at.events.filter(({ event }) => event === 'status').length,
      (told) => told > 0,
    );
    expect(at.events.filter(({ event }) => event === 'status').length).toBeLessThan(25);
  });
});
