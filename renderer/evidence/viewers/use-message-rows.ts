import { useEffect, useMemo, useState } from 'react';
import type { Messages } from '../../../contract/evidence.ts';
import type { FieldHighlights } from '../model/highlights.ts';
import { messageRows, noRowsYet, type Row } from '../model/rows.ts';

/** Rows of more messages than this are made after the frame around them is on screen, so that no key waits for both. */
const mostAtOnce = 3000;

/** `noRowsYet` until the rows of a long thread are made. */
export function useMessageRows(
  document: Messages,
  highlights: FieldHighlights,
  whole: ReadonlySet<number>,
): readonly Row[] {
  const isLong = document.messages.length > mostAtOnce;
  const atOnce = useMemo(
    () => (isLong ? null : messageRows(document, highlights, whole)),
    [isLong, document, highlights, whole],
  );
  const [later, setLater] = useState(noRowsYet);
  useEffect(() => {
    if (!isLong) return undefined;
    const timer = setTimeout(() => setLater(messageRows(document, highlights, whole)));
    return () => clearTimeout(timer);
  }, [isLong, document, highlights, whole]);
  return atOnce ?? later;
}
