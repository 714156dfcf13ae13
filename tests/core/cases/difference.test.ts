import { expect, test } from 'vitest';
import { EvidenceDocument } from '../../../contract/evidence.ts';
import { describeChanges, isMaterialChange } from '../../../electron/core/cases/difference.ts';
import { shortDifference } from '../../../electron/core/cases/text-difference.ts';
import { caseOf, jobPost } from '../support/valid.ts';

test('R5: the banner says what changed, with before and after', () => {
  const post = jobPost('Pay is 100 a week.');
  const edited = jobPost('Pay is 900 a week.', { id: post.item.id, version: 2 });
  const added = jobPost('Another.', { label: 'Earlier post' });
  const before = caseOf([post], { facts: [{ label: 'Country', value: 'GR' }] });
  const after = caseOf([edited, added], {
    id: before.id,
    version: 2,
    title: 'Data entry, paid daily',
    dueAt: null,
    facts: [{ label: 'Country', value: 'DE' }],
  });
  const documents = new Map(
    [post, edited, added].map(({ item, bytes }) => [
      item.digest,
      EvidenceDocument.parse(JSON.parse(Buffer.from(bytes).toString())),
    ]),
  );
  const changes = describeChanges(before, after, (item) => documents.get(item.digest) ?? null);
  expect(changes.map(({ what }) => what)).toEqual(['title', 'due', 'Country', 'job-post', 'Earlier post']);
  expect(changes[2]).toEqual({ what: 'Country', before: 'GR', after: 'DE' });
  expect(changes[3]?.before).toContain('Pay is 100 a week.');
  expect(changes[3]?.after).toContain('Pay is 900 a week.');
  expect(isMaterialChange(before, after)).toBe(true);
});

test('R9: a difference of two lines of 1 MB is short and quick', () => {
  const long = 'word '.repeat(200_000);
  const started = performance.now();
  const difference = shortDifference(
    `${long}end`,
    `${long.slice(0, 500_000)}CHANGED${long.slice(500_000)}end`,
  );
  expect(performance.now() - started).toBeLessThan(500);
  expect(difference.after).toContain('CHANGED');
  expect(difference.after.length).toBeLessThan(800);
  expect(difference.before.length).toBeLessThan(800);
});

test('a difference never cuts a character in two', () => {
  const { before, after } = shortDifference('😀'.repeat(300), `${'😀'.repeat(200)}x${'😀'.repeat(100)}`);
  expect(before.isWellFormed() && after.isWellFormed()).toBe(true);
});
