import { afterAll, beforeAll, expect, test } from 'vitest';
import { rowCases } from '../../../central/demo/row-cases.ts';
import { seedDemo } from '../../../central/demo/seed-demo.ts';
import { storyCases } from '../../../central/demo/story-cases.ts';
import { checkPassword } from '../../../central/people/passwords.ts';
import { evidenceDocumentMediaType, EvidenceDocument } from '../../../contract/evidence.ts';
import { demoAccounts } from '../../../contract/demo.ts';
import { openIntakeStore } from './intake-store.ts';
import type { IntakeStore } from './intake-store.ts';

type Row = Record<string, ReturnType<typeof JSON.parse>>;

const now = Date.parse('2026-11-23T08:00:00.000Z');
let deps: IntakeStore;
beforeAll(async () => {
  deps = await openIntakeStore('PGlite', { now: () => now });
  await seedDemo(deps);
});
afterAll(() => deps?.close());

const cases = async () => (await deps.store.query<Row>('select * from case_file order by external_id')).rows;

test('the team can sign in', async () => {
  const { rows } = await deps.store.query<{ username: string; role: string; password: string }>(
    'select * from person',
  );
  expect(rows.map(({ username, role }) => `${username} ${role}`).toSorted()).toEqual(
    demoAccounts.map(({ username, role }) => `${username} ${role}`).toSorted(),
  );
  for (const { username, password } of demoAccounts) {
    const stored = rows.find((row) => row.username === username)?.password ?? null;
    expect(await checkPassword(password, stored), username).toBe(true);
  }
});

test('the queue is full and varied: sources, bands, subjects, a group of copies', async () => {
  const all = await cases();
  expect(all.length).toBeGreaterThanOrEqual(115);
  const values = (column: string) => new Set(all.map((row) => row[column]));
  expect(values('source')).toEqual(new Set(['detection', 'report', 'vendor', 'appeal']));
  expect(values('priority_band')).toEqual(new Set(['P1', 'P2', 'P3']));
  expect(values('subject_type')).toEqual(new Set(['job-post', 'message-thread', 'profile', 'account']));
  const groups = Map.groupBy(all, (row) => row['near_duplicate_digest'] ?? row['id']);
  expect(Math.max(...[...groups.values()].map((group) => group.length))).toBeGreaterThanOrEqual(5);
});

test('one case is a little late, some are due within the hour, most later', async () => {
  const minutes = (await cases()).map((row) => (row['due_at'].getTime() - now) / 60_000);
  expect(minutes.filter((due) => due < 0)).toEqual([-4]);
  expect(minutes.filter((due) => due >= 0 && due < 60).length).toBeGreaterThan(5);
  expect(minutes.filter((due) => due >= 60).length).toBeGreaterThan(70);
});

test('every kind of structured evidence is there, readable, with spans inside their text', async () => {
  const { rows } = await deps.store.query<Row>('select * from evidence_item order by case_id, ordinal');
  expect(new Set(rows.map((row) => row['kind']))).toEqual(
    new Set([
      'job-post',
      'messages',
      'profile',
      'payments',
      'links',
      'sign-ins',
      'history',
      'detection',
      'report',
    ]),
  );
  const documents = new Map<string, EvidenceDocument>();
  for (const row of rows) {
    expect(row['details'].mediaType).toBe(evidenceDocumentMediaType);
    documents.set(row['id'], EvidenceDocument.parse(JSON.parse(await deps.read(row['digest']))));
  }
  for (const document of documents.values()) {
    if (document.kind !== 'detection') continue;
    for (const span of document.signals.flatMap((signal) => signal.spans)) {
      const text = span.field
        .split('/')
        .slice(1)
        .reduce<ReturnType<typeof JSON.parse>>((value, key) => value?.[key], documents.get(span.evidenceId));
      expect(typeof text).toBe('string');
      expect(span.end).toBeLessThanOrEqual(text.length);
    }
  }
});

test('again adds nothing', async () => {
  const before = await cases();
  await seedDemo(deps);
  expect(await cases()).toEqual(before);
});

test('the same seed gives the same cases at the same times', async () => {
  const make = async (seed: number) => [...(await storyCases(now)), ...(await rowCases(now, seed))];
  expect(await make(7)).toEqual(await make(7));
  expect(await make(8)).not.toEqual(await make(7));
});
