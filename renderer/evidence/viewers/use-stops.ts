import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { useStore } from 'zustand';
import type { EvidenceViewStore } from '../../stores/evidence-view.ts';
import { useTranslate } from '../../strings/translate.ts';
import { useEvidenceActions } from '../evidence-actions.ts';
import type { Row, Stop } from '../model/rows.ts';
import { noRowsYet, stopsOf } from '../model/rows.ts';
import { arrive } from './arrive.ts';
import type { RowListHandle } from './row-list.tsx';

/**
 * Steps through highlights and goes to named places, for a viewer of rows: scrolls there, moves the focus there,
 * says why it is marked and which of how many it is.
 */
export function useStops(
  store: EvidenceViewStore,
  evidenceId: string,
  rows: readonly Row[],
  scroller: RefObject<HTMLElement | null>,
  list: RefObject<RowListHandle | null>,
): void {
  const t = useTranslate();
  const { announce } = useEvidenceActions();
  const at = useRef(-1);
  // A step asked of the tab before is not taken in this one; a target is why this one was opened.
  const handled = useRef(store.getState().step?.turn ?? 0);
  const step = useStore(store, (state) => state.step);
  const target = useStore(store, (state) => state.target);

  useEffect(() => {
    at.current = -1;
  }, [evidenceId]);

  useEffect(() => {
    if (rows === noRowsYet) return undefined;
    const request = [step, target]
      .filter((each) => each !== null)
      .sort((a, b) => b.turn - a.turn)
      .find((each) => each.turn > handled.current);
    if (request === undefined) return undefined;
    handled.current = request.turn;
    const stops = stopsOf(rows);
    if ('by' in request && stops.length === 0) {
      announce(t('evidence.highlights.none'));
      return undefined;
    }
    const index =
      'by' in request
        ? (at.current + request.by + (at.current === -1 && request.by === -1 ? 1 : 0) + stops.length) %
          stops.length
        : stops.findIndex((stop) => holds(rows, stop, request.span.field, request.span.start));
    const stop = stops[index];
    if (stop === undefined) return undefined;
    at.current = index;
    announce(
      t('evidence.highlights.at', {
        number: index + 1,
        count: stops.length,
        reason: stop.reasons.join(', '),
      }),
    );
    const mark = `[data-stretch="${CSS.escape(stop.stretchId)}"]`;
    return arrive(stop.row, mark, scroller, list, (element) => element.focus({ preventScroll: true }));
  }, [step, target, rows, scroller, list, announce, t, evidenceId]);
}

function holds(rows: readonly Row[], stop: Stop, field: string, start: number): boolean {
  const row = rows[stop.row];
  if (row === undefined || row.is === 'day' || row.is === 'more' || row.source.field !== field) return false;
  const stretch = row.source.stretches.find(({ id }) => id === stop.stretchId);
  return stretch !== undefined && stretch.start <= start && start < stretch.end;
}
