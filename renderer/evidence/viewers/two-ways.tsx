import styles from './two-ways.module.css';

/** The same thing in one of two ways. */
export function TwoWays({
  label,
  first,
  second,
  isSecond,
  choose,
}: Readonly<{
  label: string;
  first: string;
  second: string;
  isSecond: boolean;
  choose: (second: boolean) => void;
}>) {
  return (
    <div className={styles['choice']} role="group" aria-label={label}>
      <button type="button" aria-pressed={!isSecond} onClick={() => choose(false)}>
        {first}
      </button>
      <button type="button" aria-pressed={isSecond} onClick={() => choose(true)}>
        {second}
      </button>
    </div>
  );
}
