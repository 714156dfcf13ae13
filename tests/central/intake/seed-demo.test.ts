import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { giveWork } from '../../../central/assignment/give.ts';
import { seedDemo, type DemoPlan } from '../../../central/demo/seed-demo.ts';
import { checkPassword } from '../../../central/people/passwords.ts';
import { demoAccounts } from '../../../contract/demo.ts';
import {
  evidenceDocumentMediaType,
  EvidenceDocument,
  EvidenceKind,
  type EvidenceItem,
} from '../../../contract/evidence.ts';
import { marketplace, openIntakeStore } from './intake-store.ts';
import type { IntakeStore } from './intake-store.ts';

type Row = Record<string, ReturnType<typeof JSON.parse>>;

const now = Date.parse('2026-11-23T08:00:00.000Z');
let deps: IntakeStore;
beforeAll(async () => {
  deps = await openIntakeStore('PGlite', { now: () => now });
  await seedDemo(deps);
});
afterAll(() => deps?.close());

const casesOf = async (store: IntakeStore) =>
  (await store.store.query<Row>('select * from case_file order by external_id')).rows;
const cases = () => casesOf(deps);
const titled = async (title: string) => {
  const { rows } = await deps.store.query<Row>('select * from case_file where title = $1', [title]);
  expect(rows, title).toHaveLength(1);
  return rows[0] ?? {};
};

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

test('the queue is full and varied: sources, bands, subjects, languages', async () => {
  const all = await cases();
  expect(all.length).toBeGreaterThanOrEqual(180);
  const values = (column: string) => new Set(all.map((row) => row[column]));
  expect(values('source')).toEqual(new Set(['detection', 'report', 'vendor', 'appeal']));
  expect(values('priority_band')).toEqual(new Set(['P1', 'P2', 'P3']));
  expect(values('subject_type')).toEqual(new Set(['job-post', 'message-thread', 'profile', 'account']));
  expect([...values('language')]).toEqual(expect.arrayContaining(['ar', 'he', 'pt', 'ja', 'fr', 'es']));
});

test('a wave: 37 posts share their digest, and three near ones do not', async () => {
  const wave = (await cases()).filter((row) => row['external_id'].startsWith('wave-'));
  expect(wave).toHaveLength(40);
  const groups = Map.groupBy(wave, (row) => row['near_duplicate_digest']);
  expect([...groups.values()].map((group) => group.length).toSorted((a, b) => b - a)).toEqual([37, 1, 1, 1]);
  expect(new Set(wave.map((row) => row['subject_id'])).size).toBe(40);
});

test('one case is a little late, some are due within the hour, most later', async () => {
  const minutes = (await cases()).map((row) => (row['due_at'].getTime() - now) / 60_000);
  expect(minutes.filter((due) => due < 0)).toEqual([-4]);
  expect(minutes.filter((due) => due >= 0 && due < 60).length).toBeGreaterThan(5);
  expect(minutes.filter((due) => due >= 60).length).toBeGreaterThan(70);
});

test('every kind of evidence is there, readable, with spans inside their text', async () => {
  const { rows } = await deps.store.query<Row>('select * from evidence_item order by case_id, ordinal');
  expect(new Set(rows.map((row) => row['kind']))).toEqual(new Set(EvidenceKind.options));
  const documents = new Map<string, EvidenceDocument>();
  for (const row of rows) {
    if (row['details'].mediaType !== evidenceDocumentMediaType) continue;
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
  const sizes = [...documents.values()];
  const ids = new Set(rows.map((row) => row['id']));
  const attached = sizes.flatMap((one) => (one.kind === 'messages' ? one.messages : []));
  expect(attached.flatMap((message) => message.attachments).length).toBeGreaterThan(4);
  expect(attached.flatMap((message) => message.attachments).filter((id) => !ids.has(id))).toEqual([]);
  expect(sizes.some((one) => one.kind === 'messages' && one.messages.length === 300)).toBe(true);
  expect(sizes.some((one) => one.kind === 'payments' && one.payments.length === 60)).toBe(true);
  expect(
    sizes.some(
      (one) => one.kind === 'links' && one.nodes.filter(({ kind }) => kind === 'account').length === 14,
    ),
  ).toBe(true);
});

test('pictures, papers and recordings come with their measures, and translations point at what they translate', async () => {
  const { rows } = await deps.store.query<Row>('select * from evidence_item');
  const measured = (kind: string, ...names: readonly (keyof EvidenceItem)[]) => {
    const found = rows.filter((row) => row['kind'] === kind);
    expect(found.length).toBeGreaterThan(0);
    for (const { details } of found) {
      for (const name of names) expect(details[name], `${details.label} ${name}`).toBeGreaterThan(0);
    }
    return found;
  };
  const images = measured('image', 'width', 'height');
  expect(new Set(images.map((row) => row['details'].mediaType))).toEqual(
    new Set(['image/jpeg', 'image/png', 'image/webp']),
  );
  expect(images.filter((row) => row['details'].graphic)).toHaveLength(1);
  expect(measured('document', 'pages').map((row) => row['details'].pages)).toEqual([12]);
  measured('media', 'durationMs');
  const ids = new Set(rows.map((row) => row['id']));
  const translations = rows.filter((row) => row['details'].translationOf !== null);
  expect(translations.length).toBeGreaterThan(6);
  for (const { details } of translations) expect(ids.has(details.translationOf)).toBe(true);
});

test('every case lies in a queue of the catalogue, and every written one can be decided', async () => {
  const { queues, policies } = marketplace();
  for (const row of await cases()) {
    expect(queues.map(({ id }) => id)).toContain(row['queue']);
  }
  for (const row of (await cases()).filter(({ golden }) => golden === null)) {
    // Its area has a policy for what it is about; a story that no signal placed fits any.
    const fitting = policies.filter(
      ({ area, subjects }) => subjects.includes(row['subject_type']) && (row['policy_area'] ?? area) === area,
    );
    expect(fitting.length, `${row['title']}: ${row['policy_area']}`).toBeGreaterThan(0);
  }
});

test('P1: the sealed case goes to the one with the grant, and to nobody else', async () => {
  const { compartment, id } = await titled('Account of a colleague’s relative: payouts released by hand');
  expect(compartment).toBe('staff-matters');
  const { rows } = await deps.store.query<{ id: string; username: string }>(
    `select id, username from person where role in ('reviewer', 'vendor-reviewer') order by username`,
  );
  const person = (name: string) => rows.find(({ username }) => username === name)?.id ?? '';
  const holder = async () =>
    (await deps.store.query<Row>('select assignee from case_file where id = $1', [id])).rows[0]?.['assignee'];
  for (const name of ['reviewer-07', 'vendor-03']) await giveWork(deps, person(name), null);
  expect(await holder()).toBe(null);
  await giveWork(deps, person('reviewer-08'), null);
  expect(await holder()).toBe(person('reviewer-08'));
});

test('reviewer-07 is given what the tour shows: every story but the sealed one and a quiet post', async () => {
  const { rows } = await deps.store.query<Row>(
    `select c.external_id from case_file c left join person p on p.id = c.assignee
     where c.golden is null and c.compartment is null and c.external_id not like 'wave-%'
       and p.username is distinct from 'reviewer-07'`,
  );
  expect(rows.map((row) => row['external_id'])).toEqual(['marketing-intern']);
});

test('again adds nothing', async () => {
  const before = await cases();
  await seedDemo(deps);
  expect(await cases()).toEqual(before);
});

describe('the same seed gives the same world', () => {
  /** Every table that the demo fills, with ids counted instead of drawn, so that worlds can be compared whole. */
  async function world(plan: DemoPlan) {
    const store = await openIntakeStore('PGlite', { now: () => now });
    let next = 0;
    const ids = { uuid: () => `00000000-0000-4000-8000-${String((next += 1)).padStart(12, '0')}` };
    try {
      await seedDemo({ ...store, ids }, plan);
      const { rows: items } = await store.store.query<Row>(
        'select case_id, ordinal, kind, digest, restricted_digest, details from evidence_item order by case_id, ordinal',
      );
      const { rows: people } = await store.store.query<Row>(
        `select username, display_name, role, languages, capacity,
           array(select queue from person_queue q where q.person_id = person.id order by queue) as queues
         from person order by username`,
      );
      return { cases: await casesOf(store), items, people };
    } finally {
      await store.close();
    }
  }
  const plan = { reviewers: 12, cases: 320, seed: 3 };

  test('twice, with more reviewers and more cases than were written', async () => {
    const first = await world(plan);
    expect(first.cases).toHaveLength(320);
    expect(first.people.filter(({ role }) => role === 'reviewer')).toHaveLength(12);
    expect(new Set(first.people.map((person) => person['display_name'])).size).toBe(first.people.length);
    expect(new Set(first.cases.map((row) => `${row['subject_type']} ${row['subject_id']}`)).size).toBe(320);
    expect(await world(plan)).toEqual(first);
  });

  test('another seed gives another', async () => {
    const titles = async (seed: number) =>
      (await world({ cases: 320, seed })).cases.map((row) => [row['title'], row['due_at'], row['summary']]);
    expect(await titles(3)).not.toEqual(await titles(4));
  });

  test('more cases asked for later are added to those that are there', async () => {
    const store = await openIntakeStore('PGlite', { now: () => now });
    try {
      const told: number[] = [];
      await seedDemo(store, { cases: 150 });
      await seedDemo(store, { cases: 400, onProgress: (done) => told.push(done) });
      expect(await casesOf(store)).toHaveLength(400);
      expect(told.at(-1)).toBe(400);
    } finally {
      await store.close();
    }
  });
});
