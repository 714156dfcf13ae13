import { useEffect, useState } from 'react';
import type { Pdf } from './open-pdf.ts';

export interface PdfSearch {
  readonly words: string;
  lookFor(words: string): void;
  /** How often the words stand on the pages read so far. */
  readonly found: number;
  /** Pages read so far. */
  readonly read: number;
  readonly isDone: boolean;
  /** The next page after this one on which they stand, from the beginning again after the last; null where none is. */
  next(after: number): number | null;
}

const none: ReadonlyMap<number, number> = new Map();

/** Reads page after page, so that a long document is searched while it is looked at; other words end it. */
export function usePdfSearch(pdf: Pdf): PdfSearch {
  const [words, setWords] = useState('');
  const [hits, setHits] = useState(none);
  const [read, setRead] = useState(0);

  useEffect(() => {
    setHits(none);
    setRead(0);
    const wanted = words.trim().toLocaleLowerCase();
    if (wanted === '') return undefined;
    let gone = false;
    void (async () => {
      for (let number = 1; number <= pdf.pages; number += 1) {
        const text = await pdf.words(number).catch(() => '');
        if (gone) return;
        const count = text.toLocaleLowerCase().split(wanted).length - 1;
        if (count > 0) setHits((before) => new Map(before).set(number, count));
        setRead(number);
      }
    })();
    return () => {
      gone = true;
    };
  }, [pdf, words]);

  const pages = [...hits.keys()].sort((one, other) => one - other);
  return {
    words,
    lookFor: setWords,
    found: [...hits.values()].reduce((sum, count) => sum + count, 0),
    read,
    isDone: read === pdf.pages,
    next: (after) => pages.find((page) => page > after) ?? pages[0] ?? null,
  };
}
