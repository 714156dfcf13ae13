import { useEffect, useRef, useState } from 'react';
import styles from './search-field.module.css';
import { useKeyOf } from '../commands/use-commands.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Kbd } from '../ui/kbd.tsx';

/** Typing faster than this is one question. */
const PAUSE_MS = 60;

export function SearchField() {
  const t = useTranslate();
  const { queue } = useStores();
  const searched = useFrom('queue', ({ filter }) => filter.search);
  const [words, setWords] = useState(searched);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const keys = useKeyOf('queue.search');
  // Another filter may have cleared the search.
  useEffect(() => setWords(searched), [searched]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const search = (value: string, at: 'once' | 'soon') => {
    setWords(value);
    clearTimeout(timer.current);
    const ask = () => void queue.getState().setFilter({ search: value });
    if (at === 'once') ask();
    else timer.current = setTimeout(ask, PAUSE_MS);
  };

  return (
    <div className={styles['search']} role="search" aria-label={t('queue.search')}>
      <input
        type="search"
        data-focus="search"
        aria-label={t('queue.search')}
        placeholder={t('queue.search')}
        maxLength={200}
        value={words}
        onChange={(event) => search(event.target.value, 'soon')}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && words !== '') search('', 'once');
        }}
      />
      {keys !== null && words === '' && <Kbd>{keys}</Kbd>}
    </div>
  );
}
