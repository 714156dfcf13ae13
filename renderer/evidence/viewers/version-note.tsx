import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { choiceOf } from '../../stores/evidence-view.ts';
import { useTranslate } from '../../strings/translate.ts';
import { wordDiff } from '../../text/word-diff.ts';
import { useEvidenceActions } from '../evidence-actions.ts';
import { lengthInWords } from '../../ui/time.ts';
import { dateAndTime } from '../format.ts';
import { MarkedText } from '../text/marked-text.tsx';
import { useEvidenceViewStore } from '../use-evidence-view.ts';
import styles from './version-note.module.css';

export type VersionPart = Readonly<{ heading: string; before: string; after: string }>;

/**
 * “Version 3 of 3 · edited 2 h ago: title, requirements · show what changed”. The words are compared when they are asked
 * for, with the version before or an earlier one.
 */
export function VersionNote({
  evidenceId,
  earlier,
  partsSince,
}: Readonly<{
  evidenceId: string;
  earlier: readonly Readonly<{ editedAt: string }>[];
  partsSince: (index: number) => readonly VersionPart[];
}>) {
  const t = useTranslate();
  const { now, locale } = useEvidenceActions();
  const store = useEvidenceViewStore();
  const choice = choiceOf.changes(evidenceId);
  const isShown = useStore(store, ({ choices }) => choices.get(choice) ?? false);
  const [since, setSince] = useState(earlier.length - 1);
  const last = earlier.at(-1);
  // What differs in whole is cheap to tell; which words do is not.
  const parts = useMemo(() => (since < 0 ? [] : partsSince(since)), [partsSince, since]);
  if (last === undefined) return null;
  return (
    <div className={styles['note']}>
      <p>
        {t('evidence.version', { version: earlier.length + 1, of: earlier.length + 1 })} ·{' '}
        {t('evidence.edited', { when: lengthInWords(now - Date.parse(last.editedAt), t) })}
        {parts.length > 0 && (
          <>
            {': '}
            <bdi>{parts.map(({ heading }) => heading).join(', ')}</bdi>
          </>
        )}
        {' · '}
        <button
          type="button"
          className={styles['link']}
          aria-expanded={isShown}
          onClick={() => store.getState().choose(choice, !isShown)}
        >
          {t(isShown ? 'evidence.hide-changes' : 'evidence.show-changes')}
        </button>
      </p>
      {isShown && (
        <section className={styles['changes']} aria-label={t('evidence.changes')}>
          {earlier.length > 1 && (
            <label className={styles['choice']}>
              {t('evidence.compare-with')}
              <select value={since} onChange={(event) => setSince(Number(event.target.value))}>
                {earlier.map(({ editedAt }, index) => (
                  <option key={editedAt} value={index}>
                    {t('evidence.version-of', { version: index + 1, when: dateAndTime(editedAt, locale) })}
                  </option>
                ))}
              </select>
            </label>
          )}
          {parts.map((part) => (
            <Part key={part.heading} part={part} />
          ))}
        </section>
      )}
    </div>
  );
}

function Part({ part }: Readonly<{ part: VersionPart }>): ReactNode {
  const t = useTranslate();
  return (
    <>
      <h3>
        <bdi>{part.heading}</bdi>
      </h3>
      {part.before === part.after ? (
        <p className={styles['same']}>{t('evidence.unchanged')}</p>
      ) : (
        <WordChanges before={part.before} after={part.after} />
      )}
    </>
  );
}

/** Around a change so much of what stayed is shown. */
const context = 160;
/** Longest removed or added piece that is shown whole. */
const longestChange = 4000;

export function WordChanges({ before, after }: Readonly<{ before: string; after: string }>) {
  const changes = wordDiff(before, after);
  return (
    <p className={styles['words']} dir="auto">
      {changes.map((change, index) => {
        const key = `${index} ${change.is}`;
        if (change.is === 'same') {
          const text = shortened(change.text, index === 0, index === changes.length - 1);
          return <MarkedText key={key} text={text} />;
        }
        const Tag = change.is === 'removed' ? 'del' : 'ins';
        return (
          <Tag key={key}>
            <MarkedText text={change.text.slice(0, longestChange).toWellFormed()} />
            {change.text.length > longestChange && ' …'}
          </Tag>
        );
      })}
    </p>
  );
}

function shortened(text: string, first: boolean, last: boolean): string {
  if (text.length <= context * 2) return text;
  const head = first ? '' : text.slice(0, context).toWellFormed();
  const tail = last ? '' : text.slice(-context).toWellFormed();
  return `${head} … ${tail}`;
}
