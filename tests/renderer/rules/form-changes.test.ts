import { expect, test } from 'vitest';
import { Preset, Template } from '../../../contract/catalogue.ts';
import type { Case } from '../../../contract/case.ts';
import type { FormContext } from '../../../renderer/rules/form-changes.ts';
import {
  applyPreset,
  chooseOutcome,
  setDuration,
  toggleAction,
  togglePolicy,
  toggleTarget,
  writeMessage,
} from '../../../renderer/rules/form-changes.ts';
import { catalogue, draft, jobPost } from './form-factories.ts';

const of = { ...jobPost, strikes: 0, language: 'en', reference: 'JP-7' } as unknown as Case;
const context = (change: Partial<FormContext> = {}): FormContext => ({
  of,
  catalogue: catalogue(),
  offline: false,
  ...change,
});
const owner = { type: 'account', id: 'acc-1' } as const;
const sibling = { type: 'account', id: 'acc-9' } as const;
const suspended = draft({
  outcome: 'violation',
  policies: ['fee'],
  severity: 'high',
  actions: [{ action: 'suspend', target: owner, durationDays: 30, params: {} }],
});

test('the suggested severity follows the policies until somebody chooses another', () => {
  const fee = togglePolicy(draft(), 'fee', context());
  expect(fee.severity).toBe('high');
  expect(togglePolicy(fee, 'fee', context()).severity).toBeNull();
  const chosen = { ...fee, severity: 'low' as const };
  expect(togglePolicy(chosen, 'spam', context()).severity).toBe('low');
});

test('an action that no ticked policy permits any more goes with its policy', () => {
  const both = { ...suspended, policies: ['fee', 'spam'] };
  expect(togglePolicy(both, 'fee', context()).actions).toEqual([]);
  expect(togglePolicy(both, 'spam', context()).actions).toHaveLength(1);
});

test('ticking a policy takes “no violation” back; unticking one leaves the outcome alone', () => {
  expect(togglePolicy(draft({ outcome: 'no-violation' }), 'fee', context()).outcome).toBe('violation');
  expect(togglePolicy(suspended, 'fee', context()).outcome).toBe('violation');
});

test('no violation names no policy and takes no action; what was written stays', () => {
  const content = chooseOutcome({ ...suspended, rationale: 'An honest offer.' }, 'no-violation');
  expect(content).toMatchObject({ outcome: 'no-violation', policies: [], actions: [], severity: null });
  expect(content.rationale).toBe('An honest offer.');
});

test('an action that is refused leaves the draft as it was, with the reason', () => {
  const content = draft({ outcome: 'violation', policies: ['spam'] });
  expect(toggleAction(content, 'suspend', context())).toEqual({ content, refused: 'not-permitted' });
});

test('D9: what the catalogue forbids without contact is not ticked without contact', () => {
  const rules = catalogue();
  const forbidding = {
    ...rules,
    actions: rules.actions.map((rule) => ({ ...rule, offline: 'forbid' as const })),
  };
  const content = draft({ outcome: 'violation', policies: ['fee'] });
  const offline = toggleAction(content, 'suspend', context({ catalogue: forbidding, offline: true }));
  expect(offline.refused).toBe('withheld');
});

test('an action is unticked for all its targets at once', () => {
  const two = toggleTarget(suspended, 'suspend', sibling, context());
  expect(two.actions.map(({ target, durationDays }) => [target.id, durationDays])).toEqual([
    ['acc-1', 30],
    ['acc-9', 30],
  ]);
  expect(toggleAction(two, 'suspend', context()).content.actions).toEqual([]);
});

test('the last target of an action stays, and one that is not of the case is not taken', () => {
  expect(toggleTarget(suspended, 'suspend', owner, context()).actions).toEqual(suspended.actions);
  const stranger = { type: 'account', id: 'acc-404' } as const;
  expect(toggleTarget(suspended, 'suspend', stranger, context()).actions).toEqual(suspended.actions);
});

test('a duration is set for all targets, and taken away whole', () => {
  const two = toggleTarget(suspended, 'suspend', sibling, context());
  expect(setDuration(two, 'suspend', 7).actions.map(({ durationDays }) => durationDays)).toEqual([7, 7]);
  expect(setDuration(two, 'suspend', null).actions[0]).not.toHaveProperty('durationDays');
});

const preset = Preset.parse({
  id: 'deposit',
  label: 'Deposit',
  subjects: ['job-post'],
  policies: ['fee', 'withdrawn-since'],
  outcome: 'violation',
  actions: [
    { action: 'remove-content', target: 'subject' },
    { action: 'warn', target: 'counterparty' },
  ],
  rationale: 'Asks for a deposit.',
  templateId: 'fees',
});
const template = Template.parse({
  id: 'fees',
  label: 'Fees',
  texts: {
    en: { subject: '{{caseReference}}', body: '“{{subjectLabel}}”: {{policyTitles}}. {{actionLabels}}.' },
  },
});

test('a preset fills the form and the message, and says which action has no target here', () => {
  const { content, left } = applyPreset(
    draft(),
    preset,
    context({ catalogue: catalogue({ templates: [template] }) }),
  );
  expect(left).toEqual(['warn']);
  expect(content).toMatchObject({
    outcome: 'violation',
    policies: ['fee'],
    severity: 'high',
    rationale: 'Asks for a deposit.',
    message: {
      templateId: 'fees',
      language: 'en',
      subject: 'JP-7',
      body: '“Data entry clerk”: Policy fee. Label of remove-content.',
    },
  });
});

test('a preset keeps what was written, and taken twice it says its words once', () => {
  const once = applyPreset(draft({ rationale: 'Seen before.' }), preset, context()).content;
  expect(once.rationale).toBe('Asks for a deposit.\nSeen before.');
  expect(applyPreset(once, preset, context()).content.rationale).toBe(once.rationale);
});

test('a template longer than a message may be is cut, and stays well-formed', () => {
  const long = Template.parse({
    ...template,
    texts: { en: { subject: '', body: '{{subjectLabel}}'.repeat(400) } },
  });
  const faces = { ...of, subject: { ...of.subject, label: `x${'😀'.repeat(149)}` } };
  const { message } = writeMessage(draft(), long, context({ of: faces }));
  expect(message?.body.length).toBeLessThanOrEqual(8000);
  expect(message?.body.isWellFormed()).toBe(true);
});
