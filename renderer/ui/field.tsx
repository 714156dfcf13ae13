import { useId, type ReactNode } from 'react';
import styles from './field.module.css';

/** A label over a control, and what is wrong with it under it. */
export function Field({
  label,
  error,
  hint,
  children,
}: Readonly<{
  label: string;
  error?: string | null;
  hint?: string;
  children(
    control: Readonly<{ id: string; 'aria-describedby': string | undefined; 'aria-invalid': boolean }>,
  ): ReactNode;
}>) {
  const id = useId();
  const described = error || hint ? `${id}-more` : undefined;
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': described, 'aria-invalid': Boolean(error) })}
      {(error || hint) && (
        <span id={described} className={error ? styles['error'] : styles['hint']}>
          {error || hint}
        </span>
      )}
    </div>
  );
}
