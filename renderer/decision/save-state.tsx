import { useEffect, useState } from 'react';
import styles from './fields.module.css';
import { useFrom } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';

const MINUTE = 60_000;

/** Whether what was typed is on disk. */
export function SaveState() {
  const t = useTranslate();
  const savedAt = useFrom('decisionForm', (state) => state.savedAt);
  const unsaved = useFrom('decisionForm', (state) => state.unsaved);
  const failed = useFrom('decisionForm', (state) => state.failure !== null);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, [savedAt]);
  if (failed && unsaved) return <span className={styles['hint']}>{t('decision.not-saved')}</span>;
  if (unsaved) return <span className={styles['hint']}>{t('decision.saving')}</span>;
  if (savedAt === null) return null;
  const age = Math.max(0, now - savedAt);
  const words = new Intl.RelativeTimeFormat('en', { style: 'narrow' });
  const time =
    age < MINUTE
      ? words.format(-Math.max(1, Math.round(age / 1000)), 'second')
      : words.format(-Math.floor(age / MINUTE), 'minute');
  return <span className={styles['hint']}>{t('decision.saved', { time })}</span>;
}
