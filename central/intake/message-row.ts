/** One line of a file shaped like the SMS Spam Collection, `label<TAB>text`, becomes one case with one message. */
import { createHash } from 'node:crypto';
import type { Outcome } from '../../contract/catalogue.ts';
import type { Messages } from '../../contract/evidence.ts';
import { detect } from '../detector/detect.ts';
import { nearDuplicateDigest } from '../detector/near-duplicate.ts';
import { cleanLine, decodeEntities, repairEncoding, shorten, textFault } from './clean-text.ts';
import { detectionEvidence, detectionSummary } from './detection-evidence.ts';
import type { Made, RowContext } from './job-post-row.ts';

const outcomes: Readonly<Record<string, Outcome>> = { ham: 'no-violation', spam: 'violation' };
const longestMessage = 4_000_000;
const quotation = 70;

export function messageCase(label: string, source: string, context: RowContext): Made {
  const outcome = outcomes[label.trim().toLowerCase()];
  if (outcome === undefined)
    return { ok: false, reason: `label must be ham or spam, not “${shorten(label, 40)}”` };
  const fault = textFault(source, longestMessage);
  if (fault !== null) return { ok: false, reason: `text ${fault}` };
  // Only encoding is mended: how a message is spaced and broken is part of what it says.
  const text = repairEncoding(decodeEntities(source)).trim();
  if (text === '') return { ok: false, reason: 'text is empty' };

  const digest = createHash('sha256').update(source.trim()).digest('hex');
  const short = digest.slice(0, 12);
  const sender = { id: `sender-${short}`, label: 'Unknown sender' };
  const customer = { id: `customer-${short}`, label: 'Customer' };
  const thread: Messages = {
    kind: 'messages',
    participants: [
      { ...sender, role: 'unknown', timeZone: null },
      { ...customer, role: 'unknown', timeZone: null },
    ],
    messages: [{ id: `message-${short}`, from: sender.id, at: null, text, flagged: true, attachments: [] }],
  };
  const copies = nearDuplicateDigest(text);
  const earlier = copies === null ? 0 : context.seenBefore(copies);
  const result = detect(
    'message',
    [{ item: 'thread', field: '/messages/0/text', text }],
    earlier > 0 ? ['duplicate-text'] : [],
  );
  return {
    ok: true,
    case: {
      externalId: digest,
      source: 'detection',
      policyArea: result.signals[0]?.area ?? null,
      title: `Message: “${shorten(cleanLine(text), quotation)}”`,
      summary: detectionSummary(result),
      subject: { type: 'message-thread', id: `thread-${short}`, label: 'Message from an unknown sender' },
      related: [
        { relation: 'owner', subject: { type: 'account', ...sender } },
        { relation: 'counterparty', subject: { type: 'account', ...customer } },
      ],
      compartment: null,
      language: null,
      riskScore: result.score,
      strikes: 0,
      facts: [],
      evidence: [
        {
          key: 'thread',
          label: 'Messages',
          language: null,
          translationOf: null,
          graphic: false,
          harmTypes: [],
          sensitiveFields: [],
          document: thread,
        },
        detectionEvidence(result, context.now.toISOString()),
      ],
      golden: { outcome, source: 'label column of the imported file' },
    },
  };
}
