import styles from './app.module.css';
import { CommandButton } from '../ui/button.tsx';
import { useFrom } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { timeOfDay } from '../ui/time.ts';

/** Work was found damaged and restored: what is back, what is not, and what to look at (fault 6). */
export function RestoredNotice() {
  const t = useTranslate();
  const restored = useFrom('session', ({ status }) => status?.restored ?? null);
  const dismissed = useFrom('window', (state) => state.noticeDismissed);
  if (restored === null || dismissed) return null;
  const { lost, doubtful } = restored;
  return (
    <div role="alert" className={styles['notice']}>
      <p>
        {t('restored.text', { time: timeOfDay(restored.copiedAt), found: restored.found })}{' '}
        {lost === 0 ? t('restored.nothing-lost') : t('restored.lost', { count: lost })}{' '}
        {doubtful > 0 && t('restored.doubtful', { count: doubtful })}
      </p>
      <CommandButton command="window.dismiss-notice">{t('restored.dismiss')}</CommandButton>
    </div>
  );
}
