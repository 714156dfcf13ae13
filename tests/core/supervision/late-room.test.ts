import { expect, test } from 'vitest';
import { v7 } from 'uuid';
import { bridge } from '../../../contract/bridge.ts';
import type { EvidenceItem } from '../../../contract/evidence.ts';
import { LateSeen } from '../../../contract/supervision.ts';
import { fail, succeed } from '../../../electron/core/outcome.ts';
import type { AskCentral } from '../../../electron/core/supervision/ask-central.ts';
import { createLateRoom } from '../../../electron/core/supervision/late-room.ts';
import { createLookedAt } from '../../../electron/core/supervision/looked-at.ts';
import { done } from '../support/desk.ts';
import { at, caseOf, jobPost, type Content } from '../support/valid.ts';

const clock = { now: () => Date.UTC(2026, 10, 23), monotonic: () => 0 };
const ids = { uuidv7: () => v7() };
const before = jobPost('As it was.');
const after = jobPost('As it is now.');
const image = jobPost('A picture, say.', { material: false });

function lookingAt(contents: readonly Content[]) {
  const fetched: string[] = [];
  return {
    fetched,
    lookedAt: createLookedAt(),
    evidenceUrl: (digest: string) => `test:${digest}`,
    async fetchOnce({ digest }: EvidenceItem) {
      fetched.push(digest);
      return contents.find(({ item }) => item.digest === digest)?.bytes ?? null;
    },
  };
}

async function look(made: { late: Partial<LateSeen['late']>; standing: Partial<LateSeen['late']> | null }) {
  const seen = LateSeen.parse({
    case: { ...caseOf(), evidence: [after.item, image.item] },
    late: { caseVersion: 1, sameAsNow: false, evidence: [before.item], ...made.late },
    standing: made.standing && { caseVersion: 2, sameAsNow: true, evidence: null, ...made.standing },
    held: [
      { epoch: 1, person: { id: v7(), displayName: 'A' }, from: at(0), until: at(5), because: 'reassigned' },
    ],
  });
  const ask = (async () => succeed(seen)) as unknown as AskCentral;
  const place = lookingAt([before, after, image]);
  const room = createLateRoom({ ask, ids, clock });
  const answer = done(await room.look(place, { lateId: v7() as never }));
  return { place, view: bridge['late.look'].result.parse(answer) };
}

test('D8, E4: each decision is shown on its own evidence; a content that both share is fetched once, and kept in memory alone', async () => {
  const { place, view } = await look({
    late: { evidence: [before.item, image.item] },
    standing: { evidence: [after.item, image.item] },
  });
  expect(view.evidence.map(({ document }) => document)).toMatchObject([
    { sections: [{ text: 'As it is now.' }] },
    {},
  ]);
  expect(view.late).toMatchObject({ is: 'as-then', sameAsNow: false });
  expect(view.late.evidence[0]).toMatchObject({
    status: 'memory-only',
    document: { sections: [{ text: 'As it was.' }] },
  });
  expect(view.standing).toEqual({ caseVersion: 2, sameAsNow: true, is: 'as-now', evidence: [] });
  expect(place.fetched.toSorted()).toEqual([before, after, image].map(({ item }) => item.digest).toSorted());
  expect(place.lookedAt.find(before.item.digest)).not.toBeNull();
});

test('D8: an item more is other evidence though nothing material changed; evidence that nobody knows is said to be unknown', async () => {
  const { view } = await look({
    late: { sameAsNow: true, evidence: [after.item] },
    standing: { evidence: null },
  });
  expect(view.late).toMatchObject({ is: 'as-then', sameAsNow: true });
  expect(view.standing).toMatchObject({ is: 'unknown', evidence: [] });
});

test('D6: a lost answer to a settlement is asked for again under the same id; without contact that is said', async () => {
  const bodies: string[] = [];
  const answers = [
    fail('no-contact', ''),
    succeed({ id: v7(), status: 'settled', standing: null, epoch: 2 }),
  ];
  const ask = (async (_name: string, { body }: Parameters<AskCentral>[1]) => {
    bodies.push(String(body));
    return answers.shift();
  }) as unknown as AskCentral;
  const settlement = { lateId: v7() as never, stands: 'late' as const, standing: null, reason: 'Right.' };
  expect(await createLateRoom({ ask, ids, clock }).settle(settlement)).toMatchObject({ ok: true });
  expect(bodies).toHaveLength(2);
  expect(bodies[0]).toBe(bodies[1]);
  const nobody: AskCentral = async () => fail('no-contact', '');
  const room = createLateRoom({ ask: nobody, ids, clock });
  expect(await room.list({ kind: 'conflicting', after: null })).toMatchObject({ code: 'no-contact' });
  expect(await room.look(lookingAt([]), { lateId: v7() as never })).toMatchObject({ code: 'no-contact' });
});
