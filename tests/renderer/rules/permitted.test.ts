import { expect, test } from 'vitest';
import {
  escalationOf,
  gravestOf,
  policiesFor,
  refusalOf,
  suggestedSeverity,
} from '../../../renderer/rules/permitted.ts';
import { catalogue, jobPost, policy, rule } from './form-factories.ts';

const now = (change: Partial<Parameters<typeof refusalOf>[1]> = {}) => ({
  outcome: 'violation' as const,
  policies: [policy('fee', { actions: ['suspend', 'warn'] })],
  of: jobPost,
  offline: false,
  ...change,
});

test('policies for the subject come first, each part in the order of the catalogue', () => {
  const policies = [policy('profile-only', { subjects: ['profile'] }), policy('b'), policy('a')];
  expect(policiesFor(catalogue({ policies }), 'job-post').map(({ id }) => id)).toEqual([
    'b',
    'a',
    'profile-only',
  ]);
});

test('an action that a chosen policy permits can be ticked', () => {
  expect(refusalOf(rule('suspend'), now())).toBeNull();
});

test.each([
  ['no policy is chosen', now({ policies: [] }), 'no-policy'],
  [
    'no chosen policy permits it',
    now({ policies: [policy('spam', { actions: ['warn'] })] }),
    'not-permitted',
  ],
  ['the outcome is no violation', now({ outcome: 'no-violation' }), 'no-violation'],
  ['nothing here can be its target', now({ of: { subject: jobPost.subject, related: [] } }), 'no-target'],
  [
    'a policy permits only escalation',
    now({ policies: [policy('x', { mandatoryEscalation: true })] }),
    'escalation-only',
  ],
] as const)('an action is refused with the reason when %s', (_, state, reason) => {
  expect(refusalOf(rule('suspend'), state)).toBe(reason);
});

test('D9: an action forbidden offline is refused only without contact', () => {
  const forbidden = rule('suspend', { offline: 'forbid' });
  expect(refusalOf(forbidden, now({ offline: true }))).toBe('withheld');
  expect(refusalOf(forbidden, now({ offline: false }))).toBeNull();
});

test('severity follows the gravest policy, one step up from two strikes, and stops at severe', () => {
  expect(suggestedSeverity([], 5)).toBeNull();
  expect(suggestedSeverity([policy('a', { severity: 'low' }), policy('b', { severity: 'medium' })], 1)).toBe(
    'medium',
  );
  expect(suggestedSeverity([policy('b', { severity: 'medium' })], 2)).toBe('high');
  expect(suggestedSeverity([policy('b', { severity: 'severe' })], 9)).toBe('severe');
});

test('the gravest action names the button', () => {
  expect(gravestOf(catalogue().actions, ['warn', 'suspend', 'remove-content'])?.kind).toBe('suspend');
  expect(gravestOf(catalogue().actions, [])).toBeNull();
});

test('one policy with mandatory escalation is enough', () => {
  expect(escalationOf([policy('a'), policy('b', { mandatoryEscalation: true })])?.id).toBe('b');
});
