import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslate } from '../../strings/translate.ts';
import styles from './table.module.css';

export type Column<T> = Readonly<{
  heading: string;
  cell: (row: T, index: number) => ReactNode;
  number?: boolean;
}>;

/** Rows that are laid out at once; more on request. */
const page = 100;

export function RecordTable<T>({
  caption,
  columns,
  rows,
  empty,
}: Readonly<{ caption: string; columns: readonly Column<T>[]; rows: readonly T[]; empty: string }>) {
  const t = useTranslate();
  const [shown, setShown] = useState(page);
  return (
    <div className={styles['scroll']}>
      <table className={styles['table']}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ heading, number }) => (
              <th key={heading} scope="col" className={number ? styles['number'] : undefined}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((row, index) => (
            <tr key={index}>
              {columns.map(({ heading, number, cell }) => (
                <td key={heading} className={number ? styles['number'] : undefined}>
                  {cell(row, index)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p>{empty}</p>}
      {rows.length > shown && (
        <button type="button" className={styles['more']} onClick={() => setShown(shown + page)}>
          {t('evidence.show-more', { count: Math.min(page, rows.length - shown), left: rows.length - shown })}
        </button>
      )}
    </div>
  );
}
