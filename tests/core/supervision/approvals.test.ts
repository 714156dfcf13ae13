import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { v7 } from 'uuid';
import { bridge } from '../../../contract/bridge.ts';
import { EvidenceItem } from '../../../contract/evidence.ts';
import { fail, succeed } from '../../../electron/core/outcome.ts';
import { MASK } from '../../../electron/core/cases/mask.ts';
import type { AskCentral } from '../../../electron/core/supervision/ask-central.ts';
import { createApprovals } from '../../../electron/core/supervision/approvals.ts';
import { createLookedAt } from '../../../electron/core/supervision/looked-at.ts';
import { done } from '../support/desk.ts';
import { caseOf } from '../support/valid.ts';

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const post = Buffer.from(
  JSON.stringify({
    kind: 'job-post',
    title: 'Assistant',
    client: { id: 'client-1', label: 'A client' },
    sections: [{ name: 'description', heading: 'Description', text: 'Send your bank details.' }],
  }),
);
const picture = Buffer.from('not really a picture');
const item = (content: Buffer, change: object) =>
  EvidenceItem.parse({
    id: v7(),
    kind: 'job-post',
    version: 1,
    digest: digestOf(content),
    bytes: content.length,
    mediaType: 'application/vnd.docket.evidence+json',
    label: '',
    material: true,
    capturedAt: '2026-11-23T08:00:00.000Z',
    ...change,
  });
const clock = { now: () => Date.UTC(2026, 10, 23), monotonic: () => 0 };
const ids = { uuidv7: () => v7() };

function looking(contents: readonly Buffer[]) {
  const fetched: string[] = [];
  return {
    fetched,
    lookedAt: createLookedAt(),
    evidenceUrl: (digest: string) => `test:${digest}`,
    async fetchOnce({ digest }: EvidenceItem) {
      fetched.push(digest);
      return contents.find((content) => digestOf(content) === digest) ?? null;
    },
  };
}

test('P2, E4: the case that is looked at has its documents with sensitive fields covered; what disturbs is not even fetched, and the next look lets the last one go', async () => {
  const graphic = Buffer.from('something that disturbs');
  const shown = {
    ...caseOf(),
    evidence: [
      item(post, { sensitiveFields: ['/client/label'] }),
      item(picture, { kind: 'image', mediaType: 'image/png' }),
      item(graphic, { kind: 'image', mediaType: 'image/png', graphic: true }),
      item(Buffer.from('lost'), { kind: 'image', mediaType: 'image/png' }),
    ],
  };
  const ask = (async () => succeed({ case: shown, sameEvidence: true })) as unknown as AskCentral;
  const approvals = createApprovals({ ask, ids, clock });
  const place = looking([post, picture, graphic]);
  const seen = done(await approvals.see(place, { decisionId: v7() as never }));
  const { evidence } = bridge['approvals.see'].result.parse(seen);
  expect(evidence.map(({ status }) => status)).toEqual(['memory-only', 'memory-only', 'missing', 'missing']);
  expect(evidence[0]).toMatchObject({
    document: { title: 'Assistant', client: { label: MASK } },
    masked: [{ field: '/client/label', revealed: false }],
  });
  expect(evidence[1]).toMatchObject({ document: null, url: `test:${digestOf(picture)}` });
  expect(place.fetched).not.toContain(digestOf(graphic));
  expect(place.lookedAt.find(digestOf(picture))?.bytes).toEqual(picture);

  const other = (async () => succeed({ case: caseOf(), sameEvidence: true })) as unknown as AskCentral;
  await createApprovals({ ask: other, ids, clock }).see(place, { decisionId: v7() as never });
  expect(place.lookedAt.find(digestOf(picture))).toBeNull();
});

test('D6: a lost answer to a settlement is asked for again under the same id; without contact that is said', async () => {
  const bodies: string[] = [];
  const answers = [fail('no-contact', ''), succeed({ id: v7(), answers: [] })];
  const ask = (async (_name: string, { body }: Parameters<AskCentral>[1]) => {
    bodies.push(String(body));
    return answers.shift();
  }) as unknown as AskCentral;
  const settlement = { verdict: 'approve' as const, decisions: [v7() as never], reason: '' };
  expect(await createApprovals({ ask, ids, clock }).settle(settlement)).toMatchObject({ ok: true });
  expect(bodies).toHaveLength(2);
  expect(bodies[0]).toBe(bodies[1]);
  const nobody: AskCentral = async () => fail('no-contact', '');
  const approvals = createApprovals({ ask: nobody, ids, clock });
  expect(await approvals.list()).toMatchObject({ ok: false, code: 'no-contact' });
  expect(await approvals.settle(settlement)).toMatchObject({ ok: false, code: 'no-contact' });
});
