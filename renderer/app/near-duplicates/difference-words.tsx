import styles from './near-duplicates-dialog.module.css';
import { Untrusted } from '../../evidence/text/marked-text.tsx';
import type { Difference } from '../../rules/decide-together.ts';
import { useTranslate } from '../../strings/translate.ts';

const LONGEST = 36;
const short = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).toWellFormed()}…`;

/** What the case on screen has, struck out, and what this one has instead. */
export function DifferenceWords({ difference: { before, after } }: Readonly<{ difference: Difference }>) {
  const t = useTranslate();
  return (
    <span className={styles['difference']}>
      {before !== '' && (
        <>
          <span className="visually-hidden">{t('group.removed')} </span>
          <del>
            <Untrusted text={short(before)} />
          </del>{' '}
        </>
      )}
      {after !== '' && (
        <>
          <span className="visually-hidden">{t('group.added')} </span>
          <ins>
            <Untrusted text={short(after)} />
          </ins>
        </>
      )}
    </span>
  );
}
