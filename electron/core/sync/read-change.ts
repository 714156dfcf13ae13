/** One change of a page, read by itself, so that one that cannot be read stops no other (R8, R9). */
import type { z } from 'zod';
import { CaseDrop, CasePut } from '../../../contract/feed.ts';
import type { FeedEnvelope } from '../../../contract/feed.ts';

export type RawChange = FeedEnvelope['changes'][number];

export type ReadChange =
  | Readonly<{ is: 'put'; change: z.output<typeof CasePut> }>
  | Readonly<{ is: 'drop'; change: z.output<typeof CaseDrop> }>
  | Readonly<{
      is: 'unreadable';
      caseId: string;
      position: number;
      raw: string;
      error: string;
      epoch: number;
    }>;

const deepest = 100;
/** UTF-16 code units of one change. */
const largest = 8 * 1024 * 1024;

export function readChange(raw: RawChange): ReadChange {
  const depth = depthWithin(raw, deepest);
  if (depth > deepest) return unreadable(raw, '', `nested deeper than ${deepest}`);
  const text = JSON.stringify(raw);
  if (text.length > largest) return unreadable(raw, '', `larger than ${largest}`);
  if (raw.type === 'case.drop') {
    const drop = CaseDrop.safeParse(raw);
    return drop.success ? { is: 'drop', change: drop.data } : unreadable(raw, text, errorOf(drop.error));
  }
  const put = CasePut.safeParse(raw);
  if (!put.success) return unreadable(raw, text, errorOf(put.error));
  if (put.data.case.id !== put.data.caseId) return unreadable(raw, text, 'case.id: not the id of the change');
  return { is: 'put', change: put.data };
}

function unreadable(raw: RawChange, text: string, error: string): ReadChange {
  const inner = raw['case'];
  const epoch = typeof inner === 'object' && inner !== null && 'epoch' in inner ? inner.epoch : raw['epoch'];
  return {
    is: 'unreadable',
    caseId: raw.caseId,
    position: raw.position,
    raw: text,
    error,
    epoch: typeof epoch === 'number' && Number.isInteger(epoch) && epoch >= 0 ? epoch : 0,
  };
}

/** Names the field and what is wrong with it, never what it holds. */
const errorOf = (error: z.ZodError): string =>
  error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.')}: ${issue.code}`)
    .join('; ');

/** Without recursion: a hostile document may be deeper than the stack. */
function depthWithin(value: unknown, limit: number): number {
  let depth = 0;
  let level: unknown[] = [value];
  while (level.length > 0 && depth <= limit) {
    const next: unknown[] = [];
    for (const entry of level) {
      if (typeof entry !== 'object' || entry === null) continue;
      for (const inner of Object.values(entry)) {
        if (typeof inner === 'object' && inner !== null) next.push(inner);
      }
    }
    level = next;
    depth += 1;
  }
  return depth;
}
