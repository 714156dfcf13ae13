import { afterEach, beforeEach, expect, test } from 'vitest';
import * as attention from '../../../electron/core/decisions/attention.ts';
import * as cases from '../../../electron/core/store/cache/cases.ts';
import * as queue from '../../../electron/core/store/cache/queue-query.ts';
import type { CacheRead } from '../../../electron/core/store/database.ts';
import { createTestDesk, type TestDesk } from '../support/desk.ts';
import { caseOf } from '../support/valid.ts';

let bench: TestDesk;
beforeEach(() => void (bench = createTestDesk()));
afterEach(() => bench.end());

/** How SQLite goes about what was asked: a line of its plan for each step. */
function plansOf(ask: (db: CacheRead) => unknown): string[] {
  const { cache } = bench.desk;
  const asked: { sql: string; params: readonly unknown[] }[] = [];
  const noting =
    <Answer>(read: (sql: string, ...params: never[]) => Answer) =>
    (sql: string, ...params: never[]): Answer => {
      asked.push({ sql, params });
      return read(sql, ...params);
    };
  ask({
    ...cache,
    one: noting(cache.one),
    all: noting(cache.all),
    value: noting(cache.value),
    values: noting(cache.values),
  } as CacheRead);
  return asked.flatMap(({ sql, params }) =>
    cache
      .all<{ detail: string }>(`explain query plan ${sql}`, ...(params as never[]))
      .map(({ detail }) => detail),
  );
}

/** Indexes of the few cases that are gone, rest, or cannot be read; going through one of them is short. */
const ofFew = /INDEX case_(gone|resting|locked)$/;
/** Whole rows read one after the other, or a whole index gone through with its rows. */
const walks = (plan: readonly string[]) =>
  plan.filter((step) => /^SCAN case_row(?! USING COVERING INDEX)/.test(step) && !ofFew.test(step));

test('what is asked after every key or answer never goes through the rows of the queue', () => {
  const first = bench.put(caseOf());
  bench.put(caseOf(undefined, { subject: first.subject }));
  const sameSubject = plansOf((db) => cases.ofSameSubject(db, first, 20));
  expect(sameSubject.join()).toContain('SEARCH case_row USING INDEX case_subject');
  expect(plansOf(queue.countOffered).join()).toContain('USING COVERING INDEX case_offered');
  expect(plansOf(cases.listGone).join()).toContain('USING INDEX case_gone');
  const plans = plansOf((db) => {
    cases.ofSameSubject(db, first, 20);
    cases.listGone(db);
    cases.find(db, first.id);
    cases.findHead(db, first.id);
    queue.countOffered(db);
    queue.idOfCase(db, first.id);
    queue.rowById(db, 1);
    queue.highestId(db);
    queue.restingCases(db);
    attention.countAttention({ ...bench.desk, cache: db as never });
  });
  expect(plans.length).toBeGreaterThan(8);
  expect(walks(plans)).toEqual([]);
});
