import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishCatalogue } from '../../../central/catalogues/publish-catalogue.ts';
import { receiveCases } from '../../../central/intake/receive.ts';
import type { Received } from '../../../central/intake/receive.ts';
import { IncomingCase } from '../../../contract/import.ts';
import { marketplace, openIntakeStore, storeKinds } from './intake-store.ts';
import type { IntakeStore } from './intake-store.ts';

type Row = Record<string, ReturnType<typeof JSON.parse>>;

const now = Date.parse('2026-11-23T08:00:00.000Z');
let externalIds = 0;

function incoming(change: object = {}): IncomingCase {
  return IncomingCase.parse({
    externalId: `case-${(externalIds += 1)}`,
    source: 'report',
    title: 'A profile',
    subject: { type: 'profile', id: 'p', label: 'P' },
    evidence: [profile],
    ...change,
  });
}

const profile = {
  key: 'profile',
  document: {
    kind: 'profile',
    account: { id: 'a', label: 'A' },
    about: 'A calm potter with a wheel of her own and twenty years at it in three towns',
    claims: [{ field: 'Born', claimed: 'first of May', verified: null, status: 'unverified' }],
  },
  sensitiveFields: ['/claims/0/claimed'],
};

describe.each(storeKinds)('%s', (storeKind) => {
  let deps: IntakeStore;
  beforeAll(async () => {
    deps = await openIntakeStore(storeKind, { now: () => now });
  });
  afterAll(() => deps?.close());

  const receive = (cases: IncomingCase[], producer = 'test'): Promise<Received[]> =>
    receiveCases(deps, { producer, catalogue: deps.catalogue, cases });
  const added = async (change: object = {}): Promise<string> => {
    const [result] = await receive([incoming(change)]);
    if (result?.status !== 'added') throw new Error(JSON.stringify(result));
    return result.caseId;
  };
  const row = async (id: string) =>
    (await deps.store.query<Row>('select * from case_file where id = $1', [id])).rows[0] ?? {};
  const items = async (id: string) =>
    (await deps.store.query<Row>('select * from evidence_item where case_id = $1 order by ordinal', [id]))
      .rows;

  test('a case is queued with reference, routed queue, due time, digest, timeline and audit', async () => {
    const id = await added();
    const saved = await row(id);
    expect(saved).toMatchObject({
      state: 'queued',
      version: 1,
      epoch: 0,
      queue: 'profiles',
      reports: 0,
      golden: null,
    });
    expect(saved['reference']).toMatch(/^PR-\d+$/);
    expect(saved['due_at'].getTime()).toBe(now + 720 * 60_000);
    expect(saved['evidence_digest']).toMatch(/^[0-9a-f]{64}$/);
    expect(saved['near_duplicate_digest']).toMatch(/^[0-9a-f]{24}$/);
    const digests = await deps.store.query(
      'select version, evidence_digest from case_digest where case_id = $1',
      [id],
    );
    expect(digests.rows).toEqual([{ version: 1, evidence_digest: saved['evidence_digest'] }]);
    const events = await deps.store.query('select event from case_event where case_id = $1', [id]);
    expect(events.rows).toEqual([{ event: 'created' }]);
    const audit = await deps.store.query('select kind from audit_event where case_id = $1', [id]);
    expect(audit.rows).toEqual([{ kind: 'case.created' }]);
  });

  test('the same producer and id twice is one case, also within a batch and from two at once', async () => {
    const twice = incoming();
    const [first, second] = await receive([twice, { ...twice, title: 'Another title' }]);
    expect([first?.status, second?.status]).toEqual(['added', 'already-there']);
    expect((await receive([twice]))[0]?.status).toBe('already-there');
    expect((await receive([twice], 'other'))[0]?.status).toBe('added');
    const raced = incoming();
    const results = await Promise.all([receive([raced]), receive([raced]), receive([raced])]);
    expect(results.map(([result]) => result?.status).toSorted()).toEqual([
      'added',
      'already-there',
      'already-there',
    ]);
  });

  test('references rise by kind of subject and are never given twice', async () => {
    const results = await receive(
      ['job-post', 'account', 'job-post', 'message-thread'].map((type) =>
        incoming({ subject: { type, id: 's', label: 'S' } }),
      ),
    );
    const ids = results.map((result) => (result.status === 'added' ? result.caseId : ''));
    const references = await Promise.all(ids.map(async (id) => String((await row(id))['reference'])));
    expect(references.map((reference) => reference.slice(0, 3))).toEqual(['JP-', 'AC-', 'JP-', 'MT-']);
    expect(new Set(references).size).toBe(4);
  });

  test('P2: a role that may not see sensitive fields has content of its own, without them', async () => {
    const [item] = await items(await added());
    expect(item?.['details']).toMatchObject({ sensitiveFields: ['/claims/0/claimed'] });
    expect(await deps.read(item?.['digest'])).toContain('first of May');
    const restricted = await deps.read(item?.['restricted_digest']);
    expect(restricted).not.toContain('first of May');
    expect(JSON.parse(restricted)).toMatchObject({
      kind: 'profile',
      claims: [{ field: 'Born', claimed: '—' }],
    });
  });

  test('P2: spans inside a withheld field are withheld as well', async () => {
    const span = (field: string) => ({ evidenceId: 'profile', field, start: 0, end: 5 });
    const detection = {
      key: 'detection',
      document: {
        kind: 'detection',
        detector: 'test',
        detectorVersion: '1',
        at: '2026-11-23T07:00:00.000Z',
        score: 0.5,
        threshold: 0.5,
        signals: [{ id: 'a', label: 'a', weight: 0.5, spans: [span('/claims/0/claimed'), span('/about')] }],
      },
    };
    const [target, item] = await items(await added({ evidence: [profile, detection] }));
    const fields = async (digest: string) =>
      JSON.parse(await deps.read(digest)).signals[0].spans.map(
        (one: { field: string; evidenceId: string }) => {
          expect(one.evidenceId).toBe(target?.['id']);
          return one.field;
        },
      );
    expect(await fields(item?.['digest'])).toEqual(['/claims/0/claimed', '/about']);
    expect(await fields(item?.['restricted_digest'])).toEqual(['/about']);
  });

  test('an item may translate another and a message may hold an attachment, by key', async () => {
    const [original, translation, image, thread] = await items(
      await added({
        evidence: [
          profile,
          { ...profile, key: 'english', language: 'en', translationOf: 'profile' },
          {
            key: 'picture',
            kind: 'image',
            mediaType: 'image/png',
            content: Buffer.from('png').toString('base64'),
          },
          {
            key: 'thread',
            document: {
              kind: 'messages',
              participants: [{ id: 'a', label: 'A', role: 'client' }],
              messages: [{ id: 'm', from: 'a', at: null, text: 'see', attachments: ['picture'] }],
            },
          },
        ],
      }),
    );
    expect(translation?.['details'].translationOf).toBe(original?.['id']);
    expect(image).toMatchObject({ kind: 'image', bytes: 3, restricted_digest: null });
    expect(JSON.parse(await deps.read(thread?.['digest'])).messages[0].attachments).toEqual([image?.['id']]);
  });

  test('content over the inline bound is kept whole', async () => {
    const about = 'potter '.repeat(60_000);
    const [item] = await items(
      await added({ evidence: [{ ...profile, document: { ...profile.document, about } }] }),
    );
    expect(JSON.parse(await deps.read(item?.['digest'])).about).toBe(about);
  });

  test('reports are counted, joined ones stand in the timeline, and raise the priority', async () => {
    const report = {
      kind: 'report',
      reporter: { id: 'r', label: 'R', role: 'client', reports: 1, upheld: 0 },
      at: '2026-11-23T07:00:00.000Z',
      reason: 'odd',
      text: '',
    };
    const plain = await row(await added({ source: 'detection' }));
    const id = await added({ source: 'detection', evidence: [profile, { key: 'report', document: report }] });
    const joined = await row(id);
    expect(joined['reports']).toBe(1);
    expect(joined['priority_score']).toBeGreaterThan(plain['priority_score']);
    const events = await deps.store.query('select event from case_event where case_id = $1 order by id', [
      id,
    ]);
    expect(events.rows).toEqual([{ event: 'created' }, { event: 'report-joined' }]);
  });

  test.each([
    ['an unknown queue', { queue: 'nowhere' }, 'queue'],
    ['a key used twice', { evidence: [profile, profile] }, 'evidence.1.key'],
    [
      'a translation of nothing',
      { evidence: [{ ...profile, translationOf: 'none' }] },
      'evidence.0.translationOf',
    ],
    [
      'a sensitive field that is not there',
      { evidence: [{ ...profile, sensitiveFields: ['/x'] }] },
      'evidence.0.sensitiveFields',
    ],
    [
      'an unknown kind',
      { evidence: [{ key: 'x', document: { kind: 'rumour' } }] },
      'evidence.0.document.kind',
    ],
  ])('%s rejects that case alone and names the field', async (_name, change, field) => {
    const [bad, good] = await receive([incoming(change), incoming()]);
    expect(bad).toMatchObject({ status: 'rejected', reason: expect.stringContaining(field) });
    expect(good?.status).toBe('added');
  });

  test('E4: a queue may forbid keeping what the producer would allow, never the other way', async () => {
    expect((await row(await added({ queue: 'child-safety' })))['cache_policy']).toBe('never');
    expect((await row(await added({ cachePolicy: 'memory' })))['cache_policy']).toBe('memory');
  });

  test('D12: a published catalogue never changes, versions rise by one, the same content publishes nothing', async () => {
    const content = marketplace();
    expect(await publishCatalogue(deps, content)).toEqual({ version: 1, isNew: false });
    const renamed = {
      ...content,
      name: 'Another name',
      queues: content.queues.filter(({ id }) => id !== 'legal'),
    };
    expect(await publishCatalogue(deps, renamed)).toEqual({ version: 2, isNew: true });
    expect(await publishCatalogue(deps, content)).toEqual({ version: 3, isNew: true });
    await publishCatalogue(deps, renamed);
    await expect(deps.store.query(`update catalogue set body = '{}'`)).rejects.toThrow(/never change/);
    const queue = await deps.store.query(`select current from queue where id = 'legal'`);
    expect(queue.rows).toEqual([{ current: false }]);
  });
});
