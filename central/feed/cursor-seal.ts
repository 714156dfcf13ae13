import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FeedCursor } from '../../contract/feed.ts';

export interface CursorSeal {
  /** That this central API gave this person this cursor. The same for the same, so an idle poll changes nothing. */
  of(personId: string, cursor: FeedCursor): string;
  isTrue(personId: string, cursor: FeedCursor, seal: string | undefined): boolean;
}

/** L5: only a cursor that was given here says that this store is older than what somebody has seen. */
export function createCursorSeal(secret: string): CursorSeal {
  const of: CursorSeal['of'] = (personId, { era, generation, position }) =>
    createHmac('sha256', secret).update(`${personId} ${era} ${generation} ${position}`).digest('base64url');
  return {
    of,
    isTrue(personId, cursor, seal) {
      const expected = Buffer.from(of(personId, cursor));
      const given = Buffer.from(seal ?? '');
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
