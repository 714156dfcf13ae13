import { expect, test } from 'vitest';
import type { RouteAnswer } from '../../../contract/api.ts';
import { bridge } from '../../../contract/bridge.ts';
import { EnforcementState, type EnforcementLine } from '../../../contract/enforcement.ts';
import { fail, succeed } from '../../../electron/core/outcome.ts';
import type { AskCentral } from '../../../electron/core/supervision/ask-central.ts';
import { createEnforcementLog } from '../../../electron/core/supervision/enforcement-log.ts';
import { done } from '../support/desk.ts';
import { enforcementOf, START } from '../support/valid.ts';

const clock = { now: () => START, monotonic: () => 0 };
const lineOf = (state: EnforcementState): EnforcementLine => ({
  ...enforcementOf({ state }),
  subject: { type: 'job-post', id: 'post-1' },
  by: 'Amara Okafor',
  log: [],
});

/** Answers as the route does: one state, a page, and where the next begins. */
function centralWith(counts: Partial<Record<EnforcementState, number>>) {
  const all = EnforcementState.options.flatMap((state) =>
    Array.from({ length: counts[state] ?? 0 }, () => lineOf(state)),
  );
  const asked: unknown[] = [];
  const ask = (async (name: string, { query, params, body }: Parameters<AskCentral>[1]) => {
    asked.push({ name, query, params, body });
    if (name === 'enforcement.retry') return succeed(enforcementOf());
    const found = all.filter(({ state }) => state === query?.['state']);
    const from = Number(query?.['after'] ?? 0);
    const to = from + Number(query?.['limit']);
    return succeed({
      lines: found.slice(from, to),
      failed: counts.failed ?? 0,
      waiting: counts.requested ?? 0,
      next: to < found.length ? String(to) : null,
    } satisfies RouteAnswer<'enforcement.list'>);
  }) as AskCentral;
  return { log: createEnforcementLog(ask, clock), all, asked };
}

test('S4: failed comes first, then waiting, then the rest, page by page, each line once', async () => {
  const { log, all } = centralWith({ failed: 150, requested: 30, confirmed: 90, cancelled: 5 });
  const seen: EnforcementLine[] = [];
  let after: string | null = null;
  let pages = 0;
  do {
    const page = bridge['enforcement.list'].result.parse(done(await log.list({ state: null, after })));
    expect(page).toMatchObject({ failed: 150, waiting: 30 });
    expect(page.lines.length).toBeLessThanOrEqual(100);
    seen.push(...page.lines);
    after = page.next;
    pages += 1;
  } while (after !== null);
  expect(pages).toBeLessThanOrEqual(4);
  expect(new Set(seen.map(({ id }) => id))).toEqual(new Set(all.map(({ id }) => id)));
  expect(seen.map(({ state }) => state)).toEqual([
    ...Array.from({ length: 150 }, () => 'failed'),
    ...Array.from({ length: 30 }, () => 'requested'),
    ...Array.from({ length: 90 }, () => 'confirmed'),
    ...Array.from({ length: 5 }, () => 'cancelled'),
  ]);
});

test('one state alone is asked for alone', async () => {
  const { log, asked } = centralWith({ failed: 2, confirmed: 3 });
  expect(done(await log.list({ state: 'confirmed', after: null }))).toMatchObject({ failed: 2, next: null });
  expect(asked).toMatchObject([{ query: { state: 'confirmed' } }]);
});

test('a page that no window was given is refused, and lost contact is said', async () => {
  const { log } = centralWith({});
  expect(await log.list({ state: null, after: 'nonsense' })).toMatchObject({ ok: false, code: 'invalid' });
  const without = createEnforcementLog(async () => fail('no-contact', ''), clock);
  expect(await without.list({ state: null, after: null })).toMatchObject({ ok: false, code: 'no-contact' });
});

test('S4: asking again names the reason', async () => {
  const { log, asked } = centralWith({});
  const { id } = enforcementOf();
  done(await log.retry({ id, reason: 'The account is back' }));
  expect(asked).toMatchObject([
    { name: 'enforcement.retry', params: { id }, body: '{"reason":"The account is back"}' },
  ]);
});
