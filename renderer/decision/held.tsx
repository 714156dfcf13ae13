import { useEffect, useState } from 'react';
import type { OwnDecision } from '../../contract/bridge.ts';
import styles from './decision-footer.module.css';
import { useFrom } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { CommandButton } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';

const undoable = (own: OwnDecision): boolean =>
  own.state === 'held' || own.state === 'pending' || own.state === 'sending';

/** The newest submission that can still be taken back before it is acknowledged. */
export function Held() {
  const t = useTranslate();
  const own = useFrom('decisions', ({ value }) => value?.decisions.find(undoable) ?? null);
  if (own === null) return null;
  return (
    <div className={styles['held']}>
      <Chip>{t('decision.held')}</Chip>
      <div className={styles['what']}>
        <div className={styles['title']}>
          <b>{outcomeWords(own, t)}</b> · <bdi>{own.title}</bdi>
        </div>
        <span className={styles['quiet']}>
          <When key={own.decisionId} own={own} />
        </span>
      </div>
      <CommandButton command="decision.undo" look="quiet">
        {t(own.undo === 'recall' ? 'decision.undo.recall' : 'decision.undo')}
      </CommandButton>
    </div>
  );
}

function outcomeWords(own: OwnDecision, t: ReturnType<typeof useTranslate>): string {
  const { outcome } = own;
  return outcome === 'violation' || outcome === 'no-violation' || outcome === 'insufficient-evidence'
    ? t(`decision.outcome.${outcome}`)
    : outcome;
}

/** A countdown only while there is contact: without it nothing leaves, so nothing is counted. */
function When({ own }: Readonly<{ own: OwnDecision }>) {
  const t = useTranslate();
  const online = useFrom('session', ({ status }) => status?.contact === 'online');
  const [endsAt] = useState(() => Date.now() + (own.holdEndsInMs ?? 0));
  const [now, setNow] = useState(() => Date.now());
  const counting = online && own.state === 'held' && own.holdEndsInMs !== null;
  useEffect(() => {
    if (!counting) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [counting]);
  if (!online) return t('decision.held.offline');
  if (!counting) return t('decision.held.sent');
  return t('decision.held.seconds', { count: Math.max(1, Math.ceil((endsAt - now) / 1000)) });
}
