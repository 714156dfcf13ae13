import { callBridge } from '../support/bridge-call.ts';
import { readDecisions } from '../support/central-database.ts';
import { expect, test } from '../support/e2e.ts';
import type { Shown } from '../support/review-window.ts';

/** Keys before the rationale, in turn; what they do depends on the case, and the window says what it was. */
const recipes: ReadonlyArray<readonly string[]> = [
  ['1', 'x', 'r'],
  ['a'],
  ['1', '2', 'x', 'r', 'w'],
  ['i'],
  ['1', 'x', 'g', 's'],
];

const outcomes = { x: 'violation', a: 'no-violation', i: 'insufficient-evidence' } as const;

test('D1, D2: a case of each recipe decided by keyboard alone is at the central API as it was decided', async ({
  docket: { central, shell, window },
}) => {
  test.setTimeout(240_000);
  await window.open();
  await window.signIn();
  await window.waitUntilReady();
  const { catalogue } = await callBridge(shell.url, 'catalogue.current', {});
  await window.press('u');

  const made = new Map<string, { shown: Shown; typed: string; outcome: string; case: Seen }>();
  type Seen = Awaited<ReturnType<typeof callBridge<'case.open'>>>['case'];
  for (let turn = 0; turn < recipes.length; turn += 1) {
    const { caseId } = await window.openCase();
    const keys = recipes[turn] ?? [];
    const typed = `Case ${turn + 1}: what the evidence says leads to this outcome, in my own words.`;
    await window.press(...keys);
    await window.write(typed);
    const opened = await callBridge(shell.url, 'case.open', { caseId, view: false });
    const outcome = Object.entries(outcomes).find(([key]) => keys.includes(key))?.[1] ?? 'none';
    expect(made.has(caseId), 'a decided case is never offered again').toBe(false);
    made.set(caseId, { shown: await window.shown(), typed, outcome, case: opened.case });
    await window.submit();
  }

  await expect.poll(async () => (await window.state()).status.waiting, { timeout: 30_000 }).toBe(0);
  const stored = await readDecisions(central);
  expect(stored).toHaveLength(recipes.length);
  expect(new Set(stored.map((row) => row.caseId))).toEqual(new Set(made.keys()));

  for (const row of stored) {
    const own = made.get(row.caseId);
    if (!own) throw new Error('a decision on a case that nobody decided');
    const { body } = row;
    expect(row).toMatchObject({
      username: 'reviewer-07',
      holder: 'reviewer-07',
      status: 'applied',
      standing: true,
    });
    expect(body).toMatchObject({
      type: 'decision',
      outcome: own.outcome,
      rationale: own.typed,
      epoch: own.case.epoch,
      caseVersion: own.case.version,
      evidenceDigest: own.case.evidenceDigest,
      catalogueVersion: catalogue?.version,
    });
    expect(own.shown).toMatchObject({
      title: own.case.title,
      rationale: own.typed,
      severity: body.severity ?? '',
    });
    expect(own.shown.outcome.toLowerCase().replaceAll(' ', '-')).toBe(body.outcome);

    const policies = body.policies.map((id) => catalogue?.policies.find((policy) => policy.id === id)?.title);
    const actions = body.actions.map(
      ({ action }) => catalogue?.actions.find((rule) => rule.kind === action)?.label,
    );
    const ofCase = [own.case.subject, ...own.case.related.map((relation) => relation.subject)];
    const targets = body.actions.map(({ target }) => {
      const subject = ofCase.find((one) => one.type === target.type && one.id === target.id);
      if (!subject) throw new Error(`${own.case.reference}: a target that is not of the case`);
      return subject.label;
    });
    // What was ticked is what arrived, and what arrived was ticked. An action with several targets shows each.
    const arrived = [...policies, ...actions].map((name) => name ?? 'not in the catalogue');
    for (const name of arrived) expect(own.shown.ticked.some((shown) => shown.includes(name))).toBe(true);
    for (const shown of own.shown.ticked) {
      expect([...arrived, ...targets].some((name) => shown.includes(name))).toBe(true);
    }
  }
  const taken = new Set(stored.flatMap((row) => row.body.actions.map((action) => action.action)));
  expect([...taken]).toEqual(expect.arrayContaining(['remove-content', 'suspend']));
  expect(new Set(stored.map((row) => row.body.outcome)).size).toBe(3);
});
