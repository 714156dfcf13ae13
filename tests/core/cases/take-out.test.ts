import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EvidenceId } from '../../../contract/primitives.ts';
import { takeOut } from '../../../electron/core/cases/take-out.ts';
import * as outbox from '../../../electron/core/store/work/outbox.ts';
import { createTestDesk, done, type TestDesk } from '../support/desk.ts';
import { account, caseOf, jobPost } from '../support/valid.ts';

let bench: TestDesk;
beforeEach(() => void (bench = createTestDesk()));
afterEach(() => bench.end());

const recorded = () =>
  outbox
    .listUnacknowledged(bench.profile.work)
    .map(({ body }) => JSON.parse(body) as Record<string, unknown>);

function shown() {
  const post = jobPost('Pay at pay-here.example');
  const value = bench.put(caseOf([post]), [post]);
  return { caseId: value.id, evidenceId: post.item.id, digest: post.item.digest };
}

test('U1: that something was copied is on disk, with the digest of what was shown and none of its words', () => {
  const { caseId, evidenceId, digest } = shown();
  done(takeOut(bench.desk, () => undefined, { caseId, evidenceId, address: null }));
  bench.restart();
  expect(recorded()).toMatchObject([{ type: 'taken-out', how: 'copied', evidenceId, digest }]);
  expect(JSON.stringify(recorded())).not.toContain('pay-here');
});

test('U1: an address is recorded before it is handed over, as a browser reads it', () => {
  const { caseId, evidenceId } = shown();
  const opened: [address: string, before: number][] = [];
  const address = 'https://pay-here.example/a b';
  done(
    takeOut(bench.desk, (one) => void opened.push([one, recorded().length]), { caseId, evidenceId, address }),
  );
  expect(opened).toEqual([['https://pay-here.example/a%20b', 1]]);
  expect(recorded()).toMatchObject([{ type: 'taken-out', how: 'address-opened' }]);
});

test('nothing leaves in the role of an outside vendor, nor of what is not in the case', () => {
  const { caseId, evidenceId } = shown();
  const opened: string[] = [];
  const open = (address: string) => void opened.push(address);
  const address = 'https://pay-here.example/';
  const other = caseOf().id as unknown as EvidenceId;
  expect(takeOut(bench.desk, open, { caseId, evidenceId: other, address })).toMatchObject({
    code: 'not-found',
  });
  const vendor = { ...bench.desk, account: () => account({ role: 'vendor-reviewer' }) };
  expect(takeOut(vendor, open, { caseId, evidenceId, address })).toMatchObject({ code: 'forbidden' });
  expect([opened, recorded()]).toEqual([[], []]);
});
