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
  const own = useFrom('decisions', ({ value }) => value?.decisions.find(undoable) ?? null);
  return own === null ? null : <HeldDecision key={own.decisionId} own={own} />;
}

function HeldDecision({ own }: Readonly<{ own: OwnDecision }>) {
  const t = useTranslate();
  const online = useFrom('session', ({ status }) => status?.contact === 'online');
  const leftMs = useHoldLeft(own, online);
  const batch = useBatchWords(own);
  return (
    <div className={styles['held']}>
      {leftMs === null ? <Chip>{t('decision.held')}</Chip> : <Ring leftMs={leftMs} />}
      <div className={styles['what']}>
        <div className={styles['title']}>
          <b>{outcomeWords(own, t)}</b> · {batch === null ? <bdi>{own.title}</bdi> : batch.words}
        </div>
        <span className={styles['quiet']}>
          {leftMs !== null
            ? t('decision.held.seconds', { count: secondsOf(leftMs) })
            : t(online ? 'decision.held.sent' : 'decision.held.offline')}
        </span>
      </div>
      <CommandButton command="decision.undo" look="quiet">
        {batch?.undo ?? t(own.undo === 'recall' ? 'decision.undo.recall' : 'decision.undo')}
      </CommandButton>
    </div>
  );
}

/** Of a group that was decided together; null for a decision on one case. How many is known to the window that did it. */
function useBatchWords(own: OwnDecision): Readonly<{ words: string; undo: string }> | null {
  const t = useTranslate();
  const outcome = useFrom('nearDuplicates', (state) => state.outcome);
  if (own.batchId === null) return null;
  const count =
    outcome?.batchId === own.batchId ? outcome.answers.filter(({ did }) => did === 'decided').length : 0;
  const words = count === 0 ? t('held.group.some') : t('held.group', { count });
  if (own.undo === 'recall') return { words, undo: t('held.group.recall') };
  return { words, undo: t('held.group.undo') };
}

function outcomeWords(own: OwnDecision, t: ReturnType<typeof useTranslate>): string {
  const { outcome } = own;
  return outcome === 'violation' || outcome === 'no-violation' || outcome === 'insufficient-evidence'
    ? t(`decision.outcome.${outcome}`)
    : outcome;
}

const secondsOf = (leftMs: number): number => Math.max(1, Math.ceil(leftMs / 1000));
const TICK_MS = 250;

/** Milliseconds of the hold that are left. Null without contact: nothing leaves then, so nothing is counted. */
function useHoldLeft(own: OwnDecision, online: boolean): number | null {
  const { state, holdEndsInMs } = own;
  const counting = online && state === 'held' && holdEndsInMs !== null;
  const [leftMs, setLeftMs] = useState(holdEndsInMs ?? 0);
  useEffect(() => {
    if (!counting) return undefined;
    const endsAt = Date.now() + holdEndsInMs;
    const tick = () => setLeftMs(Math.max(0, endsAt - Date.now()));
    tick();
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
    // A newer answer about the same decision counts from what it says.
  }, [own, counting, holdEndsInMs]);
  return counting ? leftMs : null;
}

/** The undo window, in milliseconds (D3). */
const HOLD_MS = 5000;

/** The words beside it say the same. */
function Ring({ leftMs }: Readonly<{ leftMs: number }>) {
  const share = Math.min(1, leftMs / HOLD_MS) * 100;
  return (
    <span
      className={styles['ring']}
      aria-hidden="true"
      data-left={secondsOf(leftMs)}
      style={{ background: `conic-gradient(var(--accent) ${share}%, var(--surface-quiet) 0)` }}
    />
  );
}
