import { useEffect, useMemo, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { useStore } from 'zustand';
import type { Messages } from '../../../contract/evidence.ts';
import { useTranslate } from '../../strings/translate.ts';
import { useEvidenceActions } from '../evidence-actions.ts';
import type { Row } from '../model/rows.ts';
import { mostFound, searchThread, type Found } from '../model/search-thread.ts';
import { useEvidenceViewStore } from '../use-evidence-view.ts';
import { arrive } from './arrive.ts';
import type { RowListHandle } from './row-list.tsx';

export type ThreadSearch = Readonly<{
  words: string | null;
  /** Null while it is looked for. */
  found: readonly Found[] | null;
  /** Place in `found` of what is shown; -1 before the first. */
  at: number;
  currentRow: number;
  inMessage: ReadonlyMap<number, readonly Found[]>;
}>;

/** Milliseconds of looking at once. */
const stepMs = 8;
const nothing: readonly Found[] = [];

/** Looks in the thread for the words that the store holds, and goes from place to place as it asks. */
export function useFound(
  document: Messages,
  rows: readonly Row[],
  scroller: RefObject<HTMLElement | null>,
  list: RefObject<RowListHandle | null>,
  showWhole: (message: number) => void,
): ThreadSearch {
  const t = useTranslate();
  const { announce } = useEvidenceActions();
  const store = useEvidenceViewStore();
  const words = useStore(store, (state) => state.words);
  const step = useStore(store, (state) => state.findStep);
  const found = useSearch(document, words);
  const [at, setAt] = useState(-1);
  const handled = useRef(step?.turn ?? 0);

  useEffect(() => setAt(found === null || found.length === 0 ? -1 : 0), [found]);
  useEffect(() => {
    if (step === null || step.turn <= handled.current) return;
    handled.current = step.turn;
    const count = found?.length ?? 0;
    if (count > 0) setAt((now) => (now + step.by + count) % count);
  }, [step, found]);

  const current = found?.[at];
  const currentRow = useMemo(
    () => (current === undefined ? -1 : rows.findIndex((row) => holds(row, current))),
    [rows, current],
  );
  useEffect(() => {
    if (current === undefined) return undefined;
    // It is in what is left out of a long message: the rows come anew, and with them this effect.
    if (currentRow === -1) {
      showWhole(current.message);
      return undefined;
    }
    const place = `[data-row="${currentRow}"] [data-found="${current.start}"]`;
    return arrive(currentRow, place, scroller, list);
  }, [current, currentRow, scroller, list, showWhole]);

  useEffect(() => {
    if (found === null || words === null || words === '') return;
    const key =
      found.length === 0
        ? 'evidence.find.none'
        : found.length < mostFound
          ? 'evidence.find.at'
          : 'evidence.find.most';
    announce(t(key, { number: at + 1, count: found.length }));
  }, [found, at, words, announce, t]);

  const inMessage = useMemo(() => byMessage(found ?? nothing), [found]);
  return { words, found, at, currentRow, inMessage };
}

const holds = (row: Row, { message, start }: Found): boolean =>
  row.is === 'message' && row.index === message && row.start <= start && start < row.end;

function byMessage(found: readonly Found[]): ReadonlyMap<number, readonly Found[]> {
  const messages = new Map<number, Found[]>();
  for (const place of found) {
    const here = messages.get(place.message);
    if (here === undefined) messages.set(place.message, [place]);
    else here.push(place);
  }
  return messages;
}

/** In steps that no key waits for; other words end the search for the ones before. */
function useSearch(document: Messages, words: string | null): readonly Found[] | null {
  const [answer, setAnswer] = useState<Readonly<{ words: string | null; found: readonly Found[] }>>({
    words: null,
    found: nothing,
  });
  useEffect(() => {
    if (words === null || words.trim() === '') {
      setAnswer({ words, found: nothing });
      return undefined;
    }
    const search = searchThread(document.messages, words);
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      const until = performance.now() + stepMs;
      let step = search.next();
      while (!step.done && performance.now() < until) step = search.next();
      if (step.done) setAnswer({ words, found: step.value });
      else timer = setTimeout(look);
    };
    timer = setTimeout(look);
    return () => clearTimeout(timer);
  }, [document, words]);
  return answer.words === words ? answer.found : null;
}
