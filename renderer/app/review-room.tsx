import styles from './review-room.module.css';
import { OnBreak, ShiftOver } from './on-break.tsx';
import { Rescue } from './rescue.tsx';
import { SuggestedBreak } from './suggested-break.tsx';
import { DecisionPane } from '../decision/decision-pane.tsx';
import { EvidencePane } from '../evidence/evidence-pane.tsx';
import { QueuePane } from '../queue/queue-pane.tsx';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { CommandButton } from '../ui/button.tsx';

/** Queue, evidence, decision. Under 960 px the outer two become drawers. */
export function ReviewRoom() {
  const t = useTranslate();
  const { window } = useStores();
  const drawer = useFrom('window', (state) => state.drawer);
  const again = useFrom('session', ({ session }) => session.is === 'signed-in-again-needed');
  const shiftEnded = useFrom('exposure', ({ value }) => value?.shiftEnded ?? false);
  const onBreakSince = useFrom('exposure', ({ value }) => value?.onBreakSince ?? null);
  if (onBreakSince !== null)
    return shiftEnded ? <ShiftOver since={onBreakSince} /> : <OnBreak since={onBreakSince} />;
  return (
    <div className={styles['room']} data-drawer={drawer ?? undefined}>
      <div className={styles['banners']}>
        {again && <AgainBanner />}
        <SuggestedBreak />
      </div>
      <div className={styles['drawer-buttons']}>
        <CommandButton command="window.queue-drawer" showKey={false}>
          {t('queue.label')}
        </CommandButton>
        <CommandButton command="window.decision-drawer" showKey={false}>
          {t('group.decision')}
        </CommandButton>
      </div>
      <div className={styles['queue']}>
        <Rescue>
          <QueuePane />
        </Rescue>
      </div>
      <div className={styles['evidence']}>
        <Rescue>
          <EvidencePane />
        </Rescue>
      </div>
      <div className={styles['decision']}>
        <Rescue>
          <DecisionPane />
        </Rescue>
      </div>
      {drawer !== null && (
        <button
          type="button"
          className={styles['scrim']}
          aria-label={t('app.close')}
          onClick={() => window.getState().setDrawer(null)}
        />
      )}
    </div>
  );
}

function AgainBanner() {
  const t = useTranslate();
  return (
    <div className={styles['again']} role="status">
      <b>{t('again.title')}</b> <span>{t('again.text')}</span>{' '}
      <CommandButton command="session.sign-in-again" showKey={false} />
    </div>
  );
}
