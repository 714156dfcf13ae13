import { countsOf } from './move-result.ts';
import styles from '../room.module.css';
import { undoOf } from '../../stores/reassignment.ts';
import { useFrom } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { CommandButton } from '../../ui/button.tsx';

/** What came of the last move, case by case where it was not done; and the way back. */
export function Moved() {
  const t = useTranslate();
  const moved = useFrom('reassignment', (state) => state.moved);
  if (moved === null) return null;
  const { answers, before, wasUndone } = moved;
  const left = answers.filter(({ status }) => status !== 'moved' && status !== 'unchanged');
  return (
    <div className={styles['section']}>
      <div className={styles['row']}>
        <span>{t(wasUndone ? 'team.undo.result' : 'team.reassign.result', countsOf(moved))}</span>
        {undoOf(moved).length > 0 && <CommandButton command="team.undo-move">{t('team.undo')}</CommandButton>}
      </div>
      {left.map(({ caseId, status }) => (
        <div key={caseId} className={styles['quiet']}>
          {t('team.reassign.not-moved', {
            reference: before.get(caseId)?.reference ?? caseId,
            why: t(`reassign.${status}`),
          })}
        </div>
      ))}
    </div>
  );
}
