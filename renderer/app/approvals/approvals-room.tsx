import { useCallback, useEffect, useRef } from 'react';
import type { AwaitingApproval } from '../../../contract/approval.ts';
import { ApprovalCase } from './approval-case.tsx';
import { ApprovalDecision } from './approval-decision.tsx';
import styles from '../looked-at/desk.module.css';
import { NeedsContact } from '../../rooms/needs-contact.tsx';
import room from '../../rooms/room.module.css';
import { chosenApproval, keyOf } from '../../stores/approvals.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { Chip } from '../../ui/chip.tsx';
import { timeOfDay } from '../../ui/time.ts';
import { useLive } from '../../ui/use-live.ts';
import { useApprovalWords } from './use-approval-words.ts';

/** Decisions of colleagues that wait for a second person: the decision, its case, and one answer (D12, D13). */
export function ApprovalsRoom() {
  const t = useTranslate();
  const { approvals: store } = useStores();
  const approvals = useFrom('approvals', (state) => state.approvals);
  const more = useFrom('approvals', (state) => state.more);
  const at = useFrom('approvals', (state) => state.at);
  const failure = useFrom('approvals', (state) => state.failure);
  const chosen = useFrom('approvals', chosenApproval);
  useLive(useCallback(() => void store.getState().load(), [store]));
  return (
    <div className={styles['room']}>
      <div className={room['section']}>
        <div className={room['head']}>
          <h1>{t('approvals.title')}</h1>
          {at !== null && <span className={room['quiet']}>{t('team.as-of', { time: timeOfDay(at) })}</span>}
        </div>
        <p className={room['quiet']}>{t('approvals.hint')}</p>
      </div>
      <NeedsContact failure={failure} at={at} />
      {approvals === null && failure === null && <p className={room['quiet']}>{t('approvals.loading')}</p>}
      {approvals?.length === 0 && <p className={room['quiet']}>{t('approvals.none')}</p>}
      {approvals !== null && approvals.length > 0 && (
        <div className={styles['desk']}>
          <nav className={styles['list']} aria-label={t('approvals.list')}>
            <ul>
              {approvals.map((one) => (
                <Line key={keyOf(one)} one={one} isChosen={one === chosen} />
              ))}
            </ul>
            {more && <p className={room['quiet']}>{t('approvals.more')}</p>}
          </nav>
          {chosen !== undefined && (
            <div className={styles['chosen']} key={keyOf(chosen)}>
              <ApprovalDecision of={chosen} />
              <ApprovalCase />
            </div>
          )}
        </div>
      )}
    </div>
  );
}

function Line({ one, isChosen }: Readonly<{ one: AwaitingApproval; isChosen: boolean }>) {
  const t = useTranslate();
  const words = useApprovalWords();
  const { approvals } = useStores();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isChosen) button.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  const [first] = one.cases;
  return (
    <li>
      <button
        ref={button}
        type="button"
        className={styles['line']}
        aria-current={isChosen ? 'true' : undefined}
        onClick={() => approvals.getState().choose(keyOf(one))}
      >
        <b>{words.what(one)}</b>
        <span className={styles['title']}>
          <bdi>{first?.title}</bdi>
        </span>
        <span className={styles['facts']}>
          <span>
            {one.cases.length > 1 ? t('approvals.cases', { count: one.cases.length }) : first?.reference}
          </span>
          <span>{t('approvals.by', { by: one.by.displayName, time: timeOfDay(one.askedAt) })}</span>
          {one.own && <Chip tone="plain">{t('approvals.own')}</Chip>}
          <Chip tone="warning">{t(`approvals.because.${one.because}`)}</Chip>
        </span>
      </button>
    </li>
  );
}
