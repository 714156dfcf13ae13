/** Evidence for cases that are measured on screen: a post of some 3 KB and what a detector marked in it. */
import { evidence, jobPost, type Content } from '../../tests/core/support/valid.ts';

const paragraph =
  'You will answer clients, keep the ledger and send the weekly report. Training is paid, and a small deposit for the ' +
  'equipment is refunded with the first salary. Write to us on the messenger below so that we can send the contract. ';
const at = '2026-11-23T07:00:00.000Z';

/** What the panel says once it shows the case of this number: nothing else on screen says it. */
export const markOf = (number: number): string => `Post no. ${number}.`;

export function postOf(number: number): readonly Content[] {
  const id = (last: number): string =>
    `01900000-0000-7000-${(0x8000 + last).toString(16)}-${number.toString(16).padStart(12, '0')}`;
  const text = `${markOf(number)} ${paragraph.repeat(12)}`;
  const start = text.indexOf('small deposit');
  const post = jobPost(text, { id: id(1) as never });
  const detection = evidence(
    {
      kind: 'detection',
      detector: 'Advance fee',
      detectorVersion: '4.2',
      at,
      score: 0.91,
      threshold: 0.8,
      signals: [
        {
          id: 'deposit',
          label: 'Asks for a deposit',
          weight: 0.7,
          spans: [{ evidenceId: post.item.id, field: '/sections/0/text', start, end: start + 13 }],
        },
      ],
    },
    { id: id(2) as never, label: 'Detection' },
  );
  return [post, detection];
}
