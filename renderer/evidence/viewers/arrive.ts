import type { RefObject } from 'react';
import type { RowListHandle } from './row-list.tsx';

/** Frames to wait for a row that a virtual list was asked to show. */
const patience = 30;

/** Brings a row on screen and, once it is there, what `selector` finds to the middle. Returns what gives up. */
export function arrive(
  row: number,
  selector: string,
  scroller: RefObject<HTMLElement | null>,
  list: RefObject<RowListHandle | null>,
  then: (element: HTMLElement) => void = () => {},
): () => void {
  let frame = 0;
  let left = patience;
  const look = () => {
    const element = scroller.current?.querySelector<HTMLElement>(selector);
    if (element) {
      then(element);
      element.scrollIntoView({ block: 'center' });
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
