import { useId } from 'react';
import styles from './room.module.css';

/** One of a few, in a line. */
export function Choices<Value extends string>({
  legend,
  options,
  value,
  onChange,
}: Readonly<{
  legend: string;
  options: readonly Readonly<{ value: Value; label: string }>[];
  value: Value;
  onChange(value: Value): void;
}>) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={legend} className={`${styles['row']} ${styles['line']}`}>
      <span className={`${styles['quiet']} ${styles['legend']}`}>{legend}</span>
      {options.map((option) => (
        <label key={option.value} className={styles['choice']}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
