/** What producers change while a reviewer works, as it arrives at a real workstation over a real central API. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testPassword, startCentral, type TestCentral } from '../support/central.ts';
import { jobPost } from '../support/central-factories.ts';
import { producerClient, type ProducerClient } from '../central/intake/producer-client.ts';
import { createSeat, until, type Seated } from './support/workstation.ts';
import { violation } from './support/valid.ts';

const subject = { type: 'job-post', id: 'post-1', label: 'A post' } as const;
const post = (words: string) => ({ key: 'post', document: jobPost('Wanted', words) });

let central: TestCentral;
let producer: ProducerClient;
let seat: ReturnType<typeof createSeat>;
let at: Seated;
let caseId: string;

beforeAll(async () => {
  central = await startCentral({ kind: 'PGlite' });
  producer = producerClient(central.url, await central.addProducer());
  await central.addPerson({ username: 'reviewer', queues: ['jobs'] });
  seat = createSeat(central.url);
  at = await seat.open();
  await at.signIn('reviewer', testPassword);
  const [added] = await producer.send('/v1/cases', {
    externalId: 'case-1',
    source: 'detection',
    queue: 'jobs',
    title: 'Wanted',
    subject,
    evidence: [post('First words')],
  });
  caseId = added && 'caseId' in added ? added.caseId : '';
  await until(at.rows, (rows) => rows.some((row) => row.caseId === caseId && row.ready));
  await until(at.status, ({ catalogueVersion }) => catalogueVersion !== null);
}, 60_000);
afterAll(async () => {
  await seat?.end();
  await central?.close();
});

const open = () => at.ask('case.open', { caseId, view: true });

async function decide() {
  const { case: shown } = await open();
  await at.ask('decision.submit', {
    caseId,
    caseVersion: shown.version,
    content: violation({
      policies: ['fraud'],
      actions: [{ action: 'remove-content', target: { type: subject.type, id: subject.id }, params: {} }],
    }),
    openMs: 1000,
    activeMs: 500,
  });
  await until(at.status, ({ waiting }) => waiting === 0);
}

const decisions = async () =>
  (
    await central.store.query(
      'select standing, ended_because from decision where case_id = $1 order by received_at',
      [caseId],
    )
  ).rows;

test('R5: a report on the case that is open stands beside it as a newer version until it is taken', async () => {
  const before = await open();
  await producer.send('/v1/reports', {
    externalId: 'flag-1',
    subject,
    reporter: { id: 'r', label: 'R', role: 'client' },
    reason: 'Asks for money',
  });
  const told = await until(open, ({ newer }) => newer !== null);
  expect(told.case.version).toBe(before.case.version);
  expect(told.newer).toMatchObject({ materialChange: true });
  const taken = await at.ask('case.takeNewer', { caseId });
  expect(taken.case).toMatchObject({ version: before.case.version + 1, reports: 1 });
  expect(taken.case.evidence.map(({ kind }) => kind)).toEqual(['job-post', 'report']);
  await decide();
  expect(await decisions()).toEqual([{ standing: true, ended_because: null }]);
  expect((await at.rows()).map((row) => row.caseId)).not.toContain(caseId);
});

test('R7, F3: new evidence brings a case that was decided here back; decided again, it replaces the first', async () => {
  const response = await producer.post('/v1/cases/case-1/evidence', {
    externalId: 'edit-1',
    evidence: [post('Second words')],
  });
  expect(response.status).toBe(200);
  await until(at.rows, (rows) => rows.some((row) => row.caseId === caseId && row.ready));
  const again = await open();
  expect(again).toMatchObject({ work: 'open', own: null, gone: null });
  expect(again.case.standing).toMatchObject({ outcome: 'violation' });
  expect(JSON.stringify(again.evidence[0])).toContain('Second words');
  await decide();
  expect(await decisions()).toEqual([
    { standing: false, ended_because: 'replaced' },
    { standing: true, ended_because: null },
  ]);
});
