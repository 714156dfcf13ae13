import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EvidenceItem } from '../../../contract/evidence.ts';
import { ofThisShift } from '../../../electron/core/cases/exposure.ts';
import { revealEvidence } from '../../../electron/core/cases/reveal.ts';
import { createRevealed } from '../../../electron/core/cases/revealed.ts';
import { createBreaks, followAccount } from '../../../electron/core/decisions/breaks.ts';
import { saveDraft } from '../../../electron/core/decisions/drafts.ts';
import * as outbox from '../../../electron/core/store/work/outbox.ts';
import { createTestDesk, done, type TestDesk } from '../support/desk.ts';
import { account, at, caseOf, catalogue, jobPost, START, violation } from '../support/valid.ts';

const hour = 3_600_000;
const rules = catalogue({
  harmTypes: [
    { id: 'violence', label: 'Violence', areas: ['safety'], budget: 2 },
    { id: 'hate', label: 'Hate', areas: [], budget: null },
  ],
});

let bench: TestDesk;
beforeEach(() => void (bench = createTestDesk()));
afterEach(() => bench.end());

const breaks = () => createBreaks(bench.desk, () => rules);
const read = () => done(breaks().read());
const exposureTo = (harmType: string) => read().harmTypes.find(({ id }) => id === harmType);
const waiting = () => outbox.listUnacknowledged(bench.profile.work).map(({ type }) => type);
const bodies = () =>
  outbox
    .listUnacknowledged(bench.profile.work)
    .map(({ body }) => JSON.parse(body) as Record<string, unknown>);

function reveal(change: Partial<EvidenceItem>, policyArea: string | null = null): () => void {
  const picture = jobPost('A picture', { graphic: true, ...change });
  const value = bench.put(caseOf([picture], { policyArea }), [picture]);
  const again = () =>
    void done(
      revealEvidence(bench.desk, createRevealed(), rules, {
        caseId: value.id,
        evidenceId: picture.item.id,
        field: null,
      }),
    );
  again();
  return again;
}

test('U1: a reveal counts for the harm types of its case and of its own marks, and an item counts once', () => {
  const again = reveal({ harmTypes: ['hate'] }, 'safety');
  again();
  reveal({ harmTypes: ['violence'] });
  reveal({}, 'fraud');
  expect([exposureTo('violence')?.revealed, exposureTo('hate')?.revealed]).toEqual([2, 1]);
  // Each look is an event of its own for the audit, and holds ids and a digest alone.
  expect(waiting()).toEqual(['revealed', 'revealed', 'revealed', 'revealed']);
  expect(Object.keys(bodies()[0]!).sort()).toEqual(
    ['type', 'id', 'caseId', 'epoch', 'deviceId', 'madeAt', 'evidenceId', 'field', 'digest'].sort(),
  );
});

test('D2: what was counted is there after a kill, and a field that is unmasked is not counted', () => {
  reveal({ harmTypes: ['hate'] });
  const post = jobPost('Words', { harmTypes: ['hate'], sensitiveFields: ['/title'] });
  const value = bench.put(caseOf([post]), [post]);
  const field = { caseId: value.id, evidenceId: post.item.id, field: '/title' } as const;
  done(revealEvidence(bench.desk, createRevealed(), rules, field));
  bench.restart();
  expect(exposureTo('hate')?.revealed).toBe(1);
});

test('a shift goes on over midnight, and ends when nothing was revealed for six hours', () => {
  const rows = [9, 7, 2, 0.5].map((hours) => ({ at: hours * hour }));
  expect(ofThisShift(rows, 10 * hour)).toHaveLength(4);
  expect(ofThisShift([{ at: 9 * hour }, { at: 3 * hour }], 10 * hour)).toEqual([{ at: 9 * hour }]);
  expect(ofThisShift(rows, 15 * hour)).toEqual([]);
  reveal({ harmTypes: ['hate'] });
  bench.pass(5.9 * hour);
  expect(exposureTo('hate')?.revealed).toBe(1);
  bench.pass(0.1 * hour);
  expect(exposureTo('hate')?.revealed).toBe(0);
});

test('D14: a break is on disk before it is shown, also without contact, and holds over a restart', () => {
  bench.contact('offline');
  reveal({ harmTypes: ['violence'] });
  bench.pass(60_000);
  expect(done(breaks().take()).onBreakSince).toBe(at(1));
  done(breaks().take());
  bench.restart();
  expect(read().onBreakSince).toBe(at(1));
  bench.pass(600_000);
  const after = done(breaks().end());
  expect(after.onBreakSince).toBeNull();
  expect(waiting()).toEqual(['revealed', 'take-break', 'end-break']);
  expect(bodies()[1]).not.toHaveProperty('caseId');
  // The shift goes on; what counts towards the next break begins anew.
  expect(exposureTo('violence')).toMatchObject({ revealed: 1, sinceBreak: 0, budget: 2 });
  bench.pass(1);
  reveal({ harmTypes: ['violence'] });
  expect(exposureTo('violence')).toMatchObject({ revealed: 2, sinceBreak: 1 });
});

test('D5: breaks are sent in their order, whatever waits on cases', () => {
  const value = bench.put(caseOf());
  bench.profile.work.transact((tx) =>
    outbox.enqueue(tx, {
      id: 'held',
      caseId: value.id,
      type: 'decision',
      epoch: 1,
      state: 'held',
      body: '{}',
      madeAt: at(0),
      madeOffline: false,
    }),
  );
  done(breaks().take());
  done(breaks().end());
  done(breaks().optOut(['hate']));
  expect(outbox.nextBatch(bench.profile.work, 10).map(({ type }) => type)).toEqual([
    'take-break',
    'end-break',
    'opt-out',
  ]);
});

test('what is refused of a break needs nobody, and holds up nothing', () => {
  done(breaks().take());
  const [taken] = outbox.listUnacknowledged(bench.profile.work);
  bench.send(taken!.id, () => ({
    id: taken!.id as never,
    status: 'rejected',
    code: 'invalid',
    detail: '',
    errors: [],
  }));
  expect(outbox.listAttention(bench.profile.work)).toEqual([]);
  done(breaks().end());
  expect(outbox.nextBatch(bench.profile.work, 10)).toHaveLength(1);
});

test('opting out names all harm types at once; one that the catalogue does not have is refused', () => {
  expect(breaks().optOut(['nonsense'])).toMatchObject({ ok: false, code: 'invalid' });
  expect(waiting()).toEqual([]);
  done(breaks().optOut(['hate', 'violence']));
  expect(done(breaks().optOut(['violence'])).harmTypes.map(({ id, optedOut }) => [id, optedOut])).toEqual([
    ['violence', true],
    ['hate', false],
  ]);
  expect(bodies().map((body) => body['harmTypes'])).toEqual([['hate', 'violence'], ['violence']]);
});

test('D14: cases of a harm type opted out of can be released; what was begun stays', () => {
  const marked = jobPost('Marked', { harmTypes: ['violence'] });
  const ofArea = bench.put(caseOf([jobPost()], { policyArea: 'safety' }));
  const ofMark = bench.put(caseOf([marked]), [marked]);
  const begun = bench.put(caseOf([jobPost()], { policyArea: 'safety' }));
  bench.put(caseOf([jobPost()], { policyArea: 'fraud' }));
  done(saveDraft(bench.desk, { caseId: begun.id, follows: 0, content: violation() }));
  expect(done(breaks().optOut(['violence'])).heldOptedOut).toBe(2);
  expect(done(breaks().release())).toEqual({ released: 2 });
  expect(bodies().flatMap((body) => (body['type'] === 'release' ? [body['caseId']] : []))).toEqual(
    expect.arrayContaining([ofArea.id, ofMark.id]),
  );
  expect(read().heldOptedOut).toBe(0);
});

test('another desktop is followed at sign-in, unless something said here still waits', () => {
  followAccount(bench.desk, account({ onBreakSince: at(-30), optedOut: ['hate'] }));
  expect(read()).toMatchObject({ onBreakSince: at(-30) });
  expect(exposureTo('hate')?.optedOut).toBe(true);
  followAccount(bench.desk, account());
  expect(read()).toMatchObject({ onBreakSince: null });
  expect(exposureTo('hate')?.optedOut).toBe(false);
  done(breaks().take());
  followAccount(bench.desk, account());
  expect(read().onBreakSince).toBe(new Date(START).toISOString());
});
