import { useVirtualizer } from '@tanstack/react-virtual';
import { useImperativeHandle, useLayoutEffect, useState } from 'react';
import type { ReactNode, Ref, RefObject } from 'react';
import type { Row } from '../model/rows.ts';
import styles from './row-list.module.css';

export type RowListHandle = Readonly<{ reveal(row: number): void }>;

type Props = Readonly<{
  rows: readonly Row[];
  /** The element that scrolls; the list fills it. */
  scroller: RefObject<HTMLElement | null>;
  estimate: (row: Row) => number;
  handle: Ref<RowListHandle>;
  children: (row: Row, index: number) => ReactNode;
}>;

/** Above this many rows only those near the screen exist. */
const mostWholeRows = 150;

export function RowList(props: Props) {
  return props.rows.length > mostWholeRows ? <VirtualRows {...props} /> : <WholeRows {...props} />;
}

function WholeRows({ rows, handle, children }: Props) {
  // Every row is there already: the caller finds the stretch itself.
  useImperativeHandle(handle, () => ({ reveal: () => undefined }), []);
  return rows.map((row, index) => <div key={row.key}>{children(row, index)}</div>);
}

function VirtualRows({ rows, scroller, estimate, handle, children }: Props) {
  // The element that scrolls is a parent: it is known only after the first layout, and measured in the second.
  const [, setKnown] = useState(false);
  useLayoutEffect(() => setKnown(true), []);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const row = rows[index];
      return row === undefined ? 0 : estimate(row);
    },
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
  });
  useImperativeHandle(
    handle,
    () => ({ reveal: (row) => virtualizer.scrollToIndex(row, { align: 'center' }) }),
    [virtualizer],
  );
  return (
    <div className={styles['space']} style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ index, key, start }) => {
        const row = rows[index];
        if (row === undefined) return null;
        return (
          <div
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            className={styles['row']}
            style={{ transform: `translateY(${start}px)` }}
          >
            {children(row, index)}
          </div>
        );
      })}
    </div>
  );
}
