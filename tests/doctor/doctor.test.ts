import { execFile } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ExportedCommands } from '../../contract/exported-commands.ts';
import { ImportError, importCommands } from '../../central/commands/import-commands.ts';
import { silentLog, systemIds } from '../../central/ports.ts';
import { openProfile } from '../../electron/core/store/profile.ts';
import { createKeyFiles } from '../../electron/loopback/key-files.ts';
import { violation } from '../core/support/valid.ts';
import { createSeat, until, type Seated } from '../core/support/workstation.ts';
import { startCentral, storeKinds, testPassword, type TestCentral } from '../support/central.ts';
import { catalogueContent, incomingCase } from '../support/central-factories.ts';
import { openGate } from '../support/gate.ts';

const main = join(import.meta.dirname, '../../electron/doctor/main.ts');
const planted = 'Zebrafish wanted for typing work';

/** A data folder as a laptop leaves it: three cases, two decided and one noted without contact. */
describe.each(storeKinds)('the doctor of a data folder; a central API over %s', (kind) => {
  let central: TestCentral;
  let gate: Awaited<ReturnType<typeof openGate>>;
  let seat: ReturnType<typeof createSeat>;
  let caseIds: string[];
  let username: string;
  let people = 0;

  beforeAll(async () => {
    central = await startCentral({ kind });
    const content = catalogueContent();
    const own = Array.from({ length: 20 }, (_one, n) => ({
      id: `queue-${n}`,
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
  beforeEach(async () => {
    gate.open();
    seat = createSeat(gate.url);
    const queue = `queue-${(people += 1)}`;
    username = `reviewer-${people}`;
    await central.addPerson({ username, queues: [queue] });
    await central.addCases([0, 1, 2].map(() => incomingCase({ queue, title: planted })));
    const at = await open();
    await at.signIn(username, testPassword);
    const rows = await until(at.rows, (found) => found.length === 3 && found.every(({ ready }) => ready));
    caseIds = rows.map(({ caseId }) => caseId);
    await until(at.status, ({ catalogueVersion }) => catalogueVersion !== null);
    gate.shut();
    await until(at.status, ({ contact }) => contact !== 'online');
    await decide(at, caseIds[0]!);
    await decide(at, caseIds[1]!);
    await at.ask('case.note', { caseId: caseIds[2] as never, text: 'Ask a colleague.' });
    await at.close();
  });
  afterEach(() => seat.end());

  const open = () => seat.open({ keys: createKeyFiles(join(seat.dataDir, 'keys')) });
  const file = (...names: string[]): string => join(seat.dataDir, ...names);
  const profile = (...names: string[]): string =>
    file('profiles', readdirSync(file('profiles'))[0] ?? '', ...names);

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

  function doctor(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    return new Promise((resolve) => {
      execFile(process.execPath, [main, '--data', seat.dataDir, ...args], (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code), out, err }),
      );
    });
  }

  function spoil(path: string, page: number): void {
    const descriptor = openSync(path, 'r+');
    writeSync(descriptor, Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096);
    closeSync(descriptor);
  }

  /** As a running workstation takes one now and then. */
  async function takeCopy(): Promise<void> {
    const name = readdirSync(file('profiles'))[0] ?? '';
    const key = await createKeyFiles(file('keys')).read(`profile-${name}`);
    const identity = { instanceId: name.slice(0, 36), personId: name.slice(37) };
    const opened = openProfile({ dir: profile(), key: key!, identity, now: Date.now });
    if (!opened.ok) throw new Error(opened.problem.detail);
    opened.profile.copies.take(opened.profile.work, Date.now());
    opened.profile.close();
  }

  const importer = () => ({ ...central, ids: systemIds, log: silentLog });
  const effects = async (): Promise<number[]> => {
    const { rows } = await central.store.query<{ case_id: string; n: number }>(
      'select case_id, count(*)::int as n from decision where case_id = any($1::uuid[]) group by case_id',
      [caseIds],
    );
    return caseIds.map((id) => Number(rows.find((row) => row.case_id === id)?.n ?? 0));
  };

  test('what is there is explained, without a word of a case, and nothing changes', async () => {
    const before = readFileSync(profile('work.db'));
    const { code, out } = await doctor();
    expect(code).toBe(0);
    expect(out).toContain(`${username} (person `);
    expect(out).toContain('5 commands wait to be sent');
    expect(out).toMatch(/work\.db: good, .* schema \d+/);
    expect(out).not.toContain('Zebrafish');
    expect(out).not.toContain('bank details');
    expect(Buffer.compare(readFileSync(profile('work.db')), before)).toBe(0);
    const { before: report } = JSON.parse((await doctor('--json')).out) as {
      before: { profiles: { content: { outbox: object } }[] };
    };
    expect(report.profiles[0]?.content.outbox).toMatchObject({ held: 2, pending: 3 });
  });

  test('D6: what waits is exported, imported once however often, and sent by nobody twice', async () => {
    const target = file('waiting.json');
    expect(await doctor('--export', target)).toMatchObject({ code: 0 });
    expect(statSync(target).mode & 0o777).toBe(0o600);
    // A file that is there may be the only one.
    const again = await doctor('--export', target);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('EEXIST')]);
    const text = readFileSync(target, 'utf8');
    const first = await importCommands(importer(), text);
    expect(first.username).toBe(username);
    expect(first.answers.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'applied'));
    const second = await importCommands(importer(), text);
    expect(second.answers.map(({ id, status }) => [id, status])).toEqual(
      first.answers.map(({ id, status }) => [id, status]),
    );
    expect(await effects()).toEqual([1, 1, 0]);
    // The desktop comes back after all.
    gate.open();
    const at = await open();
    await until(at.status, ({ waiting }) => waiting === 0);
    expect(await effects()).toEqual([1, 1, 0]);
    expect(await at.ask('attention.list', {})).toEqual({ items: [] });
  });

  test('bad input: a file that was altered, or is for another central API, takes nothing in', async () => {
    const target = file('waiting.json');
    await doctor('--export', target);
    const exported = JSON.parse(readFileSync(target, 'utf8')) as ExportedCommands;
    const altered = { ...exported, content: exported.content.replace('violation', 'no-violation') };
    const other = { ...exported, content: exported.content.replace(/"instanceId":"./, '"instanceId":"f') };
    for (const [text, said] of [
      ['not JSON', 'no file of'],
      [JSON.stringify({ ...exported, version: 9 }), 'version'],
      [JSON.stringify(altered), 'its digest does not match'],
      [JSON.stringify(other), 'its digest does not match'],
    ] as const) {
      await expect(importCommands(importer(), text)).rejects.toThrow(said);
      await expect(importCommands(importer(), text)).rejects.toThrow(ImportError);
    }
    expect(await effects()).toEqual([0, 0, 0]);
  });

  test('fault 6: a damaged work is mended from its copy and by what the file still says; what is lost is said', async () => {
    await takeCopy();
    spoil(profile('work.db'), 0);
    const found = await doctor();
    expect(found.code).toBe(1);
    expect(found.out).toContain('work.db: DAMAGED');
    expect(found.out).toContain('What to do: --repair restores the copy of');
    expect(await doctor('--export', file('early.json'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('--repair first'),
    });
    const mended = await doctor('--repair');
    expect(mended.out).toContain('work.db was restored from the copy of');
    expect(mended.out).toContain('work.db.damaged');
    expect(mended.code).toBe(0);
    expect(existsSync(profile('work.db.damaged'))).toBe(true);
    expect(await doctor()).toMatchObject({ code: 0 });
    gate.open();
    const back = await open();
    expect(await back.ask('app.state', {})).toMatchObject({ session: { is: 'signed-in' } });
    // Whether they were taken back after the copy nobody can say: their person is asked.
    const { items } = await back.ask('attention.list', {});
    expect(items.map(({ why }) => why)).toEqual(['confirm-offline', 'confirm-offline']);
    for (const { id } of items) await back.ask('attention.resolve', { id, choice: 'confirm' });
    await until(back.status, ({ waiting }) => waiting === 0);
    expect(await effects()).toEqual([1, 1, 0]);
  });

  test('fault 6: a damaged cache is set aside, and nothing decided is in it', async () => {
    const path = profile('cache.db');
    spoil(path, Math.floor(statSync(path).size / 4096 / 2));
    expect((await doctor()).out).toContain('cache.db: DAMAGED');
    const mended = await doctor('--repair');
    expect(mended).toMatchObject({ code: 0, out: expect.stringContaining('kept as cache.db.damaged') });
    gate.open();
    const at = await open();
    await until(at.status, ({ waiting }) => waiting === 0);
    expect(await effects()).toEqual([1, 1, 0]);
  });

  test('fault 9: a folder that a workstation has open is explained, and never mended', async () => {
    const at = await open();
    const explained = await doctor();
    expect(explained.out).toContain(`A running Docket (process ${process.pid}) has it open`);
    for (const option of [['--repair'], ['--export', file('x.json')]]) {
      const refused = await doctor(...option);
      expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('Nothing was changed')]);
    }
    expect(existsSync(file('x.json'))).toBe(false);
    await at.close();
  });

  test('W2: a key that is gone is said, and no other is made', async () => {
    rmSync(file('keys'), { recursive: true });
    const { code, out } = await doctor('--repair');
    expect(code).toBe(1);
    expect(out).toContain('Its key is MISSING');
    expect(out).toContain('could not be mended: its key is missing. Nothing was changed.');
    expect(existsSync(file('keys'))).toBe(false);
  });

  test.each([
    ['an empty file', ''],
    ['what is no database', 'x'.repeat(20_000)],
  ])('fault 6: %s in the place of work', async (_what, content) => {
    rmSync(profile('work.db-wal'), { force: true });
    writeFileSync(profile('work.db'), content);
    expect((await doctor()).out).toContain('work.db: DAMAGED');
    expect((await doctor('--repair')).out).toMatch(/work\.db was restored|could not be mended/);
  });
});

test('bad input: wrong options and wrong folders are named', async () => {
  const run = (...args: string[]) =>
    new Promise<{ code: number; err: string }>((resolve) => {
      execFile(process.execPath, [main, ...args], (error, _out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code), err }),
      );
    });
  expect(await run()).toMatchObject({ code: 2, err: expect.stringContaining('--data must name') });
  expect(await run('--data', '/', '--person', 'ada')).toMatchObject({ code: 2 });
  expect(await run('--data', '/nowhere')).toMatchObject({
    code: 1,
    err: expect.stringContaining('not the data folder of a workstation'),
  });
});
