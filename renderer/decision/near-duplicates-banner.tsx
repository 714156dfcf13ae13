import styles from './near-duplicates-banner.module.css';
import { useFrom } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { CommandButton } from '../ui/button.tsx';

/** That other undecided cases say nearly the same, and the way to decide them together (D13). */
export function NearDuplicatesBanner() {
  const t = useTranslate();
  const total = useFrom('nearDuplicates', (state) => state.total);
  if (total < 2) return null;
  return (
    <div className={styles['banner']} role="status">
      <p>{t('group.banner', { count: total - 1 })}</p>
      <CommandButton command="decision.together">{t('group.banner.open')}</CommandButton>
    </div>
  );
}
