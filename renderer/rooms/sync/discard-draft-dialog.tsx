import { useEffect, useRef, useState } from 'react';
import type { Failure } from '../../../contract/bridge.ts';
import styles from './drafts.module.css';
import { discardDraft } from '../../commands/drafts.ts';
import { useCommands } from '../../commands/use-commands.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

/** A draft is on this computer alone, so nobody can bring it back: that is asked first. */
export function DiscardDraftDialog() {
  const t = useTranslate();
  const stores = useStores();
  const commands = useCommands();
  const chosen = useFrom('window', ({ chosenDraft }) => chosenDraft);
  const draft = useFrom('sync', ({ value }) => value?.drafts.find(({ caseId }) => caseId === chosen));
  const keep = useRef<HTMLButtonElement>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { close, chooseDraft, room } = stores.window.getState();
  // In Review nothing stays chosen.
  useEffect(() => () => (room === 'sync' ? undefined : chooseDraft(null)), [room, chooseDraft]);
  const discard = async () => {
    if (chosen === null) return;
    const refused = await discardDraft(stores, chosen);
    setFailure(refused);
    if (refused !== null) return;
    close();
    stores.window.getState().say('said.draft-discarded');
    // Its row, and the focus with it, are gone.
    if (room === 'sync') commands.run('drafts.list');
  };
  return (
    <Dialog title={t('discard.title')} description={t('discard.text')} initialFocus={keep} onClose={close}>
      <div className={styles['question']}>
        {draft !== undefined && (
          <>
            <p>
              <b>
                <bdi>{draft.title || draft.reference}</bdi>
              </b>{' '}
              <span className={styles['quiet']}>{draft.reference}</span>
            </p>
            {draft.beginning !== '' && (
              <p className={styles['words']} dir="auto">
                {draft.beginning}
              </p>
            )}
          </>
        )}
        {failure !== null && <p role="alert">{t(`failure.${failure.code}`, { detail: failure.detail })}</p>}
        <div className={styles['buttons']}>
          <Button look="danger" onClick={() => void discard()}>
            {t('discard.do')}
          </Button>
          <Button ref={keep} onClick={close}>
            {t('discard.keep')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
