import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslate } from '../../strings/translate.ts';
import { useEvidenceActions } from '../evidence-actions.ts';
import styles from './data-table.module.css';
import { useViewScroller } from './view-frame.tsx';

export type Column<T> = Readonly<{
  id: string;
  heading: string;
  cell: (row: T) => ReactNode;
  number?: boolean;
  /** Of the table, in per cent. */
  share: number;
  /** Ascending; a column without it cannot be sorted by. */
  order?: (a: T, b: T) => number;
}>;

type Sort = Readonly<{ column: string; descending: boolean }>;

type Props<T> = Readonly<{
  caption: ReactNode;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string | number;
  /** Rows that stand out, by a line at their beginning; why is said in a cell. */
  isMarked?: (row: T) => boolean;
  sort: Sort;
  empty: string;
}>;

/** Above this many rows only those near the screen exist. */
const mostWholeRows = 100;
const rowHeight = 46;

/** A table that is sorted by the buttons in its head, and that stays a table however long it is. */
export function DataTable<T>({ caption, columns, rows, rowKey, isMarked, sort: first, empty }: Props<T>) {
  const t = useTranslate();
  const { announce } = useEvidenceActions();
  const [sort, setSort] = useState(first);
  const sorted = useMemo(() => sortedBy(rows, columns, sort), [rows, columns, sort]);
  const body = useRef<HTMLTableSectionElement>(null);
  const { items, before, after, measure } = useRowsInView(sorted.length, body);

  const sortBy = ({ id, heading }: Column<T>) => {
    const descending = sort.column === id ? !sort.descending : false;
    setSort({ column: id, descending });
    announce(t(descending ? 'evidence.sorted.descending' : 'evidence.sorted.ascending', { column: heading }));
  };

  return (
    <div className={styles['wrap']}>
      <div className={styles['scroll']}>
        <table className={styles['table']} aria-rowcount={rows.length + 1}>
          <caption>{caption}</caption>
          <colgroup>
            {columns.map(({ id, share }) => (
              <col key={id} style={{ width: `${share}%` }} />
            ))}
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              {columns.map((column) => (
                <Head
                  key={column.id}
                  column={column}
                  sorted={sort.column === column.id ? sort : null}
                  sort={() => sortBy(column)}
                />
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            {before > 0 && <Space height={before} />}
            {items.map((index) => {
              const row = sorted[index];
              if (row === undefined) return null;
              return (
                <tr
                  key={rowKey(row)}
                  ref={measure}
                  data-index={index}
                  aria-rowindex={index + 2}
                  className={isMarked?.(row) ? styles['marked'] : undefined}
                >
                  {columns.map(({ id, number, cell }) => (
                    <td key={id} className={number ? styles['number'] : undefined}>
                      {cell(row)}
                    </td>
                  ))}
                </tr>
              );
            })}
            {after > 0 && <Space height={after} />}
          </tbody>
        </table>
      </div>
      {rows.length === 0 && <p className={styles['empty']}>{empty}</p>}
    </div>
  );
}

function sortedBy<T>(rows: readonly T[], columns: readonly Column<T>[], sort: Sort): readonly T[] {
  const order = columns.find(({ id }) => id === sort.column)?.order;
  if (order === undefined) return rows;
  return [...rows].sort(sort.descending ? (a, b) => order(b, a) : order);
}

/** Which rows exist, and the room that the others take. */
function useRowsInView(count: number, body: React.RefObject<HTMLElement | null>) {
  const scroller = useViewScroller();
  const whole = count <= mostWholeRows;
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => {
    const area = scroller.current;
    const content = area?.firstElementChild;
    if (area === null || !content || whole) return undefined;
    // What stands above the rows may grow or shrink at any time.
    const place = () => {
      const top = body.current?.getBoundingClientRect().top ?? 0;
      setMargin(Math.round(top - area.getBoundingClientRect().top + area.scrollTop));
    };
    const observer = new ResizeObserver(place);
    observer.observe(content);
    observer.observe(area);
    place();
    return () => observer.disconnect();
  }, [scroller, body, whole]);
  const virtualizer = useVirtualizer({
    count,
    enabled: !whole,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollMargin: margin,
  });
  if (whole) return { items: Array.from({ length: count }, (_, index) => index), before: 0, after: 0 };
  const items = virtualizer.getVirtualItems();
  const start = (items[0]?.start ?? margin) - margin;
  const end = (items.at(-1)?.end ?? margin) - margin;
  return {
    items: items.map(({ index }) => index),
    before: start,
    after: Math.max(0, virtualizer.getTotalSize() - end),
    measure: virtualizer.measureElement,
  };
}

/** Stands for the rows that do not exist now. */
function Space({ height }: Readonly<{ height: number }>) {
  return <tr aria-hidden="true" style={{ height }} />;
}

function Head<T>({
  column,
  sorted,
  sort,
}: Readonly<{ column: Column<T>; sorted: Sort | null; sort: () => void }>) {
  const { heading, number, order } = column;
  const direction = sorted === null ? undefined : sorted.descending ? 'descending' : 'ascending';
  return (
    <th scope="col" aria-sort={direction} className={number ? styles['number'] : undefined}>
      {order === undefined ? (
        heading
      ) : (
        <button type="button" className={styles['sort']} onClick={sort}>
          {heading}
          <span aria-hidden="true" className={styles['arrow']}>
            {direction === undefined ? '↕' : direction === 'ascending' ? '↑' : '↓'}
          </span>
        </button>
      )}
    </th>
  );
}
