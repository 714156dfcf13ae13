import { expect, test } from 'vitest';
import { Preset } from '../../../contract/catalogue.ts';
import { firstTarget, newAction, resolvePreset, targetsFor } from '../../../renderer/rules/targets.ts';
import { catalogue, jobPost, rule } from './form-factories.ts';

const preset = (actions: Preset['actions']) =>
  Preset.parse({ id: 'p', label: 'P', subjects: ['job-post'], policies: [], outcome: 'violation', actions });

test('only what an action can be done to is offered, the owner before a shared device', () => {
  expect(targetsFor(rule('suspend'), jobPost).map(({ subject, relation }) => [subject.id, relation])).toEqual(
    [
      ['acc-1', 'owner'],
      ['acc-9', 'same-device'],
    ],
  );
});

test('a ticked action goes to the owner, never by itself to an account on the same device', () => {
  expect(firstTarget(rule('suspend'), jobPost)?.subject.id).toBe('acc-1');
  const strangers = { ...jobPost, related: jobPost.related.filter(({ relation }) => relation !== 'owner') };
  expect(firstTarget(rule('suspend'), strangers)).toBeNull();
});

test('the same object named twice is one target', () => {
  const twice = {
    ...jobPost,
    related: [...jobPost.related, { relation: 'participant' as const, subject: jobPost.related[1]!.subject }],
  };
  expect(targetsFor(rule('suspend'), twice)).toHaveLength(2);
});

test('an action starts with its default duration, and without one where it has none', () => {
  const account = { type: 'account', id: 'acc-1', label: 'Acme' } as const;
  const suspend = rule('suspend', { durationsDays: [7, 30], defaultDurationDays: 30 });
  expect(newAction(suspend, account).durationDays).toBe(30);
  expect(newAction(suspend, account, 7).durationDays).toBe(7);
  expect(newAction(suspend, account, 5)).not.toHaveProperty('durationDays');
  expect(newAction(rule('warn'), account)).not.toHaveProperty('durationDays');
});

test('a preset finds the post and its owner, and says what it could not place', () => {
  const resolved = resolvePreset(
    preset([
      { action: 'remove-content', target: 'subject' },
      { action: 'suspend', target: 'owner', durationDays: 7 },
      { action: 'warn', target: 'counterparty' },
    ]),
    catalogue().actions,
    jobPost,
  );
  expect(resolved.actions).toEqual([
    { action: 'remove-content', target: { type: 'job-post', id: 'post-1' }, params: {} },
    { action: 'suspend', target: { type: 'account', id: 'acc-1' }, durationDays: 7, params: {} },
  ]);
  expect(resolved.left).toEqual(['warn']);
});

test('the owner of an account under review is that account', () => {
  const account = { subject: { type: 'account' as const, id: 'acc-1', label: 'Acme' }, related: [] };
  const { actions } = resolvePreset(
    preset([{ action: 'suspend', target: 'owner' }]),
    catalogue().actions,
    account,
  );
  expect(actions[0]?.target).toEqual({ type: 'account', id: 'acc-1' });
});
