import type { ReactNode } from 'react';
import { Untrusted } from '../text/marked-text.tsx';
import styles from './facts.module.css';

export type FactRow = Readonly<{ label: string; value: ReactNode; key?: string }>;

/** Labels and values, beside a document or instead of one. Rows without a value are left out. */
export function Facts({
  title,
  rows,
  wide = false,
}: Readonly<{ title: string | null; rows: readonly FactRow[]; wide?: boolean }>) {
  const shown = rows.filter(({ value }) => value !== '' && value !== null);
  if (shown.length === 0) return null;
  return (
    <section className={styles['facts']}>
      {title !== null && <h2 className={styles['title']}>{title}</h2>}
      <dl className={wide ? styles['wide'] : styles['list']}>
        {shown.map(({ label, value, key }) => (
          <div key={key ?? label} className={styles['row']}>
            <dt>
              <bdi>{label}</bdi>
            </dt>
            <dd>{typeof value === 'string' ? <Untrusted text={value} /> : value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
