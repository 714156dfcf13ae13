import { expect, test } from 'vitest';
import { routeCase, type Routed } from '../../../central/routing/route.ts';
import { startingRouting } from '../../../central/routing/routing.ts';
import { validateRouting } from '../../../central/routing/validate.ts';
import { RoutingContent } from '../../../contract/routing.ts';
import { marketplace } from '../intake/intake-store.ts';

const { queues } = marketplace();
const routed = (change: Partial<Routed> = {}): Routed => ({
  source: 'detection',
  surface: 'job-post',
  policyArea: null,
  language: null,
  compartment: null,
  producer: 'detector',
  risk: 0.5,
  ...change,
});
const rules = (...some: object[]) =>
  RoutingContent.parse({
    name: 'Test',
    fallback: 'job-posts',
    rules: some.map((rule, index) => ({ id: `r-${index}`, queue: 'messages', ...rule })),
  });

test.each<[Partial<Routed>, string, string]>([
  [{}, 'job-posts', 'job-posts'],
  [{ source: 'appeal' }, 'appeals', 'appeals'],
  [{ source: 'vendor', policyArea: 'child-safety' }, 'child-safety', 'child-safety'],
  [{ surface: 'account', policyArea: 'payment-fraud' }, 'payments', 'payment-fraud'],
  [{ surface: 'profile' }, 'profiles', 'people'],
])('the starting rules: %j goes to %s', async (change, queue, rule) => {
  expect(routeCase(routed(change), await startingRouting(), queues)).toEqual({ queue, rule });
});

test('the starting rules hold against the starting catalogue', async () => {
  expect(validateRouting(await startingRouting(), queues)).toMatchObject({ ok: true });
});

test.each<[object, Partial<Routed>, boolean]>([
  [{ language: 'pt' }, { language: 'pt-BR' }, true],
  [{ language: 'pt-BR' }, { language: 'pt' }, false],
  [{ language: ['ar', 'he'] }, { language: 'he' }, true],
  [{ language: 'pt' }, { language: null }, false],
  [{ riskAtLeast: 0.5 }, { risk: 0.5 }, true],
  [{ riskAtLeast: 0.5 }, { risk: null }, false],
  [{ compartment: 'sealed' }, { compartment: 'sealed' }, true],
  [{ producer: ['a', 'b'] }, { producer: 'c' }, false],
  [{}, {}, true],
])('a rule on %j and a case of %j: %s', (when, change, holds) => {
  expect(routeCase(routed(change), rules({ when }), queues).rule).toBe(holds ? 'r-0' : 'fallback');
});

test('a queue that the catalogue no longer has is passed over, the fallback too', () => {
  const content = rules({ when: {}, queue: 'gone' });
  expect(routeCase(routed(), content, queues)).toEqual({ queue: 'job-posts', rule: 'fallback' });
  expect(routeCase(routed(), { ...content, fallback: 'gone' }, queues).queue).toBe(queues[0]!.id);
});

test.each<[string, unknown, string[]]>([
  ['a queue that is not there', { rules: [{ id: 'a', when: {}, queue: 'nowhere' }] }, ['rules.0.queue']],
  [
    'an unknown condition',
    { rules: [{ id: 'a', when: { colour: 'red' }, queue: 'messages' }] },
    ['rules.0.when'],
  ],
  ['a fallback that is not there', { rules: [], fallback: 'nowhere' }, ['fallback']],
  [
    'the same id twice, and a rule behind one that takes everything',
    {
      rules: [
        { id: 'a', when: {}, queue: 'messages' },
        { id: 'a', when: { source: 'appeal' }, queue: 'appeals' },
      ],
    },
    ['rules.1.id', 'rules.1.when'],
  ],
  [
    'a narrower language behind a wider one',
    {
      rules: [
        { id: 'a', when: { language: 'pt' }, queue: 'messages' },
        { id: 'b', when: { language: 'pt-BR', source: 'report' }, queue: 'messages' },
        { id: 'c', when: { source: 'report' }, queue: 'messages' },
      ],
    },
    ['rules.1.when'],
  ],
])('%s is refused by field', (_what, change, fields) => {
  const checked = validateRouting({ name: 'Test', fallback: 'job-posts', ...(change as object) }, queues);
  expect(checked.ok ? [] : checked.errors.map(({ field }) => field)).toEqual(fields);
});
