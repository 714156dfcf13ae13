import { expect, test } from 'vitest';
import { whatIsMissing as whatTheCoreMisses } from '../../../electron/core/decisions/completeness.ts';
import { whatIsMissing } from '../../../renderer/rules/what-is-missing.ts';
import { catalogue, draft, jobPost } from './form-factories.ts';

const message = { templateId: null, language: 'en', subject: 'About', body: 'Dear customer' };
const owner = { type: 'account', id: 'acc-1' } as const;
const why = 'Asks applicants for a deposit.';

const complete = draft({
  outcome: 'violation',
  policies: ['fee'],
  actions: [{ action: 'suspend', target: owner, durationDays: 30, params: {} }],
  rationale: why,
});

test.each([
  ['an empty draft', draft(), [{ field: 'outcome', why: 'outcome' }]],
  [
    'a violation of nothing',
    draft({ outcome: 'violation', rationale: why }),
    [{ field: 'policies', why: 'policy' }],
  ],
  [
    'no violation that names a policy',
    draft({ outcome: 'no-violation', policies: ['fee'] }),
    [{ field: 'policies', why: 'policy-with-no-violation' }],
  ],
  [
    'a rationale that is too short, counted in characters',
    { ...complete, rationale: '  😀😀  ' },
    [{ field: 'rationale', why: 'rationale', more: 18 }],
  ],
  [
    'an action that no chosen policy permits',
    { ...complete, policies: ['spam'] },
    [{ field: 'actions', why: 'not-permitted', action: 'Label of suspend' }],
  ],
  [
    'an action on something that is not of the case',
    {
      ...complete,
      actions: [
        { action: 'suspend' as const, target: { type: 'account' as const, id: 'other' }, params: {} },
      ],
    },
    [{ field: 'actions', why: 'target', action: 'Label of suspend' }],
  ],
  [
    'a placeholder left in the message',
    { ...complete, message: { ...message, body: 'Dear {{firstName}}' } },
    [{ field: 'message', why: 'unfilled', placeholder: '{{firstName}}' }],
  ],
  [
    'a message of spaces',
    { ...complete, message: { ...message, body: ' \n' } },
    [{ field: 'message', why: 'empty-message' }],
  ],
  [
    'a policy that permits only escalation, whatever else is there',
    { ...complete, policies: ['fee', 'child-safety'], outcome: null },
    [{ field: 'policies', why: 'escalation-only', policy: 'Policy child-safety' }],
  ],
] as const)('what is missing is named: %s', (_, content, expected) => {
  expect(whatIsMissing(draft(content as never), jobPost, catalogue())).toEqual(expected);
});

test('a complete decision misses nothing, here and in the workstation', () => {
  expect(whatIsMissing(complete, jobPost, catalogue())).toEqual([]);
  expect(whatTheCoreMisses(complete, jobPost, catalogue())).toEqual([]);
});

test('what the form calls complete, the workstation calls complete', () => {
  const outcomes = [null, 'violation', 'no-violation', 'insufficient-evidence'] as const;
  const policies = [[], ['fee'], ['spam'], ['fee', 'child-safety']];
  const actions = [[], complete.actions, [{ action: 'remove-content' as const, target: owner, params: {} }]];
  for (const outcome of outcomes) {
    for (const chosen of policies) {
      for (const taken of actions) {
        for (const rationale of ['', why]) {
          const content = draft({ outcome, policies: chosen, actions: [...taken], rationale });
          expect([content, whatIsMissing(content, jobPost, catalogue()).length === 0]).toEqual([
            content,
            whatTheCoreMisses(content, jobPost, catalogue()).length === 0,
          ]);
        }
      }
    }
  }
});
