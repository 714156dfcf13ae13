import { useEffect, useState } from 'react';
import styles from './announcer.module.css';
import { useFrom } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';

const SHOWN_MS = 5000;

/** What the window last said: for a moment on screen, and politely to a screen reader. */
export function Announcer() {
  const said = useFrom('window', (state) => state.said);
  const t = useTranslate();
  const [hidden, setHidden] = useState<number | null>(null);
  useEffect(() => {
    if (said === null) return undefined;
    const timer = setTimeout(() => setHidden(said.turn), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const words = said === null || hidden === said.turn ? '' : t(said.key, said.values);
  return (
    <div className={styles['place']} aria-live="polite">
      {words !== '' && <div className={`${styles['said']} ${styles[said?.tone ?? 'quiet']}`}>{words}</div>}
    </div>
  );
}
