import type { RefObject } from 'react';
import type { RowListHandle } from './row-list.tsx';

/** Frames to wait for a row that a virtual list was asked to show. */
const patience = 30;

/** Frames for which it is kept in place: rows above it are measured only now, and move it. */
const settling = 6;

/**
 * Brings a row on screen and, once it is there, what `selector` finds to the middle, or its beginning to the top.
 * Returns what gives up.
 */
export function arrive(
  row: number,
  selector: string,
  scroller: RefObject<HTMLElement | null>,
  list: RefObject<RowListHandle | null>,
  then: (element: HTMLElement) => void = () => {},
): () => void {
  let frame = 0;
  let left = patience;
  let settled = 0;
  const look = () => {
    const element = scroller.current?.querySelector<HTMLElement>(selector);
    if (element) {
      if (settled === 0) then(element);
      // What is higher than the screen is begun at its beginning.
      const isTall = element.clientHeight > (scroller.current?.clientHeight ?? Infinity) * 0.8;
      element.scrollIntoView({ block: isTall ? 'start' : 'center' });
      settled += 1;
      if (settled < settling) frame = requestAnimationFrame(look);
      return;
    }
    // Asked again each time: a list that has just been made does not know yet what scrolls, nor how high rows are.
    list.current?.reveal(row);
    left -= 1;
    if (left > 0) frame = requestAnimationFrame(look);
  };
  look();
  return () => cancelAnimationFrame(frame);
}
