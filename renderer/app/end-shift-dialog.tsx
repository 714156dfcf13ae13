import { useEffect, useState } from 'react';
import styles from './attention-dialog.module.css';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate, type Translate } from '../strings/translate.ts';
import type { BridgeResult } from '../../contract/bridge.ts';
import { endShift } from '../commands/shift.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** Says what goes back, what stays and what waits, before anything of it is done. */
export function EndShiftDialog() {
  const t = useTranslate();
  const stores = useStores();
  const left = useFrom('shift', ({ value }) => value);
  const failure = useFrom('shift', (state) => state.failure);
  const [busy, setBusy] = useState(false);
  const close = () => stores.window.getState().close();
  useEffect(() => void stores.shift.getState().load({}), [stores]);
  const end = async () => {
    if (busy) return;
    setBusy(true);
    if (await endShift(stores, t('shift.reason'))) close();
    setBusy(false);
  };
  return (
    <Dialog title={t('shift.title')} description={t('shift.text')} initialFocus="content" onClose={close}>
      {left === null ? (
        <p role="status">{failure === null ? t('shift.loading') : t(`failure.${failure.code}`)}</p>
      ) : (
        <ul>
          {leftWords(left, t).map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      <div className={styles['buttons']}>
        <Button look="primary" onClick={() => void end()}>
          {t('command.shift.end')}
        </Button>
        <Button onClick={close}>{t('app.cancel')}</Button>
      </div>
    </Dialog>
  );
}

/** A sentence for each thing of which there is some, and one where there is nothing. */
export function leftWords(left: BridgeResult<'shift.left'>, t: Translate): readonly string[] {
  const kinds = ['untouched', 'begun', 'drafts', 'resting', 'waiting', 'attention'] as const;
  const words = kinds
    .filter((kind) => left[kind] > 0)
    .map((kind) => t(`shift.${kind}`, { count: left[kind] }));
  return words.length === 0 ? [t('shift.nothing')] : words;
}
