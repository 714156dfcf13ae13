import { describe, expect, test } from 'vitest';
import type { DraftContent } from '../../../contract/draft.ts';
import { whatIsMissing } from '../../../electron/core/decisions/completeness.ts';
import { blank, caseOf, catalogue, noViolation, violation } from '../support/valid.ts';

const rules = catalogue();
const shown = caseOf();
const fields = (content: DraftContent) => whatIsMissing(content, shown, rules).map(({ field }) => field);

describe('what a decision still lacks', () => {
  test('nothing, when it is whole', () => {
    expect(fields(violation())).toEqual([]);
    expect(fields(noViolation())).toEqual([]);
  });
  test('an outcome', () => expect(fields(blank)).toEqual(['outcome']));
  test('a policy for a violation', () =>
    expect(fields(violation({ policies: [], actions: [] }))).toEqual(['policies']));
  test('a rationale of the length that the outcome asks for, spaces not counted', () => {
    expect(fields(violation({ rationale: '   short   ' }))).toEqual(['rationale']);
    expect(fields({ ...blank, outcome: 'insufficient-evidence' })).toEqual(['rationale']);
  });
  test('an action that no chosen policy permits', () => {
    const holdPayout = {
      action: 'hold-payout',
      target: { type: 'account', id: 'client-1' },
      params: {},
    } as const;
    expect(fields(violation({ actions: [holdPayout] }))).toEqual(['actions.0']);
    expect(fields(violation({ policies: ['advance-fee', 'off-platform'], actions: [holdPayout] }))).toEqual(
      [],
    );
  });
  test('a target that is not of the case, or not for that action', () => {
    const remove = (id: string, type: 'job-post' | 'account') =>
      violation({ actions: [{ action: 'remove-content', target: { type, id }, params: {} }] });
    expect(fields(remove('somebody-else', 'job-post'))).toEqual(['actions.0.target']);
    expect(fields(remove('client-1', 'account'))).toEqual(['actions.0.target']);
  });
  test('a duration that the catalogue does not offer', () => {
    const suspend = (durationDays: number) =>
      violation({
        actions: [
          { action: 'suspend', target: { type: 'account', id: 'client-1' }, durationDays, params: {} },
        ],
      });
    expect(fields(suspend(30))).toEqual([]);
    expect(fields(suspend(31))).toEqual(['actions.0.durationDays']);
  });
  test('an action that is there twice', () => {
    const [remove] = violation().actions;
    expect(fields(violation({ actions: [remove!, remove!] }))).toEqual(['actions.1']);
  });
  test('a policy that permits only escalation', () =>
    expect(fields(violation({ policies: ['minors', 'advance-fee'] }))).toEqual(['policies.0']));
  test('D12: a policy that is not in the catalogue', () =>
    expect(fields(violation({ policies: ['advance-fee', 'withdrawn-rule'] }))).toEqual(['policies.1']));
  test('a message with a placeholder left in it', () => {
    const message = {
      templateId: null,
      language: 'en',
      subject: 'About {{subjectLabel}}',
      body: 'Dear {{ name }},',
    };
    expect(fields(violation({ message }))).toEqual(['message.subject', 'message.body']);
  });
});
