import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { emptyContent } from '../../renderer/stores/decision-form.ts';
import { differingParts } from '../../renderer/rules/compare-views.ts';
import { ownOnceChanged } from '../../renderer/rules/form-changes.ts';
import { offerShown } from '../../renderer/stores/late-offer.ts';
import { lateOn } from '../support/fake-late.ts';
import { createReviewDesk } from './review-desk.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const late = lateOn(0);

/** On the first case of the queue, on which a colleague decided too late. */
async function open() {
  const desk = await createReviewDesk({ late });
  await desk.press('j');
  const shift = async (key: string) => {
    desk.keydown(key, 'window', { shiftKey: true });
    await desk.frame();
  };
  const inDialog = async (key: string, repeat = false) => {
    desk.keydown(key, 'dialog', { repeat });
    await desk.frame();
  };
  const dialog = () => desk.stores.window.getState().dialog;
  return { ...desk, shift, inDialog, dialog };
}

test('D8: before there is a view of one’s own only that there is one is known, and its key says what to do', async () => {
  const desk = await open();
  expect(offerShown(desk.stores)).toMatchObject({ decisionId: late.id, canSee: false });
  await desk.shift('L');
  expect(desk.said()).toBe('guard.no-view-yet');
  expect(desk.dialog()).toBeNull();
  expect(desk.asked('late.see')).toEqual([]);
  expect(desk.commands.whyNot('decision.adopt')).toBe('guard.no-view-yet');
});

test('D8: an outcome just chosen is on disk before the late decision is asked for', async () => {
  const desk = await open();
  await desk.press('x');
  await desk.shift('L');
  expect(desk.dialog()).toBe('compare-late');
  const asked = desk.calls.map(({ method }) => method);
  expect(asked.indexOf('draft.save')).toBeGreaterThan(-1);
  expect(asked.indexOf('late.see')).toBeGreaterThan(asked.indexOf('draft.save'));
  expect(desk.stores.lateSeen.getState().value?.decision).toEqual(late);
  // The banner follows what the core says of the view that was saved.
  await desk.settle();
  expect(offerShown(desk.stores)?.canSee).toBe(true);
});

test('D8: one key adopts it, naming it, and shows the next case', async () => {
  const desk = await open();
  await desk.press('x');
  await desk.shift('L');
  await desk.inDialog('a', true);
  expect(desk.asked('late.adopt'), 'a held key never decides').toEqual([]);
  await desk.inDialog('a');
  expect(desk.asked('late.adopt').at(-1)?.params).toMatchObject({ decisionId: late.id });
  expect(desk.dialog()).toBeNull();
  expect(desk.said()).toBe('said.adopted');
  expect(desk.active()).toBe(1);
  await desk.frame();
  expect(desk.stores.lateOffers.getState().value?.offers).toEqual([]);
});

test('D8: keeping mine changes nothing, and the key under the dialog is not the one of the window', async () => {
  const desk = await open();
  await desk.press('x');
  desk.form().change({ rationale: 'In my own words.' });
  await desk.shift('L');
  const before = desk.form().content;
  await desk.inDialog('i');
  await desk.inDialog('k');
  expect(desk.dialog()).toBeNull();
  expect(desk.form().content).toEqual(before);
  expect(desk.active()).toBe(0);
  expect(desk.asked('late.adopt')).toEqual([]);
});

test('D8: what was refused leaves the draft, and says why beside both views', async () => {
  const desk = await open();
  await desk.press('x');
  await desk.shift('L');
  await desk.bridge.invoke('decision.submit', {
    caseId: late.caseId,
    caseVersion: 1,
    content: { ...emptyContent, outcome: 'violation' },
    openMs: 0,
    activeMs: 0,
  });
  desk.stores.openedCase.setState(({ opened }) => ({ opened: opened && { ...opened, work: 'draft' } }));
  await desk.stores.decisionForm.getState().adopt(late.id);
  expect(desk.form()).toMatchObject({ failure: { code: 'not-found' }, content: { outcome: 'violation' } });
});

describe('in what two views differ', () => {
  const mine = { ...emptyContent, ...lateOn(0), adopts: null, caret: null };

  test('the order in which things were ticked says nothing', () => {
    const theirs = lateOn(0, { actions: lateOn(0).actions.toReversed(), rationale: `${mine.rationale}\n` });
    expect([...differingParts(mine, theirs)]).toEqual([]);
  });

  test.each([
    ['outcome', { outcome: 'no-violation' }],
    ['policies', { policies: ['off-platform'] }],
    ['severity', { severity: 'low' }],
    ['rationale', { rationale: 'Other words.' }],
    ['actions', { actions: [] }],
    ['message', { message: { templateId: null, language: 'en', subject: '', body: 'Hello' } }],
  ] as const)('%s', (part, change) => {
    expect([...differingParts(mine, lateOn(0, change as never))]).toEqual([part]);
  });

  test('D8: another target or another length is another action', () => {
    const [first, second] = lateOn(0).actions;
    const longer = { ...second!, durationDays: 7 };
    expect([...differingParts(mine, lateOn(0, { actions: [first!, longer] }))]).toEqual(['actions']);
  });
});

test('D8: an adopted decision that was taken back and changed names the first no more; other words alone keep it', () => {
  const adopted = { ...emptyContent, outcome: 'violation', adopts: late.id } as const;
  expect(ownOnceChanged(adopted, { ...adopted, rationale: 'More words.' }).adopts).toBe(late.id);
  expect(ownOnceChanged(adopted, { ...adopted, outcome: 'no-violation' }).adopts).toBeNull();
});
