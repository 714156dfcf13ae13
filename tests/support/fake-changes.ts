import { AttentionItem } from '../../contract/bridge.ts';
import { EvidenceDifference, type EvidenceChange } from '../../contract/evidence-difference.ts';
import { fakeId } from './fake-cases.ts';

const at = '2026-11-23T06:40:00.000Z';

/** A decision on the case at a place of the queue, which waits because its evidence changed. */
export const changedItem = (index: number): AttentionItem =>
  AttentionItem.parse({
    id: fakeId(0xc4a, index),
    caseId: fakeId(0xca, index),
    reference: `JP-${1001 + index}`,
    title: 'Data entry clerk, $45/h, no experience',
    commandType: 'decision',
    why: 'changed',
    code: null,
    detail: '',
    errors: [],
    at,
    rival: null,
    contested: null,
    choices: ['reopen', 'confirm'],
  });

const change = (over: Partial<EvidenceChange>): unknown => ({
  of: 'item',
  what: 'Job post',
  is: 'changed',
  kind: 'job-post',
  material: true,
  before: '',
  after: '',
  cut: false,
  ...over,
});

/** An edited post, a reply that came, an image that went, and two things that no decision is made on. */
export const differenceOf = (index: number): EvidenceDifference =>
  EvidenceDifference.parse({
    id: fakeId(0xc4a, index),
    caseId: fakeId(0xca, index),
    reference: `JP-${1001 + index}`,
    title: 'Data entry clerk, $45/h, no experience',
    outcome: 'violation',
    decidedOn: 1,
    newest: 2,
    changes: [
      change({
        before:
          'Data entry clerk\nClient 7301\nWe are seeking motivated people for data entry at home.\nRequirements\nA refundable deposit of $120 covers the software licence and is returned with the first pay.',
        after:
          'Data entry clerk\nClient 7301\nWe are seeking motivated people for data entry at home.\nRequirements\nNo deposit. The software licence is paid by us and stays with you after the first pay.',
      }),
      change({
        what: 'Reply of the client',
        kind: 'messages',
        is: 'added',
        before: null,
        after: 'Client 7301: The deposit was a mistake of our agency, we have removed it.',
      }),
      change({ what: 'Screenshot', kind: 'image', is: 'removed', before: null, after: null }),
      change({ of: 'field', what: 'reports', kind: null, material: false, before: '1', after: '3' }),
      change({
        of: 'field',
        what: 'due',
        kind: null,
        material: false,
        before: at,
        after: '2026-11-23T09:40:00.000Z',
      }),
    ],
  });
