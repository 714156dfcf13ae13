import { useRef } from 'react';
import styles from './near-duplicates-dialog.module.css';
import { undoableBatch } from '../../commands/near-duplicates.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import type { BatchOutcome } from '../../stores/near-duplicates.ts';
import { CommandButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

type Did = BatchOutcome['answers'][number]['did'];
/** What went otherwise than was asked comes first. */
const asAsked: readonly Did[] = ['decided', 'withdrawn'];

/** Case by case, what came of a group that was submitted or taken back, where not all came out alike (D13). */
export function BatchAnswersDialog() {
  const t = useTranslate();
  const { window } = useStores();
  const list = useRef<HTMLUListElement>(null);
  const answers = useFrom('nearDuplicates', ({ outcome }) => outcome?.answers);
  if (answers === undefined) return null;
  const isAsAsked = ({ did }: Readonly<{ did: Did }>) => asAsked.includes(did);
  const ordered = [...answers.filter((one) => !isAsAsked(one)), ...answers.filter(isAsAsked)];
  return (
    <Dialog
      title={t('answers.title')}
      size="wide"
      initialFocus={list}
      onClose={() => window.getState().close()}
    >
      <ul ref={list} className={styles['answers']} tabIndex={0} aria-label={t('answers.title')}>
        {ordered.map(({ caseId, reference, title, did, detail }) => (
          <li key={caseId} className={isAsAsked({ did }) ? styles['quiet'] : undefined}>
            <span>{reference}</span>
            <span className={styles['title']}>
              <bdi>{title}</bdi>
            </span>
            <span className={styles['did']}>
              {t(`answers.${did}`)}
              {detail !== '' && `: ${detail} ${t('answers.kept')}`}
            </span>
          </li>
        ))}
      </ul>
      <UndoAll />
    </Dialog>
  );
}

function UndoAll() {
  const t = useTranslate();
  const stores = useStores();
  // Follows both: what was decided, and what is still held of it.
  useFrom('decisions', ({ value }) => value);
  const isHeld = undoableBatch(stores) !== null;
  if (!isHeld) return null;
  return (
    <div className={styles['undo']}>
      <CommandButton command="group.undo">{t('answers.undo')}</CommandButton>
    </div>
  );
}
