import type { ReactNode } from 'react';
import styles from './kbd.module.css';

/** A key cap. Screen readers learn keys from the keys sheet: read after every button they would be noise. */
export function Kbd({ children }: Readonly<{ children: ReactNode }>) {
  return (
    <kbd aria-hidden="true" className={styles['kbd']}>
      {children}
    </kbd>
  );
}
