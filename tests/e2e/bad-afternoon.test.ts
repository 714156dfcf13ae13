import { createReviewWindow } from '../support/review-window.ts';
import { readDecisions } from '../support/central-database.ts';
import { expect, test } from '../support/e2e.ts';
import { noViolation, sitDown, startAfternoon, violation, type Seat } from '../support/bad-afternoon.ts';

const WAVE = 300;
const HELD = 60;
const DECIDED_AWAY = 30;
const OVERLAP = 12;
const DECIDED_BY_OTHERS = 20;

test('D8, S1, S2, S4, U1: a bad afternoon: a wave, a reviewer without network, two supervisors, and one decision stands on each case', async ({
  processes,
  page,
  context,
}) => {
  test.setTimeout(300_000);
  const { central, wave, asked } = await startAfternoon(processes, { holding: HELD });
  await wave(WAVE);
  const away = await sitDown(processes, central.url, 'reviewer-31');
  await away.waitUntil(({ queue, ready }) => queue === HELD && ready === HELD);
  const owners = [
    await sitDown(processes, central.url, 'reviewer-32'),
    await sitDown(processes, central.url, 'reviewer-33'),
  ];
  const boss = await sitDown(processes, central.url, 'supervisor-31');
  const other = await sitDown(processes, central.url, 'supervisor-32');
  // A browser for each.
  for (const seat of [away, ...owners, other]) await (await context.newPage()).goto(seat.url);
  const held = await away.queue();
  const idOf = async (username: string) =>
    (await boss.ask('team.list', {})).members.find((one) => one.username === username)!.id;

  await test.step('one loses the network and decides half of what they hold', async () => {
    await away.ask('sync.byChoice', { offline: true });
    for (const caseId of held.slice(0, DECIDED_AWAY))
      await away.decide(caseId, (opened) => violation(opened, `Away: the wave, ${opened.case.reference}.`));
    await away.waitUntil(({ waiting }) => waiting >= DECIDED_AWAY);
  });

  await test.step('both supervisors move their cases at once; each case moves once', async () => {
    const assignee = await idOf('reviewer-31');
    const filter = { cases: null, assignee, queue: null };
    const spread = await boss.ask('reassignment.preview', { target: { to: 'balanced' }, filter });
    expect(spread.plan).toHaveLength(HELD);
    const epochs = new Map(spread.cases.map((one) => [one.id, one.epoch]));
    const some = spread.cases.slice(0, 20).map((one) => ({ caseId: one.id, epoch: one.epoch }));
    const [first, second] = await Promise.all([
      boss.ask('reassignment.create', {
        target: { to: 'people' },
        reason: 'They are without network.',
        cases: spread.plan.map((one) => ({ ...one, epoch: epochs.get(one.caseId)! })),
      }),
      other.ask('reassignment.create', {
        target: { to: 'person', personId: await idOf('reviewer-32') },
        reason: 'I saw it too.',
        cases: some,
      }),
    ]);
    const moved = [...first.answers, ...second.answers].filter(({ status }) => status === 'moved');
    expect(moved).toHaveLength(HELD);
    expect(new Set(moved.map(({ caseId }) => caseId)).size).toBe(HELD);
  });

  const ownerOf = new Map<string, Seat>();
  await test.step('the others decide some, of which some were decided already', async () => {
    await expect
      .poll(
        async () => {
          for (const owner of owners)
            for (const caseId of await owner.queue()) if (held.includes(caseId)) ownerOf.set(caseId, owner);
          return ownerOf.size;
        },
        { timeout: 60_000 },
      )
      .toBe(HELD);
    const fresh = DECIDED_AWAY + DECIDED_BY_OTHERS - OVERLAP;
    for (const caseId of [...held.slice(0, OVERLAP), ...held.slice(DECIDED_AWAY, fresh)])
      await ownerOf.get(caseId)!.decide(caseId, () => noViolation('An ordinary post.'));
    for (const owner of owners) await owner.waitUntil(({ waiting }) => waiting === 0);
  });

  await test.step('the reviewer returns: what they decided is late', async () => {
    await away.ask('sync.byChoice', { offline: false });
    await away.waitUntil(({ waiting }) => waiting === 0);
    const { conflicting, uncontested } = await boss.ask('late.list', { kind: 'conflicting', after: null });
    expect({ conflicting, uncontested }).toEqual({
      conflicting: OVERLAP,
      uncontested: DECIDED_AWAY - OVERLAP,
    });
  });

  await test.step('a supervisor settles what conflicts, by keyboard', async () => {
    const window = createReviewWindow(page, boss.url);
    await window.open();
    const room = page.getByRole('navigation').getByRole('button', { name: /^Late decisions/ });
    await room.press('Enter');
    const list = page.getByRole('navigation', { name: 'Late decisions' }).getByRole('button');
    for (let left = OVERLAP; left > 0; left -= 1) {
      await expect(list).toHaveCount(left);
      await expect(page.getByRole('tab').first()).toBeVisible();
      await window.press(left % 2 === 0 ? 'l' : 's');
      await expect(page.getByRole('dialog')).toBeVisible();
      await page.keyboard.type('I looked at both.');
      await window.press('Enter');
      await expect(page.getByRole('dialog')).toBeHidden();
    }
    await expect(page.getByText('No decisions conflict.')).toBeVisible();
  });

  await test.step('the new owners adopt what nobody contests, and finish the rest', async () => {
    const contested = new Set(held.slice(0, OVERLAP));
    for (const caseId of held.slice(OVERLAP, DECIDED_AWAY)) {
      const owner = ownerOf.get(caseId)!;
      const offered = async () =>
        (await owner.ask('late.offers', {})).offers.find((one) => one.caseId === caseId) ?? null;
      await expect.poll(offered, { timeout: 30_000 }).not.toBeNull();
      const { case: of } = await owner.open(caseId);
      const content = { ...noViolation(''), outcome: 'violation' as const };
      await owner.ask('draft.save', { caseId: of.id, follows: 0, content });
      const { decisionId } = (await offered())!;
      await owner.ask('late.see', { decisionId });
      await owner.ask('late.adopt', { decisionId, openMs: 2_000, activeMs: 1_000 });
    }
    for (const caseId of held.slice(DECIDED_AWAY + DECIDED_BY_OTHERS - OVERLAP)) {
      expect(contested.has(caseId)).toBe(false);
      await ownerOf
        .get(caseId)!
        .decide(caseId, (opened) => violation(opened, 'The wave, decided in its turn.'));
    }
    for (const owner of owners) await owner.waitUntil(({ waiting }) => waiting === 0);
    await expect
      .poll(async () => (await boss.ask('enforcement.list', { state: null, after: null })).waiting, {
        timeout: 60_000,
      })
      .toBe(0);
  });

  await test.step('both people of a settlement read of it', async () => {
    await away.ask('sync.now', {});
    await expect
      .poll(async () => (await away.ask('attention.list', {})).items.length, { timeout: 30_000 })
      .toBeGreaterThan(0);
  });

  const told = asked().filter(({ isNew }) => isNew);
  const stored = (await readDecisions(central)).filter(({ caseId }) => held.includes(caseId));
  const standing = stored.filter((row) => row.standing);
  expect(standing.map(({ caseId }) => caseId).toSorted(), 'one stands on each case').toEqual(held.toSorted());
  const originals = stored.filter(({ username }) => username === 'reviewer-31');
  expect(originals).toHaveLength(DECIDED_AWAY);
  for (const { status, body } of originals) {
    expect(status).toBe('late');
    expect(body.rationale).toMatch(/^Away: the wave, /);
  }
  expect(originals.filter((row) => row.standing)).toHaveLength(OVERLAP / 2);

  expect(new Set(told.map(({ id }) => id)).size, 'each once').toBe(told.length);
  const bySubject = Map.groupBy(told, ({ action }) => `${action.target.type} ${action.target.id}`);
  for (const requests of bySubject.values()) {
    const order = requests.map(({ sequence }) => sequence);
    expect(order, 'in order for a subject').toEqual(order.toSorted((one, two) => one - two));
  }
  const wanted = standing.flatMap(({ id, body }) => body.actions.map(() => id));
  expect(
    told
      .filter(({ reverses }) => reverses === null)
      .map(({ decisionId }) => decisionId)
      .toSorted(),
  ).toEqual(wanted.toSorted());
  expect(await processes.central(central.dataDir, ['audit', 'verify'])).toMatch(/verif|intact|ok/i);
});
