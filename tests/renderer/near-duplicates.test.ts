import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cautionsOf, differencesOf, toAskAbout, withoutLines } from '../../renderer/rules/decide-together.ts';
import { createTranslate } from '../../renderer/strings/translate.ts';
import { en } from '../../renderer/strings/en.ts';
import { catalogue, caseOf, violation } from '../core/support/valid.ts';
import { fakeId } from '../support/fake-cases.ts';
import { createReviewDesk } from './review-desk.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const rationale = 'The same deposit and the same messenger in each of them.';
/** Every other case of the queue is a post. */
const placeOf = (nth: number) => Math.floor(nth / 2) * 4 + (nth % 2) * 3;
const idOf = (nth: number) => fakeId(0xca, placeOf(nth));

/** On the first of some posts that are nearly the same, with a decision in the form. */
async function open(plan: Parameters<typeof createReviewDesk>[0] = { duplicates: 14 }) {
  const desk = await createReviewDesk(plan);
  await desk.press('j', '1', 'x', 'r');
  desk.form().change({ rationale });
  const openGroup = async () => {
    desk.keydown('N', 'window', { shiftKey: true });
    await desk.frame();
  };
  const inDialog = async (...keys: readonly string[]) => {
    for (const key of keys) {
      desk.keydown(key, 'dialog');
      await desk.frame();
    }
  };
  const submit = async () => {
    desk.keydown('Enter', 'dialog', { ctrlKey: true });
    await desk.settle();
    await desk.frame();
  };
  const group = () => desk.stores.nearDuplicates.getState();
  const submitted = () =>
    desk.asked('decision.submitBatch').at(-1)?.params as { cases: { caseId: string }[] };
  const dialog = () => desk.stores.window.getState().dialog;
  return { ...desk, openGroup, inDialog, submit, group, submitted, dialog };
}

test('D13: the case on screen says how many others are nearly the same, and where there are none no key asks', async () => {
  const desk = await open();
  expect(desk.group().total).toBe(14);
  await desk.press('j');
  expect(desk.group()).toMatchObject({ like: null, total: 0 });
  const before = desk.calls.length;
  await desk.openGroup();
  expect(desk.said()).toBe('guard.no-duplicates');
  expect(desk.dialog()).toBeNull();
  expect(desk.calls.length).toBe(before);
});

test('D13: all are chosen at first; Space ticks off, j and k move, and what was ticked off is not decided', async () => {
  const desk = await open();
  await desk.openGroup();
  expect(desk.group().members.map(({ caseId }) => caseId)).toEqual(
    Array.from({ length: 14 }, (_, nth) => idOf(nth)),
  );
  await desk.inDialog('j', 'j', ' ', 'j', 'j', ' ', 'k', ' ', ' ');
  expect([...desk.group().off]).toEqual([idOf(2), idOf(4)]);
  await desk.submit();
  const cases = desk.submitted().cases.map(({ caseId }) => caseId);
  expect(cases).toHaveLength(12);
  expect(cases).not.toContain(idOf(2));
  expect(cases).not.toContain(idOf(4));
  expect(desk.submitted()).toMatchObject({ like: idOf(0), content: { rationale, outcome: 'violation' } });
  expect(desk.dialog()).toBeNull();
  expect(desk.said()).toBe('said.group.held');
  expect(desk.form().caseId, 'the next case is on screen').not.toBe(idOf(0));
});

test('D13: the first and the last place end the list, and all or none is one key', async () => {
  const desk = await open({ duplicates: 3 });
  await desk.openGroup();
  await desk.inDialog('k');
  expect(desk.group().at).toBe(0);
  await desk.inDialog('j', 'j', 'j', 'j');
  expect(desk.group().at).toBe(2);
  await desk.inDialog('a');
  expect(desk.group().off.size).toBe(3);
  await desk.submit();
  expect(desk.submitted()).toBeUndefined();
  expect(desk.said()).toBe('group.none-chosen');
  await desk.inDialog('a');
  expect(desk.group().off.size).toBe(0);
});

test('D13: z takes the whole batch back, and puts the first of its cases in front of the person again', async () => {
  const desk = await open();
  await desk.openGroup();
  await desk.submit();
  await desk.press('z');
  expect(desk.asked('decision.undo')).toEqual([]);
  const { batchId } = desk.group().outcome!;
  expect(desk.asked('decision.undoBatch').map(({ params }) => params)).toEqual([{ batchId }]);
  expect(desk.said()).toBe('said.group.undone');
  expect(desk.stores.openedCase.getState().caseId).toBe(idOf(0));
  expect(desk.form().content.rationale).toBe(rationale);
  await desk.settle();
  expect(desk.group().total).toBe(14);
});

test('D3, D13: z after a decision on one case takes that back alone, also when a batch came before it', async () => {
  const desk = await open({ duplicates: 3 });
  await desk.openGroup();
  await desk.submit();
  await desk.press('a');
  desk.form().change({ rationale });
  desk.keydown('Enter', 'window', { ctrlKey: true });
  await desk.settle();
  await desk.frame();
  await desk.press('z');
  expect(desk.asked('decision.undoBatch')).toEqual([]);
  expect(desk.said()).toBe('said.undone');
});

test('D13: what was refused is said case by case, and the decision of the others stands', async () => {
  const desk = await open({ duplicates: 6, refusedLater: [placeOf(3)] });
  await desk.openGroup();
  await desk.submit();
  expect(desk.dialog()).toBe('batch-answers');
  expect(desk.said()).toBe('said.group.partly');
  expect(desk.group().outcome?.answers[3]).toMatchObject({ caseId: idOf(3), did: 'refused' });
  expect(desk.group().outcome?.answers[3]?.detail).toMatch(/^This case has changed/);
  expect(desk.group().outcome?.answers[3]?.reference).not.toBe('');
  // Those that were decided are held meanwhile: the key that takes them back works over the list too.
  await desk.inDialog('z');
  await desk.settle();
  expect(desk.asked('decision.undoBatch')).toHaveLength(1);
  expect(desk.dialog()).toBeNull();
  expect(desk.said()).toBe('said.group.undone');
});

test('D13: a case on which it cannot be decided is shown with its reason, and cannot be ticked', async () => {
  const desk = await open({ duplicates: 4, refused: [placeOf(2)] });
  await desk.openGroup();
  expect(desk.group().members[2]?.why).not.toBe('');
  await desk.inDialog('j', 'j', ' ');
  await desk.submit();
  expect(desk.submitted().cases.map(({ caseId }) => caseId)).toEqual([idOf(0), idOf(1), idOf(3)]);
});

test('D13: where something is missing nothing is submitted, and its field comes next', async () => {
  const desk = await open();
  desk.form().change({ rationale: '' });
  await desk.openGroup();
  expect(desk.group().members).toHaveLength(14);
  await desk.submit();
  expect(desk.submitted()).toBeUndefined();
  expect(desk.focused.at(-1)).toBe('group-rationale');
  desk.form().change({ rationale, outcome: null });
  await desk.submit();
  expect(desk.dialog()).toBeNull();
  expect(desk.focused.at(-1)).toBe('outcome');
});

test('D10, D13: refused as a whole, the dialog stays with its exceptions, and what was typed goes to disk', async () => {
  const desk = await open({ duplicates: 14, batchFails: 'disk-full' });
  await desk.openGroup();
  await desk.inDialog('j', ' ');
  await desk.submit();
  expect(desk.dialog()).toBe('near-duplicates');
  expect([...desk.group().off]).toEqual([idOf(1)]);
  expect(desk.form()).toMatchObject({
    failure: { code: 'disk-full' },
    submitting: false,
    content: { rationale },
  });
});

test('after a submission from the rationale, letters typed ahead decide nothing', async () => {
  const desk = await open();
  await desk.openGroup();
  desk.keydown('Enter', 'dialog field', { ctrlKey: true });
  await desk.settle();
  await desk.frame();
  const { content } = desk.form();
  expect(desk.keydown('a').did).toBe('refused');
  expect(desk.form().content).toEqual(content);
});

describe('what is said before', () => {
  const chosen = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ caseId: `case-${index}`, hasDraft: index < 2 }));
  const suspends = violation({
    actions: [
      { action: 'suspend', target: { type: 'account', id: 'client-1' }, durationDays: 7, params: {} },
    ],
  });

  test('D13: an action for which a second person is asked, a group above the number of the catalogue, drafts that are replaced', () => {
    const rules = catalogue();
    const asking = catalogue({
      actions: rules.actions.map((rule) => ({ ...rule, requiresApproval: rule.kind === 'suspend' })),
    });
    expect(cautionsOf(suspends, rules, chosen(20).slice(2), 'case-0')).toEqual([]);
    expect(cautionsOf(suspends, asking, chosen(21), 'case-0')).toEqual([
      { is: 'approval', action: 'Suspend' },
      { is: 'above', most: 20 },
      { is: 'drafts', count: 1 },
    ]);
  });

  test('D13: a case is asked about once no more than the rationale is missing', () => {
    const of = caseOf();
    expect(toAskAbout(violation({ rationale: '' }), of, catalogue())?.rationale).toHaveLength(10);
    expect(toAskAbout(violation({ policies: [] }), of, catalogue())).toBeNull();
    expect(toAskAbout(violation({ outcome: null }), of, catalogue())).toBeNull();
  });

  test('the button names the gravest thing and in how many cases', () => {
    const t = createTranslate(en, 'en');
    expect(t('group.submit', { action: 'Remove content', count: 13 })).toBe('Remove content in 13 cases');
    expect(t('group.submit', { action: 'Remove content', count: 1 })).toBe('Remove content in 1 case');
    expect(t('group.banner', { count: 14 })).toBe('14 more cases nearly the same');
  });
});

test('in what two texts differ: each exchange once, none for white space', () => {
  const before = 'Pays $45 an hour.\nDeposit $120, or $45.';
  expect(differencesOf(before, before.replaceAll('$45', '$41').replace('$120', '$90'))).toEqual([
    { before: '$45', after: '$41' },
    { before: '$120,', after: '$90,' },
    { before: '$45.', after: '$41.' },
  ]);
  expect(differencesOf('a b', 'a  b')).toEqual([]);
  expect(differencesOf('a b', 'a b c')).toEqual([{ before: '', after: 'c' }]);
  expect(withoutLines('Title\nOwner\nText', ['Title', 'Owner'])).toBe('Text');
});
