import type { KeyboardEvent } from 'react';
import { useTranslate } from '../../strings/translate.ts';
import { mostFound } from '../model/search-thread.ts';
import { useEvidenceViewStore } from '../use-evidence-view.ts';
import styles from './find-bar.module.css';
import type { ThreadSearch } from './use-found.ts';

/** Where words are asked for, and which of the places with them is shown. Escape leads back to the thread. */
export function FindBar({ search: { words, found, at } }: Readonly<{ search: ThreadSearch }>) {
  const t = useTranslate();
  const store = useEvidenceViewStore();
  if (words === null) return null;
  const { lookFor, stepFound } = store.getState();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      stepFound(event.shiftKey ? -1 : 1);
    }
    if (event.key === 'Escape') {
      // Said here, because the field is gone before anything else hears of it.
      event.stopPropagation();
      end(event.currentTarget);
    }
  };
  /** The pane keeps the focus, so that the keys that follow are its own. */
  const end = (from: Element) => {
    from.closest<HTMLElement>('[data-focus="evidence"]')?.focus();
    lookFor(null);
  };
  return (
    <search className={styles['bar']} aria-label={t('evidence.find')}>
      <input
        type="search"
        data-focus="find"
        aria-label={t('evidence.find')}
        placeholder={t('evidence.find')}
        value={words}
        onChange={(event) => lookFor(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <span className={styles['count']}>
        {words.trim() === ''
          ? ''
          : found === null
            ? t('evidence.find.looking')
            : found.length === 0
              ? t('evidence.find.none')
              : t(found.length < mostFound ? 'evidence.find.at' : 'evidence.find.most', {
                  number: at + 1,
                  count: found.length,
                })}
      </span>
      <button type="button" onClick={() => stepFound(-1)}>
        {t('evidence.find.previous')}
      </button>
      <button type="button" onClick={() => stepFound(1)}>
        {t('evidence.find.next')}
      </button>
      <button
        type="button"
        aria-label={t('evidence.find.close')}
        onClick={(event) => end(event.currentTarget)}
      >
        ×
      </button>
    </search>
  );
}
