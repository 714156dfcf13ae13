import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { DeviceLine } from '../../contract/devices.ts';
import { startCentral, testPassword, type Client, type TestCentral } from '../support/central.ts';
import { catalogueContent, incomingCase } from '../support/central-factories.ts';
import { openGate } from '../support/gate.ts';
import { createSeat, until, type Seated } from './support/workstation.ts';
import { violation } from './support/valid.ts';

/** A supervisor ends a device: a real central API, a real socket, real files. */
let central: TestCentral;
let supervisor: Client;
let gate: Awaited<ReturnType<typeof openGate>>;
let seat: ReturnType<typeof createSeat>;
let people = 0;

const queueOf = (n: number) => `queue-${n}`;

beforeAll(async () => {
  central = await startCentral({ kind: 'PGlite' });
  const content = catalogueContent();
  const own = Array.from({ length: 12 }, (_one, n) => ({
    id: queueOf(n),
    name: `Queue ${n}`,
    slaMinutes: 240,
  }));
  await central.publish({ ...content, queues: [...content.queues, ...own] });
  await central.addPerson({ username: 'sunita', role: 'supervisor', queues: [] });
  supervisor = await central.signIn('sunita');
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

/** The words of the case, which must be nowhere afterwards. */
const planted = 'Zebrafish wanted for typing work';

async function seated() {
  const username = `reviewer-${(people += 1)}`;
  const queue = queueOf(people);
  const personId = await central.addPerson({ username, queues: [queue] });
  await central.addCases([incomingCase({ queue, title: planted }), incomingCase({ queue })]);
  const at = await seat.open();
  expect(await at.signIn(username, testPassword)).toMatchObject({ ok: true });
  const rows = await until(at.rows, (found) => found.length === 2 && found.every(({ ready }) => ready));
  await until(at.status, ({ catalogueVersion }) => catalogueVersion !== null);
  return { username, personId, at, caseIds: rows.map(({ caseId }) => caseId) };
}

const deviceId = (): string => JSON.parse(readFileSync(join(seat.dataDir, 'device.json'), 'utf8')).deviceId;
const profiles = (): string[] => readdirSync(join(seat.dataDir, 'profiles'));
const receipts = (): string[] =>
  existsSync(join(seat.dataDir, 'wipes')) ? readdirSync(join(seat.dataDir, 'wipes')) : [];

async function end(how: 'retire' | 'revoke', personId: string | null = null): Promise<void> {
  const answer = await supervisor.post(`/v1/devices/${deviceId()}/end`, { how, personId, reason: 'Lost' });
  expect(answer.status).toBe(200);
}

async function line(personId: string): Promise<DeviceLine> {
  const { devices } = (await (await supervisor.get('/v1/devices')).json()) as { devices: DeviceLine[] };
  return devices.find(({ person }) => person.id === personId)!;
}

async function decide(at: Seated, caseId: string): Promise<void> {
  const opened = await at.ask('case.open', { caseId, view: true });
  const target = { type: opened.case.subject.type, id: opened.case.subject.id };
  await at.ask('decision.submit', {
    caseId,
    caseVersion: opened.case.version,
    content: violation({
      policies: ['fraud'],
      actions: [{ action: 'remove-content', target, params: {} }],
      rationale: 'Asks for bank details before work.',
    }),
    openMs: 1000,
    activeMs: 500,
  });
}

const standing = async (caseId: string): Promise<number> => {
  const found = await central.store.query('select 1 from decision where case_id = $1', [caseId]);
  return found.count;
};

test('S3: retired without contact, a device sends what waits when it is back, and only then removes everything', async () => {
  const { at, personId, caseIds } = await seated();
  gate.shut();
  await until(at.status, ({ contact }) => contact !== 'online');
  await decide(at, caseIds[0]!);
  await at.ask('draft.save', { caseId: caseIds[1]!, follows: 0, content: violation({ rationale: 'half' }) });
  await end('retire');
  expect(await line(personId)).toMatchObject({ ending: { how: 'retire' }, wiped: null });

  gate.open();
  await until(
    () => line(personId),
    ({ wiped }) => wiped !== null,
  );
  expect(await standing(caseIds[0]!)).toBe(1);
  expect(await line(personId)).toMatchObject({ wiped: { waiting: 0, drafts: 1 }, signedIn: false });
  expect(await at.ask('app.state', {})).toMatchObject({
    session: { is: 'signed-out' },
    problem: { code: 'device-wiped' },
  });
  expect(profiles()).toEqual([]);
  expect(seat.keys.size).toBe(0);
  await until(
    async () => receipts(),
    ({ length }) => length === 0,
  );
});

test('S3: revoked, a device loses its tokens at once and wipes at its next contact; what it had waiting is reported', async () => {
  const { at, personId, username, caseIds } = await seated();
  gate.shut();
  await until(at.status, ({ contact }) => contact !== 'online');
  await decide(at, caseIds[0]!);
  await end('revoke');
  gate.open();
  await until(
    () => line(personId),
    ({ wiped }) => wiped !== null,
  );
  expect(await line(personId)).toMatchObject({ wiped: { waiting: 2, drafts: 0 } });
  // The decision, and that the case was looked at.
  expect(await standing(caseIds[0]!)).toBe(0);
  expect(profiles()).toEqual([]);
  expect(seat.keys.size).toBe(0);
  expect(await at.signIn(username, testPassword)).toMatchObject({ ok: false, code: 'device-revoked' });
});

test('S3: signing in on a revoked device wipes it, for everybody who was on it', async () => {
  const first = await seated();
  await first.at.invoke('session.signOut', {});
  await first.at.close();
  const second = await seated();
  await second.at.invoke('session.signOut', {});
  expect(profiles()).toHaveLength(2);
  await end('revoke');
  expect(await second.at.signIn(second.username, testPassword)).toMatchObject({ code: 'device-revoked' });
  await until(
    async () => profiles(),
    ({ length }) => length === 0,
  );
  expect(seat.keys.size).toBe(0);
  for (const { personId } of [first, second]) {
    await until(
      () => line(personId),
      ({ wiped }) => wiped !== null,
    );
    // The files were not open: nobody can say what was in them.
    expect(await line(personId)).toMatchObject({ wiped: { waiting: null, drafts: null } });
  }
});

test('S3: killed between the receipt and the files, the next start goes on and acknowledges', async () => {
  const { at, personId } = await seated();
  await at.close();
  await end('revoke');
  const { rows } = await central.store.query<{ receipt: string }>(
    'select receipt from device where person_id = $1',
    [personId],
  );
  const [folder = ''] = profiles();
  const instanceId = folder.slice(0, 36);
  mkdirSync(join(seat.dataDir, 'wipes'));
  writeFileSync(
    join(seat.dataDir, 'wipes', `${folder}.json`),
    JSON.stringify({
      instanceId,
      personId,
      receipt: rows[0]!.receipt,
      waiting: 2,
      drafts: 0,
      wipedAt: new Date().toISOString(),
    }),
  );
  gate.shut();
  const again = await seat.open();
  expect(await again.ask('app.state', {})).toMatchObject({
    session: { is: 'signed-out' },
    problem: { code: 'device-wiped' },
  });
  expect(profiles()).toEqual([]);
  expect(receipts()).toHaveLength(1);
  gate.open();
  await until(
    () => line(personId),
    ({ wiped }) => wiped?.waiting === 2,
  );
  await until(
    async () => receipts(),
    ({ length }) => length === 0,
  );
});

test('S3: a colleague on the same device keeps everything when one person is retired there', async () => {
  const stays = await seated();
  await stays.at.invoke('session.signOut', {});
  await stays.at.close();
  const leaves = await seated();
  await end('retire', leaves.personId);
  await until(
    async () => profiles(),
    ({ length }) => length === 1,
  );
  expect(await leaves.at.signIn(stays.username, testPassword)).toMatchObject({ ok: true });
  expect(await leaves.at.rows()).toHaveLength(2);
});
