import type { ReactNode } from 'react';
import styles from './chip.module.css';

export type Tone = 'plain' | 'danger' | 'warning' | 'success' | 'accent';

/** A short word with a tone. The word carries the meaning, never the colour alone. */
export function Chip({ tone = 'plain', children }: Readonly<{ tone?: Tone; children: ReactNode }>) {
  return <span className={`${styles['chip']} ${styles[tone]}`}>{children}</span>;
}
