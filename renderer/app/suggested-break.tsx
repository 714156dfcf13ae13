import styles from './review-room.module.css';
import { suggestingBreak } from '../rules/suggested-break.ts';
import { useFrom } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { CommandButton } from '../ui/button.tsx';

/** A suggestion: nothing waits for an answer to it, and work goes on beneath. */
export function SuggestedBreak() {
  const t = useTranslate();
  const exposure = useFrom('exposure', ({ value }) => value);
  const putOff = useFrom('window', (state) => state.putOff);
  const [first] = suggestingBreak(exposure, putOff);
  if (first === undefined || first.budget === null) return null;
  const { label, sinceBreak, budget } = first;
  return (
    <div className={styles['suggested']}>
      <span role="status">{t('break.suggested', { label, count: sinceBreak, budget })}</span>
      <CommandButton command="break.take" />
      <CommandButton command="break.later" look="quiet" showKey={false}>
        {t('break.later')}
      </CommandButton>
    </div>
  );
}
